"""Date words in a text and the days that they mean."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from geodata.model.words import DatePrecision

__all__ = ["DateMention", "TimeSpan"]

_OPEN = ".."
_NO_END = DatePrecision.OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeSpan:
    """First and last day, inclusive; None at an end is open."""

    start: dt.date | None = None
    end: dt.date | None = None
    precision: DatePrecision = DatePrecision.UNKNOWN

    def __post_init__(self) -> None:
        if self.start and self.end and self.start > self.end:
            msg = f"a time span cannot end ({self.end}) before it starts ({self.start})"
            raise ValueError(msg)

    @classmethod
    def from_iso(cls, text: str) -> TimeSpan | None:
        """Return the span that `iso` wrote, or None for an empty text."""
        if not text:
            return None
        first, _, last = text.partition("/")
        start, end = (dt.date.fromisoformat(t) if t != _OPEN else None for t in (first, last))
        precision = DatePrecision.DAY if start == end else DatePrecision.RANGE
        return cls(start=start, end=end, precision=precision if start and end else _NO_END)

    @property
    def iso(self) -> str:
        """The span as an ISO 8601 interval: "2024-03-04/2024-03-04", ".." for an open end."""
        return "/".join(day.isoformat() if day else _OPEN for day in (self.start, self.end))

    @property
    def known(self) -> bool:
        """Whether any end is known."""
        return self.start is not None or self.end is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class DateMention:
    """Date words in a text and their meaning.

    Attributes
    ----------
    type, value
        As in TIMEX3: DATE, TIME, DURATION or SET; "2024-12-08", "2024-W49", "P3D", "PAST_REF".
    span
        The calendar days that it names, or None where it names none (durations, sets, "now").
    alternative
        The other reading of an ambiguous numeric date (3/4/2024), else None.
    future
        Whether tense or cue words place it after the report ("will meet on Tuesday").
    reason
        How the words became days, in plain words.
    """

    text: str
    start: int
    end: int
    type: str
    value: str
    span: TimeSpan | None = None
    alternative: TimeSpan | None = None
    future: bool = False
    reason: str = ""
