"""Bytes of any table to grids: the content decides the format, the suffix breaks a tie."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from geodata.errors import EmptyReportError, ReadError
from geodata.readers.encoding import decode
from geodata.readers.tables.arrowtables import (
    is_flatgeobuf,
    is_parquet,
    read_flatgeobuf,
    read_parquet,
)
from geodata.readers.tables.columns import Columns
from geodata.readers.tables.delimited import read_delimited, sniff_delimiter
from geodata.readers.tables.geopackage import is_database, read_geopackage
from geodata.readers.tables.grid import Grid
from geodata.readers.tables.guessing import guess
from geodata.readers.tables.jsonrows import looks_like_json, read_json_rows
from geodata.readers.tables.kml import is_kml, read_kml
from geodata.readers.tables.schemas import headless_names, recognise
from geodata.readers.tables.workbook import read_workbook

__all__ = ["Opened", "is_gis_file", "is_table", "open_gis_file", "open_table", "open_workbook"]

_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_NO_TEXT = (b"PK\x03\x04", b"SQLite format 3", b"%PDF", b"PAR1", b"fgb\x03")

_JSON = (".json", ".jsonl", ".ndjson", ".geojsonl", ".geojson")
_DELIMITED = (".csv", ".tsv", ".tab", ".psv")
_SNIFFED_BYTES = 60_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A table file: its kind, and its grids with the columns guessed for each."""

    media_type: str
    grids: tuple[tuple[Grid, Columns], ...]


def is_table(data: bytes, name: str) -> bool:
    """Say whether the bytes are a table, whatever their name."""
    suffix = PurePath(name).suffix.lower()
    if data.startswith(_NO_TEXT):
        return False
    if suffix in _DELIMITED or suffix in _JSON:
        return True
    head = _head(data, name)
    if looks_like_json(head):
        return _is_json(data, name)
    return _looks_delimited(head)


def open_table(data: bytes, *, name: str) -> Opened:
    """Return the table in the bytes of a text.

    Raises
    ------
    ReadError
        If there is none, or it cannot be read, with what to do next.
    """
    text, notes = decode(data, name=name)
    if looks_like_json(text) or PurePath(name).suffix.lower() in _JSON:
        media_type, grid = "application/json", read_json_rows(text, name=name, notes=notes)
    else:
        media_type, grid = "text/csv", _delimited(text, name, notes)
    return _opened((grid,) if grid is not None else (), media_type, name)


def open_workbook(data: bytes, *, name: str) -> Opened:
    """Return the tables of a workbook's sheets; see `open_table`."""
    return _opened(read_workbook(data, name=name), _WORKBOOK, name)


def is_gis_file(data: bytes, name: str) -> bool:
    """Say whether the bytes are a GeoPackage, GeoParquet, FlatGeobuf or KML."""
    return any(test(data) for test in (is_database, is_parquet, is_flatgeobuf)) or is_kml(
        data, name
    )


def open_gis_file(data: bytes, *, name: str) -> Opened:
    """Return the tables of a GIS file's layers; see `open_table`."""
    if is_database(data):
        return _opened(read_geopackage(data, name=name), "application/geopackage+sqlite3", name)
    if is_parquet(data):
        return _opened(read_parquet(data, name=name), "application/vnd.apache.parquet", name)
    if is_flatgeobuf(data):
        return _opened(read_flatgeobuf(data, name=name), "application/flatgeobuf", name)
    return _opened(read_kml(data, name=name), "application/vnd.google-earth.kml+xml", name)


def _opened(grids: tuple[Grid, ...], media_type: str, name: str) -> Opened:
    filled = tuple((grid, recognise(grid) or guess(grid)) for grid in grids if grid.rows)
    if not filled:
        raise EmptyReportError(f"{name} holds no rows. Check that it is the right file.")
    return Opened(media_type=media_type, grids=filled)


def _delimited(text: str, name: str, notes: tuple[str, ...]) -> Grid | None:
    delimiter, _ = sniff_delimiter(text)
    tabbed = PurePath(name).suffix.lower() in {".tsv", ".tab"}
    delimiter = delimiter or ("\t" if tabbed else ",")
    first = text[:20_000].split("\n", 1)[0].rstrip("\r").split(delimiter)
    return read_delimited(text, delimiter, notes=notes, header=headless_names(first))


def _head(data: bytes, name: str) -> str:
    try:
        return decode(data[:_SNIFFED_BYTES], name=name)[0]
    except ReadError:
        return ""


def _is_json(data: bytes, name: str) -> bool:
    """Say whether a file of no telling suffix is JSON: prose may begin with a bracket too."""
    try:
        return read_json_rows(decode(data, name=name)[0], name=name) is not None
    except ReadError:
        return False


def _looks_delimited(head: str) -> bool:
    """Say whether a text of no telling suffix is a table: evenly cut, its columns well named."""
    delimiter, share = sniff_delimiter(head)
    if not delimiter or share < 0.9:
        return False
    if headless_names(head.split("\n", 1)[0].rstrip("\r").split(delimiter)):
        return True
    grid = read_delimited(head, delimiter)
    if grid is None or len(grid.rows) < 2 or len(grid.names) < 3:
        return False
    columns = recognise(grid) or guess(grid)
    return len(columns.used()) >= 3 and not grid.names[0].startswith("column ")
