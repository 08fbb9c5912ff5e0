"""Files for one program: the columns and dates that it requires, as its own sources say."""

from __future__ import annotations

import csv
import json
import re
import sqlite3
import xml.etree.ElementTree as ET
from pathlib import Path

import pandas as pd
import pyogrio
import pytest

from geodata.errors import ExportError
from geodata.export import About, for_program, write
from tests.geodata.export.made import full_table
from tests.geodata.maps.sample import HOSTILE, hostile

# Kepler's analyser takes a column for a time when it has a time of day and no zone.
KEPLER_TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")
# TimeMap's schema of events allows these keys and no others; all but two are strings.
TIMEMAP = {
    "id", "description", "date", "time", "time_precision", "location", "latitude", "longitude",
    "type", "category", "category_full", "associations", "sources", "comments", "time_display",
}  # fmt: skip


def made(tmp_path: Path, program: str, suffix: str, frame=None) -> Path:
    preset = for_program(program)
    events = preset.takes(full_table() if frame is None else frame)
    path = tmp_path / f"events{suffix}"
    write(events, path, formats=preset.formats)
    return path


def test_kepler_sees_times_and_points(tmp_path: Path) -> None:
    with made(tmp_path, "kepler", ".csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 5
    assert all(KEPLER_TIME.fullmatch(row["time"]) for row in rows)
    assert rows[0]["time"] == rows[0]["date_start"] == "2024-12-07 00:00:00"
    assert rows[3]["time"] == rows[3]["date_end"]  # an upper bound stands on its day
    assert rows[3]["date_start"] == ""
    assert all(float(row["latitude"]) and float(row["longitude"]) for row in rows)


def test_umap_gets_names_descriptions_and_points(tmp_path: Path) -> None:
    document = json.loads(made(tmp_path, "umap", ".geojson").read_text(encoding="utf-8"))
    assert len(document["features"]) == 5
    for feature in document["features"]:
        assert feature["geometry"]["type"] == "Point"
        properties = feature["properties"]
        assert properties["name"]
        assert properties["description"].startswith("SECRET sentence")
        flat = {name: v for name, v in properties.items() if name != "_umap_options"}
        assert all(isinstance(value, str) for value in flat.values())
    read = pd.read_csv(made(tmp_path, "umap", ".csv"))
    assert {"name", "description", "latitude", "longitude"} <= set(read.columns)


def test_umaps_own_markup_does_nothing_in_a_text(tmp_path: Path) -> None:
    frame = hostile()
    frame["sentence"] = "see {{https://evil.example/a.png}} and [[https://evil.example|this]]"
    document = json.loads(made(tmp_path, "umap", ".geojson", frame).read_text(encoding="utf-8"))
    for feature in document["features"]:
        told = feature["properties"]["description"]
        assert not re.search(r"\{\{|\[\[|://", told)
        assert told.replace("\u200b", "") == frame["sentence"].iloc[0]


def test_timemap_takes_every_event(tmp_path: Path) -> None:
    events = json.loads(made(tmp_path, "timemap", ".json").read_text(encoding="utf-8"))
    assert len(events) == 5
    for event in events:
        assert set(event) <= TIMEMAP
        assert re.fullmatch(r"\d\d/\d\d/\d{4}", event["date"])
        assert event["associations"] == []
        texts = {k: v for k, v in event.items() if k not in {"associations", "sources"}}
        assert all(isinstance(value, str) for value in texts.values())
        assert float(event["latitude"])
    assert events[0]["date"] == "12/07/2024"


def test_timemap_is_given_no_event_without_a_day(tmp_path: Path) -> None:
    frame = full_table()
    frame.loc[0, ["date_start", "date_end"]] = pd.NaT
    assert len(json.loads(made(tmp_path, "timemap", ".json", frame).read_text())) == 4


def test_qgis_finds_layers_a_style_and_time(tmp_path: Path) -> None:
    path = made(tmp_path, "qgis", ".gpkg")
    assert pyogrio.read_info(path, layer="unplaced")["features"] == 1
    with sqlite3.connect(path) as database:
        (row,) = database.execute(
            "SELECT f_table_name, f_geometry_column, useAsDefault, styleQML FROM layer_styles"
        )
        (geometry,) = database.execute("SELECT column_name FROM gpkg_geometry_columns").fetchone()
        kinds = dict(database.execute("SELECT table_name, data_type FROM gpkg_contents"))
    database.close()
    assert row[:3] == ("events", geometry, 1)
    assert kinds["layer_styles"] == kinds["unplaced"] == "attributes"
    style = ET.fromstring(row[3])
    temporal = style.find("temporal")
    assert temporal is not None
    fields = pyogrio.read_info(path, layer="events")["fields"]
    assert {temporal.get("startField"), temporal.get("endField")} <= set(fields)
    assert (temporal.get("enabled"), temporal.get("mode"), temporal.get("limitMode")) == (
        "1", "2", "1")  # fmt: skip
    renderer = style.find("renderer-v2")
    assert renderer is not None
    assert renderer.get("attr") in fields
    symbols = {symbol.get("name") for symbol in renderer.iter("symbol")}
    assert {category.get("symbol") for category in renderer.iter("category")} == symbols


def test_hostile_texts_pass_through_every_preset(tmp_path: Path) -> None:
    for program, suffix in (("kepler", ".csv"), ("umap", ".csv"), ("timemap", ".json")):
        assert made(tmp_path, program, suffix, hostile()).stat().st_size > 100 * len(HOSTILE)


def test_an_unknown_program_lists_the_known_ones() -> None:
    with pytest.raises(ExportError, match="kepler, umap, timemap, qgis"):
        for_program("arcgis")


def test_a_preset_names_its_suffixes(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"\.json"):
        write(
            full_table(), tmp_path / "a.csv", about=About(), formats=for_program("timemap").formats
        )
