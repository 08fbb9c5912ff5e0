"""Every format: written, read back by something else, and never at the cost of an older file."""

import datetime as dt
import errno
import json
import os
import random
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata import schema
from geodata.errors import ExportError, SchemaError
from geodata.export import FORMATS, Content, Format, dumps_geojson, suffixes, write
from geodata.formulas import defuse, restore

HOSTILE = [
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(1)",
    "\t=1",
    "＝1+1",
    " =1+1",
    "'=1",
    "<img src=x onerror=alert(1)>",
    "]]></description><script>alert(1)</script>",
    "{{7*7}} ${1} `x` {% raw %} {# x #}",
    "NUL\x00 and \x1b escape",
    "حلب، Алеппо 阿勒颇 \U0001f30d",
    "quotes \" ' and\nlines\r\n",
    "&amp; &lt;",
]


def table(texts=("Tartous",), *, unplaced: bool = True) -> gpd.GeoDataFrame:
    """Return one placed event per text, and one without place and date."""
    n = len(texts) + unplaced
    empty: dict[str, Any] = {"str": "", "Int64": 7, "int64": 0, "float64": 0.5}
    columns: dict[str, list[Any]] = {
        name: [empty.get(dtype)] * n for name, dtype in schema.DTYPES.items()
    }
    columns |= {
        "event_id": [f"{i:016x}" for i in range(n)],
        "sentence": [*texts, "nowhere"][:n],
        "toponym": [*texts, "Atlantis"][:n],
        "published_basis": ["dateline"] * n,
        "published": [dt.date(2024, 12, 9)] * n,
        "date_start": [*[dt.date(2024, 12, 8)] * len(texts), None][:n],
        "date_end": [*[dt.date(2024, 12, 8)] * len(texts), None][:n],
        "date_precision": ["day"] * n,
        "status": ["auto"] * n,
        "geonameid": [*[163345] * len(texts), None][:n],
        "candidates": [json.dumps([{"name": text, "score": 0.25}]) for text in (*texts, "x")][:n],
        "longitude": [*[35.8865912] * len(texts), None][:n],
        "latitude": [*[34.8890212] * len(texts), None][:n],
    }
    frame = schema.build_frame(columns)
    schema.validate(frame)
    return frame


