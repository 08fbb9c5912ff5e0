"""Readings of dates of other calendars that are named as such: Hijri and Solar Hijri.

A month or year of the Hijri calendar begins when the moon is seen, so that the same date may be a
day earlier or later in another country: such a date is three days, the middle one by the calendar
of Umm al-Qura. The Solar Hijri calendar has no such doubt.
"""

from __future__ import annotations

import datetime as dt

from geodata.dates.context import Context, Reading, ReadingRule
from geodata.dates.grammar import Hit
from geodata.model import DatePrecision, TimeSpan

__all__ = ["READINGS"]

_HIJRI, _SOLAR = "Hijri", "Solar Hijri"
_SEEN = dt.timedelta(1)
_FIRST_YEAR, _LAST_YEAR = 1200, 1500  # 1785 to 2121


def _foreign(hit: Hit, context: Context) -> Reading:
    del context
    calendar, month, day, year = _named(hit)
    span = _span(calendar, year, month, day) if year else None
    if span is None or span.start is None or span.end is None:
        missing = "" if year else "; no year is named"
        return Reading(
            value="XXXX-XX-XX", reason=f"a date of the {calendar} calendar, not converted{missing}"
        )
    if calendar == _SOLAR:
        value = span.start.isoformat() if day else f"{span.start}/{span.end}"
        return Reading(value=value, reason=f"converted from the {calendar} calendar", span=span)
    middle = span.start + _SEEN
    value = middle.isoformat() if day else f"{span.start}/{span.end}"
    reason = f"converted from the {calendar} calendar; a day more or less where the moon was seen"
    return Reading(value=value, reason=reason, span=span)


def _named(hit: Hit) -> tuple[str, int, int, int]:
    """Return the calendar, and month, day and year, 0 where they are not named."""
    calendar = hit.word("calendar")
    code = hit.word("foreign")
    if not code:
        month = hit.number("month") or 0  # "3 March 1402 SH" is no such date
        return calendar, 0, 0, 0 if month else hit.number("number") or 0
    calendar = calendar or (_HIJRI if code[0] == "H" else _SOLAR)
    at = hit.at("foreign") or 0
    numbers = [(hit.kept[n], hit.number(n) or 0) for n in ("number", "number2") if n in hit.kept]
    before = [value for position, value in numbers if position < at]
    after = [value for position, value in numbers if position > at]
    return calendar, int(code[1:]), before[0] if before else 0, after[0] if after else 0


def _span(calendar: str, year: int, month: int, day: int) -> TimeSpan | None:
    """Return the days of a date, month or year; None where the calendar has no such one."""
    if not _FIRST_YEAR <= year <= _LAST_YEAR:  # "in Ramadan 300 families"
        return None
    try:
        if calendar == _SOLAR:
            first, last = _solar(year, month, day)
            single = DatePrecision.DAY if day else DatePrecision.RANGE
            return TimeSpan(start=first, end=last, precision=single)
        first, last = _hijri(year, month, day)
        return TimeSpan(start=first - _SEEN, end=last + _SEEN, precision=DatePrecision.RANGE)
    except (ValueError, OverflowError):
        return None


def _hijri(year: int, month: int, day: int) -> tuple[dt.date, dt.date]:
    from hijridate import Hijri  # needed for few reports

    if day:
        one = Hijri(year, month, day).to_gregorian()
        return one, one
    last_month = month or 12
    length = Hijri(year, last_month, 1).month_length()
    return (
        Hijri(year, month or 1, 1).to_gregorian(),
        Hijri(year, last_month, length).to_gregorian(),
    )


def _solar(year: int, month: int, day: int) -> tuple[dt.date, dt.date]:
    from persiantools.jdatetime import JalaliDate  # needed for few reports

    if day:
        one = JalaliDate(year, month, day).to_gregorian()
        return one, one
    first = JalaliDate(year, month or 1, 1).to_gregorian()
    following = (year, month + 1) if month and month < 12 else (year + 1, 1)
    return first, JalaliDate(*following, 1).to_gregorian() - dt.timedelta(1)


READINGS: dict[str, ReadingRule] = {"foreign": _foreign}
