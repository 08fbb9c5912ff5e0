"""Accuracy of the date tagger on published corpora: `python benchmarks/accuracy_dates.py`.

The corpora and the scorer are not part of the project; they are looked for in ``../shared``
(or in the folder given), and the script says so and stops where they are absent.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from geodata.dates import RuleTagger
from geodata.model import DateMention

CORPORA = ("timebank", "aquaint", "meantime_dev", "wikiwars_dev", "es_timebank", "krauts_zeit")
MEASURES = ("strict", "relaxed", "value", "calendar")


def annotated(gold: Path, tagger: RuleTagger) -> Iterator[dict[str, Any]]:
    """Yield one line of `dateline annotate` output for each document."""
    for line in gold.read_text("utf-8").splitlines():
        document = json.loads(line)
        mentions = tagger.tag(
            document["text"],
            reference_date=_day(document.get("reference_date")),
            language=document.get("lang", "en"),
        )
        yield {"doc_id": document["doc_id"], "dates": [_row(mention) for mention in mentions]}


def _day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _row(mention: DateMention) -> dict[str, Any]:
    span = mention.span
    return {
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "type": mention.type,
        "value": mention.value,
        "date_start": span.start.isoformat() if span and span.start else None,
        "date_end": span.end.isoformat() if span and span.end else None,
        "precision": span.precision if span else None,
    }


def scored(what: str, gold: Path, scorer: Path, tagger: RuleTagger, folder: Path) -> dict[str, Any]:
    """Tag a corpus and return the scorer's figures."""
    predicted = folder / gold.name
    rows = (json.dumps(row, ensure_ascii=False) for row in annotated(gold, tagger))
    predicted.write_text("\n".join(rows), "utf-8")
    command = [sys.executable, str(scorer), what, str(gold), str(predicted)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    figures["false_per_kb"] = _false_per_kb(gold, predicted) if what == "dates" else 0.0
    return figures


def _false_per_kb(gold: Path, predicted: Path) -> float:
    """Return dated mentions where the gold has no expression at all, per 1,000 characters."""
    false = size = 0
    lines = zip(gold.open(encoding="utf-8"), predicted.open(encoding="utf-8"), strict=True)
    for document, found in ((json.loads(a), json.loads(b)) for a, b in lines):
        size += len(document["text"])
        marked = [(t["start"], t["end"]) for t in document["timexes"]]
        for date in found["dates"]:
            apart = all(date["start"] >= end or start >= date["end"] for start, end in marked)
            false += bool(date["date_start"]) and apart
    return 1000 * false / size


def main() -> int:
    """Print one row of a Markdown table for each corpus."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", nargs="?", type=Path, default=Path("../shared"))
    shared = parser.parse_args().shared
    corpora, scorer = shared / "corpora" / "dates", shared / "evaluate.py"
    if not scorer.is_file() or not corpora.is_dir():
        print(f"No corpora or scorer in {shared}: accuracy cannot be measured here.")
        return 1
    tagger = RuleTagger()
    print("| corpus | strict F1 | relaxed P / R / F1 | value F1 | calendar P / R / F1 | false/KB |")
    print("|---|--:|--:|--:|--:|--:|")
    with tempfile.TemporaryDirectory() as name:
        for corpus in CORPORA:
            gold = corpora / f"{corpus}.jsonl"
            figures = scored("dates", gold, scorer, tagger, Path(name))
            print(_table_row(corpus, figures))
        battery = scored("battery", corpora / "battery.jsonl", scorer, tagger, Path(name))
    print(f"\nbattery: {battery['right']} of {battery['documents']} right, ", end="")
    print(f"{battery['dated_without_a_date']} dated without a date")
    return 0


def _table_row(corpus: str, figures: dict[str, Any]) -> str:
    strict, relaxed, value, calendar = (figures[measure] for measure in MEASURES)
    three = " | ".join(
        (
            f"{strict['f1']:.3f}",
            f"{relaxed['p']:.3f} / {relaxed['r']:.3f} / {relaxed['f1']:.3f}",
            f"{value['f1']:.3f}",
            f"{calendar['p']:.3f} / {calendar['r']:.3f} / **{calendar['f1']:.3f}**",
            f"{figures['false_per_kb']:.3f}",
        )
    )
    return f"| {corpus} | {three} |"


if __name__ == "__main__":
    sys.exit(main())
