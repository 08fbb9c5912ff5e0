"""The dates that a text names: mentions with days, the two ends of a range made one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from geodata.events.cues import Cues
from geodata.model import DateMention, DatePrecision, TimeSpan

__all__ = ["NamedDate", "is_clock", "named_dates"]

# How far apart the ends of a range may stand, and how far before the first its "from".
RANGE_GAP = 24
FROM_WITHIN = 12
# How the tagger marks the two halves of "from 24 February to 2 April".
RANGE_END = "one end of a range"

_WORD = re.compile(r"[^\W\d_]+")

_CLOCK = frozenset(("a", "p", "m", "am", "pm", "o", "clock", "h", "at", "noon", "midnight"))


@dataclass(frozen=True, slots=True)
class NamedDate:
    """A date mention with days, the two ends of a range as one; `clock` if it names an hour."""

    text: str
    start: int
    end: int
    span: TimeSpan
    future: bool
    reason: str
    clock: bool = False
    alternative: TimeSpan | None = None


def named_dates(text: str, mentions: Sequence[DateMention], cues: Cues) -> list[NamedDate]:
    """Return the dates among the mentions, in order; lengths of time and "now" are none."""
    dates: list[NamedDate] = []
    for mention in mentions:
        if mention.span is None or not mention.span.known or is_clock(mention):
            continue
        date = NamedDate(
            text=mention.text,
            start=mention.start,
            end=mention.end,
            span=mention.span,
            future=mention.future,
            reason=mention.reason,
            clock="T" in mention.value,
            alternative=mention.alternative,
        )
        joined = _joined(text, dates[-1], date, cues) if dates else None
        if joined:
            dates[-1] = joined
        else:
            dates.append(date)
    return dates


def is_clock(mention: DateMention) -> bool:
    """Say whether the words name an hour alone, whose day stands elsewhere ("at 9:40 p.m.")."""
    words = _WORD.findall(mention.text.lower())
    return "T" in mention.value and all(word in _CLOCK for word in words)


def _joined(text: str, first: NamedDate, last: NamedDate, cues: Cues) -> NamedDate | None:
    """Return two dates as one range where the words say so ("from 3 to 5 May"), else None."""
    start, end = first.span.start, last.span.end
    if last.start - first.end > RANGE_GAP or start is None or end is None or start >= end:
        return None
    marked = first.reason.startswith(RANGE_END) and last.reason.startswith(RANGE_END)
    before = _WORD.findall(text[max(0, first.start - FROM_WITHIN) : first.start].lower())[-1:]
    between = text[first.end : last.start].lower().strip()
    if not marked and (*before, between) not in cues.ranges:
        return None
    span = TimeSpan(start=start, end=end, precision=DatePrecision.RANGE)
    words = text[first.start : last.end]
    return NamedDate(
        words,
        first.start,
        last.end,
        span,
        last.future,
        "from the first to the last day",
        alternative=_other_range(first, last),
    )


def _other_range(first: NamedDate, last: NamedDate) -> TimeSpan | None:
    """Return the range with the figures of both its ends read the other way round."""
    start = first.alternative.start if first.alternative else None
    end = last.alternative.end if last.alternative else None
    if start is None or end is None or start >= end:
        return None
    return TimeSpan(start=start, end=end, precision=DatePrecision.RANGE)
