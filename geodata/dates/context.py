"""What surrounds a date mention: the report's date, the running date of the text, the tense."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from geodata.dates.grammar import Hit
from geodata.model import DatePrecision, TimeSpan

__all__ = ["Context", "Reading", "ReadingRule", "is_history", "opens_sentence", "tense"]

_BEFORE, _AFTER = 24, 10  # how many tokens around a mention may tell its tense
_OPENING = 6  # how far from the start of its sentence a year still sets the scene


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Where a mention stands in its text.

    Attributes
    ----------
    reference
        The day of publication, None if unknown.
    running
        The days that the text speaks of so far, None before its first date.
    year
        The last year named: what "that year" is.
    quarter
        The last business quarter named, "1989-Q3": what "a year ago" is compared with.
    history
        Whether dates run with the text: a history, or a passage about other years.
    before_christ
        Whether the text speaks of years before Christ, where no day is on our timeline.
    asides
        Where years stand that look aside (token positions).
    scene
        Where a far year last set the scene (token position).
    tense
        "future" where tense or cue words look ahead, "past" where they look back, else "".
    numeric_order
        "mdy" or "dmy": how 3/4/2024 is read; `order_settled` where the text itself tells.
    """

    reference: dt.date | None
    running: TimeSpan | None = None
    quarter: str = ""
    year: int | None = None
    history: bool = False
    before_christ: bool = False
    asides: frozenset[int] = frozenset()
    scene: int = -1_000_000
    tense: str = ""
    numeric_order: str = "dmy"
    order_settled: bool = False

    @property
    def future(self) -> bool:
        """Whether tense or cue words look ahead."""
        return self.tense == "future"

    @property
    def base(self) -> dt.date | None:
        """The day that "last year" and a date without its year are counted from."""
        return self.flow if self.history else self.reference

    @property
    def flow(self) -> dt.date | None:
        """The day that "the next day" and "two days later" are counted from."""
        return self.running.start if self.running else self.reference

    @property
    def day(self) -> dt.date | None:
        """The single day that the text speaks of: what "that day" and "at 10 p.m." hang on."""
        running = self.running
        if running and running.start == running.end:
            return running.start
        if self.history or self.reference is None:
            return None
        apart = running and running.start and abs(running.start.year - self.reference.year)
        return self.reference if not apart else None

    @property
    def day_name(self) -> str:
        """What `day` is, in words."""
        single = self.running and self.running.start == self.running.end
        return "the date before it" if single else "the day of publication"

    @property
    def base_name(self) -> str:
        """What `base` is, in words."""
        return self.flow_name if self.history else "the day of publication"

    @property
    def flow_name(self) -> str:
        """What `flow` is, in words."""
        return "the date before it" if self.running else "the day of publication"

    @property
    def month_known(self) -> bool:
        """Whether the running date is finer than a year."""
        return self.running is not None and self.running.precision not in {
            DatePrecision.YEAR,
            DatePrecision.DECADE,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a rule made of a hit; `first` and `last` narrow it to some of its tokens."""

    value: str
    reason: str
    type: str = "DATE"
    span: TimeSpan | None = None
    alternative: TimeSpan | None = None
    first: int | None = None
    last: int | None = None


ReadingRule = Callable[[Hit, Context], Reading | tuple[Reading, ...]]


def tense(hit: Hit) -> str:
    """Return "future" where the words around a hit look ahead ("will", "is due", "until").

    "past" where they look back, "" where nothing tells.
    """
    marked = hit.tokens.marked
    here, end = bisect_left(marked, hit.first), bisect_left(marked, hit.last)
    before = marked[bisect_left(marked, hit.first - _BEFORE, 0, here) : here]
    nearest = _nearest_mark(hit, reversed(before))
    if nearest == "end":
        nearest = ""
    if not opens_sentence(hit, 2):
        return nearest
    after = marked[end : bisect_left(marked, hit.last + _AFTER, end)]
    following = _nearest_mark(hit, after)  # "Until Friday, they had ..." looks back
    return following if following in {"future", "past"} else nearest


def _nearest_mark(hit: Hit, positions: Iterable[int]) -> str:
    """Return the first tense or end that the tokens tell; "until" looks ahead where none does."""
    codes, marks = hit.tokens.codes, hit.tokens.marks
    limit = False
    for position in positions:
        mark = marks[codes[position]]
        if mark == "past" and (_of_future(hit, position) or (limit and _is_perfect(hit, position))):
            continue
        if mark == "until":
            limit = True
            continue
        if limit and mark in {"dot", "end"}:
            break
        if mark != "dot":
            return mark
        if _closes(hit, position):
            return "end"
    return "future" if limit else ""


def _is_perfect(hit: Hit, position: int) -> bool:
    """Whether "has" or "have" stands there: "has given them until Friday" looks ahead."""
    return "perfect" in hit.tokens.entries[position]


def _of_future(hit: Hit, position: int) -> bool:
    """Whether a past participle belongs to another verb: "paid" in "will be paid"."""
    return position > 0 and "be" in hit.tokens.entries[position - 1]


def opens_sentence(hit: Hit, distance: int = _OPENING) -> bool:
    """Tell whether a hit stands within some tokens of the start of its sentence."""
    for position in range(hit.first - 1, hit.first - 1 - distance, -1):
        if position < 0 or _closes(hit, position):
            return True
    return False


def _closes(hit: Hit, position: int) -> bool:
    """Whether the token ends a sentence; a dot does after a long word and before a space."""
    tokens = hit.tokens
    mark = tokens.marks.get(tokens.codes[position])
    if mark != "dot":
        return mark == "end"
    if position == 0 or position + 1 >= len(tokens.starts):
        return True
    if tokens.starts[position + 1] == tokens.ends[position]:
        return False
    before = tokens.ends[position - 1] - tokens.starts[position - 1]
    return before > 3 or ("month" not in tokens.entries[position - 1] and before > 2)


def is_history(years: Sequence[int], near_words: int, reference: dt.date | None) -> bool:
    """Tell a history from news: many years named, most of them long before the report.

    Parameters
    ----------
    years
        Every year that the text names.
    near_words
        How many words speak of the days around the report: weekdays, "yesterday".
    """
    if reference is None:
        return len(years) >= 2
    far = sum(abs(reference.year - year) >= 2 for year in years)
    return far >= 3 and far > 0.6 * len(years) and near_words < 0.5 * far
