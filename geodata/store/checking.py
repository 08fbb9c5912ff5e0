"""Looking for damage, also for what the database itself does not notice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select

from geodata.store.applying import settle
from geodata.store.geopackage import point_blob
from geodata.store.log import standing_everywhere
from geodata.store.records import day_text, row_hash
from geodata.store.searching import count_words_out_of_step
from geodata.store.tables import (
    DECISIONS,
    EVENTS,
    FOUND,
    GIVEN_ROWS,
    LAYER_COLUMNS,
    READINGS,
    REPORTS,
    VERSIONS,
)
from geodata.store.teaching import as_taught

__all__ = ["faults_of"]

_SHOWN = 20


def faults_of(connection: Connection) -> Iterator[str]:
    """Yield what is wrong, in words; nothing if all is well."""
    for (verdict,) in connection.exec_driver_sql(f"PRAGMA integrity_check({_SHOWN})"):
        if verdict != "ok":
            yield f"the database file is damaged: {verdict}; go back to a backup"
    for table, row, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield f"row {row} of {table} has lost its row in {parent}; go back to a backup"
    yield from _changed_rows(connection)
    yield from _uncounted(connection)
    yield from _undecided(connection)
    if lost := count_words_out_of_step(connection):
        yield f"{lost} events and reports are not found by their words: dateline check --repair"


def _changed_rows(connection: Connection) -> Iterator[str]:
    found = ["report_id", "event_id", "record"]
    version = sorted({c.name for c in VERSIONS.c} - {"number", "row_hash"})
    decision = sorted({c.name for c in DECISIONS.c} - {"number", "row_hash"})
    noted = sorted({c.name for c in READINGS.c} - {"number", "row_hash"})
    given = ["given", "report_id", "version"]
    hashed = (
        (FOUND, found),
        (VERSIONS, version),
        (GIVEN_ROWS, given),
        (DECISIONS, decision),
        (READINGS, noted),
    )
    for table, names in hashed:
        for row in _streamed(connection, select(table)):
            if row_hash([getattr(row, name) for name in names]) != row.row_hash:
                yield f"row {row.number} of {table.name} is not as it was written; see a backup"
    for row in _streamed(connection, select(EVENTS)):
        values = [getattr(row, name) for name in LAYER_COLUMNS]
        if row_hash(values) != row.row_hash or row.geom != point_blob(row.longitude, row.latitude):
            yield (
                f"event {row.event_id} was changed by another program; "
                "correct it in Dateline, or read its report again"
            )


def _uncounted(connection: Connection) -> Iterator[str]:
    found = connection.execute(select(func.count()).select_from(FOUND)).scalar_one()
    shown = connection.execute(
        select(func.count()).select_from(EVENTS).join(FOUND, FOUND.c.event_id == EVENTS.c.event_id)
    ).scalar_one()
    layer = connection.execute(select(func.count()).select_from(EVENTS)).scalar_one()
    if not found == shown == layer:
        yield f"{found} events were found, {shown} of {layer} in the layer are theirs"
    headless = connection.execute(
        select(func.count())
        .select_from(REPORTS)
        .outerjoin(
            VERSIONS,
            (VERSIONS.c.report_id == REPORTS.c.report_id)
            & (VERSIONS.c.version == REPORTS.c.version),
        )
        .where(VERSIONS.c.number.is_(None))
    ).scalar_one()
    if headless:
        yield f"{headless} reports have lost their newest version; go back to a backup"


def _undecided(connection: Connection) -> Iterator[str]:
    """Yield the events that do not show what was decided about them."""
    for event_id, decisions in standing_everywhere(connection).items():
        found = connection.execute(select(FOUND).where(FOUND.c.event_id == event_id)).first()
        shown = connection.execute(select(EVENTS).where(EVENTS.c.event_id == event_id)).first()
        if found is None or shown is None:
            continue
        event = settle(as_taught(connection, found, shown.source), decisions)
        place = event.resolution.place
        wanted = (event.status, day_text(event.date.start), place.name if place else "")
        if wanted != (shown.status, shown.date_start, shown.place_name):
            yield f"event {event_id} does not show what was decided about it; decide it again"


def _streamed(connection: Connection, query: Select[Any]) -> Iterator[Row[Any]]:
    yield from connection.execute(query.execution_options(yield_per=5000))
