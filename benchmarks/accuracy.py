"""Measure place accuracy on the public toponym corpora and write the table of docs/accuracy.md.

    python -m benchmarks.accuracy              measure all corpora, print the tables
    python -m benchmarks.accuracy --write      and put them into docs/accuracy.md
    python -m benchmarks.accuracy --corpus LGL --errors 50

Needs the corpora and the scorer beside the repository (``../shared``); says so where they are
absent. Each corpus is annotated twice: given the annotated names, and from raw text; outlets'
homes are learned in a first pass over the same reports, without labels. The scorer's own rule
says what is right.
"""

from __future__ import annotations

import argparse
import json
import platform
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.corpora import (
    CORPORA,
    SHARED,
    Document,
    corpus_path,
    missing_corpora,
    read_corpus,
    right_place,
)
from geodata.gazetteer import Gazetteer, open_gazetteer
from geodata.model import Resolution, Toponym
from geodata.recognition import Recogniser, open_recogniser
from geodata.resolution import EvidenceResolver, OutletHomes
from geodata.resolution.resolver import Model
from geodata.settings import Settings

PAGE = Path(__file__).resolve().parents[1] / "docs" / "accuracy.md"
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
WITH_DEMONYMS = {"LGL"}

Figures = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Run:
    """One corpus measured both ways, and how long it took in CPU seconds."""

    corpus: str
    given: Figures
    raw: Figures
    errors: Counter[str]
    examples: tuple[str, ...]
    resolution_seconds: float
    raw_seconds: float


def resolve_all(
    documents: Sequence[Document], toponyms: Sequence[Sequence[Toponym]], resolver: EvidenceResolver
) -> list[tuple[Resolution, ...]]:
    """Resolve a corpus in two passes: the first learns where the outlets are at home."""
    homes = OutletHomes()
    first = []
    for document, names in zip(documents, toponyms, strict=True):
        found = resolver.resolve(document.text, names)
        homes.observe(document.source, document.doc_id, found)
        first.append(found)
    out = []
    for document, names, found in zip(documents, toponyms, first, strict=True):
        home = homes.home(document.source, excluding=document.doc_id)
        out.append(resolver.resolve(document.text, names, home=home) if home else found)
    return out


def annotation(document: Document, resolutions: Iterable[Resolution]) -> str:
    """Return one line in the form of ``dateline annotate``."""
    rows = [_row(resolution) for resolution in resolutions]
    return json.dumps({"doc_id": document.doc_id, "toponyms": rows, "dates": []})


def _row(resolution: Resolution) -> dict[str, object]:
    place, toponym = resolution.place, resolution.toponym
    return {
        "start": toponym.start,
        "end": toponym.end,
        "text": toponym.text,
        "latitude": place.latitude if place else None,
        "longitude": place.longitude if place else None,
        "geonameid": place.geonameid if place else None,
        "name": place.name if place else None,
        "country_code": place.country_code if place else None,
        "feature_code": place.feature_code if place else None,
        "score": resolution.score,
    }


def score(
    corpus: str,
    documents: Sequence[Document],
    found: Sequence[Iterable[Resolution]],
    *,
    given: bool,
) -> Figures:
    """Return the scorer's figures for one annotated corpus."""
    lines = [annotation(d, r) for d, r in zip(documents, found, strict=True)]
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.write("\n".join(lines))
        file.flush()
        command = [sys.executable, str(SHARED / "evaluate.py"), "toponyms"]
        command += [str(corpus_path(corpus)), file.name, *(["--given-toponyms"] if given else [])]
        output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    figures: Figures = json.loads(output.splitlines()[-1])
    return figures


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """What is measured: by default what is shipped. `outlets` says whether they are known."""

    min_score: float = 0.3
    recogniser: Recogniser | None = None
    model: Model | None = None
    outlets: bool = True


def measure(corpus: str, gazetteer: Gazetteer, setup: Setup) -> Run:
    """Annotate and score one corpus."""
    documents = read_corpus(corpus)
    if not setup.outlets:
        documents = [replace(document, source="") for document in documents]
    resolver = EvidenceResolver(gazetteer, min_score=setup.min_score, model=setup.model)
    recogniser = setup.recogniser or open_recogniser(gazetteer)
    texts = [d.text for d in documents]
    given_names = [d.toponyms for d in documents]
    given = resolve_all(documents, given_names, resolver)
    begun = time.process_time()
    resolve_all(documents, given_names, resolver)
    resolution_seconds = time.process_time() - begun
    begun = time.process_time()
    recognised = list(recogniser.recognise_many(texts))
    if corpus not in WITH_DEMONYMS:
        shown = [[not t.demonym for t in names] for names in recognised]
    else:
        shown = [[True] * len(names) for names in recognised]
    raw = resolve_all(documents, recognised, resolver)
    raw_seconds = time.process_time() - begun
    kept = [[r for r, s in zip(*pair, strict=True) if s] for pair in zip(raw, shown, strict=True)]
    errors, examples = causes(documents, given, gazetteer)
    return Run(
        corpus=corpus,
        given=score(corpus, documents, given, given=True),
        raw=score(corpus, documents, kept, given=False),
        errors=errors,
        examples=examples,
        resolution_seconds=resolution_seconds,
        raw_seconds=raw_seconds,
    )


