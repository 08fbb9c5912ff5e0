"""The gold files that we wrote are well formed: offsets, days, roles, coordinates."""

from __future__ import annotations

import datetime as dt
import itertools
import json
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
