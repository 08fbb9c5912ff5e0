"""GeoPackages of others, read as plain SQLite in memory: nothing in them is run or trusted."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Any

from geodata.errors import NotTextError, ReadError
from geodata.readers.tables.geojson import GEOMETRY
from geodata.readers.tables.grid import MAX_COLUMNS, Grid, Row, cell_text
from geodata.readers.tables.shapes import texts_of_wkb, to_degrees

__all__ = ["is_database", "read_geopackage"]

_MAGIC = b"SQLite format 3\x00"
_ENVELOPE_BYTES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}
_MOST_ROWS = 2_000_000
_LAYERS = (
    "SELECT c.table_name, g.column_name, s.organization, s.organization_coordsys_id "
    "FROM gpkg_contents c "
    "JOIN sqlite_master m ON m.name = c.table_name AND m.type = 'table' "
    "LEFT JOIN gpkg_geometry_columns g ON g.table_name = c.table_name "
    "LEFT JOIN gpkg_spatial_ref_sys s ON s.srs_id = g.srs_id "
    "WHERE c.data_type IN ('features', 'attributes') ORDER BY c.table_name"
)


def is_database(data: bytes) -> bool:
    """Say whether the bytes are an SQLite database."""
    return data.startswith(_MAGIC)


def read_geopackage(data: bytes, *, name: str) -> tuple[Grid, ...]:
    """Return a table per layer.

    Raises
    ------
    ReadError
        If it is another database, or damaged.
    """
    with closing(sqlite3.connect(":memory:")) as database:
        try:
            database.deserialize(_settled(data))
            database.execute("PRAGMA trusted_schema = OFF")
            database.execute("PRAGMA query_only = ON")
            database.execute("PRAGMA cell_size_check = ON")
            layers = database.execute(_LAYERS).fetchall()
            grids = [_layer(database, name, layer) for layer in layers]
        except sqlite3.OperationalError as error:
            raise NotTextError(
                f"{name} is a database without layers of GeoPackage ({error}). "
                "Save the table that matters as CSV."
            ) from error
        except (sqlite3.Error, OverflowError, ValueError) as error:
            raise ReadError(f"{name} is a damaged database ({error}). Get another copy.") from error
    return tuple(grids)


def _settled(data: bytes) -> bytes:
    """Return the database as one without a write-ahead log, which has no place in memory."""
    return data[:18] + b"\x01\x01" + data[20:]


def _layer(database: sqlite3.Connection, name: str, layer: Sequence[Any]) -> Grid:
    table, shape, organization, code = layer
    known = organization and organization.upper() != "NONE" and code
    change = to_degrees(f"{organization}:{code}" if known else None, name=name)
    quoted = table.replace('"', '""')
    cursor = database.execute(f'SELECT * FROM "{quoted}" LIMIT {_MOST_ROWS + 1}')
    names = [str(column[0]) for column in cursor.description][:MAX_COLUMNS]
    at = names.index(shape) if shape in names else -1
    records = cursor.fetchall()
    shapes = texts_of_wkb([_wkb(record[at]) for record in records], change) if at >= 0 else None
    rows = list(_rows(records[:_MOST_ROWS], at, shapes))
    if shapes is not None:
        names = [n for n in names if n != shape]
        names = [f"{n} (column)" if n == GEOMETRY else n for n in names] + [GEOMETRY]
    over = len(records) > _MOST_ROWS
    return Grid(
        names=tuple(names),
        rows=tuple(rows),
        gaps=(f"more than {_MOST_ROWS:,} rows: the rest was left out",) if over else (),
        part=table,
        shaped=shapes is not None,
    )


def _rows(records: list[tuple[Any, ...]], at: int, shapes: list[str] | None) -> Iterator[Row]:
    for number, record in enumerate(records, 1):
        cells = [cell_text(cell) for n, cell in enumerate(record[:MAX_COLUMNS]) if n != at]
        yield Row(number, tuple(cells if shapes is None else [*cells, shapes[number - 1]]))


def _wkb(cell: object) -> bytes | None:
    """Return the geometry behind GeoPackage's own header."""
    if cell is None:
        return None
    if not isinstance(cell, bytes) or cell[:2] != b"GP" or len(cell) < 8:
        return b"?"
    if cell[3] & 0x10:
        return None
    return cell[8 + _ENVELOPE_BYTES.get(cell[3] >> 1 & 7, 0) :]
