"""A prepared report into the store, in the caller's transaction.

A new report of ten events takes eleven statements. Rows are made elsewhere (`preparing`); they go
in as plain tuples, which costs half of what mappings do.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from geodata.model import Event, Report
from geodata.store.applying import settle
from geodata.store.base import Outcome, Saved
from geodata.store.decisions import Decision
from geodata.store.givens import keep_given
from geodata.store.identity import Identity, identify
from geodata.store.layer import LAYER_ROW
from geodata.store.log import count_orphans, standing_by_event
from geodata.store.preparing import Prepared, Shown, shown
from geodata.store.reading import count_report
from geodata.store.records import Names, load_event, report_row, row_hash
from geodata.store.searching import remove_words_of_events, set_words_of_report
from geodata.store.showing import show_pupils
from geodata.store.tables import EVENTS, FOUND, REPORTS, STATE, VERSIONS
from geodata.store.teaching import Lesson, any_lesson, taught, teachers

__all__ = ["bump_revision", "now", "save_report"]

_BUMP = update(STATE).values(revision=STATE.c.revision + 1)
_NEW_VERSION = update(REPORTS).where(REPORTS.c.report_id == bindparam("mine"))
_KEPT = select(FOUND.c.record).where(FOUND.c.report_id == bindparam("mine")).order_by("number")
_INSERT_FOUND = (
    "INSERT INTO found_events (report_id, event_id, record, row_hash, taught_by) "
    "VALUES (?, ?, ?, ?, ?)"
)
_INSERT_SHOWN = (
    f"INSERT INTO events ({', '.join(LAYER_ROW)}) VALUES ({', '.join('?' * len(LAYER_ROW))})"
)
_INSERT_WORDS = "INSERT INTO event_words (rowid, words) VALUES (?, ?)"


def now() -> str:
    """Return the present second, UTC, as ISO text."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


def bump_revision(connection: Connection) -> None:
    """Tell every reader that something changed."""
    connection.execute(_BUMP)


def save_report(connection: Connection, prepared: Prepared, *, names: Names) -> Saved:
    """Keep a report as `identify` says, with its events, decisions applied again."""
    report = prepared.report
    identity = identify(connection, report)
    mine = prepared.under(identity.report_id, names)
    version, plain = identity.version, False
    outcome = Outcome.UPDATED if version else Outcome.ADDED
    if identity.copy or (identity.same and mine.records == _kept(connection, mine.report_id)):
        outcome = Outcome.UNCHANGED
    else:
        if not identity.same:
            version += 1
            _add_version(connection, report, identity, version)
        plain = _put_events(connection, mine, known=bool(identity.version), names=names)
        bump_revision(connection)
    if not identity.copy:
        keep_given(connection, report, mine.report_id, version)
    counted = mine.counts if plain else count_report(connection, mine.report_id)
    return Saved(
        report_id=mine.report_id,
        outcome=outcome,
        version=version,
        counts=counted,
        orphaned=count_orphans(connection, mine.report_id) if identity.version else 0,
    )


def _kept(connection: Connection, report_id: str) -> tuple[str, ...]:
    return tuple(connection.execute(_KEPT, {"mine": report_id}).scalars())


def _add_version(connection: Connection, report: Report, identity: Identity, version: int) -> None:
    if version == 1:
        connection.execute(
            insert(REPORTS),
            {
                "report_id": identity.report_id,
                "report_key": report.key,
                "unique_key": identity.unique_key,
                "version": version,
            },
        )
    else:
        connection.execute(_NEW_VERSION, {"mine": identity.report_id, "version": version})
    row = report_row(report, report_id=identity.report_id, version=version, read_at=now())
    connection.execute(insert(VERSIONS), row)
    set_words_of_report(connection, identity.report_id, row, new=version == 1)


def _put_events(connection: Connection, mine: Prepared, *, known: bool, names: Names) -> bool:
    """Keep the events instead of those there are; say whether they are shown as they were found."""
    decided = standing_by_event(connection, mine.report_id) if known else {}
    if known:
        _remove_events(connection, mine.report_id)
    lessons: Mapping[str, Lesson] = {}
    if mine.records and any_lesson(connection):
        events = [load_event(record) for record in mine.records]
        lessons = teachers(connection, mine.report, mine.report_id, events)
    if mine.records:
        _add_found(connection, mine, lessons)
        _add_shown(connection, _as_they_stand(mine, lessons, decided, names))
    for event_id in decided:
        show_pupils(connection, event_id, names)
    return not lessons and not decided


def _as_they_stand(
    mine: Prepared,
    lessons: Mapping[str, Lesson],
    decided: Mapping[str, Sequence[Decision]],
    names: Names,
) -> list[Shown]:
    """Return the rows, with those anew that a lesson or a decision is about."""
    rows = list(mine.shown)
    for k, event_id in enumerate(mine.event_ids):
        if event_id in lessons or event_id in decided:
            found: Event = load_event(mine.records[k])
            learnt = taught(found, lessons.get(event_id), source=mine.report.source)
            event = settle(learnt, decided.get(event_id, ()))
            rows[k] = shown(mine.report, mine.report_id, event, names)
    return rows


def _remove_events(connection: Connection, report_id: str) -> None:
    remove_words_of_events(connection, report_id)
    for table in (EVENTS, FOUND):
        connection.execute(delete(table).where(table.c.report_id == report_id))


def _add_found(connection: Connection, mine: Prepared, lessons: Mapping[str, Lesson]) -> None:
    rows = [
        (
            mine.report_id,
            event_id,
            record,
            row_hash([mine.report_id, event_id, record]),
            lessons[event_id].event_id if event_id in lessons else None,
        )
        for event_id, record in zip(mine.event_ids, mine.records, strict=True)
    ]
    connection.exec_driver_sql(_INSERT_FOUND, rows)


def _add_shown(connection: Connection, rows: Sequence[Shown]) -> None:
    """Keep rows of the layer and their words; the numbers of the rows follow one another."""
    connection.exec_driver_sql(_INSERT_SHOWN, [row for row, _ in rows])
    last = int(connection.exec_driver_sql("SELECT last_insert_rowid()").scalar_one())
    numbers = range(last - len(rows) + 1, last + 1)
    words = [(number, text) for number, (_, text) in zip(numbers, rows, strict=True)]
    connection.exec_driver_sql(_INSERT_WORDS, words)
