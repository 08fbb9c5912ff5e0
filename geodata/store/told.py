"""The records that a store gives and takes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from geodata.model import Counts, Event, PublishedBasis, Report
from geodata.store.decisions import LogEntry

__all__ = [
    "Kept",
    "Outcome",
    "ReportSummary",
    "Saved",
    "SearchHits",
    "StoredEvent",
    "StoredReport",
]


class Outcome(StrEnum):
    """What saving a report did."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What became of a report.

    Attributes
    ----------
    report_id
        The id it is kept under. Not that of its key where another text has the key already.
    version
        1 for a new report, one more for each edit.
    counts
        Of this report as it is kept now.
    orphaned
        How many decisions belong to events that this version no longer has.
    """

    report_id: str
    outcome: Outcome
    version: int
    counts: Counts
    orphaned: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What is kept of a report before it is saved.

    Attributes
    ----------
    same
        Whether a report with its bytes is kept, as its newest version.
    key
        The key of the report with its id; empty where there is none.
    given_date
        The date that a person gave that report.
    """

    same: bool
    key: str
    given_date: dt.date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSummary:
    """One line of the list of reports."""

    report_id: str
    title: str
    source: str
    url: str
    path: str
    published: dt.date | None
    published_basis: PublishedBasis
    language: str
    version: int
    read_at: str
    notes: tuple[str, ...]
    gaps: tuple[str, ...]
    counts: Counts

    @property
    def label(self) -> str:
        """What to call the report before a person."""
        return self.title or self.path or self.url or self.report_id


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredReport:
    """A report with its text as of one version, and when each version was read (UTC)."""

    report_id: str
    report: Report
    version: int
    read_at: Mapping[int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredEvent:
    """One event in full: as it stands, as the machine found it, and what was decided."""

    report_id: str
    event: Event
    found: Event
    row: Mapping[str, Any]
    history: tuple[LogEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchHits:
    """What a search found, in the order of reading.

    Attributes
    ----------
    event_ids
        Events whose own words hold all that was asked for: the name in the report, the place,
        country and division, the kind, the sentence, and the report's title, source and author.
    report_ids
        Reports whose title, source, author or text (of the newest version) hold it all, whether
        they have such an event or not.
    """

    event_ids: tuple[str, ...] = ()
    report_ids: tuple[str, ...] = ()
