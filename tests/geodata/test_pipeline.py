"""The whole path from a report to its events, with the real parts."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from geodata.model import DateRole, Event, PublishedBasis
from geodata.pipeline import Geoparsed, Geoparser
from geodata.readers import read_file

REPORT = Path(__file__).parent.parent / "data" / "siege.txt"


@pytest.fixture(scope="module")
def parsed(geoparser: Geoparser) -> Geoparsed:
    (report,) = read_file(REPORT)
    return geoparser.geoparse(report)


def of(parsed: Geoparsed, name: str) -> list[Event]:
    return [e for e in parsed.events if e.resolution.toponym.text == name]


def test_the_reports_own_date_is_its_byline(parsed: Geoparsed) -> None:
    assert parsed.report.published == dt.date(2024, 12, 12)
    assert parsed.report.published_basis is PublishedBasis.DATELINE


@pytest.mark.parametrize(
    ("name", "latitude", "longitude"),
    [
        ("Manbij", 36.53, 37.95),
        ("Gaziantep", 37.06, 37.38),
        ("Azaz", 36.59, 37.05),
        ("Jarabulus", 36.82, 38.01),
    ],
)
def test_places_are_where_they_are(
    parsed: Geoparsed, name: str, latitude: float, longitude: float
) -> None:
    events = of(parsed, name)
    assert events
    for event in events:
        place = event.resolution.place
        assert place is not None
        assert abs(place.latitude - latitude) < 0.06
        assert abs(place.longitude - longitude) < 0.06
        assert event.resolution.reason


def test_each_date_has_its_role(parsed: Geoparsed) -> None:
    (manbij,) = [e for e in of(parsed, "Manbij") if "Lorries" in e.sentence]
    assert (manbij.date.start, manbij.date_role) == (dt.date(2024, 12, 11), DateRole.EVENT)
    (convoy,) = [e for e in of(parsed, "Gaziantep") if "second convoy" in e.sentence]
    assert (convoy.date.start, convoy.date_role) == (dt.date(2024, 12, 14), DateRole.PLANNED)
    (photo,) = [e for e in of(parsed, "Azaz") if "Children" in e.sentence]
    assert (photo.date.start, photo.date_role) == (dt.date(2023, 3, 3), DateRole.PHOTO)
    (talks,) = [e for e in of(parsed, "Gaziantep") if "talks between" in e.sentence]
    assert (talks.date.start, talks.date.end) == (None, dt.date(2024, 12, 12))
    assert talks.date_role is DateRole.REPORTED_ON


def test_persons_are_no_places(parsed: Geoparsed) -> None:
    assert not of(parsed, "Hama")


def test_counts_add_up(parsed: Geoparsed) -> None:
    counts = parsed.counts
    assert counts.places == len(parsed.events) > 5
    assert counts.placed + counts.unplaced == counts.places == counts.dated + counts.undated


def test_spans_point_at_their_words(parsed: Geoparsed) -> None:
    text = parsed.report.text
    for event in parsed.events:
        toponym = event.resolution.toponym
        assert text[toponym.start : toponym.end] == toponym.text
        assert toponym.text in event.sentence


def test_reading_twice_gives_the_same_ids(parsed: Geoparsed, geoparser: Geoparser) -> None:
    again = geoparser.geoparse(parsed.report)
    assert [e.event_id for e in again.events] == [e.event_id for e in parsed.events]
    assert len({e.event_id for e in parsed.events}) == len(parsed.events)
