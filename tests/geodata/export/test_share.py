"""What is shared holds no word of a report, no source, no exact spot, in any byte."""

from __future__ import annotations

import base64
import gzip
import re
import struct
import zipfile
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from geodata import schema
from geodata.errors import ExportError
from geodata.export import FORMATS, PRESETS, About, generalise, leaving, suffixes, write
from geodata.export.share import KEPT, is_general
from geodata.query import EventQuery
from tests.geodata.export.made import full_table, row

ABOUT = About(
    generalised=True,
    query=EventQuery(text="SECRET words", report_ids=frozenset({"SECRET0"})),
)
SPOT = (36.32876, 33.66512)
FORBIDDEN = (
    b"secret", b"prison", b"4321", b"4327", b"36.32876", b"33.66512", b"2024-12-09", b"0.912",
    *(struct.pack("<d", value) for value in SPOT),
)  # fmt: skip
# No program reads the words of a picture: it is drawn from the page that .svg has.
READABLE = [suffix for suffix in suffixes() if suffix != ".png"]
ALL = [(suffix, FORMATS) for suffix in READABLE] + [
    (suffix, preset.formats) for preset in PRESETS.values() for suffix in preset.formats
]


def every_byte(path: Path) -> bytes:
    """Return a file's bytes, and what is packed in it."""
    found = path.read_bytes()
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as book:
            found += b"".join(book.read(name) for name in book.namelist())
    if path.suffix == ".html":
        ours = rb"about|events\.bin|facets\.bin|facets\.json|letters\.json|rows-\d+"
        packed = re.findall(rb'id="carried-(%s)">([^<]*)<' % ours, found)
        found = b"".join(gzip.decompress(base64.b64decode(block)) for _, block in packed)
        assert len(packed) == 6
    if path.suffix == ".pdf":
        found += PdfReader(path).pages[0].extract_text().encode()
    if path.suffix == ".parquet":
        read = pq.read_table(path)
        found += repr(read.to_pylist()).encode() + repr(read.schema.metadata).encode()
    return found


@pytest.mark.parametrize(("suffix", "formats"), ALL)
def test_nothing_of_a_report_is_in_any_byte(tmp_path: Path, suffix: str, formats) -> None:
    path = tmp_path / f"shared{suffix}"
    events = generalise(full_table())
    assert write(events, path, about=ABOUT, reports=[], readings=[], formats=formats) == 4
    found = every_byte(path).lower()
    assert [word for word in FORBIDDEN if word in found] == []
    assert b"tartus" in found
    assert b"generalised" in found


def test_the_check_would_find_what_is_not_taken_away(tmp_path: Path) -> None:
    for suffix in READABLE:
        write(full_table(), tmp_path / f"whole{suffix}")
        assert b"secret" in every_byte(tmp_path / f"whole{suffix}").lower(), suffix


def test_columns_and_places_as_they_leave() -> None:
    shared = generalise(full_table())
    schema.validate(shared)
    assert is_general(shared)
    assert not is_general(full_table())
    assert shared["event_id"].tolist() == [f"shared-000000{k}" for k in (1, 2, 3, 4)]
    for name in set(schema.DTYPES) - set(KEPT) - {"published_basis", "candidates"}:
        assert shared[name].isin(["", 0]).all() or shared[name].isna().all(), name
    by_reason = shared.set_index("place_reason")
    rounded = by_reason.loc["generalised: rounded to about 1 km"]
    assert rounded["place_name"].tolist() == ["Tartus", "Tartus"]
    assert rounded["geonameid"].isna().all()
    assert set(by_reason.loc["generalised", "place_name"]) == {"Tartus", "Syria"}
    town = shared[shared["geonameid"] == 163345].geometry.iloc[0]
    assert (town.x, town.y) == (35.8865912, 34.8890212)


def test_what_leaves_is_said_before() -> None:
    told = leaving(full_table())
    assert (len(told.events), told.unplaced, told.rejected) == (4, 1, 1)
    assert set(told.kept) | set(told.dropped) == {*schema.DTYPES, "longitude", "latitude"}
    assert told.example["place_name"] in {"Tartus", "Syria"}
    assert set(told.example) == set(told.kept)
    assert leaving(schema.empty_frame()).example == {}


def test_events_that_are_not_general_cannot_be_called_so(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="not generalised"):
        write(full_table(), tmp_path / "a.geojson", about=About(generalised=True))
    assert list(tmp_path.iterdir()) == []


@settings(max_examples=30, deadline=None)
@given(st.floats(-180, 180), st.floats(-90, 90))
def test_a_spot_moves_to_the_middle_of_its_cell(longitude: float, latitude: float) -> None:
    spot = row(0, place="x", precision="exact", geonameid=None, point=(longitude, latitude))
    shared = generalise(schema.build_frame({name: [value] for name, value in spot.items()}))
    schema.validate(shared)
    point = shared.geometry.iloc[0]
    assert abs(point.y - latitude) <= 0.0051
    width = 0.01 / max(np.cos(np.radians(point.y)), 0.01)
    assert abs(point.x - longitude) <= width / 2 + 0.001
    # Whoever shares twice tells nothing new.
    again = generalise(shared)
    assert shapely.distance(again.geometry.iloc[0], point) < 1e-9


def test_neighbours_share_a_cell() -> None:
    rows = [
        row(k, place="x", precision="exact", geonameid=None, point=(36.001 + k / 1000, 33.001))
        for k in range(3)
    ]
    shared = generalise(schema.build_frame({n: [r[n] for r in rows] for n in rows[0]}))
    assert shared.geometry.nunique() == 1
