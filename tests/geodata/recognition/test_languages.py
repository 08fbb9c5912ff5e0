"""Floors under ten languages on reports written for this project: they may rise, never fall."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from geodata.resolution import EvidenceResolver
from tests.geodata.resolution.test_gold import is_right

GOLD = Path(__file__).parents[2] / "data" / "gold_languages.jsonl"
RECALL = {
    "ar": 0.91, "de": 0.97, "es": 0.95, "fa": 0.93, "fr": 0.97, "pt": 0.97, "ru": 0.95,
    "tr": 0.84, "uk": 0.91, "zh": 0.91,
}  # fmt: skip
PRECISION, RIGHT = 0.98, 0.92


@pytest.fixture(scope="module")
def counts(recogniser, gazetteer):
    """Names of the gold, those found, found right, all found, and found where none is."""
    resolver = EvidenceResolver(gazetteer)
    counts: Counter[object] = Counter()
    for line in GOLD.read_text("utf-8").splitlines():
        report = json.loads(line)
        language, marks = report["lang"], report["toponyms"]
        names = recogniser.recognise(report["text"], language=language)
        found = resolver.resolve(report["text"], names)
        for mark in (m for m in marks if not m.get("demonym")):
            hits = [r for r in found if _overlap(r, mark)]
            counts[language, "gold"] += 1
            counts[language, "found"] += bool(hits)
            counts["right"] += any(is_right(mark, r.place) for r in hits)
        for resolution in (r for r in found if not r.toponym.demonym):
            counts["all"] += 1
            counts["wrong"] += not any(_overlap(resolution, mark) for mark in marks)
    return counts


def _overlap(resolution, mark):
    toponym = resolution.toponym
    return toponym.start < mark["end"] and mark["start"] < toponym.end


@pytest.mark.parametrize("language", RECALL)
def test_names_are_found(counts, language):
    assert counts[language, "found"] / counts[language, "gold"] >= RECALL[language]


def test_what_is_found_is_a_name_and_in_its_place(counts):
    gold = sum(counts[language, "gold"] for language in RECALL)
    assert 1 - counts["wrong"] / counts["all"] >= PRECISION
    assert counts["right"] / gold >= RIGHT
