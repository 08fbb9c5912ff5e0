"""Questions to the full-text index: which events and reports hold all the words.

A question is folded as the stored words are before it becomes a pattern: what is left of it has
only letters, digits and blanks, so no sign of a query language survives. A piece of three letters
or more is a phrase of trigrams, which the index answers by itself, without reading the words. One
or two letters are found by the trigrams that begin with them; where there are too many of those,
the stored words are looked through.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection

from geodata.folding import pieces
from geodata.store.base import SearchHits

__all__ = ["numbers_of_events", "search"]

Numbers = npt.NDArray[np.int64]

_TRIGRAM = 3
_MOST_TRIGRAMS = 100
# Fewer rows than this are fetched one by one, more by reading all ids in one go.
_FEW = 20_000
_LAST = chr(0x10FFFF)


def search(connection: Connection, words: str) -> SearchHits:
    """Return what `Store.search` promises."""
    return SearchHits(
        event_ids=_ids(
            connection, "events", "fid", "event_id", numbers_of_events(connection, words)
        ),
        report_ids=_ids(
            connection,
            "reports",
            "number",
            "report_id",
            _numbers(connection, "report_words", words),
        ),
    )


def numbers_of_events(connection: Connection, words: str) -> Numbers:
    """Return the numbers of the events that hold all the words, ascending."""
    return _numbers(connection, "event_words", words)


def _numbers(connection: Connection, table: str, words: str) -> Numbers:
    matched, looked_through = list[str](), list[str]()
    for piece in dict.fromkeys(pieces(words)):
        trigrams: list[str] | None
        trigrams = [piece] if len(piece) >= _TRIGRAM else _beginning(connection, table, piece)
        if trigrams is None:
            looked_through.append(piece)
        elif not trigrams:
            return np.empty(0, dtype=np.int64)
        else:
            matched.append(" OR ".join(_quoted(t) for t in trigrams))
    if not matched and not looked_through:
        return np.empty(0, dtype=np.int64)
    conditions = [f"{table} MATCH ?"] * bool(matched) + ["instr(words, ?)"] * len(looked_through)
    asked = (*[" AND ".join(f"({m})" for m in matched)] * bool(matched), *looked_through)
    # One text of all numbers: a million rows would take as long again to become Python's.
    told = connection.exec_driver_sql(
        f"SELECT group_concat(rowid) FROM {table} WHERE {' AND '.join(conditions)}", asked
    ).scalar()
    return np.sort(np.fromstring(told or "", dtype=np.int64, sep=","))


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _beginning(connection: Connection, table: str, piece: str) -> list[str] | None:
    """Return the trigrams that begin with one or two letters; None if there are very many."""
    if len(piece) == 1 and piece.isascii():
        return None
    connection.exec_driver_sql(
        f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.terms_of_{table} "
        f"USING fts5vocab(main, {table}, 'row')"
    )
    found = connection.exec_driver_sql(
        f"SELECT term FROM temp.terms_of_{table} WHERE term >= ? AND term < ? LIMIT ?",
        (piece, piece + _LAST, _MOST_TRIGRAMS + 1),
    ).scalars()
    trigrams = list(found)
    return trigrams if len(trigrams) <= _MOST_TRIGRAMS else None


def _ids(
    connection: Connection, table: str, number: str, wanted: str, numbers: Numbers
) -> tuple[str, ...]:
    """Return the ids of rows, in the order of their numbers."""
    if len(numbers) < _FEW:
        return tuple(_few(connection, table, number, wanted, numbers))
    # The index of ids holds the numbers too, and is a tenth of the table.
    result = connection.exec_driver_sql(f"SELECT {number}, {wanted} FROM {table}")
    rows: Sequence[Any] = result.cursor.fetchall() if result.cursor else []
    result.close()
    known = np.fromiter((row[0] for row in rows), dtype=np.int64, count=len(rows))
    order = np.argsort(known)
    at = order[np.searchsorted(known, numbers, sorter=order)]
    return tuple(rows[k][1] for k in at.tolist())


def _few(
    connection: Connection, table: str, number: str, wanted: str, numbers: Numbers
) -> Iterator[str]:
    for start in range(0, len(numbers), 500):
        some = numbers[start : start + 500].tolist()
        marks = ", ".join("?" * len(some))
        yield from connection.exec_driver_sql(
            f"SELECT {wanted} FROM {table} WHERE {number} IN ({marks}) ORDER BY {number}",
            tuple(some),
        ).scalars()
