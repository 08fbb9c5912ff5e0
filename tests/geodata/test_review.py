"""What to look at: who is in the queue, why, and who comes first."""

from __future__ import annotations

import json
from typing import Any

import geopandas as gpd
import pytest

from geodata.review import UNSURE_BELOW, Doubt, review
from geodata.schema import empty_frame
from tests.geodata.maps.sample import frame, story_row

SURE = ("Homs", "Homs was calm.", "2024-12-08", "2024-12-08", "day", "event", "")


def events(*changes: dict[str, Any]) -> gpd.GeoDataFrame:
    return frame([story_row(k, SURE) | {"score": 0.99} | one for k, one in enumerate(changes)])


def rival(score: float) -> str:
    return json.dumps([{"geonameid": 5, "name": "x", "score": score}, {"score": 0.9}])


NOWHERE = {"longitude": None, "latitude": None, "score": 0.2}
UNDATED = {"date_start": None, "date_end": None, "date_role": ""}


@pytest.mark.parametrize(
    ("change", "doubt"),
    [
        ({}, Doubt(0)),
        (NOWHERE, Doubt.UNPLACED),
        ({"score": UNSURE_BELOW - 0.01}, Doubt.UNSURE),
        ({"score": 0.61, "candidates": rival(0.38)}, Doubt.AMBIGUOUS),
        ({"score": 0.95, "candidates": rival(0.04)}, Doubt(0)),
        ({"candidates": "[]"}, Doubt(0)),
        (UNDATED, Doubt.UNDATED),
        (NOWHERE | UNDATED, Doubt.UNPLACED | Doubt.UNDATED),
    ],
)
def test_why_an_event_is_looked_at(change: dict[str, Any], doubt: Doubt) -> None:
    found = review(events(change))
    assert [Doubt(bits) for bits in found.doubts] == ([doubt] if doubt else [])


@pytest.mark.parametrize("status", ["confirmed", "corrected", "rejected"])
def test_what_a_person_decided_is_not_looked_at(status: str) -> None:
    assert len(review(events(NOWHERE | {"status": status}))) == 0


def test_the_riskiest_comes_first_and_equals_as_they_were_read() -> None:
    found = review(
        events(UNDATED, {"score": 0.35}, NOWHERE, {}, {"score": 0.5, "candidates": rival(0.45)},
               NOWHERE, {"score": 0.55})
    )  # fmt: skip
    assert found.rows.tolist() == [2, 5, 1, 4, 6, 0]


def test_an_empty_store_has_no_queue() -> None:
    assert len(review(empty_frame())) == 0