def as_events(read: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return what another program has read, with the schema's dtypes."""
    for name, dtype in schema.DTYPES.items():
        column = read[name].astype(object).where(read[name].notna(), None)
        if name == "candidates" and isinstance(column.iloc[0], list):
            column = column.map(json.dumps)
        if dtype == "str":
            column = column.fillna("")
        read[name] = column.astype(dtype)
    return read[list(schema.COLUMNS)]


def read_file(path: Path) -> gpd.GeoDataFrame:
    """Return the events of a file that GDAL reads; a GeoPackage has them in two layers."""
    if path.suffix != ".gpkg":
        return gpd.read_file(path)
    layers = [gpd.read_file(path, layer=name) for name in ("events", "unplaced")]
    both = pd.concat([pd.DataFrame(layer) for layer in layers], ignore_index=True)
    return gpd.GeoDataFrame(both, geometry="geometry", crs=layers[0].crs)


@pytest.mark.parametrize("suffix", suffixes())
@pytest.mark.parametrize("rows", ["none", "some", "unplaced only"])
def test_what_is_written_is_counted_in_the_file(tmp_path: Path, suffix: str, rows: str):
    frame = {
        "none": schema.empty_frame(),
        "some": table(HOSTILE),
        "unplaced only": table(()),
    }[rows]
    path = tmp_path / f"events{suffix}"
    assert write(frame, path) == len(frame)
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("suffix", [".geojson", ".geojsonl", ".gpkg", ".fgb", ".parquet"])
def test_other_programs_read_the_same_events(tmp_path: Path, suffix: str):
    frame = table([text for text in HOSTILE if "\x00" not in text])
    path = tmp_path / f"events{suffix}"
    write(frame, path)
    read = gpd.read_parquet(path) if suffix == ".parquet" else read_file(path)
    assert read.crs == schema.CRS
    pd.testing.assert_frame_equal(
        pd.DataFrame(as_events(read).drop(columns="geometry")),
        pd.DataFrame(frame.drop(columns="geometry")),
    )
    assert read.geometry.notna().tolist() == frame.geometry.notna().tolist()
    assert read.geometry.iloc[0].equals(frame.geometry.iloc[0])


def test_geojson_follows_the_standard():
    document = json.loads(dumps_geojson(table(HOSTILE)), parse_constant=pytest.fail)
    assert document["type"] == "FeatureCollection"
    assert "crs" not in document
    assert document["bbox"] == [35.8865912, 34.8890212, 35.8865912, 34.8890212]
    first, *_, last = document["features"]
    assert first["geometry"] == {"type": "Point", "coordinates": [35.8865912, 34.8890212]}
    assert last["geometry"] is None
    assert list(first["properties"]) == list(schema.DTYPES)
    assert first["properties"]["date_start"] == "2024-12-08"
    assert last["properties"]["date_start"] is None
    assert first["properties"]["candidates"][0]["score"] == 0.25
    assert [f["properties"]["sentence"] for f in document["features"]] == [*HOSTILE, "nowhere"]


def test_geojson_without_places_has_no_box_and_what_is_no_number_is_null():
    frame = table(())
    frame["candidates"] = ['[{"score": NaN, "latitude": Infinity}]']
    document = json.loads(dumps_geojson(frame), parse_constant=pytest.fail)
    assert "bbox" not in document
    candidate = document["features"][0]["properties"]["candidates"][0]
    assert candidate == {"score": None, "latitude": None}


positions = st.tuples(st.floats(-180, 180), st.floats(-90, 90))


@settings(max_examples=5, deadline=None)
@given(st.lists(positions, min_size=20, max_size=20))
def test_positions_have_at_most_seven_decimals(made: list[tuple[float, float]]):
    frame = table([""] * len(made), unplaced=False)
    columns = {name: list(frame[name]) for name in schema.DTYPES}
    columns |= {"longitude": [p[0] for p in made], "latitude": [p[1] for p in made]}
    features = json.loads(dumps_geojson(schema.build_frame(columns)))["features"]
    for feature, position in zip(features, made, strict=True):
        read = feature["geometry"]["coordinates"]
        assert read == pytest.approx(position, abs=5.1e-8, rel=0)
        assert all(round(v, 7) == v for v in read)


def test_no_cell_is_a_formula_and_numbers_stay_numbers(tmp_path: Path):
    path = tmp_path / "events.csv"
    write(table(HOSTILE), path)
    read = pd.read_csv(path, dtype={"sentence": str}, keep_default_na=False)
    assert not any(text.lstrip()[:1] in tuple("=+-@＝") for text in read["sentence"] if text)
    restored = [restore(text) for text in read["sentence"]]
    expected = [text.replace("\x00", "") for text in (*HOSTILE, "nowhere")]
    assert [text.replace("\x00", "") for text in restored] == expected
    assert pd.read_csv(path)["longitude"].dtype == "float64"
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")


@given(st.text(alphabet=st.sampled_from(" '=+-@\t\n\rab＝\ufeff"), max_size=8) | st.text())
def test_defusing_can_be_taken_back(text: str):
    safe = defuse(text)
    assert restore(safe) == text
    assert safe[:1] not in {*"=+-@＝＋－＠", "\t", "\r", "\n"}


def test_kml_shows_texts_and_spans(tmp_path: Path):
    path = tmp_path / "events.kml"
    write(table(HOSTILE), path)
    kml = "{http://www.opengis.net/kml/2.2}"
    marks = ET.parse(path).getroot().findall(f".//{kml}Placemark")
    assert len(marks) == len(HOSTILE) + 1
    for mark, text in zip(marks, HOSTILE, strict=False):
        description = mark.findtext(f"{kml}description") or ""
        assert not set(description) & set("<>\"'`${}")
        name = mark.findtext(f"{kml}name") or ""
        assert not set(name) & set("<>")
        assert name.startswith(text[:3].replace("\x00", "\ufffd").translate({60: "‹", 62: "›"}))
    assert marks[0].findtext(f"{kml}TimeSpan/{kml}begin") == "2024-12-08"
    assert marks[0].findtext(f"{kml}Point/{kml}coordinates") == "35.8865912,34.8890212"
    assert marks[-1].find(f"{kml}Point") is None
    assert marks[-1].find(f"{kml}TimeSpan") is None
    assert pyogrio.read_info(path, force_feature_count=True)["features"] == len(marks)


def test_a_geopackage_has_real_days_and_its_layers(tmp_path: Path):
    path = tmp_path / "events.gpkg"
    write(table(), path)
    info = pyogrio.read_info(path, layer="events")
    types = dict(zip(info["fields"], info["dtypes"], strict=True))
    assert [types[name] for name in schema.DATE_COLUMNS] == ["datetime64[D]"] * 3
    layers = dict(pyogrio.list_layers(path).tolist())
    assert layers == {"events": "Point", "unplaced": None, "layer_styles": None}


def test_an_unknown_suffix_lists_the_known_ones(tmp_path: Path):
    with pytest.raises(ExportError, match=r"'\.docx'.*\.geojson.*\.kml"):
        write(table(), tmp_path / "events.docx")
    with pytest.raises(ExportError):
        write(table(), tmp_path / "events")


def test_a_suffix_in_capitals_is_the_same_suffix(tmp_path: Path):
    assert write(table(), tmp_path / "EVENTS.GEOJSON") == 2


def test_a_frame_that_is_no_event_table_is_refused(tmp_path: Path):
    with pytest.raises(SchemaError):
        write(table().drop(columns="sentence"), tmp_path / "events.geojson")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_named(tmp_path: Path):
    with pytest.raises(ExportError, match="missing"):
        write(table(), tmp_path / "missing" / "events.geojson")


def full_disk(_content: Content, path: Path) -> None:
    path.write_text("half")
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def half_a_file(_content: Content, path: Path) -> None:
    FORMATS[".geojson"].write(Content(events=table(unplaced=False)), path)


@pytest.mark.parametrize(("writer", "said"), [(full_disk, "No space"), (half_a_file, "read back")])
def test_a_failure_leaves_the_older_file(tmp_path: Path, writer, said: str):
    path = tmp_path / "events.geojson"
    write(table(), path)
    before = path.read_bytes()
    broken = Format(name="broken", write=writer, count=FORMATS[".geojson"].count)
    with pytest.raises(ExportError, match=said):
        write(table(HOSTILE), path, formats={".geojson": broken})
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["events.geojson"]


@contextmanager
def files_at_most(size: int) -> Iterator[None]:
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("suffix", suffixes())
def test_no_room_is_said_in_every_format_and_nothing_is_left(tmp_path: Path, suffix: str):
    frame = table([*HOSTILE, "".join(random.Random(1).choices("abcdefgh", k=40_000))])
    with files_at_most(8192), pytest.raises(ExportError):
        write(frame, tmp_path / f"events{suffix}")
    assert list(tmp_path.iterdir()) == []


def test_a_format_can_be_added(tmp_path: Path):
    def count(path: Path) -> tuple[int, int]:
        return (int(path.read_text()), 1)

    plain = Format(
        name="number", write=lambda c, p: void(p.write_text(str(len(c.events)))), count=count
    )
    formats = {**FORMATS, ".txt": plain}
    assert write(table(), tmp_path / "events.txt", formats=formats) == 2
    assert ".txt" in suffixes(formats)


def void(_value: object) -> None:
    return None


def test_gdal_starts_without_the_drivers_that_follow_references():
    code = (
        "from geodata.export.gdal import load; known = load().list_drivers();"
        "print('GeoJSON' in known, 'ESRI Shapefile' in known, 'OGR_VRT' in known, 'WFS' in known)"
    )
    environment = {k: v for k, v in os.environ.items() if k != "OGR_SKIP"}
    root = Path(__file__).parents[3]
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
        cwd=root,
    )
    assert done.stdout.split() == ["True", "True", "False", "False"]
