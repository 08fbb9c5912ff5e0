"""Tables made to break their reader: refused or read, never run, never followed."""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from pathlib import Path

import pytest

from geodata.errors import ReadError
from geodata.export import write
from geodata.readers import read_bytes
from geodata.readers.tables.geopackage import read_geopackage
from geodata.readers.tables.reading import GisReader
from tests.geodata.export.made import full_table
from tests.geodata.readers.tables.makers import xlsx_bytes

VRT = b"""<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>/etc/passwd</SrcDataSource>
</OGRVRTLayer></OGRVRTDataSource>"""
SYSTEMS = "srs_id INT, organization TEXT, organization_coordsys_id INT"


@pytest.mark.parametrize("name", ["a.geojson", "a.json"])
def test_a_reference_inside_a_geojson_is_no_geojson(name: str) -> None:
    with pytest.raises(ReadError, match="not valid JSON"):
        read_bytes(VRT, name=name)


def geopackage(path: Path, *statements: str) -> bytes:
    with sqlite3.connect(path) as database:
        for statement in (
            "CREATE TABLE gpkg_contents (table_name TEXT, data_type TEXT)",
            "CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, srs_id INT)",
            f"CREATE TABLE gpkg_spatial_ref_sys ({SYSTEMS})",
            "CREATE TABLE t (place TEXT, date TEXT, geom BLOB)",
            "INSERT INTO t VALUES ('Homs', '2024-12-08', x'00'), ('Gao', '2024-12-09', NULL)",
            "INSERT INTO gpkg_contents VALUES ('t', 'features')",
            "INSERT INTO gpkg_geometry_columns VALUES ('t', 'geom', 4326)",
            *statements,
        ):
            database.execute(statement)
    database.close()
    return path.read_bytes()


def test_views_and_triggers_of_a_geopackage_are_not_run(tmp_path: Path) -> None:
    endless = (
        "CREATE VIEW v AS WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) "
        "SELECT n FROM c"
    )
    trigger = "CREATE TRIGGER x AFTER INSERT ON t BEGIN DELETE FROM t; END"
    listed = "INSERT INTO gpkg_contents VALUES ('v', 'attributes')"
    data = geopackage(tmp_path / "a.gpkg", endless, trigger, listed)
    (grid,) = read_geopackage(data, name="a.gpkg")
    assert [row.cells for row in grid.rows] == [
        ("Homs", "2024-12-08", "broken"),
        ("Gao", "2024-12-09", ""),
    ]
    (report,) = read_bytes(data, name="a.gpkg")
    assert report.gaps == ("row 1: its shape cannot be read",)


def test_other_and_damaged_databases_say_what_to_do(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "b.db") as database:
        database.execute("CREATE TABLE t (a TEXT)")
    database.close()
    with pytest.raises(ReadError, match="as CSV"):
        read_bytes((tmp_path / "b.db").read_bytes(), name="b.db")
    whole = geopackage(tmp_path / "a.gpkg")
    with pytest.raises(ReadError, match="damaged"):
        read_bytes(whole[:100] + bytes(4000) + whole[4100:], name="a.gpkg")


def test_a_workbook_with_one_cell_in_the_far_corner_costs_nothing() -> None:
    data = xlsx_bytes([["text", "date"], ["Homs was calm all day on Sunday", "2024-12-08"]])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename.endswith("sheet1.xml"):
                content = content.replace(b"A1:B2", b"A1:XFD1048576").replace(
                    b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"/></row></sheetData>'
                )
            new.writestr(entry.filename, content)
    (report,) = read_bytes(out.getvalue(), name="a.xlsx")
    assert report.text == "Homs was calm all day on Sunday"


@pytest.mark.parametrize("name", ["a.parquet", "a.fgb", "a.kml", "a.gpkg", "a.xlsx"])
def test_a_format_that_breaks_off_is_refused(name: str) -> None:
    starts = {
        "a.parquet": b"PAR1" + b"\x00\xff" * 100,
        "a.fgb": b"fgb\x03fgb\x00" + b"\xff" * 100,
        "a.kml": b'<kml xmlns="http://www.opengis.net/kml/2.2"><Placemark>',
        "a.gpkg": b"SQLite format 3\x00" + b"\x01" * 100,
        "a.xlsx": b"PK\x03\x04" + b"\x00" * 100,
    }
    with pytest.raises(ReadError, match=name.replace(".", r"\.")):
        read_bytes(starts[name], name=name)


def test_depth_size_and_width_of_json() -> None:
    wide = json.dumps([{f"c{n}": "x" for n in range(20_000)}]).encode()
    with pytest.raises(ReadError, match="has no column of text"):
        read_bytes(wide, name="wide.json")
    text = "Homs was calm. " * 200_000
    (report,) = read_bytes(json.dumps([{"text": text}]).encode(), name="long.json")
    assert len(report.text) > 2_900_000


@pytest.mark.parametrize(
    ("suffix", "old", "new"),
    [
        # Text that is no UTF-8, in a column that says it is.
        (".parquet", b"SECRET toponym", b"SECRET \xadoponym"),
        (".fgb", b"SECRET toponym", b"SECRET \xadoponym"),
        # The name of the main geometry is a list.
        (".parquet", b'"primary_column": "geometry"', b'"primary_column": ["geomet"]'),
    ],
)
def test_a_gis_file_that_belies_itself_is_refused_in_our_words(
    suffix: str, old: bytes, new: bytes, tmp_path: Path
) -> None:
    write(full_table(), tmp_path / f"a{suffix}")
    whole = (tmp_path / f"a{suffix}").read_bytes()
    assert old in whole
    for data in (whole.replace(old, new), whole[:8], whole[: len(whole) // 2]):
        with pytest.raises(ReadError, match=f"a{suffix} is"):
            GisReader().open(data, name=f"a{suffix}")
