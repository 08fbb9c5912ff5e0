"""What lies some days from a date of the same sentence: "a day after the fall of Homs"."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from geodata.events.cues import Cues
from geodata.events.meaning import SceneDate
from geodata.model import DateMention, DatePrecision, DateRole, TimeSpan

__all__ = ["Apart", "find_apart"]

_DAYS = re.compile(r"P(\d{1,3})D")
_WORD = re.compile(r"\s*([^\W\d_]+)")
_STOP = re.compile(r"[,;:،؛]|\s[–—-]\s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """A stretch of a sentence and its day, counted from a date outside of it."""

    start: int
    end: int
    span: TimeSpan
    words: str
    date: SceneDate


def find_apart(
    text: str,
    span: tuple[int, int],
    mentions: Sequence[DateMention],
    dates: Sequence[SceneDate],
    cues: Cues,
) -> tuple[Apart, ...]:
    """Find "a day after ..." and "two days before ..." in a sentence that has a day.

    What follows the words, up to the next comma, lies that many days before or after the day: the
    last one named before the words, or the first after the comma where they open the sentence.
    """
    found = (_apart(text, span, mention, dates, cues) for mention in mentions)
    return tuple(apart for apart in found if apart)


def _apart(
    text: str,
    span: tuple[int, int],
    mention: DateMention,
    dates: Sequence[SceneDate],
    cues: Cues,
) -> Apart | None:
    length, hinge = _DAYS.fullmatch(mention.value), _WORD.match(text, mention.end)
    if length is None or mention.type != "DURATION" or hinge is None:
        return None
    word = hinge[1].lower()
    side = -1 if word in cues.after else 1 if word in cues.before else 0
    stop = _STOP.search(text, hinge.end(), span[1])
    end = stop.start() if stop else span[1]
    if not side or any(mention.start <= date.start < end for date in dates):
        return None
    near = [date for date in dates if date.end <= mention.start][-1:] or [
        date for date in dates if date.start >= end
    ][:1]
    if not near or near[0].role is not DateRole.EVENT or near[0].span != near[0].named:
        return None
    day = near[0].span.start
    if near[0].span.precision is not DatePrecision.DAY or day is None:
        return None
    try:
        other = day + dt.timedelta(side * int(length[1]))
    except OverflowError:
        return None
    return Apart(
        start=hinge.end(),
        end=end,
        span=TimeSpan(start=other, end=other, precision=DatePrecision.DAY),
        words=text[mention.start : hinge.end()],
        date=near[0],
    )
