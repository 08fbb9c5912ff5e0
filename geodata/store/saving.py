"""A report and its events into the store, in the caller's transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection, delete, insert, select, update

from geodata.model import Event, Report, digest
from geodata.store.applying import settle
from geodata.store.base import Outcome, Saved
from geodata.store.identity import Identity, identify
from geodata.store.log import count_orphans, standing_by_event
from geodata.store.reading import count_report
from geodata.store.records import Names, dump_event, layer_row, report_row, row_hash
from geodata.store.searching import (
    add_words_of_events,
    remove_words_of_events,
    set_words_of_report,
)
from geodata.store.showing import show_pupils
from geodata.store.tables import EVENTS, FOUND, REPORTS, STATE, VERSIONS
from geodata.store.teaching import Lesson, taught, teachers

__all__ = ["bump_revision", "now", "save_report"]


def now() -> str:
    """Return the present second, UTC, as ISO text."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


def bump_revision(connection: Connection) -> None:
    """Tell every reader that something changed."""
    connection.execute(update(STATE).values(revision=STATE.c.revision + 1))


def save_report(
    connection: Connection, report: Report, events: Sequence[Event], *, names: Names
) -> Saved:
    """Keep a report as `identify` says, with its events, decisions applied again."""
    identity = identify(connection, report)
    found = list(_with_own_ids(events, report, identity.report_id))
    records = [dump_event(event) for event in found]
    version = identity.version
    outcome = Outcome.UPDATED if version else Outcome.ADDED
    if identity.copy or (identity.same and records == _kept(connection, identity.report_id)):
        outcome = Outcome.UNCHANGED
    else:
        if not identity.same:
            version += 1
            _add_version(connection, report, identity, version)
        _remove_events(connection, identity.report_id)
        if found:
            lessons = teachers(connection, report, identity.report_id, found)
            _add_found(connection, identity.report_id, found, records, lessons)
            learnt = [taught(e, lessons.get(e.event_id), source=report.source) for e in found]
            _add_shown(connection, report, identity.report_id, learnt, names)
        for event_id in standing_by_event(connection, identity.report_id):
            show_pupils(connection, event_id, names)
        bump_revision(connection)
    return Saved(
        report_id=identity.report_id,
        outcome=outcome,
        version=version,
        counts=count_report(connection, identity.report_id),
        orphaned=count_orphans(connection, identity.report_id),
    )


def _kept(connection: Connection, report_id: str) -> list[str]:
    mine = select(FOUND.c.record).where(FOUND.c.report_id == report_id)
    return list(connection.execute(mine.order_by(FOUND.c.number)).scalars())


def _add_version(connection: Connection, report: Report, identity: Identity, version: int) -> None:
    mine = REPORTS.c.report_id == identity.report_id
    if version == 1:
        connection.execute(
            insert(REPORTS).values(
                report_id=identity.report_id,
                report_key=report.key,
                unique_key=identity.unique_key,
                version=version,
            )
        )
    connection.execute(update(REPORTS).where(mine).values(version=version))
    row = report_row(report, report_id=identity.report_id, version=version, read_at=now())
    connection.execute(insert(VERSIONS).values(**row))
    set_words_of_report(connection, identity.report_id, row)


def _remove_events(connection: Connection, report_id: str) -> None:
    remove_words_of_events(connection, report_id)
    for table in (EVENTS, FOUND):
        connection.execute(delete(table).where(table.c.report_id == report_id))


def _add_found(
    connection: Connection,
    report_id: str,
    found: Sequence[Event],
    records: Sequence[str],
    lessons: Mapping[str, Lesson],
) -> None:
    rows = [
        {
            "taught_by": lessons[event.event_id].event_id if event.event_id in lessons else None,
            "report_id": report_id,
            "event_id": event.event_id,
            "record": record,
            "row_hash": row_hash([report_id, event.event_id, record]),
        }
        for event, record in zip(found, records, strict=True)
    ]
    connection.execute(insert(FOUND), rows)


def _add_shown(
    connection: Connection, report: Report, report_id: str, found: Sequence[Event], names: Names
) -> None:
    decided = standing_by_event(connection, report_id)
    settled = (settle(event, decided.get(event.event_id, ())) for event in found)
    rows = [layer_row(report, report_id, event, names) for event in settled]
    connection.execute(insert(EVENTS), rows)
    add_words_of_events(connection, report_id)


def _with_own_ids(events: Sequence[Event], report: Report, report_id: str) -> Iterator[Event]:
    """Yield the events with ids that no other event has, the same ones at every reading."""
    seen: dict[str, int] = {}
    for event in events:
        event_id = event.event_id
        if report_id != report.report_id:
            event_id = digest("event", report_id, event_id)
        seen[event_id] = seen.get(event_id, 0) + 1
        if seen[event_id] > 1:
            event_id = digest("event", event_id, str(seen[event_id]))
        yield event if event_id == event.event_id else replace(event, event_id=event_id)
