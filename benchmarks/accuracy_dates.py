"""Accuracy of the date tagger on published corpora: `python benchmarks/accuracy_dates.py`.

The corpora and the scorer are not part of the project; they are looked for in ``../shared``
(or in the folder given), and the script says so and stops where they are absent.
"""

from __future__ import annotations

import argparse
import datetime as dt
import importlib.util
import json
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

from geodata.annotate import parse_line
from geodata.dates import RuleTagger
from geodata.model import DateMention
from geodata.readers.published import read_heading

CORPORA = ("timebank", "aquaint", "meantime_dev", "wikiwars_dev", "es_timebank", "krauts_zeit")
MEASURES = ("strict", "relaxed", "value", "calendar")
KINDS = ("day", "weekend", "week", "month", "quarter or season", "year", "decade or century")
LONGEST_DAYS = (1, 2, 7, 31, 184, 366, 40_000)  # of each kind, in the same order
Documents = list[tuple[dict[str, Any], dict[str, Any]]]


def annotated(gold: Path, tagger: RuleTagger) -> Documents:
    """Return each document of a corpus with what `dateline annotate` says of it."""
    lines = gold.read_text("utf-8").splitlines()
    found: Documents = []
    for number, line in enumerate(lines, 1):
        document, known = json.loads(line), parse_line(line, number=number)
        mentions = tagger.tag(
            document["text"],
            reference_date=known.reference_date or read_heading(known.text).published,
            language=document.get("lang", "en"),
        )
        found.append((document, {"dates": [_row(mention) for mention in mentions]}))
    return found


def _row(mention: DateMention) -> dict[str, Any]:
    span = mention.span
    return {
        "start": mention.start,
        "end": mention.end,
        "type": mention.type,
        "value": mention.value,
        "date_start": span.start.isoformat() if span and span.start else None,
        "date_end": span.end.isoformat() if span and span.end else None,
    }


def false_per_kb(documents: Documents) -> float:
    """Return dated mentions where the gold has no expression at all, per 1,000 characters."""
    false = 0
    for document, found in documents:
        marked = [(t["start"], t["end"]) for t in document["timexes"]]
        for date in found["dates"]:
            apart = all(date["start"] >= end or start >= date["end"] for start, end in marked)
            false += bool(date["date_start"]) and apart
    return 1000 * false / sum(len(document["text"]) for document, _ in documents)


def by_kind(documents: Documents, scorer: ModuleType) -> Counter[tuple[str, str]]:
    """Count (kind of gold date, fate): right, wrong days, undated, missed."""
    fates: Counter[tuple[str, str]] = Counter()
    for document, found in documents:
        gold = [t for t in document["timexes"] if not t.get("nested")]
        partner = dict(scorer.pairs(gold, found["dates"], False))
        for number, expression in enumerate(gold):
            days = scorer.interval(expression.get("value"))
            if days is not None:
                row = found["dates"][partner[number]] if number in partner else None
                fates[_kind(days), _fate(days, row)] += 1
    return fates


def _kind(days: tuple[dt.date, dt.date]) -> str:
    length = (days[1] - days[0]).days + 1
    return next(k for k, most in zip(KINDS, LONGEST_DAYS, strict=True) if length <= most)


def _fate(days: tuple[dt.date, dt.date], row: dict[str, Any] | None) -> str:
    if row is None:
        return "missed"
    if row["date_start"] is None:
        return "undated"
    same = (row["date_start"], row["date_end"]) == tuple(map(str, days))
    return "right" if same else "wrong days"


def load(path: Path) -> ModuleType:
    """Import the scorer from its file."""
    spec = importlib.util.spec_from_file_location("scorer", path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} is no Python module")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main() -> int:
    """Print the tables in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", nargs="?", type=Path, default=Path("../shared"))
    shared = parser.parse_args().shared
    corpora, path = shared / "corpora" / "dates", shared / "evaluate.py"
    if not path.is_file() or not corpora.is_dir():
        print(f"No corpora or scorer in {shared}: accuracy cannot be measured here.")
        return 1
    scorer, tagger = load(path), RuleTagger()
    kinds = {}
    # The rules are written against the documents of odd number and watched on the others.
    print("| corpus | strict F1 | relaxed P / R / F1 | value F1 | calendar P / R / F1 ", end="")
    print("| calendar, odd / even documents | false/KB |")
    print("|---|--:|--:|--:|--:|--:|--:|")
    for corpus in CORPORA:
        documents = annotated(corpora / f"{corpus}.jsonl", tagger)
        kinds[corpus] = by_kind(documents, scorer)
        halves = [scorer.dates(documents[half::2])["calendar"]["f1"] for half in (0, 1)]
        print(_table_row(corpus, scorer.dates(documents), halves, false_per_kb(documents)))
    _print_kinds(kinds)
    battery = scorer.battery(annotated(corpora / "battery.jsonl", tagger))
    print(f"\nbattery: {battery['right']} of {battery['documents']} right, ", end="")
    print(f"{battery['dated_without_a_date']} dated without a date")
    return 0


def _table_row(corpus: str, figures: dict[str, Any], halves: list[float], false: float) -> str:
    strict, relaxed, value, calendar = (figures[measure] for measure in MEASURES)
    cells = (
        corpus,
        f"{strict['f1']:.3f}",
        f"{relaxed['p']:.3f} / {relaxed['r']:.3f} / {relaxed['f1']:.3f}",
        f"{value['f1']:.3f}",
        f"{calendar['p']:.3f} / {calendar['r']:.3f} / **{calendar['f1']:.3f}**",
        " / ".join(f"{half:.3f}" for half in halves),
        f"{false:.3f}",
    )
    return f"| {' | '.join(cells)} |"


def _print_kinds(kinds: dict[str, Counter[tuple[str, str]]]) -> None:
    print("\n| corpus | the gold names a | right | wrong days | undated | missed |")
    print("|---|---|--:|--:|--:|--:|")
    for corpus, fates in kinds.items():
        for kind in KINDS:
            counts = [fates[kind, fate] for fate in ("right", "wrong days", "undated", "missed")]
            if any(counts):
                print(f"| {corpus} | {kind} | {' | '.join(map(str, counts))} |")


if __name__ == "__main__":
    sys.exit(main())
