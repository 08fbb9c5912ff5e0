"""What people decide about events, and what a store does with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol, Self

from geodata.model import DateRole, Place, PlacePrecision, TimeSpan

__all__ = ["Decision", "DecisionKind", "Decisions", "LogEntry"]


class DecisionKind(StrEnum):
    """What a person can decide about an event."""

    PLACE = "place"
    DATE = "date"
    CONFIRM = "confirm"
    REJECT = "reject"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a person decided about one event; made with the class methods.

    `place` None of a PLACE decision means "none of these". A store gives a CONFIRM decision the
    place that is confirmed, where the event learnt it from another decision.
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


class Decisions(Protocol):
    """The part of a store that keeps decisions."""

    def decide(self, event_id: str, decision: Decision, *, who: str) -> LogEntry:
        """Log a decision and apply it."""
        ...

    def decide_all(
        self, event_ids: Iterable[str], decision: Decision, *, who: str
    ) -> list[LogEntry]:
        """Decide the same about several events: all of them or, at the first fault, none."""
        ...

    def undo_all(self, numbers: Iterable[int], *, who: str) -> list[LogEntry]:
        """Take back those of some decisions (by number) that stand."""
        ...

    def redo_all(self, numbers: Iterable[int], *, who: str) -> list[LogEntry]:
        """Apply again those of some decisions (by number) that are undone."""
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
