"""What a table gave stays with its report, so that reading it again gives the same events."""

import datetime as dt
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.ingest import Outcome, from_file, ingest, redate, reread
from geodata.model import (
    DateBasis,
    DatePrecision,
    DateRole,
    Given,
    PlacePrecision,
    RunnerUp,
    Status,
    TimeSpan,
)
from geodata.pipeline import Geoparser
from geodata.store import Store, open_store
from geodata.store.driver import sqlite3
from geodata.store.givens import dump_given, load_given
from tests.geodata.store.makers import TARTUS, report

TABLE = (
    "id,place,latitude,longitude,date,notes\n"
    "1,Tartus,34.889,35.886,2024-05-03,Shells fell on the port\n"
    "2,Nowhereton,,,2024-05-04,Nobody knows where\n"
)
_SPANS = st.builds(
    lambda days, open_end, precision: TimeSpan(
        start=min(days), end=None if open_end else max(days), precision=precision
    ),
    st.tuples(st.dates(), st.dates()),
    st.booleans(),
    st.sampled_from(DatePrecision),
)
_GIVEN = st.builds(
    Given,
    start=st.integers(0, 9),
    end=st.integers(0, 9),
    sentence_start=st.integers(0, 9),
    sentence_end=st.integers(0, 9),
    latitude=st.none() | st.floats(-90, 90),
    look_up=st.booleans(),
    place_name=st.text(),
    place_precision=st.sampled_from(PlacePrecision),
    runners_up=st.just(()) | st.just((RunnerUp(place=TARTUS, score=0.5, reason="r"),)),
    date=_SPANS,
    date_alternative=st.none() | _SPANS,
    date_role=st.none() | st.sampled_from(DateRole),
    date_basis=st.sampled_from(DateBasis),
    status=st.sampled_from(Status),
    extra=st.text(),
)


@settings(max_examples=50, deadline=None)
@given(st.lists(_GIVEN, max_size=3).map(tuple))
def test_rows_come_back_whole(rows: tuple[Given, ...]) -> None:
    assert load_given(dump_given(rows)) == rows


def test_a_stored_table_read_again_keeps_its_dates_and_places(
    store: Store, geoparser: Geoparser, tmp_path: Path
) -> None:
    path = tmp_path / "events.csv"
    path.write_text(TABLE, "utf-8")
    steps = list(ingest([from_file(path)], store, geoparser))
    assert [step.outcome for step in steps] == [Outcome.ADDED] * len(steps)
    before = store.frame()
    assert before["date_start"].dt.day.tolist() == [3, 4]
    for summary in store.reports():
        kept = store.report(summary.report_id).report
        assert kept.given
        assert reread(kept, store, geoparser).outcome is Outcome.UNCHANGED
        assert (
            reread(redate(kept, dt.date(2024, 6, 1)), store, geoparser).outcome is Outcome.UPDATED
        )
    after = store.frame()
    assert after["geometry"].tolist() == before["geometry"].tolist()
    assert after["date_start"].tolist() == before["date_start"].tolist()
    assert store.check() == []


def test_a_store_from_before_learns_the_rows_when_its_file_is_read_again(store: Store) -> None:
    row = Given(start=0, end=7, sentence_start=0, sentence_end=7, latitude=1.0, longitude=2.0)
    plain = report("Tartous: shells.", key="t")
    store.save(plain, [])
    assert store.report(plain.report_id).report.given == ()
    again = store.save(replace(plain, given=(row,)), [])
    assert again.outcome == "unchanged"
    assert store.report(plain.report_id).report.given == (row,)


def test_a_changed_row_is_found(url: str, path: Path) -> None:
    row = Given(start=0, end=7, sentence_start=0, sentence_end=7, kind="shelling")
    with open_store(url) as store:
        store.save(replace(report(), given=(row,)), [])
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE given_rows SET given = replace(given, 'shelling', 'calm')")
        connection.commit()
    with open_store(url) as store:
        assert "row 1 of given_rows is not as it was written" in "\n".join(store.check())
