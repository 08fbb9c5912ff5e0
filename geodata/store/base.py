"""What every store can do, and the records that it gives and takes.

A store keeps reports with every version of their text, the events that were found in them, and
an append-only log of what people decided about those events. What is shown of an event is always
what the machine found with the decisions applied to it, so a later reading of the same report
never overwrites a person.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol, Self

import geopandas as gpd

from geodata.model import (
    Counts,
    DateRole,
    Event,
    Place,
    PlacePrecision,
    PublishedBasis,
    Report,
    TimeSpan,
)
from geodata.query import EventQuery

if TYPE_CHECKING:
    from geodata.resolution.base import Home

__all__ = [
    "Decision",
    "DecisionKind",
    "LogEntry",
    "Outcome",
    "ReportSummary",
    "Saved",
    "Store",
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


class DecisionKind(StrEnum):
    """What a person can decide about an event."""

    PLACE = "place"
    DATE = "date"
    CONFIRM = "confirm"
    REJECT = "reject"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a person decided about one event; made with the class methods.

    `place` None of a PLACE decision means "none of these".
    """

    kind: DecisionKind
    place: Place | None = None
    place_precision: PlacePrecision = PlacePrecision.UNKNOWN
    date: TimeSpan | None = None
    date_role: DateRole | None = None

    @classmethod
    def at(cls, place: Place, precision: PlacePrecision = PlacePrecision.UNKNOWN) -> Self:
        """Put the event at a runner-up or at any other row of the gazetteer."""
        return cls(kind=DecisionKind.PLACE, place=place, place_precision=precision)

    @classmethod
    def at_point(cls, *, latitude: float, longitude: float, name: str = "") -> Self:
        """Put the event at a point on the map, in WGS 84 degrees."""
        place = Place(
            geonameid=0,
            name=name,
            latitude=latitude,
            longitude=longitude,
            feature_class="",
            feature_code="",
        )
        return cls.at(place, PlacePrecision.EXACT)

    @classmethod
    def nowhere(cls) -> Self:
        """Take the place away: none of the candidates is meant."""
        return cls(kind=DecisionKind.PLACE)

    @classmethod
    def on(cls, date: TimeSpan, role: DateRole | None = DateRole.EVENT) -> Self:
        """Give the event another date; an unknown span takes the date away."""
        return cls(kind=DecisionKind.DATE, date=date, date_role=role if date.known else None)

    @classmethod
    def confirm(cls) -> Self:
        """Stand behind the event as it is."""
        return cls(kind=DecisionKind.CONFIRM)

    @classmethod
    def reject(cls) -> Self:
        """Say that this is no event."""
        return cls(kind=DecisionKind.REJECT)


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    """One line of the log of decisions.

    Attributes
    ----------
    what
        A `DecisionKind`, "undo" or "redo".
    target
        The entry undone or redone; None for a decision.
    before, after
        The event's columns that changed.
    """

    number: int
    event_id: str
    report_id: str
    who: str
    when: str
    what: str
    target: int | None
    before: Mapping[str, Any]
    after: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredEvent:
    """One event in full: as it stands, as the machine found it, and what was decided."""

    report_id: str
    event: Event
    found: Event
    row: Mapping[str, Any]
    history: tuple[LogEntry, ...]


class Store(Protocol):
    """Reports, events and decisions, kept. One object may be shared by threads.

    Every method may raise `StoreError`, which says what to do next.
    """

    def save(self, report: Report, events: Sequence[Event]) -> Saved:
        """Keep a report and its events in one transaction; decisions are applied again.

        What is kept already with the same content and the same events stays unchanged; an edited
        text, or another title, source or date of the same text, becomes a new version.
        """
        ...

    def has(self, content_hash: str) -> bool:
        """Say whether a report with these bytes is kept, as its newest version."""
        ...

    def reports(self) -> list[ReportSummary]:
        """List the reports, first read first."""
        ...

    def report(self, report_id: str, *, version: int | None = None) -> StoredReport:
        """Return a report with its text; by default its newest version."""
        ...

    def frame(self) -> gpd.GeoDataFrame:
        """Return every event as a GeoDataFrame of the schema, cached by revision."""
        ...

    def events(self, query: EventQuery = ...) -> gpd.GeoDataFrame:
        """Return the events that pass the filter."""
        ...

    def event(self, event_id: str) -> StoredEvent:
        """Return one event with runners-up and history."""
        ...

    def counts(self) -> Counts:
        """Count what is kept."""
        ...

    def home(self, source: str, *, excluding: str = "") -> Home:
        """Say where an outlet's newest reports are about, leaving one report out."""
        ...

    def decide(self, event_id: str, decision: Decision, *, who: str) -> LogEntry:
        """Log a decision and apply it."""
        ...

    def undo(self, *, who: str) -> LogEntry | None:
        """Take the newest standing decision back; None if there is none."""
        ...

    def redo(self, *, who: str) -> LogEntry | None:
        """Apply again what was undone last, unless something was decided since."""
        ...

    def orphans(self) -> list[LogEntry]:
        """List standing decisions about events that no report has any more."""
        ...

    def corrections(self) -> list[tuple[str, Place]]:
        """List the names that people placed and their places, each pair once."""
        ...

    def revision(self) -> int:
        """Return a number that grows with every change."""
        ...

    def backup(self, path: Path) -> None:
        """Write a consistent copy while the store is in use."""
        ...

    def check(self) -> list[str]:
        """Look for damage; an empty list means none was found."""
        ...

    def close(self) -> None:
        """Let go of the file."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...
