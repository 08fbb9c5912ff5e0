"""The event GeoDataFrame: built from records, and every fault of a wrong one named at once."""

import datetime as dt
import json
import re
from dataclasses import replace

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geodata import schema
from geodata.errors import SchemaError
from geodata.model import (
    DateBasis,
    DatePrecision,
    DateRole,
    Event,
    Place,
    PlacePrecision,
    Report,
    Resolution,
    RunnerUp,
    TimeSpan,
    Toponym,
)

SYRIAN = Place(
    geonameid=163345,
    name="Tartus",
    latitude=34.889021234,
    longitude=35.886591234,
    feature_class="P",
    feature_code="PPLA",
    country_code="SY",
    admin1_code="10",
)
REPORT = Report(
    text="Crowds gathered in Tartous on Sunday.",
    key="mem:1",
    content_hash="0" * 64,
    title="Crowds <b>",
    source="Wire",
    published=dt.date(2024, 12, 9),
)
TOPONYM = Toponym(text="Tartous", start=19, end=26)


def placed() -> Event:
    runner_up = RunnerUp(place=SYRIAN, score=0.123456, reason="a “namesake”")
    return Event(
        event_id="e1",
        resolution=Resolution(
            toponym=TOPONYM,
            place=SYRIAN,
            score=0.9,
            place_precision=PlacePrecision.POPULATED_PLACE,
            runners_up=(runner_up,),
        ),
        sentence=REPORT.text,
        sentence_start=0,
        date=TimeSpan(
            start=dt.date(2024, 12, 8), end=dt.date(2024, 12, 8), precision=DatePrecision.DAY
        ),
        date_role=DateRole.EVENT,
        date_basis=DateBasis.CLAUSE,
        date_text="on Sunday",
    )


def test_what_a_table_said_of_an_event_and_the_page_it_stands_on_are_kept():
    paged = replace(REPORT, author="A. Writer", language="ar", pages=(0, 10, 30))
    of_a_table = replace(placed(), kind="Protest", extra='{"fatalities": 0}')
    row = schema.events_frame([(paged, of_a_table), (REPORT, unplaced())])
    schema.validate(row)
    assert row["page"].isna().tolist() == [False, True]
    assert row["page"][0] == 2
    assert row["author"].tolist() == ["A. Writer", ""]
    assert row["language"].tolist() == ["ar", "en"]
    assert row["kind"].tolist() == ["Protest", ""]
    assert row["extra"].tolist() == ['{"fatalities": 0}', ""]


@pytest.mark.parametrize(
    ("pages", "offset", "page"),
    [
        ((), 0, None),
        ((0,), 0, 1),
        ((0, 5), 4, 1),
        ((0, 5), 5, 2),
        ((3, 5), 0, 1),
        ((0, 5, 5), 9, 3),
    ],
)
def test_a_page_is_counted_from_one(pages, offset, page):
    assert replace(REPORT, pages=pages).page_at(offset) == page


def unplaced() -> Event:
    return Event(
        event_id="e2", resolution=Resolution(toponym=TOPONYM), sentence="", sentence_start=0
    )


def frame() -> gpd.GeoDataFrame:
    return schema.events_frame(
        [(REPORT, placed()), (REPORT, unplaced())],
        country_name={"SY": "Syria"}.__getitem__,
        admin1_name=lambda _cc, a1: f"division {a1}",
    )


def test_records_become_rows_of_the_schema():
    table = frame()
    schema.validate(table)
    assert list(table.columns) == list(schema.COLUMNS)
    first = table.iloc[0]
    assert (first.country, first.admin1, first.geonameid) == ("Syria", "division 10", 163345)
    assert (first.geometry.x, first.geometry.y) == (35.8865912, 34.8890212)
    assert first.date_start == pd.Timestamp("2024-12-08")
    assert json.loads(first.candidates)[0]["reason"] == "a “namesake”"


def test_an_event_without_place_or_date_has_nulls_and_empty_texts():
    second = frame().iloc[1]
    assert second.geometry is None
    assert pd.isna(second.geonameid)
    assert pd.isna(second.date_start)
    assert (second.place_name, second.date_role, second.country) == ("", "", "")


def test_a_point_set_by_hand_has_no_geonameid():
    point = Place(geonameid=0, name="", latitude=1, longitude=2, feature_class="", feature_code="")
    event = Event(
        event_id="e3",
        resolution=Resolution(toponym=TOPONYM, place=point),
        sentence="",
        sentence_start=0,
    )
    table = schema.events_frame([(REPORT, event)])
    assert pd.isna(table.geonameid[0])
    assert table.geometry[0].x == 2


def test_the_empty_frame_follows_the_schema():
    schema.validate(schema.empty_frame())
    assert schema.empty_frame().crs == schema.CRS


def test_days_outside_the_nanosecond_range_are_kept():
    table = frame()
    columns = {name: list(table[name]) for name in schema.DTYPES}
    columns |= {
        "longitude": [None, None],
        "latitude": [None, None],
        "date_start": [dt.date(1, 1, 1), None],
        "date_end": [dt.date(9999, 12, 31), None],
        "published": [None, None],
    }
    built = schema.build_frame(columns)
    schema.validate(built)
    assert (built.date_start[0].year, built.date_end[0].year) == (1, 9999)


def test_all_faults_are_named_at_once():
    table = frame()
    table["score"] = [2.0, float("nan")]
    table["event_id"] = ["e1", "e1"]
    table["status"] = ["auto", "perhaps"]
    table["candidates"] = ["[]", "{}"]
    table["extra"] = ["", "[]"]
    table["page"] = pd.Series([0, None], dtype="Int64")
    table["date_end"] = pd.Series(["1999-01-01", None], dtype="datetime64[ms]")
    table["char_end"] = [3, 26]
    table.loc[0, "geometry"] = shapely.Point(200, 95)
    with pytest.raises(SchemaError) as caught:
        schema.validate(table)
    for words in (
        "score",
        "twice",
        "status",
        "candidates",
        "extra",
        "page",
        "before",
        "char_end",
        "outside",
    ):
        assert words in str(caught.value)


def test_a_wrong_shape_is_named_column_by_column():
    table = frame().drop(columns="sentence").assign(more=1, score=1)
    with pytest.raises(SchemaError) as caught:
        schema.validate(table)
    for words in ("missing columns: sentence", "unknown columns: more", "score is int64"):
        assert words in str(caught.value)


@pytest.mark.parametrize(
    "table",
    [
        pd.DataFrame(),
        frame().to_crs("EPSG:3857"),
        frame().set_crs(None, allow_override=True),
        frame()[list(reversed(schema.COLUMNS))],
        frame().assign(geometry=shapely.box(0, 0, 1, 1)),
    ],
)
def test_what_is_no_event_table_is_refused(table):
    with pytest.raises(SchemaError):
        schema.validate(table)


def test_the_documented_table_is_the_schema():
    rows = re.findall(r"^(\w+) +(\S+) +\S", schema.__doc__ or "", re.MULTILINE)
    documented = [(name, dtype) for name, dtype in rows if name in schema.COLUMNS]
    assert documented == [*schema.DTYPES.items(), ("geometry", "geometry")]
