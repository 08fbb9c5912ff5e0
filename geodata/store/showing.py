"""An event's row in the layer: what the machine found, what it learnt, and what was decided."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, select, update

from geodata.store.applying import settle
from geodata.store.decisions import Decision
from geodata.store.log import standing
from geodata.store.reading import read_report
from geodata.store.records import Names, layer_row
from geodata.store.searching import change_words_of_event
from geodata.store.tables import EVENTS, FOUND, LAYER_COLUMNS
from geodata.store.teaching import as_taught, refresh_lesson

__all__ = ["show", "show_pupils"]

_Columns = dict[str, Any]


def show(
    connection: Connection, event_id: str, decisions: Iterable[Decision], names: Names
) -> tuple[_Columns, _Columns]:
    """Write the event's row anew and return the columns that changed, before and after."""
    found = connection.execute(select(FOUND).where(FOUND.c.event_id == event_id)).first()
    if found is None:
        return {}, {}
    wanted = [EVENTS.c[name] for name in LAYER_COLUMNS]
    kept = connection.execute(select(*wanted).where(EVENTS.c.event_id == event_id)).one()
    report = read_report(connection, found.report_id, None).report
    event = settle(as_taught(connection, found, report.source), decisions)
    row = layer_row(report, found.report_id, event, names)
    connection.execute(update(EVENTS).where(EVENTS.c.event_id == event_id).values(**row))
    change_words_of_event(connection, event_id, row)
    before = kept._asdict()
    changed = [name for name in LAYER_COLUMNS if before[name] != row[name]]
    return {name: before[name] for name in changed}, {name: row[name] for name in changed}


def show_pupils(connection: Connection, event_id: str, names: Names) -> None:
    """Pass on what was decided about an event to the events that learnt from it."""
    for pupil in refresh_lesson(connection, event_id):
        show(connection, pupil, standing(connection, pupil).values(), names)
