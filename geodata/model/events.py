"""What the map shows: events, and how many there are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from geodata.model.dates import TimeSpan
from geodata.model.places import Resolution
from geodata.model.words import DateBasis, DateRole, Status

__all__ = ["Counts", "Event"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A place in a report with the date that belongs to it, and the sentence that says so.

    `event_id` is made of the report's id, the sentence and the name in it: it survives edits
    elsewhere in the report, so corrections stay with their event. `date_alternative` is what its
    date says if its figures are read the other way round (3/4/2024), None where they cannot be.

    Attributes
    ----------
    kind
        What kind of event it is ("Shelling"), from a table's own column; empty for text.
    extra
        The further columns of a source table as the text of a JSON object; empty for none.
    """

    event_id: str
    resolution: Resolution
    sentence: str
    sentence_start: int
    date: TimeSpan = field(default_factory=TimeSpan)
    date_role: DateRole | None = None
    date_basis: DateBasis = DateBasis.NONE
    date_text: str = ""
    date_start_char: int | None = None
    date_end_char: int | None = None
    date_reason: str = ""
    date_alternative: TimeSpan | None = None
    status: Status = Status.AUTO
    kind: str = ""
    extra: str = ""

    @property
    def placed(self) -> bool:
        """Whether it has a place."""
        return self.resolution.place is not None

    @property
    def dated(self) -> bool:
        """Whether any day is known, be it only an upper bound."""
        return self.date.known


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Numbers that add up: places = placed + unplaced = dated + undated.

    `upper_bounds` are those of the dated whose only day is "reported on", an upper bound.
    """

    reports: int = 0
    places: int = 0
    placed: int = 0
    dated: int = 0
    upper_bounds: int = 0

    @classmethod
    def of(cls, events: Iterable[Event], *, reports: int = 1) -> Counts:
        """Count events."""
        listed = tuple(events)
        return cls(
            reports=reports,
            places=len(listed),
            placed=sum(event.placed for event in listed),
            dated=sum(event.dated for event in listed),
            upper_bounds=sum(event.date_role is DateRole.REPORTED_ON for event in listed),
        )

    @property
    def unplaced(self) -> int:
        """Places whose point is not known."""
        return self.places - self.placed

    @property
    def undated(self) -> int:
        """Places without any day."""
        return self.places - self.dated

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            reports=self.reports + other.reports,
            places=self.places + other.places,
            placed=self.placed + other.placed,
            dated=self.dated + other.dated,
            upper_bounds=self.upper_bounds + other.upper_bounds,
        )

    def __str__(self) -> str:
        bound = f" ({self.upper_bounds} by an upper bound only)" if self.upper_bounds else ""
        return (
            f"{self.places} place{'' if self.places == 1 else 's'}: {self.placed} placed, "
            f"{self.unplaced} not placed; {self.dated} dated{bound}, {self.undated} undated"
        )
