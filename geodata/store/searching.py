"""The full-text index, written in the transaction of what it speaks of.

Two tables of SQLite's FTS5 hold the words of events and of reports, folded (no case, no marks, no
punctuation), cut into trigrams, so that a part of a word is found in every script.
`geodata.store.asking` puts the questions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Row,
    Select,
    bindparam,
    delete,
    exists,
    insert,
    select,
    update,
)

from geodata.query.terms import TEXT_COLUMNS
from geodata.store.tables import EVENT_WORDS, EVENTS, REPORT_WORDS, REPORTS, VERSIONS
from geodata.store.words import OF_REPORT, event_words, report_words

__all__ = [
    "add_missing_words",
    "change_words_of_event",
    "count_words_out_of_step",
    "make_words_anew",
    "remove_words_of_events",
    "set_words_of_report",
]

_ROWS_AT_ONCE = 1_000
_EVENTS = select(EVENTS.c.fid, *(EVENTS.c[name] for name in TEXT_COLUMNS))
_NEWEST = select(REPORTS.c.number, *(VERSIONS.c[name] for name in OF_REPORT)).join_from(
    REPORTS,
    VERSIONS,
    (VERSIONS.c.report_id == REPORTS.c.report_id) & (VERSIONS.c.version == REPORTS.c.version),
)
_NUMBER = select(REPORTS.c.number).where(REPORTS.c.report_id == bindparam("mine"))


def change_words_of_event(connection: Connection, event_id: str, row: Mapping[str, Any]) -> None:
    """Make an event findable by what it is now."""
    number = select(EVENTS.c.fid).where(EVENTS.c.event_id == event_id).scalar_subquery()
    statement = update(EVENT_WORDS).where(EVENT_WORDS.c.rowid == number)
    connection.execute(statement.values(words=event_words(row)))


def remove_words_of_events(connection: Connection, report_id: str) -> None:
    """Forget the words of a report's events, before they leave the layer."""
    numbers = select(EVENTS.c.fid).where(EVENTS.c.report_id == report_id)
    connection.execute(delete(EVENT_WORDS).where(EVENT_WORDS.c.rowid.in_(numbers)))


def set_words_of_report(
    connection: Connection, report_id: str, row: Mapping[str, Any], *, new: bool = False
) -> None:
    """Make a report findable by its newest version."""
    number = connection.execute(_NUMBER, {"mine": report_id}).scalar_one()
    if not new:
        connection.execute(delete(REPORT_WORDS).where(REPORT_WORDS.c.rowid == number))
    connection.execute(insert(REPORT_WORDS), {"rowid": number, "words": report_words(row)})


def make_words_anew(connection: Connection) -> None:
    """Make everything findable again, whatever the indexes hold."""
    for table in (EVENT_WORDS, REPORT_WORDS):
        connection.execute(delete(table))
    add_missing_words(connection)


def count_words_out_of_step(connection: Connection) -> int:
    """Count the events and reports whose words in the indexes are not those that they have now."""
    lost = 0
    of_events = _EVENTS.add_columns(EVENT_WORDS.c.words).outerjoin(
        EVENT_WORDS, EVENT_WORDS.c.rowid == EVENTS.c.fid
    )
    of_reports = _NEWEST.add_columns(REPORT_WORDS.c.words).outerjoin(
        REPORT_WORDS, REPORT_WORDS.c.rowid == REPORTS.c.number
    )
    for query, number, words_of in (
        (of_events, EVENTS.c.fid, event_words),
        (of_reports, REPORTS.c.number, report_words),
    ):
        for rows in _in_parts(connection, query, number):
            lost += sum(row.words != words_of(row._asdict()) for row in rows)
    return lost


def add_missing_words(connection: Connection) -> None:
    """Make everything findable that is not yet: after a migration, say."""
    missing = ~exists().where(EVENT_WORDS.c.rowid == EVENTS.c.fid)
    for rows in _in_parts(connection, _EVENTS.where(missing), EVENTS.c.fid):
        _insert_events(connection, rows)
    missing = ~exists().where(REPORT_WORDS.c.rowid == REPORTS.c.number)
    for rows in _in_parts(connection, _NEWEST.where(missing), REPORTS.c.number):
        made = [{"rowid": row.number, "words": report_words(row._asdict())} for row in rows]
        connection.execute(insert(REPORT_WORDS), made)


def _in_parts(
    connection: Connection, query: Select[Any], number: Column[Any]
) -> Iterator[Sequence[Row[Any]]]:
    after = -1
    part = query.order_by(number).limit(_ROWS_AT_ONCE)
    while rows := connection.execute(part.where(number > after)).all():
        yield rows
        after = rows[-1][0]


def _insert_events(connection: Connection, rows: Iterable[Row[Any]]) -> None:
    made = [{"rowid": row.fid, "words": event_words(row._asdict())} for row in rows]
    if made:
        connection.execute(insert(EVENT_WORDS), made)
