"""The gold files that we wrote are well formed: offsets, days, roles, coordinates."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from geodata.model import DateBasis, DateRole

DATA = Path(__file__).parents[1] / "data"
Document = dict[str, Any]


def read(name: str) -> list[Document]:
    """Return the documents of a gold file."""
    lines = (DATA / name).read_text(encoding="utf-8").split("\n")
    return [json.loads(line) for line in lines if line]


@pytest.fixture(scope="module")
def anchored() -> list[Document]:
    """Return the reports with dated places."""
    return read("gold_dates_anchoring.jsonl")


@pytest.fixture(scope="module")
def blind() -> list[Document]:
    """Return the reports that were labelled before any rule had read them."""
    return read("gold_dates_blind.jsonl")


@pytest.fixture(scope="module")
def located() -> list[Document]:
    """Return the reports with placed toponyms."""
    return read("gold_toponyms.jsonl")


def test_every_language_has_its_sentences() -> None:
    sentences: Counter[str] = Counter()
    for d in read("gold_languages.jsonl"):
        sentences[d["lang"]] += len(re.findall(r"[.!?؟。](?=\s|$)|。", d["text"]))
        assert not overlapping(d["toponyms"]), d["doc_id"]
        for t in d["toponyms"]:
            assert d["text"][t["start"] : t["end"]] == t["text"]
    assert len(sentences) == 10
    assert min(sentences.values()) >= 25, sentences


def spans(marks: list[Document]) -> list[tuple[int, int]]:
    """Return start and end of each mark."""
    return [(mark["start"], mark["end"]) for mark in marks]


def overlapping(marks: list[Document]) -> bool:
    """Say whether marks overlap or are out of order."""
    ends = spans(marks)
    return any(a[1] > b[0] for a, b in itertools.pairwise(ends))


def day(text: str | None) -> dt.date | None:
    """Return the day of an ISO date."""
    return dt.date.fromisoformat(text) if text else None


def test_anchored_size(anchored: list[Document]) -> None:
    assert len(anchored) >= 60
    assert sum(len(d["anchors"]) for d in anchored) >= 150
    assert len({d["doc_id"] for d in anchored}) == len(anchored)


def test_blind_anchors_stand_where_they_say(blind: list[Document]) -> None:
    assert sum(len(d["anchors"]) for d in blind) >= 200
    for d in blind:
        assert not overlapping(d["anchors"]), d["doc_id"]
        for a in d["anchors"]:
            assert d["text"][a["start"] : a["end"]] == a["toponym"]
            assert a["date_role"] in set(DateRole)
            assert a["date_basis"] in set(DateBasis)
            first, last = day(a["date_start"]), day(a["date_end"])
            assert first is None or last is None or first <= last


def test_anchored_halves_follow_the_number(anchored: list[Document]) -> None:
    for d in anchored:
        odd = int(d["doc_id"].rsplit("-", 1)[1]) % 2
        assert d["split"] == ("test" if odd else "dev")


def test_anchors_stand_where_they_say(anchored: list[Document]) -> None:
    for d in anchored:
        assert d["anchors"], d["doc_id"]
        assert not overlapping(d["anchors"]), d["doc_id"]
        for a in d["anchors"]:
            assert d["text"][a["start"] : a["end"]] == a["toponym"]


def test_anchor_roles_and_days_agree(anchored: list[Document]) -> None:
    for d in anchored:
        published = dt.date.fromisoformat(d["published"])
        for a in d["anchors"]:
            check_anchor(a, published)


def check_anchor(anchor: Document, published: dt.date) -> None:
    """Raise AssertionError where role, basis and days contradict each other."""
    role, basis = DateRole(anchor["date_role"]), DateBasis(anchor["date_basis"])
    start, end = day(anchor["date_start"]), day(anchor["date_end"])
    assert start is None or end is None or start <= end, anchor
    assert (role is DateRole.PHOTO) == (basis is DateBasis.CAPTION), anchor
    if role is DateRole.REPORTED_ON:
        assert start is None, anchor
        assert end is not None, anchor
        assert end <= published, anchor
    elif role is DateRole.BACKGROUND:
        assert start is None or end is None, anchor
    elif role is DateRole.PLANNED:
        assert start is not None, anchor
        assert start > published, anchor
    else:
        assert start is not None, anchor
        assert end is not None, anchor
        assert end <= published, anchor
    if basis is DateBasis.DATELINE:
        assert (role, end) == (DateRole.REPORTED_ON, published), anchor
    if basis is DateBasis.PREVIOUS_SENTENCE:
        assert start == end, anchor


def test_located_size(located: list[Document]) -> None:
    sentences = [part for d in located for part in re.split(r"[.!?؟。]+(?:\s|$)|。", d["text"])]
    languages = Counter(d["lang"] for d in located)
    assert len([part for part in sentences if part]) >= 220
    assert len(located) >= 70
    assert len(languages) >= 8
    assert 0.5 <= languages["en"] / len(located) <= 0.7
    assert len({d["doc_id"] for d in located}) == len(located)


def test_toponyms_stand_where_they_say(located: list[Document]) -> None:
    for d in located:
        assert d["toponyms"], d["doc_id"]
        assert not overlapping(d["toponyms"]), d["doc_id"]
        for t in d["toponyms"]:
            assert d["text"][t["start"] : t["end"]] == t["text"]
            assert t["text"] == t["text"].strip()


def test_toponyms_lie_on_earth(located: list[Document]) -> None:
    for t in (t for d in located for t in d["toponyms"]):
        assert (t["lat"] is None) == (t["lon"] is None), t
        if t["lat"] is not None:
            assert -90 <= t["lat"] <= 90, t
            assert -180 <= t["lon"] <= 180, t


def test_areas_name_their_country(located: list[Document]) -> None:
    areas = [t for d in located for t in d["toponyms"] if t.get("area")]
    coded = [t for t in areas if "country" in t]
    assert len(coded) > 0.9 * len(areas)
    assert all(re.fullmatch("[A-Z]{2}", t["country"]) for t in coded)


def test_ambiguous_names_mean_several_places(located: list[Document]) -> None:
    meant: dict[str, set[tuple[int, int]]] = {}
    for t in (t for d in located for t in d["toponyms"] if t["lat"] is not None):
        meant.setdefault(t["text"], set()).add((round(t["lat"]), round(t["lon"])))
    assert len([name for name, points in meant.items() if len(points) > 1]) >= 15


def test_reference_dates_are_days(located: list[Document]) -> None:
    assert all(day(d["reference_date"]) for d in located)
