"""Fit the weights of recognition on the corpora: one ridge logistic regression per round.

    python -m benchmarks.fit_recognition            # both weight files
    python -m benchmarks.fit_recognition sweep      # the one without the language model

Every corpus has the same say. Adjectives count in the one corpus that annotates them. The
hand-set `prior` and the `threshold` of the file in place are kept.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.corpora import CORPORA, Document, missing_corpora, read_corpus
from benchmarks.lessons import read_lessons
from geodata.gazetteer import open_gazetteer
from geodata.gazetteer.base import Gazetteer
from geodata.recognition.context import relation
from geodata.recognition.entities import EntityModel
from geodata.recognition.features import features, is_demonym
from geodata.recognition.judge import document_features
from geodata.recognition.lexicon import lexicon
from geodata.recognition.proposals import Page, proposals
from geodata.recognition.recogniser import open_page
from geodata.recognition.shouting import calm
from geodata.recognition.sweep import Ngram, Sweep
from geodata.settings import Settings

DATA = Path(__file__).parents[1] / "geodata" / "recognition" / "data"
LESSONS = "lessons"
WITH_DEMONYMS = frozenset({"LGL", LESSONS})
RAREST, SAY, SMALLEST = 4, 2500.0, 0.03
# The say of an adjective that no annotator marked.
SILVER = 0.3
# What our own lessons have to say beside a corpus: more of it costs whole reports.
LESSONS_SHARE = 0.3
RIDGE = {"local": 3.0, "document": 0.3}

Row = Mapping[str, float]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """One document: its page, its proposals, which are right, and how much each counts."""

    page: Page
    spans: Sequence[Ngram]
    right: Floats
    say: Floats


def example(document: Document, page: Page, *, demonyms: bool) -> Example:
    """Mark the proposals of a document against its gold."""
    spans = proposals(page)
    gold = {(g.toponym.start, g.toponym.end) for g in document.gold}
    proposed = {(s.start, s.end) for s in spans}
    marks = []
    for span in spans:
        right, say = _mark(span, gold, proposed)
        if not demonyms and is_demonym(page, span):
            right, say = _unmarked_demonym(page, span)
        marks.append((right, say))
    table = np.array(marks, dtype=float).reshape(-1, 2)
    return Example(page, spans, table[:, 0], table[:, 1])


def _unmarked_demonym(page: Page, span: Ngram) -> tuple[float, float]:
    """Return whether an adjective is right where the corpus marks none, and its say.

    Two witnesses that did not see the corpus are believed where they agree: the gazetteer that
    knows the word as an adjective of a country, and the model that sees a people.
    """
    return 1.0, SILVER if relation(page, span) == ("is", "NORP") else 0.0


def _mark(
    span: Ngram, gold: set[tuple[int, int]], proposed: set[tuple[int, int]]
) -> tuple[float, float]:
    """Return whether a span is right, and its say: less where only a part of it is."""
    if (span.start, span.end) in gold:
        return 1.0, 1.0
    shared = [(min(span.end, b) - max(span.start, a), a, b) for a, b in gold]
    most, start, end = max(shared, default=(0, 0, 0))
    if most <= 0 or (start, end) in proposed:
        return 0.0, 1.0
    return (1.0, 0.5) if most >= max(end - start, span.end - span.start) / 2 else (0.0, 0.2)


def logistic(rows: Sequence[Row], right: Floats, say: Floats, ridge: float) -> dict[str, float]:
    """Return the log-odds per feature, by Newton steps solved with conjugate gradients."""
    seen = Counter(name for row in rows for name in row)
    names = sorted(n for n, count in seen.items() if count >= RAREST and n != "always")
    index = {name: at for at, name in enumerate([*names, "always"])}
    cells = [(r, index[n], v) for r, row in enumerate(rows) for n, v in row.items() if n in index]
    cells += [(r, index["always"], 1.0) for r, row in enumerate(rows) if "always" not in row]
    owner, column, value = (np.array(x) for x in zip(*cells, strict=True))
    held = np.full(len(index), ridge)
    held[-1] = 1e-6

    def times(weights: Floats) -> Floats:
        return np.bincount(owner, weights[column] * value, len(rows)).astype(float)

    def back(errors: Floats) -> Floats:
        return np.bincount(column, errors[owner] * value, len(index)).astype(float)

    weights = np.zeros(len(index))
    for _ in range(12):
        chance = 1 / (1 + np.exp(-times(weights)))
        slope = back(say * (chance - right)) + held * weights
        bend = say * chance * (1 - chance)
        step = _conjugate(lambda d, b=bend: back(b * times(d)) + held * d, slope)
        weights -= step
        if np.abs(step).max() < 1e-3:
            break
    return {name: float(weights[at]) for name, at in index.items()}


def _conjugate(curve: object, slope: Floats) -> Floats:
    """Solve curve(x) = slope."""
    assert callable(curve)
    x, rest = np.zeros_like(slope), slope.copy()
    direction, size = rest.copy(), rest @ rest
    for _ in range(80):
        bent = curve(direction)
        pace = size / (direction @ bent)
        x += pace * direction
        rest -= pace * bent
        size, before = rest @ rest, size
        if size < 1e-10 * (slope @ slope):
            break
        direction = rest + size / before * direction
    return x


def pages(name: str, gazetteer: Gazetteer, model: EntityModel | None) -> Iterator[Example]:
    """Yield the examples of one corpus, or of our own lessons."""
    english, sweep = lexicon("en"), Sweep(gazetteer)
    for document in read_lessons() if name == LESSONS else read_corpus(name):
        text = calm(document.text, english)
        entities = next(model.entities([text])) if model else []
        page = open_page(text, entities, sweep, english)
        yield example(document, page, demonyms=name in WITH_DEMONYMS)


def fit(
    corpora: Iterable[Sequence[Example]], lessons: Sequence[Example]
) -> dict[str, dict[str, float]]:
    """Return the weights of both rounds."""
    examples: list[Example] = []
    say: list[Floats] = []
    for corpus, share in [*((c, 1.0) for c in corpora), (lessons, LESSONS_SHARE)]:
        total = sum(float(e.right @ (e.say * (e.say != SILVER))) for e in corpus)
        examples += corpus
        say += [e.say * SAY * share / total for e in corpus]
    right, weight = np.concatenate([e.right for e in examples]), np.concatenate(say)
    found = [[dict.fromkeys(features(e.page, s), 1.0) for s in e.spans] for e in examples]
    local = logistic([row for rows in found for row in rows], right, weight, RIDGE["local"])
    second: list[Row] = []
    for e, rows in zip(examples, found, strict=True):
        scores = [local["always"] + sum(local.get(f, 0.0) for f in row) for row in rows]
        second += document_features(e.page, e.spans, scores)
    document = logistic(second, right, weight, RIDGE["document"])
    return {"document": _tidy(document), "local": _tidy(local)}


def _tidy(weights: Mapping[str, float]) -> dict[str, float]:
    """Return the weights that matter, heaviest first."""
    kept = {name: round(w, 2) for name, w in weights.items() if abs(w) >= SMALLEST}
    return dict(sorted(kept.items(), key=lambda item: (-abs(item[1]), item[0])))


def main() -> int:
    """Fit and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("which", nargs="*", default=["model", "sweep"])
    which = parser.parse_args().which
    if message := missing_corpora():
        print(message, file=sys.stderr)
        return 0
    with open_gazetteer(Settings.from_environment()) as gazetteer:
        for name in which:
            model = EntityModel() if name == "model" else None
            path = DATA / f"weights_{name}.json"
            old = json.loads(path.read_text("utf-8"))
            corpora = [list(pages(corpus, gazetteer, model)) for corpus in CORPORA]
            new = fit(corpora, list(pages(LESSONS, gazetteer, model)))
            weights = {"threshold": old["threshold"], "prior": old["prior"], **new}
            path.write_text(json.dumps(weights, ensure_ascii=False, indent=0) + "\n", "utf-8")
            print(f"{path}: {len(new['local'])} local and {len(new['document'])} document weights")
    return 0


if __name__ == "__main__":
    sys.exit(main())
