"""A floor under recognition on reports written for this project."""

import json
from collections import defaultdict
from pathlib import Path

from geodata.recognition import Recogniser

GOLD = Path(__file__).parents[2] / "data" / "gold_toponyms.jsonl"
FLOORS = {"en": 0.92, "other": 0.80}


def _overlap_f1(counts: list[int]) -> float:
    right, predicted, gold = counts
    return 2 * right / (predicted + gold)


def test_overlap_f1_stays_above_its_floor(recogniser: Recogniser) -> None:
    counts: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for line in GOLD.read_text("utf-8").splitlines():
        report = json.loads(line)
        gold = [(t["start"], t["end"]) for t in report["toponyms"]]
        found = recogniser.recognise(report["text"], language=report["lang"])
        row = counts["en" if report["lang"] == "en" else "other"]
        for index, value in enumerate(
            (
                sum(any(t.start < end and start < t.end for t in found) for start, end in gold),
                len(found),
                len(gold),
            )
        ):
            row[index] += value
    assert {group: _overlap_f1(row) > FLOORS[group] for group, row in counts.items()} == {
        "en": True,
        "other": True,
    }, {group: _overlap_f1(row) for group, row in counts.items()}
