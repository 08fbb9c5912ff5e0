"""Accuracy as a gate: our own gold reports, names given. The floors may rise, never fall."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from geodata.model import Toponym
from geodata.resolution import EvidenceResolver, OutletHomes

GOLD = Path(__file__).parents[2] / "data" / "gold_toponyms.jsonl"
FLOOR_RIGHT = 0.89
FLOOR_SURE = 0.975


def km(lat1, lon1, lat2, lon2):
    p1, p2 = math.radians(lat1), math.radians(lat2)
    half = math.sin((p2 - p1) / 2) ** 2
    half += math.cos(p1) * math.cos(p2) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 12742.0176 * math.asin(min(1.0, math.sqrt(half)))


def is_right(gold, place):
    if place is None:
        return False
    if km(gold["lat"], gold["lon"], place.latitude, place.longitude) <= 161:
        return True
    level = place.feature_code.startswith(("PCL", "TERR"))
    return bool(gold.get("area")) and level and place.country_code == gold.get("country")


@pytest.fixture(scope="module")
def judged(gazetteer):
    """Each gold name with a point: its resolution, and whether it is right."""
    resolver, homes = EvidenceResolver(gazetteer), OutletHomes()
    documents = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    spans = [
        [
            Toponym(text=t["text"], start=t["start"], end=t["end"], demonym=bool(t.get("demonym")))
            for t in d["toponyms"]
        ]
        for d in documents
    ]
    for d, names in zip(documents, spans, strict=True):
        homes.observe(d.get("source", ""), d["doc_id"], resolver.resolve(d["text"], names))
    out = []
    for d, names in zip(documents, spans, strict=True):
        home = homes.home(d.get("source", ""), excluding=d["doc_id"])
        found = resolver.resolve(d["text"], names, home=home)
        for gold, resolution in zip(d["toponyms"], found, strict=True):
            if gold.get("lat") is not None:
                out.append((d["lang"], resolution, is_right(gold, resolution.place)))
    return out


def test_share_of_names_on_the_right_place(judged):
    right = sum(ok for _, _, ok in judged) / len(judged)
    wrong = [(r.toponym.text, r.place and r.place.name) for _, r, ok in judged if not ok]
    assert right >= FLOOR_RIGHT, (right, wrong)


def test_sure_names_are_right(judged):
    sure = [ok for _, r, ok in judged if r.place is not None and r.score >= 0.7]
    assert sum(sure) / len(sure) >= FLOOR_SURE


def test_every_placed_name_has_a_precision(judged):
    assert all(bool(r.place) == bool(r.place_precision) for _, r, _ in judged)
