"""The full-text index: written in the transaction of what it speaks of, asked word by word.

Two tables of SQLite's FTS5 hold the words of events and of reports, folded (no case, no marks, no
punctuation), cut into trigrams, so that a part of a word is found in every script. A question is
folded the same way before it becomes a pattern: what is left of it has only letters, digits and
blanks, so no sign of a query language survives. Words shorter than a trigram are looked for in
the stored words themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Row,
    Select,
    Table,
    and_,
    delete,
    exists,
    insert,
    select,
    update,
)

from geodata.gazetteer.names import fold_char
from geodata.store.base import SearchHits
from geodata.store.tables import EVENT_WORDS, EVENTS, REPORT_WORDS, REPORTS, VERSIONS

__all__ = [
    "add_missing_words",
    "add_words_of_events",
    "change_words_of_event",
    "count_words_out_of_step",
    "event_words",
    "make_words_anew",
    "remove_words_of_events",
    "report_words",
    "search",
    "set_words_of_report",
]

_OF_EVENT = (
    "toponym",
    "place_name",
    "country",
    "admin1",
    "report_title",
    "source",
    "author",
    "kind",
    "sentence",
)
_OF_REPORT = ("title", "source", "author", "text")
_ROWS_AT_ONCE = 1_000
_EVENTS = select(EVENTS.c.fid, *(EVENTS.c[name] for name in _OF_EVENT))
_NEWEST = select(REPORTS.c.number, *(VERSIONS.c[name] for name in _OF_REPORT)).join_from(
    REPORTS,
    VERSIONS,
    (VERSIONS.c.report_id == REPORTS.c.report_id) & (VERSIONS.c.version == REPORTS.c.version),
)
_MOST_CHARACTERS = 200
_PIECE = re.compile(r'["“”„«»]([^"“”„«»]+)["“”„«»]|(\S+)')


class _Folding(dict[int, str]):
    def __missing__(self, code: int) -> str:
        self[code] = folded = fold_char(chr(code))
        return folded


_FOLDING = _Folding()


def _fold(text: str) -> str:
    return " ".join(text.translate(_FOLDING).split())


def event_words(row: Mapping[str, Any]) -> str:
    """Return the words to find an event by, from its row in the layer."""
    return "\n".join(_fold(row[name]) for name in _OF_EVENT)


def report_words(row: Mapping[str, Any]) -> str:
    """Return the words to find a report by, from the row of its newest version."""
    return "\n".join(_fold(row[name]) for name in _OF_REPORT)


def search(connection: Connection, words: str) -> SearchHits:
    """Return what `Store.search` promises."""
    pieces = list(_pieces(words))
    if not pieces:
        return SearchHits()
    return SearchHits(
        event_ids=tuple(_ids(connection, EVENT_WORDS, EVENTS.c.fid, EVENTS.c.event_id, pieces)),
        report_ids=tuple(
            _ids(connection, REPORT_WORDS, REPORTS.c.number, REPORTS.c.report_id, pieces)
        ),
    )


def _pieces(words: str) -> Iterator[str]:
    for quoted, plain in _PIECE.findall(words[:_MOST_CHARACTERS]):
        if piece := _fold(quoted or plain):
            yield piece


def _ids(
    connection: Connection,
    table: Table,
    number: Column[Any],
    wanted: Column[Any],
    pieces: list[str],
) -> Iterable[str]:
    patterns = [table.c.words.op("GLOB")(f"*{piece}*") for piece in pieces]
    query = select(wanted).join(table, table.c.rowid == number).where(and_(*patterns))
    return connection.execute(query.order_by(number)).scalars()


def add_words_of_events(connection: Connection, report_id: str) -> None:
    """Make the events of a report findable; their rows are in the layer."""
    _insert_events(connection, connection.execute(_EVENTS.where(EVENTS.c.report_id == report_id)))


def change_words_of_event(connection: Connection, event_id: str, row: Mapping[str, Any]) -> None:
    """Make an event findable by what it is now."""
    number = select(EVENTS.c.fid).where(EVENTS.c.event_id == event_id).scalar_subquery()
    statement = update(EVENT_WORDS).where(EVENT_WORDS.c.rowid == number)
    connection.execute(statement.values(words=event_words(row)))


def remove_words_of_events(connection: Connection, report_id: str) -> None:
    """Forget the words of a report's events, before they leave the layer."""
    numbers = select(EVENTS.c.fid).where(EVENTS.c.report_id == report_id)
    connection.execute(delete(EVENT_WORDS).where(EVENT_WORDS.c.rowid.in_(numbers)))


def set_words_of_report(connection: Connection, report_id: str, row: Mapping[str, Any]) -> None:
    """Make a report findable by its newest version."""
    kept = select(REPORTS.c.number).where(REPORTS.c.report_id == report_id)
    number = connection.execute(kept).scalar_one()
    connection.execute(delete(REPORT_WORDS).where(REPORT_WORDS.c.rowid == number))
    connection.execute(insert(REPORT_WORDS).values(rowid=number, words=report_words(row)))


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
