"""What the words around a date make of it: an event's day, a bound, a plan, background."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass

from geodata.events.clauses import Clauses
from geodata.events.cues import Cues
from geodata.events.named import NamedDate
from geodata.model import DatePrecision, DateRole, TimeSpan
from geodata.text import Sentence

__all__ = ["DateReading", "Page", "SceneDate"]

# How far before a date the words stand that open it ("in the years since").
TAIL = 48
# How many words may stand between "according to" and its date.
ACCORDING_WORDS = 9

_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Page:
    """What all sentences of a report share."""

    text: str
    cues: Cues
    published: dt.date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SceneDate:
    """A date in a sentence, read in its surroundings.

    Attributes
    ----------
    named
        What the words name ("2011").
    span
        What they say of an event ("since 2011").
    alternative
        What it says if its figures are read the other way round, else None.
    turn
        Where "after the vote of" 3 May begins: what stands before it was later, `beyond`
        (None where nothing is known). None where there is no such turn.
    """

    text: str
    start: int
    end: int
    named: TimeSpan
    span: TimeSpan
    role: DateRole
    clause: int
    part: int
    refers_back: bool
    reason: str
    turn: int | None = None
    beyond: TimeSpan | None = None
    alternative: TimeSpan | None = None

    def within(self, other: SceneDate) -> bool:
        """Say whether it names a shorter time inside another's."""
        mine, its = self.named, other.named
        if not (mine.start and mine.end and its.start and its.end) or mine == its:
            return False
        return its.start <= mine.start and mine.end <= its.end


@dataclass(frozen=True, slots=True)
class DateReading:
    """Reads the dates of one sentence; `future` holds its clauses that speak of what is to come."""

    page: Page
    sentence: Sentence
    clauses: Clauses
    future: Mapping[int, str]

    def read(self, date: NamedDate) -> SceneDate:
        """Return the date as the words around it make it."""
        clause = self.clauses.clause(date.start)
        span, role = self._meaning(date, clause)
        turn, beyond = self._turn(date)
        return SceneDate(
            text=date.text,
            start=date.start,
            end=date.end,
            named=date.span,
            span=span,
            role=role,
            clause=clause,
            part=self.clauses.part(date.start),
            refers_back=date.text.lower().startswith(self.page.cues.refers_back),
            reason=date.reason,
            turn=turn,
            beyond=beyond,
            alternative=_alike(span, date.alternative) if date.alternative else None,
        )

    def _turn(self, date: NamedDate) -> tuple[int | None, TimeSpan | None]:
        """Find "after the vote of" 3 May or "ahead of" Monday's vote before a date."""
        cues, text = self.page.cues, self.page.text
        low, start = max(self.sentence.start, date.start - TAIL), date.span.start
        owned = text.startswith(("'s", "’s"), date.end)
        if date.clock:  # "just after noon on Friday" is Friday
            return None, None
        for pattern in (cues.later_than, cues.ahead_of):
            for found in pattern.finditer(text, low, date.start):
                between = _WORD.findall(text[found.end() : date.start].lower())
                named = owned or not between or between[-1] in {"the", "of"}
                if not named or any(cues.is_verb(word) for word in between):
                    continue
                later = pattern is cues.later_than and start is not None
                return found.start(), self._since(_earlier(date)) if later else None
        return None, None

    def _since(self, span: TimeSpan) -> TimeSpan:
        """Return the days from a date's first to the report's own."""
        end = self.page.published
        if end is None or (span.start and span.start > end):
            return TimeSpan(start=span.start, precision=DatePrecision.OPEN)
        return TimeSpan(start=span.start, end=end, precision=DatePrecision.RANGE)

    def _meaning(self, date: NamedDate, clause: int) -> tuple[TimeSpan, DateRole]:
        """Return the days that an event may have, and what the date is of it."""
        span, tail = date.span, self._tail(date)
        planned = self._planned(date, clause)
        role = DateRole.PLANNED if planned else DateRole.EVENT
        if self._is_background(date, tail):
            return TimeSpan(start=span.start, precision=DatePrecision.OPEN), DateRole.BACKGROUND
        if self.page.cues.open_end_tail.search(tail) and not self._all_along(date, tail):
            open_role = DateRole.PLANNED if planned else DateRole.BACKGROUND
            return TimeSpan(end=span.end, precision=DatePrecision.OPEN), open_role
        if not planned and self._is_reporting(date, clause):
            return TimeSpan(end=span.end, precision=span.precision), DateRole.REPORTED_ON
        return span, role

    def _all_along(self, date: NamedDate, tail: str) -> bool:
        """Say whether "through the 1890s" means all of them, not until their end."""
        decade = date.span.precision is DatePrecision.DECADE
        return decade and self.page.cues.all_along_tail.search(tail) is not None

    def _tail(self, date: NamedDate) -> str:
        """Return the few words before a date."""
        return self.page.text[max(self.sentence.start, date.start - TAIL) : date.start]

    def compares(self, date: NamedDate) -> bool:
        """Say whether a date only measures ("the worst flood since 1953")."""
        tail = self._tail(date)
        words = _WORD.findall(tail.lower())
        since = self.page.cues.open_start_tail.search(tail) is not None
        return since and any(word in self.page.cues.compares for word in words)

    def _is_background(self, date: NamedDate, tail: str) -> bool:
        if self.page.cues.open_start_tail.search(tail):
            return not date.future
        # "The trial began in May" is an event; "the war that began in 2011" goes on.
        long_ago = date.span.precision in {DatePrecision.YEAR, DatePrecision.DECADE}
        return long_ago and self.page.cues.began_tail.search(tail) is not None

    def _is_reporting(self, date: NamedDate, clause: int) -> bool:
        if clause in self.clauses.reporting:
            return True
        words = _WORD.findall(self._tail(date).lower())
        near = words[-3:]
        according = self.page.cues.according - self.page.cues.attributes
        # "A statement on Monday ..." reports without a verb of saying.
        return any(word in self.page.cues.reporting_nouns for word in near) or any(
            word in according for word in words[-ACCORDING_WORDS:]
        )

    def _planned(self, date: NamedDate, clause: int) -> bool:
        last = date.span.end
        if self.page.published is None or last is None:
            return date.future
        if last < self.page.published:
            return False
        return date.future or clause in self.future


def _alike(span: TimeSpan, other: TimeSpan) -> TimeSpan:
    """Return another reading of a date, open where the first is."""
    return TimeSpan(
        start=other.start if span.start else None,
        end=other.end if span.end else None,
        precision=span.precision,
    )


def _earlier(date: NamedDate) -> TimeSpan:
    """Return the earlier of a date's readings: what came after it came after that."""
    readings = [date.span, *([date.alternative] if date.alternative else [])]
    return min(readings, key=lambda span: span.start or dt.date.min)
