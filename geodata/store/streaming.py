"""The events that pass a filter, part by part: a table of any size in little memory.

The columns that filters ask for are looked through first, which gives the numbers of the chosen
rows; their texts are read only when they are wanted, in the order of reading. All of it sees one
state of the store.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection

from geodata.query import EventQuery
from geodata.schema import DATE_COLUMNS, DTYPES, EventParts, Facts, build_frame
from geodata.store.asking import numbers_of_events

__all__ = ["event_parts", "in_passing"]

_ROWS_AT_ONCE = 2_000
_KB_OF_PAGES = 4_096
_TOLD = (
    "event_id", "report_id", "source", "language", "country_code", "country", "admin1", "kind",
    "place_precision", "published", "date_start", "date_end", "date_alternative",
    "date_precision", "date_role", "status", "longitude", "latitude",
)  # fmt: skip
_NUMBERS = ("longitude", "latitude")
_WHOLE = (*DTYPES, "longitude", "latitude")
_SCAN = f"SELECT fid, {', '.join(_TOLD)} FROM events ORDER BY fid"
_ROWS = f"SELECT fid, {', '.join(_WHOLE)} FROM events WHERE fid BETWEEN ? AND ? ORDER BY fid"

_Fids = npt.NDArray[np.int64]


def event_parts(connection: Connection, query: EventQuery) -> EventParts:
    """Return the events that pass the filter, to be read while the connection is open."""
    numbers = numbers_of_events(connection, query.text) if query.text else None
    chosen, facts = _Chosen(), Facts()
    for rows in _fetched(connection, _SCAN, ()):
        fids, *values = zip(*rows, strict=True)
        columns = {name: _column(name, v) for name, v in zip(_TOLD, values, strict=True)}
        of_rows = np.array(fids, dtype=np.int64)
        found = None if numbers is None else np.isin(of_rows, numbers, assume_unique=True)
        mask = query.mask(columns, found=found)
        chosen.add(of_rows[mask], ~np.isnan(columns["longitude"])[mask])
        facts.add({name: column[mask] for name, column in columns.items()})
    return EventParts(
        lambda rows, *, placed: _read(connection, chosen.among(placed=placed), rows), facts
    )


@contextmanager
def in_passing(connection: Connection) -> Iterator[None]:
    """Keep few of the pages that are read: what is read once is not needed again."""
    (usual,) = connection.exec_driver_sql("PRAGMA cache_size").one()
    connection.exec_driver_sql(f"PRAGMA cache_size = -{_KB_OF_PAGES}")
    connection.exec_driver_sql("PRAGMA shrink_memory")
    try:
        yield
    finally:
        connection.exec_driver_sql(f"PRAGMA cache_size = {usual}")


class _Chosen:
    """The numbers of the chosen events, nine bytes each."""

    def __init__(self) -> None:
        self._fids = [np.empty(0, dtype=np.int64)]
        self._placed = [np.empty(0, dtype=bool)]

    def add(self, fids: _Fids, placed: npt.NDArray[np.bool_]) -> None:
        self._fids.append(fids)
        self._placed.append(placed)

    def among(self, *, placed: bool | None) -> Iterator[_Fids]:
        """Yield them, or only those with or without a place, in stretches."""
        for fids, at in zip(self._fids, self._placed, strict=True):
            yield fids if placed is None else fids[at == placed]


def _column(name: str, values: Sequence[Any]) -> npt.NDArray[Any]:
    if name in _NUMBERS:
        return np.array(values, dtype="float64")
    if name in DATE_COLUMNS:
        return np.array(values, dtype="datetime64[D]")
    return np.array(values, dtype=object)


def _read(
    connection: Connection, stretches: Iterable[_Fids], rows: int
) -> Iterator[gpd.GeoDataFrame]:
    left = np.empty(0, dtype=np.int64)
    for more in stretches:
        left = np.concatenate([left, more])
        while len(left) >= rows:
            yield _frame(connection, left[:rows])
            left = left[rows:]
    if len(left):
        yield _frame(connection, left)


def _frame(connection: Connection, wanted: _Fids) -> gpd.GeoDataFrame:
    """Read the rows of ascending numbers; what lies between them is skipped unread."""
    columns: dict[str, list[Any]] = {name: [] for name in _WHOLE}
    for first, last, run in _runs(wanted):
        among = set(run.tolist()) if last - first + 1 != len(run) else None
        for rows in _fetched(connection, _ROWS, (first, last)):
            kept = rows if among is None else [row for row in rows if row[0] in among]
            if kept:
                _, *values = zip(*kept, strict=True)
                for name, more in zip(_WHOLE, values, strict=True):
                    columns[name].extend(more)
    return build_frame(columns)


def _runs(wanted: _Fids) -> Iterator[tuple[int, int, _Fids]]:
    """Yield stretches of numbers without wide gaps: each is one question."""
    breaks = np.flatnonzero(np.diff(wanted) > 64) + 1
    for run in np.split(wanted, breaks):
        yield int(run[0]), int(run[-1]), run


def _fetched(
    connection: Connection, statement: str, values: tuple[Any, ...]
) -> Iterator[Sequence[Any]]:
    # A raw cursor: a million rows need no row objects.
    result = connection.exec_driver_sql(statement, values)
    try:
        while result.cursor and (rows := result.cursor.fetchmany(_ROWS_AT_ONCE)):
            yield rows
    finally:
        result.close()
