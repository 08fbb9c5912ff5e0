"""Days in words, and the names of kinds of place in the catalogues."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from functools import cache

from geodata.messages import Words, catalogue, words
from geodata.messages.cldr import date_in, days_of
from geodata.model import DatePrecision, DateRole

__all__ = ["date_words", "kind_key"]


def date_words(  # noqa: PLR0913 - all but two by name, and optional
    start: dt.date | None,
    end: dt.date | None,
    *,
    precision: str = "",
    role: str = "",
    long: bool = False,
    t: Words | None = None,
) -> str:
    """Say when: "8 Dec 2024", "29–30 Nov 2024", "since 2011", "reported on 8 Dec 2024".

    Parameters
    ----------
    start, end
        First and last day, inclusive; None is open, both None is "undated".
    precision
        As in `DatePrecision`: a whole month, year or decade is said as one.
    role
        "reported-on" is said; of it, `end` counts, as in `geodata.query`.
    long
        Whether months are written out.
    t
        The texts of a language; English without.
    """
    say = _Days(t or words("en"), "long" if long else "short")
    if start is None and end is None:
        return say.t("when.undated")
    if role == DateRole.REPORTED_ON:
        return say.t("when.reported", day=say.day(end or start))
    if end is None:
        return say.t("when.since", day=say.edge(start, precision, first=True))
    if start is None:
        return say.t("when.until", day=say.edge(end, precision, first=False))
    return say.whole(start, end) or say.span(start, end, precision)


@dataclass(frozen=True, slots=True)
class _Days:
    """Days in a language, their months "long" or "short"."""

    t: Words
    shape: str

    def day(self, day: dt.date | None) -> str:
        return date_in(self.t.language, day, self.shape) if day else ""

    def edge(self, day: dt.date | None, precision: str, *, first: bool) -> str:
        """Say the known end of an open span; the edge of a year is the year."""
        edge = (1, 1) if first else (12, 31)
        coarse = precision in {DatePrecision.OPEN, DatePrecision.YEAR, DatePrecision.DECADE}
        if day and coarse and (day.month, day.day) == edge:
            return str(day.year)
        return self.day(day)

    def whole(self, start: dt.date, end: dt.date) -> str:
        """Say a span that is exactly a month, a year or a decade."""
        if start.day != 1 or end != _month_end(end):
            return ""
        if (start.year, start.month) == (end.year, end.month):
            return date_in(self.t.language, start, f"month_{self.shape}")
        if start.month == 1 and end.month == 12:
            if start.year == end.year:
                return str(start.year)
            if start.year % 10 == 0 and end.year == start.year + 9:
                return self.t("when.decade", year=str(start.year))
        return ""

    def span(self, start: dt.date, end: dt.date, precision: str) -> str:
        if start == end:
            return self.day(start)
        if precision == DatePrecision.WEEK:
            return self.t("when.week", day=self.day(start))
        if (start.year, start.month) == (end.year, end.month):
            return days_of(self.t.language, f"{start.day}–{end.day}", end, self.shape)
        if start.year == end.year:
            first = date_in(self.t.language, start, f"day_{self.shape}")
            return f"{first} – {self.day(end)}"
        return f"{self.day(start)} – {self.day(end)}"


def _month_end(day: dt.date) -> dt.date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


@cache
def kind_key(feature_code: str, place_precision: str) -> str:
    """Return what kind of place it is, as the catalogues' ``kind.`` texts name it; "" for none.

    The code's first letters decide where the code itself has no text: PPLA3 is a PPLA.
    """
    texts = catalogue("en")
    precision = place_precision.replace(" ", "-")
    codes = (feature_code[:length] for length in range(len(feature_code), 1, -1))
    return next((key for key in (*codes, precision) if f"kind.{key}" in texts), "")
