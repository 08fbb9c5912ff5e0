"""What is written, judged by standards and by programs that did not write it."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import feedparser
import geopandas as gpd
import jsonschema
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pyogrio
import pytest
from lxml import etree

from geodata import schema
from geodata.errors import ExportError
from geodata.export import FORMATS, Content, suffixes, write
from geodata.export.workbook import MOST_ROWS
from geodata.model import Reading, ReadOutcome
from tests.geodata.export.made import full_table
from tests.geodata.export.test_write import HOSTILE, table

POSITION = {"type": "array", "minItems": 2, "maxItems": 2, "items": {"type": "number"}}
# RFC 7946, as much of it as a table of points can break.
GEOJSON: dict[str, Any] = {
    "type": "object",
    "required": ["type", "features"],
    "not": {"required": ["crs"]},
    "properties": {
        "type": {"const": "FeatureCollection"},
        "bbox": {"type": "array", "minItems": 4, "maxItems": 4, "items": {"type": "number"}},
        "features": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["type", "geometry", "properties"],
                "properties": {
                    "type": {"const": "Feature"},
                    "properties": {"type": ["object", "null"]},
                    "geometry": {
                        "oneOf": [
                            {"type": "null"},
                            {
                                "type": "object",
                                "required": ["type", "coordinates"],
                                "additionalProperties": False,
                                "properties": {"type": {"const": "Point"}, "coordinates": POSITION},
                            },
                        ]
                    },
                },
            },
        },
    },
}
# GeoParquet 1.1: the metadata of a file of points.
GEOPARQUET: dict[str, Any] = {
    "type": "object",
    "required": ["version", "primary_column", "columns"],
    "properties": {
        "version": {"const": "1.1.0"},
        "primary_column": {"const": "geometry"},
        "columns": {
            "required": ["geometry"],
            "additionalProperties": {
                "required": ["encoding", "geometry_types"],
                "properties": {
                    "encoding": {"const": "WKB"},
                    "geometry_types": {"const": ["Point"]},
                    "crs": {"type": "object", "required": ["$schema", "type", "name", "id"]},
                    "bbox": {"type": "array", "minItems": 4, "maxItems": 4},
                    "covering": {
                        "required": ["bbox"],
                        "properties": {
                            "bbox": {"required": ["xmin", "ymin", "xmax", "ymax"]},
                        },
                    },
                },
            },
        },
    },
}


@pytest.mark.parametrize("frame", [full_table(), table(HOSTILE), schema.empty_frame()])
def test_geojson_follows_its_schema(tmp_path: Path, frame: gpd.GeoDataFrame) -> None:
    write(frame, tmp_path / "a.geojson")
    document = json.loads((tmp_path / "a.geojson").read_text(encoding="utf-8"))
    jsonschema.validate(document, GEOJSON)
    write(frame, tmp_path / "a.geojsonl")
    lines = (tmp_path / "a.geojsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == document["features"]


def test_geoparquet_follows_its_schema_and_can_be_asked_for_an_area(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    frame = full_table()
    write(frame, path)
    about = json.loads(pq.read_schema(path).metadata[b"geo"])
    jsonschema.validate(about, GEOPARQUET)
    assert about["columns"]["geometry"]["bbox"] == pytest.approx(frame.total_bounds)
    inside = gpd.read_parquet(path, bbox=(36.3, 33.6, 36.4, 33.7))
    assert inside["place_name"].tolist() == ["The Prison"]
    read = gpd.read_parquet(path)
    assert {name: str(read[name].dtype) for name in schema.DTYPES} == dict(schema.DTYPES)


def test_large_tables_are_written_in_several_parts(tmp_path: Path) -> None:
    one = full_table()
    frame = pd.concat([one] * 2_000, ignore_index=True)
    frame["event_id"] = pd.Series([f"{k:016x}" for k in range(len(frame))], dtype="str")
    for suffix in (".geojson", ".parquet", ".gpkg", ".fgb", ".csv"):
        path = tmp_path / f"many{suffix}"
        assert write(frame, path) == 12_000
        read = (
            gpd.read_parquet(path)
            if suffix == ".parquet"
            else pd.read_csv(path, dtype=str)
            if suffix == ".csv"
            else pyogrio.read_dataframe(path, layer="events" if suffix == ".gpkg" else None)
        )
        placed = frame[frame.geometry.notna()] if suffix == ".gpkg" else frame
        assert read["event_id"].tolist() == placed["event_id"].tolist()


def test_kml_has_its_elements_in_the_schemas_order(tmp_path: Path) -> None:
    write(full_table(), tmp_path / "a.kml")
    order = ["name", "description", "TimeSpan", "ExtendedData", "Point"]
    for mark in etree.parse(tmp_path / "a.kml").iter("{*}Placemark"):
        names = [etree.QName(node).localname for node in mark]
        assert names == [name for name in order if name in names]


def test_a_feed_reader_finds_items_points_and_days(tmp_path: Path) -> None:
    write(full_table(), tmp_path / "a.rss")
    feed = feedparser.parse((tmp_path / "a.rss").read_bytes())
    assert not feed.bozo
    assert feed.version == "rss20"
    assert len(feed.entries) == 6
    points = [e.where["coordinates"] for e in feed.entries if "where" in e]
    assert (35.8865912, 34.8890212) in points
    assert len(points) == 5
    assert {e.published_parsed[:3] for e in feed.entries} == {(2024, 12, 9)}
    assert "The Prison: 7–8 Dec 2024" in {e.title for e in feed.entries}


def test_hostile_texts_stay_texts_in_a_feed(tmp_path: Path) -> None:
    write(table(HOSTILE), tmp_path / "a.rss")
    feed = feedparser.parse((tmp_path / "a.rss").read_bytes())
    assert not any("<" in entry.description for entry in feed.entries)


def test_a_spreadsheet_has_texts_numbers_and_days_but_no_formula(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    frame = table(HOSTILE)
    readings = [Reading(name="=evil.txt", outcome=ReadOutcome.REFUSED, why="it is empty")]
    write(frame, path, reports=[], readings=readings)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["events", "reports", "readings", "about"]
    sheet = book["events"]
    assert not [c for row in sheet.iter_rows() for c in row if c.data_type == "f"]
    names = [cell.value for cell in sheet[1]]
    first = dict(zip(names, sheet[2], strict=True))
    assert first["date_start"].value == dt.datetime(2024, 12, 8)  # noqa: DTZ001 - no zones there
    assert first["longitude"].value == 35.8865912
    told = [row[names.index("sentence")].value for row in sheet.iter_rows(min_row=2)]
    expected = [
        t.replace("\x00", "\ufffd").replace("\x1b", "\ufffd") for t in (*HOSTILE, "nowhere")
    ]
    assert [text.replace("_x000D_", "\r") for text in told] == expected
    assert first["sentence"].quotePrefix  # it starts with "=": text, even when edited
    refused = [[cell.value for cell in row] for row in book["readings"].iter_rows(min_row=2)]
    assert refused[0][:4] == ["=evil.txt", None, "refused", "it is empty"]


def test_a_long_cell_says_that_it_ends_and_old_days_are_text(tmp_path: Path) -> None:
    frame = table(["x" * 40_000])
    frame["date_start"] = pd.Timestamp("1815-06-18").as_unit("ms")
    write(frame, tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["events"]
    row = dict(zip([c.value for c in sheet[1]], [c.value for c in sheet[2]], strict=True))
    assert row["sentence"].endswith("the other formats hold all of it]")
    assert len(row["sentence"]) == 32_767
    assert row["date_start"] == "1815-06-18"


def test_more_events_than_a_sheet_has_rows_is_said(tmp_path: Path) -> None:
    frame = table()
    many = gpd.GeoDataFrame(frame.iloc[[0] * (MOST_ROWS + 1)], crs=frame.crs)
    with pytest.raises(ExportError, match="1,048,575 rows"):
        FORMATS[".xlsx"].write(Content(events=many), tmp_path / "a.xlsx")


@pytest.mark.parametrize("suffix", suffixes())
def test_the_same_events_give_the_same_bytes(tmp_path: Path, suffix: str) -> None:
    for name in ("a", "b"):
        write(full_table(), tmp_path / f"{name}{suffix}")
    assert (tmp_path / f"a{suffix}").read_bytes() == (tmp_path / f"b{suffix}").read_bytes()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte."""
    if os.name != "posix" or os.geteuid() or not shutil.which("mount"):
        pytest.skip("mounting a small disk needs root")
    folder = tmp_path / "disk"
    folder.mkdir()
    size = ["-o", "size=1m", "tmpfs", str(folder)]
    if subprocess.run(["mount", "-t", "tmpfs", *size], capture_output=True, check=False).returncode:
        pytest.skip("this system mounts no tmpfs")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.parametrize("suffix", suffixes())
def test_a_full_disk_leaves_the_older_file(small_disk: Path, suffix: str) -> None:
    path = small_disk / f"events{suffix}"
    before = b"what was there before"
    path.write_bytes(before)
    (small_disk / "filler").write_bytes(b"x" * 900_000)
    noise = os.urandom(200_000).hex()
    frame = table([noise[k : k + 400] for k in range(0, len(noise), 400)])
    if suffix in {".svg", ".rss"}:
        frame = pd.concat([frame] * 3, ignore_index=True)
        frame["event_id"] = pd.Series([f"{k:016x}" for k in range(len(frame))], dtype="str")
    (small_disk / "more").write_bytes(b"x" * 130_000)
    with pytest.raises(ExportError, match=r"room on the disk|is the disk full"):
        write(frame, path)
    assert path.read_bytes() == before
    assert sorted(p.name for p in small_disk.iterdir()) == [f"events{suffix}", "filler", "more"]
