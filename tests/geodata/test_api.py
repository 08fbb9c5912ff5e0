"""The three lines of the README."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import geopandas as gpd

import geodata
from geodata.pipeline import Geoparser

REPORT = Path(__file__).parent.parent / "data" / "siege.txt"


def test_three_lines(tmp_path: Path, geoparser: Geoparser) -> None:
    events = geodata.geoparse(REPORT, geoparser=geoparser)
    geodata.validate(events)
    assert list(events.columns) == list(geodata.COLUMNS)
    out = tmp_path / "events.geojson"
    events.to_file(out)
    assert len(gpd.read_file(out)) == len(events)


def test_text_with_a_given_date(geoparser: Geoparser) -> None:
    events = geodata.geoparse_text(
        "Homs fell on Saturday.", published=dt.date(2024, 12, 8), geoparser=geoparser
    )
    assert list(events["date_start"].dt.date) == [dt.date(2024, 12, 7)]
    assert events.crs == "EPSG:4326"


def test_nothing_found_is_an_empty_table(geoparser: Geoparser) -> None:
    events = geodata.geoparse_text("Nothing happened.", geoparser=geoparser)
    assert len(events) == 0
    geodata.validate(events)
