"""A sentence made ready for dating: its clauses, and what each of its dates says."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from geodata.events.clauses import Clauses, split_clauses
from geodata.events.cues import Cues
from geodata.model import DateMention, DatePrecision, DateRole, TimeSpan
from geodata.text import Sentence

__all__ = ["Page", "Scene", "SceneDate", "make_scene"]

MAX_BYLINE = 140
# How far before a date the words stand that open it ("in the years since").
TAIL = 48
RANGE_GAP = 24

# "BEIRUT, Dec 8 (Reuters) - " or "KYIV (AP) — " at the start of a paragraph.
_DATELINE = re.compile(r"([^\n()–—]{2,60}?)(\([^()\n]{2,40}\))?\s?(?:--|[–—-])\s")
_YEAR = re.compile(r"\d{4}")
_WORD = re.compile(r"[^\W\d_]+")
# How the tagger marks the two halves of "from 24 February to 2 April".
RANGE_END = "one end of a range"
# How many words may stand between "according to" and its date.
ACCORDING_WORDS = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class SceneDate:
    """A date in a sentence, read in its surroundings.

    Attributes
    ----------
    named
        What the words name ("2011").
    span
        What they say of an event ("since 2011").
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

    def within(self, other: SceneDate) -> bool:
        """Say whether it names a shorter time inside another's."""
        mine, its = self.named, other.named
        if not (mine.start and mine.end and its.start and its.end) or mine == its:
            return False
        return its.start <= mine.start and mine.end <= its.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A sentence, its clauses and dates.

    Attributes
    ----------
    body
        Where the story begins: behind an agency's dateline, else the sentence's start.
    goes_on
        The words by which it continues the sentence before ("hours later"), or "".
    future, state, for_long
        By clause, the words that speak of what is to come, of what is so now, and of a time
        without beginning ("for decades").
    """

    text: str
    clauses: Clauses
    dates: tuple[SceneDate, ...]
    caption: bool
    body: int
    goes_on: str
    future: Mapping[int, str]
    state: Mapping[int, str]
    for_long: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Page:
    """What all sentences of a report share."""

    text: str
    cues: Cues
    published: dt.date | None


def make_scene(
    page: Page,
    sentence: Sentence,
    mentions: Sequence[DateMention],
    caption: tuple[int, int] | None = None,
) -> Scene:
    """Read a sentence in its surroundings.

    Parameters
    ----------
    mentions
        Those in the sentence, or in the whole caption if it stands in one.
    caption
        The span of that caption.
    """
    text, cues = page.text, page.cues
    body = sentence.start if caption else _body(text, sentence)
    first, last = caption or (body, sentence.end)
    inside = [m for m in mentions if first <= m.start and m.end <= last]
    named = _named(text, inside, cues)
    if not caption and _is_byline(text, sentence, cues):
        named = [date for date in named if not _is_own(date, page.published)]
    spans = [(date.start, date.end) for date in named]
    clauses = split_clauses(text, (body, sentence.end), spans, cues)
    future = _by_clause(text, (body, sentence.end), clauses, cues.future)
    reading = _Reading(page, sentence, clauses, future)
    return Scene(
        text=text,
        clauses=clauses,
        dates=tuple(reading.read(date) for date in named if not reading.compares(date)),
        caption=caption is not None,
        body=body,
        goes_on=_goes_on(text, sentence, cues),
        future=future,
        state=_by_clause(text, (body, sentence.end), clauses, cues.state),
        for_long=_by_clause(text, (body, sentence.end), clauses, cues.for_long),
    )


def _by_clause(
    text: str, span: tuple[int, int], clauses: Clauses, pattern: re.Pattern[str]
) -> dict[int, str]:
    """Return the first words that a pattern finds in each clause."""
    found: dict[int, str] = {}
    for match in pattern.finditer(text, *span):
        found.setdefault(clauses.clause(match.start()), match[0])
    return found


@dataclass(frozen=True, slots=True)
class _Named:
    """A date mention with days, the two ends of a range as one."""

    text: str
    start: int
    end: int
    span: TimeSpan
    future: bool
    reason: str
    clock: bool = False


def _named(text: str, mentions: Sequence[DateMention], cues: Cues) -> list[_Named]:
    dates: list[_Named] = []
    for mention in mentions:
        if mention.span is None or not mention.span.known:
            continue
        date = _Named(
            text=mention.text,
            start=mention.start,
            end=mention.end,
            span=mention.span,
            future=mention.future,
            reason=mention.reason,
            clock="T" in mention.value,
        )
        joined = _joined(text, dates[-1], date, cues) if dates else None
        if joined:
            dates[-1] = joined
        else:
            dates.append(date)
    return dates


def _joined(text: str, first: _Named, last: _Named, cues: Cues) -> _Named | None:
    """Return two dates as one range where the words say so ("from 3 to 5 May"), else None."""
    start, end = first.span.start, last.span.end
    if last.start - first.end > RANGE_GAP or start is None or end is None or start >= end:
        return None
    marked = first.reason.startswith(RANGE_END) and last.reason.startswith(RANGE_END)
    before = _WORD.findall(text[max(0, first.start - TAIL) : first.start].lower())[-1:]
    between = text[first.end : last.start].lower().strip()
    if not marked and (*before, between) not in cues.ranges:
        return None
    span = TimeSpan(start=start, end=end, precision=DatePrecision.RANGE)
    words = text[first.start : last.end]
    return _Named(words, first.start, last.end, span, last.future, "from the first to the last day")


@dataclass(frozen=True, slots=True)
class _Reading:
    """What the words around a date make of it."""

    page: Page
    sentence: Sentence
    clauses: Clauses
    future: Mapping[int, str]

    def read(self, date: _Named) -> SceneDate:
        clause = self.clauses.clause(date.start)
        span, role = self.meaning(date, clause)
        turn, beyond = self.turn(date)
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
        )

    def turn(self, date: _Named) -> tuple[int | None, TimeSpan | None]:
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
                return found.start(), self.since(date.span) if later else None
        return None, None

    def since(self, span: TimeSpan) -> TimeSpan:
        """Return the days from a date's first to the report's own."""
        end = self.page.published
        if end is None or (span.start and span.start > end):
            return TimeSpan(start=span.start, precision=DatePrecision.OPEN)
        return TimeSpan(start=span.start, end=end, precision=DatePrecision.RANGE)

    def meaning(self, date: _Named, clause: int) -> tuple[TimeSpan, DateRole]:
        """Return the days that an event may have, and what the date is of it."""
        span, tail = date.span, self.tail(date)
        planned = self.planned(date, clause)
        role = DateRole.PLANNED if planned else DateRole.EVENT
        if self.is_background(date, tail):
            return TimeSpan(start=span.start, precision=DatePrecision.OPEN), DateRole.BACKGROUND
        if self.page.cues.open_end_tail.search(tail):
            open_role = DateRole.PLANNED if planned else DateRole.BACKGROUND
            return TimeSpan(end=span.end, precision=DatePrecision.OPEN), open_role
        if not planned and self.is_reporting(date, clause):
            return TimeSpan(end=span.end, precision=span.precision), DateRole.REPORTED_ON
        return span, role

    def tail(self, date: _Named) -> str:
        """Return the few words before a date."""
        return self.page.text[max(self.sentence.start, date.start - TAIL) : date.start]

    def compares(self, date: _Named) -> bool:
        """Say whether a date only measures ("the worst flood since 1953")."""
        tail = self.tail(date)
        words = _WORD.findall(tail.lower())
        since = self.page.cues.open_start_tail.search(tail) is not None
        return since and any(word in self.page.cues.compares for word in words)

    def is_background(self, date: _Named, tail: str) -> bool:
        if self.page.cues.open_start_tail.search(tail):
            return not date.future
        # "The trial began in May" is an event; "the war that began in 2011" goes on.
        long_ago = date.span.precision in {DatePrecision.YEAR, DatePrecision.DECADE}
        return long_ago and self.page.cues.began_tail.search(tail) is not None

    def is_reporting(self, date: _Named, clause: int) -> bool:
        if clause in self.clauses.reporting:
            return True
        words = _WORD.findall(self.tail(date).lower())
        near = words[-3:]
        # "According to a statement on Monday, ..." stands in the clause that it reports.
        return any(word in self.page.cues.reporting_nouns for word in near) or any(
            word in self.page.cues.according for word in words[-ACCORDING_WORDS:]
        )

    def planned(self, date: _Named, clause: int) -> bool:
        last = date.span.end
        if self.page.published is None or last is None:
            return date.future
        if last < self.page.published:
            return False
        return date.future or clause in self.future


def _body(text: str, sentence: Sentence) -> int:
    """Return where the story begins behind an agency's dateline."""
    if sentence.start != sentence.paragraph_start:
        return sentence.start
    found = _DATELINE.match(text, sentence.start, sentence.end)
    if found is None:
        return sentence.start
    capitals = _WORD.match(found[1])
    shouted = capitals is not None and len(capitals[0]) > 2 and capitals[0].isupper()
    return found.end() if found[2] or shouted else sentence.start


def _is_byline(text: str, sentence: Sentence, cues: Cues) -> bool:
    """Say whether the paragraph is a line of outlet, author and date."""
    first, last = sentence.paragraph_start, sentence.paragraph_end
    if last - first > MAX_BYLINE or text[last - 1] in ".!?":
        return False
    words = _WORD.findall(text[first:last].lower())
    return not cues.verbs or not any(cues.is_verb(word) for word in words)


def _is_own(date: _Named, published: dt.date | None) -> bool:
    return date.span.end == published and _YEAR.search(date.text) is not None


def _goes_on(text: str, sentence: Sentence, cues: Cues) -> str:
    if cues.goes_not_on.search(text, sentence.start, sentence.end):
        return ""
    # A cue may hold the full stop ("too.").
    found = cues.goes_on.search(text, sentence.start, sentence.end)
    return found[0].rstrip(".,") if found else ""
