"""What became of each input: the newest reading of each is kept."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, Row, select
from sqlalchemy.dialects.sqlite import insert

from geodata.model import Reading, ReadOutcome
from geodata.store.records import row_hash
from geodata.store.saving import now
from geodata.store.tables import READINGS

__all__ = ["each_reading", "note"]

_ROWS_AT_ONCE = 1_000
_INSERT = insert(READINGS)
_NOTE = _INSERT.on_conflict_do_update(
    ["reading_key"],
    set_={
        column.name: _INSERT.excluded[column.name]
        for column in READINGS.c
        if column.name not in {"number", "reading_key"}
    },
)
_TEXTS = ("name", "path", "content_hash", "media_type", "why")


def note(connection: Connection, readings: Iterable[Reading]) -> None:
    """Add the readings, or put them in the place of older ones of the same inputs."""
    rows = [_row(reading) for reading in readings]
    if not rows:
        return
    connection.execute(_NOTE, rows)


def each_reading(connection: Connection) -> Iterator[Reading]:
    """Yield what `Store.readings` promises."""
    query = select(READINGS).order_by("number").execution_options(yield_per=_ROWS_AT_ONCE)
    yield from map(_reading, connection.execute(query))


def _row(reading: Reading) -> dict[str, Any]:
    row: dict[str, Any] = {name: _storable(getattr(reading, name)) for name in _TEXTS}
    row |= {
        "reading_key": _storable(reading.key),
        "size": reading.size,
        "modified": reading.modified,
        "outcome": str(reading.outcome),
        "report_ids": json.dumps(reading.report_ids),
        "read_at": reading.read_at or now(),
    }
    row["row_hash"] = row_hash([row[name] for name in sorted(row)])
    return row


def _reading(row: Row[Any]) -> Reading:
    return Reading(
        **{name: getattr(row, name) for name in (*_TEXTS, "size", "modified", "read_at")},
        outcome=ReadOutcome(row.outcome),
        report_ids=tuple(json.loads(row.report_ids)),
    )


def _storable(text: str) -> str:
    """Write the half characters of a file name that is no UTF-8 by their numbers."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
