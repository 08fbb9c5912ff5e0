"""Floors under very short texts of our own: openings, headlines, persons, teams, ships, words."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

GOLD = Path(__file__).parents[2] / "data" / "gold_short.jsonl"
# Places found, of all; and names found that are no places, of all sentences.
FOUND = {"person": 1.0, "team": 1.0, "ship": 0.9, "word": 1.0, "opening": 0.96, "headline": 0.97}
INVENTED = {
    "person": 0.25, "team": 0.5, "ship": 0.07, "word": 0.31, "opening": 0.0, "headline": 0.1,
}  # fmt: skip


@pytest.fixture(scope="module")
def counts(recogniser):
    counts: Counter[tuple[str, str]] = Counter()
    for line in GOLD.read_text("utf-8").splitlines():
        report = json.loads(line)
        names = recogniser.recognise(report["text"], language=report["lang"])
        found = [t.text for t in names if not t.demonym]
        group, places = report["group"], report["places"]
        allowed = [*places, *report.get("either", [])]
        counts[group, "texts"] += 1
        counts[group, "places"] += len(places)
        counts[group, "found"] += sum(any(_same(p, n) for n in found) for p in places)
        counts[group, "invented"] += sum(not any(_same(a, n) for a in allowed) for n in found)
    return counts


def _same(one: str, other: str) -> bool:
    return one in other or other in one


@pytest.mark.parametrize("group", FOUND)
def test_places_of_short_texts_are_found(counts, group):
    assert counts[group, "found"] / counts[group, "places"] >= FOUND[group]


@pytest.mark.parametrize("group", INVENTED)
def test_few_names_are_taken_for_places(counts, group):
    assert counts[group, "invented"] / counts[group, "texts"] <= INVENTED[group]


@pytest.mark.parametrize(
    "text", ["Raqqa was calm.", "Port-au-Prince was calm on Sunday.", "Idlib was calm on Tuesday."]
)
def test_a_lone_name_that_opens_a_text_is_found(recogniser, text):
    (found,) = recogniser.recognise(text)
    assert text.startswith(found.text)
    assert not found.demonym
