"""Events by their ids or their report, as the machine found them and as they stand."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from sqlalchemy import Connection, select

from geodata.model import Event
from geodata.store.applying import settle
from geodata.store.log import standing_by_event
from geodata.store.records import load_event
from geodata.store.tables import FOUND
from geodata.store.teaching import as_taught, source_of

__all__ = ["events_of_report", "found_events"]

_AT_ONCE = 500


def found_events(connection: Connection, event_ids: Collection[str]) -> dict[str, Event]:
    """Return the events with these ids as the machine found them; unknown ids are left out."""
    return {event.event_id: event for event in _found(connection, sorted(event_ids))}


def _found(connection: Connection, event_ids: list[str]) -> Iterator[Event]:
    for start in range(0, len(event_ids), _AT_ONCE):
        wanted = FOUND.c.event_id.in_(event_ids[start : start + _AT_ONCE])
        for record in connection.execute(select(FOUND.c.record).where(wanted)).scalars():
            yield load_event(record)


def events_of_report(connection: Connection, report_id: str) -> list[Event]:
    """Return a report's events as they stand, in the order of its text."""
    mine = connection.execute(
        select(FOUND).where(FOUND.c.report_id == report_id).order_by(FOUND.c.number)
    ).all()
    decided = standing_by_event(connection, report_id)
    source = source_of(connection, report_id) if mine else ""
    learnt = [as_taught(connection, found, source) for found in mine]
    return [settle(event, decided.get(event.event_id, ())) for event in learnt]
