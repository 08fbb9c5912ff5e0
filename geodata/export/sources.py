"""What stands behind the events: the reports, and what became of every input, as tables."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

import pandas as pd

from geodata.model import Reading

if TYPE_CHECKING:
    from geodata.store import ReportSummary

__all__ = ["readings_tables", "reports_tables"]

_Row = TypeVar("_Row")
_ROWS_AT_ONCE = 2_000
_REPORT_TEXTS = (
    "report_id", "title", "source", "author", "url", "path", "published_basis", "language",
    "read_at", "notes", "gaps",
)  # fmt: skip
_COUNTS = ("places", "placed", "unplaced", "dated", "undated")
_READING_TEXTS = (
    "name", "path", "outcome", "why", "media_type", "content_hash", "report_ids", "read_at",
)  # fmt: skip


def reports_tables(
    summaries: Iterable[ReportSummary], chosen: Collection[str] | None = None
) -> Iterator[pd.DataFrame]:
    """Yield one row per report, in tables of some thousand rows; the first may be empty.

    Parameters
    ----------
    summaries
        As `geodata.store.Store.each_report` gives them.
    chosen
        Ids of the reports wanted; None is all.
    """
    return _in_tables(
        (s for s in summaries if chosen is None or s.report_id in chosen), _reports_table
    )


def readings_tables(readings: Iterable[Reading]) -> Iterator[pd.DataFrame]:
    """Yield one row per input: read, partly read (why) or refused (why)."""
    return _in_tables(readings, _readings_table)


def _in_tables(
    rows: Iterable[_Row], make: Callable[[list[_Row]], pd.DataFrame]
) -> Iterator[pd.DataFrame]:
    left = iter(rows)
    yield make(list(islice(left, _ROWS_AT_ONCE)))
    while some := list(islice(left, _ROWS_AT_ONCE)):
        yield make(some)


def _reports_table(rows: list[ReportSummary]) -> pd.DataFrame:
    columns: dict[str, object] = {
        name: pd.array([_text(getattr(s, name, "")) for s in rows], dtype="str")
        for name in _REPORT_TEXTS
    }
    columns["published"] = pd.Series([s.published for s in rows], dtype="datetime64[ms]")
    columns["version"] = pd.array([s.version for s in rows], dtype="int64")
    for name in _COUNTS:
        columns[name] = pd.array([getattr(s.counts, name) for s in rows], dtype="int64")
    return pd.DataFrame(columns)


def _readings_table(rows: list[Reading]) -> pd.DataFrame:
    columns: dict[str, object] = {
        name: pd.array([_text(getattr(r, name)) for r in rows], dtype="str")
        for name in _READING_TEXTS
    }
    columns["size"] = pd.array([r.size for r in rows], dtype="int64")
    return pd.DataFrame(columns)


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return json.dumps(value, ensure_ascii=False) if value else ""
    return str(value)
