"""Days in English words, and the names of kinds of place in the catalogues."""

from __future__ import annotations

import calendar
import datetime as dt
from functools import cache

from geodata.messages import catalogue
from geodata.model import DatePrecision, DateRole

__all__ = ["date_words", "kind_key"]

_SHORT = tuple(calendar.month_abbr)
_LONG = tuple(calendar.month_name)


def date_words(
    start: dt.date | None,
    end: dt.date | None,
    *,
    precision: str = "",
    role: str = "",
    long: bool = False,
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
    """
    if start is None and end is None:
        return "undated"
    months = _LONG if long else _SHORT
    if role == DateRole.REPORTED_ON:
        return f"reported on {_day(end or start, months)}"
    if end is None:
        return f"since {_open(start, precision, first=True, months=months)}"
    if start is None:
        return f"until {_open(end, precision, first=False, months=months)}"
    return _whole(start, end, months) or _span(start, end, precision, months)


def _day(day: dt.date | None, months: tuple[str, ...]) -> str:
    return f"{day.day} {months[day.month]} {day.year}" if day else ""


def _open(day: dt.date | None, precision: str, *, first: bool, months: tuple[str, ...]) -> str:
    """Say the known end of an open span; the edge of a year is the year."""
    edge = (1, 1) if first else (12, 31)
    coarse = precision in {DatePrecision.OPEN, DatePrecision.YEAR, DatePrecision.DECADE}
    if day and coarse and (day.month, day.day) == edge:
        return str(day.year)
    return _day(day, months)


def _whole(start: dt.date, end: dt.date, months: tuple[str, ...]) -> str:
    """Say a span that is exactly a month, a year or a decade."""
    if start.day != 1 or end != _month_end(end):
        return ""
    if (start.year, start.month) == (end.year, end.month):
        return f"{months[start.month]} {start.year}"
    if start.month == 1 and end.month == 12:
        if start.year == end.year:
            return str(start.year)
        if start.year % 10 == 0 and end.year == start.year + 9:
            return f"{start.year}s"
    return ""


def _month_end(day: dt.date) -> dt.date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _span(start: dt.date, end: dt.date, precision: str, months: tuple[str, ...]) -> str:
    if start == end:
        return _day(start, months)
    if precision == DatePrecision.WEEK:
        return f"week of {_day(start, months)}"
    last = _day(end, months)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{last}"
    if start.year == end.year:
        return f"{start.day} {months[start.month]} – {last}"
    return f"{_day(start, months)} – {last}"


@cache
def kind_key(feature_code: str, place_precision: str) -> str:
    """Return what kind of place it is, as the catalogues' ``kind.`` texts name it; "" for none.

    The code's first letters decide where the code itself has no text: PPLA3 is a PPLA.
    """
    texts = catalogue("en")
    precision = place_precision.replace(" ", "-")
    codes = (feature_code[:length] for length in range(len(feature_code), 1, -1))
    return next((key for key in (*codes, precision) if f"kind.{key}" in texts), "")
