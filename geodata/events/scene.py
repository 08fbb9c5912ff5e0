"""A sentence made ready for dating: its clauses, and what each of its dates says."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
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

    `named` is what the words name ("2011"), `span` what they say of an event ("since 2011").
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

    def distance(self, at: int) -> int:
        """Return the number of characters between the date and an offset."""
        return max(self.start - at, at - self.end, 0)

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
    """

    text: str
    sentence: Sentence
    cues: Cues
    clauses: Clauses
    dates: tuple[SceneDate, ...]
    caption: bool
    body: int
    goes_on: str

    def cue(self, pattern: re.Pattern[str], clause: int) -> str:
        """Return the words of a clause that a pattern finds, or an empty string."""
        for first, last in self.clauses.spans(clause, self.sentence.end):
            found = pattern.search(self.text, first, last)
            if found:
                return found[0]
        return ""


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
    reading = _Reading(page, sentence, clauses)
    return Scene(
        text=text,
        sentence=sentence,
        cues=cues,
        clauses=clauses,
        dates=tuple(map(reading.read, named)),
        caption=caption is not None,
        body=body,
        goes_on=_goes_on(text, sentence, cues),
    )


@dataclass(frozen=True, slots=True)
class _Named:
    """A date mention with days, the two ends of a range as one."""

    text: str
    start: int
    end: int
    span: TimeSpan
    future: bool
    reason: str


def _named(text: str, mentions: Sequence[DateMention], cues: Cues) -> list[_Named]:
    dates: list[_Named] = []
    for mention in mentions:
        if mention.span is None or not mention.span.known:
            continue
        date = _Named(
            mention.text, mention.start, mention.end, mention.span, mention.future, mention.reason
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

    def read(self, date: _Named) -> SceneDate:
        clause = self.clauses.clause(date.start)
        span, role = self.meaning(date, clause)
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
        )

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
        if self.page.cues.before_tail.search(tail) and span.start:
            end = span.start - dt.timedelta(days=1)
            return TimeSpan(end=end, precision=DatePrecision.OPEN), role
        if self.page.cues.after_tail.search(tail) and span.end:
            start = span.end + dt.timedelta(days=1)
            return TimeSpan(start=start, precision=DatePrecision.OPEN), role
        if not planned and self.is_reporting(date, clause):
            return TimeSpan(end=span.end, precision=span.precision), DateRole.REPORTED_ON
        return span, role

    def tail(self, date: _Named) -> str:
        """Return the few words before a date."""
        return self.page.text[max(self.sentence.start, date.start - TAIL) : date.start]

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
        spans = self.clauses.spans(clause, self.sentence.end)
        cued = any(self.page.cues.future.search(self.page.text, a, b) for a, b in spans)
        return date.future or cued


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
