"""Lines that hold a day and nothing else, above the entries of a log or a chronicle."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from geodata.events.cues import Cues
from geodata.events.meaning import Page
from geodata.events.named import NamedDate, named_dates
from geodata.model import DateMention, DatePrecision
from geodata.text import Sentence

__all__ = ["find_headings"]

MAX_HEADING = 60
# A single line with a day is the report's own date.
LEAST = 2


def find_headings(
    page: Page, cut: Sequence[Sentence], mentions: Sequence[DateMention]
) -> tuple[NamedDate, ...]:
    """Return the days of such lines in order; none where there is only one such line.

    The first one is left out where it says the report's own date.
    """
    text, cues = page.text, page.cues
    found = []
    for sentence in cut:
        first, last = sentence.paragraph_start, sentence.paragraph_end
        if sentence.start != first or last - first > MAX_HEADING:
            continue
        low = bisect_left(mentions, first, key=lambda mention: mention.start)
        high = bisect_left(mentions, last, key=lambda mention: mention.start)
        if low < high and (day := _only_day(text, (first, last), mentions[low:high], cues)):
            found.append(day)
    if found and found[0].span.start == page.published:
        found = found[1:]
    return tuple(found) if len({day.span for day in found}) >= LEAST else ()


def _only_day(
    text: str, line: tuple[int, int], mentions: Sequence[DateMention], cues: Cues
) -> NamedDate | None:
    rest, at = [], line[0]
    for mention in mentions:
        rest.append(text[at : mention.start])
        at = mention.end
    rest.append(text[at : line[1]])
    if any(char.isalnum() for part in rest for char in part):
        return None
    days = [
        date
        for date in named_dates(text, mentions, cues)
        if date.span.precision is DatePrecision.DAY
    ]
    same = len({date.span for date in days}) == 1
    return days[0] if same else None
