"""Events part by part are the events of the frame, whatever the filter."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pyogrio
import pytest

from geodata.errors import ExportError
from geodata.export import FORMATS, About, sources, write
from geodata.model import TimeSpan
from geodata.query import EventQuery
from geodata.schema import Facts
from geodata.store import Decision, ReportSummary, Store
from geodata.store.sqlite import SqliteStore
from tests.geodata.store.makers import IDAHO, MOSCOW, TARTUS, event, report

QUERIES = [
    EventQuery.everything(),
    EventQuery(),
    EventQuery(country_codes=frozenset({"SY"})),
    EventQuery(bbox=(30, 30, 40, 40), include_unplaced=False),
    EventQuery(date_from=dt.date(2024, 1, 1), include_undated=False),
    EventQuery(text="Moscow"),
    EventQuery(text="nowhere at all"),
]


@pytest.fixture
def filled(store: Store) -> Store:
    for number in range(7):
        mine = report(f"Report {number}: Tartous, Moscow, Idaho.", key=f"k{number}")
        found = [
            event(mine, "Tartous", TARTUS),
            event(mine, "Moscow", MOSCOW),
            event(mine, "Idaho", IDAHO),
        ]
        store.save(mine, found)
    ids = store.frame()["event_id"]
    store.decide(ids[2], Decision.nowhere(), who="me")
    day = TimeSpan(start=dt.date(2024, 5, 6), end=dt.date(2024, 5, 6))
    store.decide(ids[4], Decision.on(day), who="me")
    return store


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("rows", [2, 5, 1000])
def test_the_parts_are_the_frame(filled: Store, query: EventQuery, rows: int) -> None:
    expected = filled.events(query)
    with filled.event_parts(query) as events:
        parts = list(events.read(rows))
        facts = Facts.of(expected)
        assert events.facts == facts
        assert len(events) == len(expected) == facts.events
        for placed in (True, False):
            chosen = list(events.read(rows, placed=placed))
            assert all((part.geometry.notna() == placed).all() for part in chosen)
            wanted = facts.placed if placed else facts.events - facts.placed
            assert sum(map(len, chosen)) == wanted
    assert all(0 < len(part) <= rows for part in parts)
    if parts:
        together = pd.concat(parts, ignore_index=True)
        pd.testing.assert_frame_equal(together, expected)
        assert (together.crs, together.geometry.name) == (expected.crs, "geometry")


def test_what_is_saved_meanwhile_is_not_in_it(filled: Store) -> None:
    with filled.event_parts(EventQuery.everything()) as events:
        reading = events.read(4)
        first = next(reading)
        more = report("Late: Tartous.", key="late")
        filled.save(more, [event(more, "Tartous", TARTUS)])
        rest = list(reading)
    assert len(first) + sum(map(len, rest)) == len(events) == 21
    assert len(filled.frame()) == 22


def test_files_written_part_by_part_are_those_of_the_frame(filled: Store, tmp_path: Path) -> None:
    query = EventQuery.everything()
    frame = filled.events(query)
    for suffix, chosen in FORMATS.items():
        if chosen.whole or suffix == ".xlsx":
            continue
        whole, streamed = tmp_path / f"whole{suffix}", tmp_path / f"parts{suffix}"
        assert write(frame, whole, about=About(query=query)) == 21
        with filled.event_parts(query) as events:
            assert write(events, streamed, about=About(query=query)) == 21
        if suffix != ".gpkg":  # SQLite's counters of changes differ
            assert streamed.read_bytes() == whole.read_bytes(), suffix


def test_reports_are_read_only_for_formats_with_tables_and_then_all_of_them(
    filled: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def untouched() -> Iterator[ReportSummary]:
        yield from pytest.fail("the reports were read for nothing")

    monkeypatch.setattr(sources, "_ROWS_AT_ONCE", 3)
    for suffix, chosen in FORMATS.items():
        if chosen.whole:
            continue
        path = tmp_path / f"a{suffix}"
        with filled.event_parts(EventQuery.everything()) as events:
            told = filled.each_report() if chosen.tables else untouched()
            assert write(events, path, reports=told, readings=filled.each_reading()) == 21
        if suffix == ".gpkg":
            assert len(pyogrio.read_dataframe(path, layer="reports")) == 7
            assert len(pyogrio.read_dataframe(path, layer="readings")) == 0
        elif chosen.tables:
            assert len(pd.read_excel(path, sheet_name="reports")) == 7
    assert [r.report_id for r in filled.each_report()] == [r.report_id for r in filled.reports()]


def test_the_pages_that_an_export_reads_are_not_kept(store: Store) -> None:
    with store.event_parts() as events:
        assert len(events) == 0
    # The connection is used again, with its usual room for pages.
    assert isinstance(store, SqliteStore)
    with store._reading() as connection:
        assert connection.exec_driver_sql("PRAGMA cache_size").one() == (-65536,)


def test_a_format_that_needs_all_at_once_says_so(filled: Store, tmp_path: Path) -> None:
    with filled.event_parts() as events, pytest.raises(ExportError, match="GeoDataFrame"):
        write(events, tmp_path / "a.rss")
