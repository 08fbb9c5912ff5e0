"""What stands behind the events: the reports, and what became of every input, as tables."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

import pandas as pd

from geodata.model import Reading

if TYPE_CHECKING:
    from geodata.store import ReportSummary

__all__ = ["readings_table", "reports_table"]

_REPORT_TEXTS = (
    "report_id", "title", "source", "author", "url", "path", "published_basis", "language",
    "read_at", "notes", "gaps",
)  # fmt: skip
_COUNTS = ("places", "placed", "unplaced", "dated", "undated")
_READING_TEXTS = (
    "name", "path", "outcome", "why", "media_type", "content_hash", "report_ids", "read_at",
)  # fmt: skip


def reports_table(
    summaries: Iterable[ReportSummary], chosen: Collection[str] | None = None
) -> pd.DataFrame:
    """Return one row per report.

    Parameters
    ----------
    summaries
        As `geodata.store.Store.reports` gives them.
    chosen
        Ids of the reports wanted; None is all.
    """
    rows = [s for s in summaries if chosen is None or s.report_id in chosen]
    columns: dict[str, object] = {
        name: pd.array([_text(getattr(s, name, "")) for s in rows], dtype="str")
        for name in _REPORT_TEXTS
    }
    columns["published"] = pd.Series([s.published for s in rows], dtype="datetime64[ms]")
    columns["version"] = pd.array([s.version for s in rows], dtype="int64")
    for name in _COUNTS:
        columns[name] = pd.array([getattr(s.counts, name) for s in rows], dtype="int64")
    return pd.DataFrame(columns)


def readings_table(readings: Iterable[Reading]) -> pd.DataFrame:
    """Return one row per input: read, partly read (why) or refused (why)."""
    rows = list(readings)
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
