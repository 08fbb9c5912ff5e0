"""A sentence made ready for dating: its clauses, and what each of its dates says."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from geodata.events.apart import Apart, find_apart
from geodata.events.clauses import ONE_CLAUSE, Clauses, split_clauses
from geodata.events.cues import Cues
from geodata.events.meaning import DateReading, Page, SceneDate
from geodata.events.named import NamedDate, is_clock, named_dates
from geodata.model import DateMention
from geodata.text import Sentence

__all__ = ["Scene", "make_scene"]

MAX_BYLINE = 140
# "BEIRUT, Dec 8 (Reuters) - ", "KYIV (AP) — " or "DAMASCUS: " at the start of a sentence.
_DATELINE = re.compile(r"([^\n()–—:;]{2,60}?)(\([^()\n]{2,40}\))?\s?(?:--|[–—:-])\s")
_YEAR = re.compile(r"\d{4}")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A sentence, its clauses and dates.

    Attributes
    ----------
    body
        Where the story begins: behind an agency's dateline, else the sentence's start.
    goes_on
        The words by which it continues the sentence before ("hours later"), or "".
    apart
        The stretches that lie some days from a date of the sentence ("a day after the fall of").
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
    apart: tuple[Apart, ...]
    future: Mapping[int, str]
    state: Mapping[int, str]
    for_long: Mapping[int, str]


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
    named = named_dates(text, inside, cues)
    if not caption and _is_byline(text, sentence, cues):
        named = [date for date in named if not _is_own(date, page.published)]
    span = (body, sentence.end)
    # Most sentences have nothing that a clause could bind.
    bare = not named and not any(
        pattern.search(text, *span) for pattern in (cues.future, cues.for_long)
    )
    dates = [(date.start, date.end) for date in named]
    clauses = ONE_CLAUSE if bare else split_clauses(text, span, dates, cues)
    future = {} if bare else _by_clause(text, span, clauses, cues.future)
    reading = DateReading(page, sentence, clauses, future)
    dated = tuple(reading.read(date) for date in named if not reading.compares(date))
    return Scene(
        text=text,
        clauses=clauses,
        dates=dated,
        apart=find_apart(text, span, inside, dated, cues) if dated else (),
        caption=caption is not None,
        body=body,
        goes_on=_goes_on(text, sentence, cues) or _clock(inside),
        future=future,
        state=_by_clause(text, span, clauses, cues.state),
        for_long={} if bare else _by_clause(text, span, clauses, cues.for_long),
    )


def _by_clause(
    text: str, span: tuple[int, int], clauses: Clauses, pattern: re.Pattern[str]
) -> dict[int, str]:
    """Return the first words that a pattern finds in each clause."""
    found: dict[int, str] = {}
    for match in pattern.finditer(text, *span):
        found.setdefault(clauses.clause(match.start()), match[0])
    return found


def _clock(mentions: Sequence[DateMention]) -> str:
    """Return the hour by which a sentence goes on in the day of the one before."""
    return next((mention.text for mention in mentions if is_clock(mention)), "")


def _body(text: str, sentence: Sentence) -> int:
    """Return where the story begins behind an agency's dateline."""
    found = _DATELINE.match(text, sentence.start, sentence.end)
    if found is None:
        return sentence.start
    words = _WORD.findall(found[1])
    if not words or any(word.islower() for word in words):
        return sentence.start
    shouted = len(words[0]) > 2 and words[0].isupper()
    agency = found[2] and sentence.start == sentence.paragraph_start
    return found.end() if shouted or agency else sentence.start


def _is_byline(text: str, sentence: Sentence, cues: Cues) -> bool:
    """Say whether the paragraph is a line of outlet, author and date."""
    first, last = sentence.paragraph_start, sentence.paragraph_end
    if last - first > MAX_BYLINE or text[last - 1] in ".!?":
        return False
    words = _WORD.findall(text[first:last].lower())
    return not cues.verbs or not any(cues.is_verb(word) for word in words)


def _is_own(date: NamedDate, published: dt.date | None) -> bool:
    return date.span.end == published and _YEAR.search(date.text) is not None


def _goes_on(text: str, sentence: Sentence, cues: Cues) -> str:
    if cues.goes_not_on.search(text, sentence.start, sentence.end):
        return ""
    # A cue may hold the full stop ("too.").
    found = cues.goes_on.search(text, sentence.start, sentence.end)
    return found[0].rstrip(".,") if found else ""