def causes(
    documents: Sequence[Document], found: Sequence[Sequence[Resolution]], gazetteer: Gazetteer
) -> tuple[Counter[str], tuple[str, ...]]:
    """Return why given names were not placed right, by cause, and each wrong one in words."""
    counts: Counter[str] = Counter()
    examples: Counter[str] = Counter()
    for document, resolutions in zip(documents, found, strict=True):
        for gold, resolution in zip(document.gold, resolutions, strict=True):
            place = resolution.place
            if gold.latitude is None or (place and right_place(gold, place) is not None):
                continue
            candidates = gazetteer.lookup(gold.toponym.text)
            known = any(right_place(gold, c.place) is not None for c in candidates)
            state = "placed elsewhere" if place else "left unplaced"
            cause = f"{'in' if known else 'not in'} the gazetteer, {state}"
            counts[cause] += 1
            chosen = f"{place.name} {place.feature_code} {place.country_code}" if place else "-"
            examples[f"{cause}: {gold.toponym.text} -> {chosen}"] += 1
    return counts, tuple(f"{n} {text}" for text, n in examples.most_common())


def accuracy_table(runs: Sequence[Run]) -> str:
    lines = [
        (
            "| corpus | acc161 | acc161 local | acc10 | unplaced | names found P / R / F1 | "
            "**end to end** P / R / **F1** | local F1 |"
        ),
        "|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for run in runs:
        g, r = run.given, run.raw
        spans, whole = r["recognition_overlap"], r["end_to_end"]
        lines.append(
            f"| {run.corpus} | {g['acc161']:.3f} | {g['acc161_local']:.3f} | {g['acc10']:.3f} "
            f"| {g['unplaced']:.3f} | {spans['p']:.3f} / {spans['r']:.3f} / {spans['f1']:.3f} "
            f"| {whole['p']:.3f} / {whole['r']:.3f} / **{whole['f1']:.3f}** "
            f"| {r['end_to_end_local']['f1']:.3f} |"
        )
    return "\n".join(lines)


def calibration_table(runs: Sequence[Run]) -> str:
    marks = ("0.0", "0.5", "0.6", "0.7", "0.8", "0.9")
    lines = ["| kept / right at score >= | " + " | ".join(marks) + " |", "|---|" + "--:|" * 6]
    for run in runs:
        for name, figures in (("given", run.given), ("raw", run.raw)):
            cells = [figures["calibration"][mark] for mark in marks]
            row = " | ".join(f"{c['kept']:.2f} / {c['right'] or 0:.2f}" for c in cells)
            lines.append(f"| {run.corpus}, {name} | {row} |")
    return "\n".join(lines)


def cause_table(runs: Sequence[Run]) -> str:
    names = sorted({cause for run in runs for cause in run.errors})
    lines = ["| corpus | " + " | ".join(names) + " |", "|---|" + "--:|" * len(names)]
    lines += [f"| {r.corpus} | " + " | ".join(str(r.errors[n]) for n in names) + " |" for r in runs]
    return "\n".join(lines)


def speed_lines(runs: Sequence[Run]) -> str:
    return "\n".join(
        f"- {r.corpus}: {2 * r.given['documents'] / r.resolution_seconds:,.0f} texts a CPU second "
        f"for resolution alone; {r.given['documents'] / r.raw_seconds:,.0f} from raw text, "
        "recognition and both passes"
        for r in runs
    )


def page_part(runs: Sequence[Run], gazetteer: Gazetteer) -> str:
    info = gazetteer.info()
    packages = ", ".join(f"{p} {version(p)}" for p in ("spacy", "numpy", "rapidfuzz"))
    return "\n\n".join(
        [
            accuracy_table(runs),
            "Calibration (share of the placed names kept, share of those that is right):",
            calibration_table(runs),
            "Why given names miss (mentions):",
            cause_table(runs),
            "Speed:\n\n" + speed_lines(runs),
            (
                f"Versions: Python {platform.python_version()}, {packages}; gazetteer "
                f"`{info.fingerprint}` ({info.places:,} places, {info.names:,} names)."
            ),
        ]
    )


def write_page(part: str) -> None:
    page = PAGE.read_text(encoding="utf-8")
    head, rest = page.split(BEGIN)
    tail = rest.split(END)[1]
    PAGE.write_text(f"{head}{BEGIN}\n\n{part}\n\n{END}{tail}", encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure place accuracy on public corpora.")
    parser.add_argument("--corpus", action="append", choices=CORPORA, help="only this one")
    parser.add_argument("--min-score", type=float, default=0.3)
    parser.add_argument("--errors", type=int, default=0, help="print the commonest errors")
    parser.add_argument("--write", action="store_true", help="write docs/accuracy.md")
    arguments = parser.parse_args()
    if message := missing_corpora():
        print(message, file=sys.stderr)
        return 1
    with open_gazetteer(Settings.from_environment()) as gazetteer:
        corpora = arguments.corpus or list(CORPORA)
        runs = [measure(c, gazetteer, Setup(min_score=arguments.min_score)) for c in corpora]
        part = page_part(runs, gazetteer)
    print(part)
    for run in runs:
        print("\n".join(f"{run.corpus}: {text}" for text in run.examples[: arguments.errors]))
    if arguments.write:
        write_page(part)
    return 0


if __name__ == "__main__":
    sys.exit(main())
