"""Which kept report a newly read one is: the same, an edited version of one, or another.

1. Bytes that are kept already as the newest version of a report with the same key: the same
   report; with another title, source or date (a person's, say) a new version of it. With another
   key but the same text: a copy, of which nothing is kept.
2. A key that is kept already, and a text that shares at least half of its word triples with the
   kept one (half of the shorter text's, so that a growing live page stays one report): a new
   version. Where several texts share a key, the nearest counts.
3. A key that is kept already with a different text (a file name used again, a link whose page was
   replaced): another report, whose key is made unique by its content. Nothing is overwritten.
4. Else a new report.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from geodata.model import Report, digest
from geodata.store.records import report_row
from geodata.store.tables import REPORTS, VERSIONS

__all__ = ["Identity", "identify", "share_of_text"]

_NEWEST = select(REPORTS, *(c for c in VERSIONS.c if c.name not in REPORTS.c)).join_from(
    REPORTS,
    VERSIONS,
    (VERSIONS.c.report_id == REPORTS.c.report_id) & (VERSIONS.c.version == REPORTS.c.version),
)
_SAME_BYTES = _NEWEST.where(VERSIONS.c.content_hash == bindparam("mine"))
_SAME_KEY = _NEWEST.where(REPORTS.c.report_key == bindparam("mine"))
_SAME_REPORT = 0.5
_COMPARED_CHARACTERS = 1_000_000
# Scripts written without spaces count by the character.
_WORD = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af]|[^\W\u2e80-\u9fff\uac00-\ud7af]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """The id and key to keep a report under.

    Attributes
    ----------
    version
        The newest one that is kept; 0 for a new report.
    same
        Whether that version says all that the report says.
    copy
        Whether the same text is kept under another key.
    """

    report_id: str
    unique_key: str
    version: int = 0
    same: bool = False
    copy: bool = False


_Kept = Row[Any]


def identify(connection: Connection, report: Report) -> Identity:
    """Apply the module's rules."""
    same_bytes = connection.execute(_SAME_BYTES, {"mine": report.content_hash}).all()
    for row in same_bytes:
        if row.report_key == report.key and row.text == report.text:
            return _identity(row, same=_says_the_same(row, report))
    for row in same_bytes:
        if row.text == report.text:
            return _identity(row, copy=True)
    same_key = connection.execute(_SAME_KEY, {"mine": report.key}).all()
    return _by_text(same_key, report)


def _by_text(same_key: Sequence[_Kept], report: Report) -> Identity:
    if not same_key:
        return Identity(report_id=report.report_id, unique_key=report.key)
    shares = [share_of_text(row.text, report.text) for row in same_key]
    if max(shares) >= _SAME_REPORT:
        return _identity(same_key[shares.index(max(shares))])
    unique_key = f"{report.key}#{report.content_hash}"
    taken = next((row for row in same_key if row.unique_key == unique_key), None)
    if taken is not None:
        return _identity(taken)
    return Identity(report_id=digest("report", unique_key), unique_key=unique_key)


def _identity(row: _Kept, *, same: bool = False, copy: bool = False) -> Identity:
    return Identity(
        report_id=row.report_id,
        unique_key=row.unique_key,
        version=row.version,
        same=same,
        copy=copy,
    )


def _says_the_same(row: _Kept, report: Report) -> bool:
    kept = row._asdict()
    return all(
        kept[name] == value for name, value in report_row(report).items() if name != "row_hash"
    )


def share_of_text(one: str, other: str) -> float:
    """Return which part (0-1) of the shorter text's word triples the other text has too.

    Linear in the length of the texts, of which the first million characters count.
    """
    first, second = _triples(one), _triples(other)
    shorter = min(first.total(), second.total())
    return (first & second).total() / shorter if shorter else float(one == other)


def _triples(text: str) -> Counter[tuple[str, ...]]:
    words = [m.group().casefold() for m in _WORD.finditer(text, 0, _COMPARED_CHARACTERS)]
    if len(words) < 3:
        return Counter([tuple(words)] if words else [])
    return Counter(zip(words, words[1:], words[2:], strict=False))
