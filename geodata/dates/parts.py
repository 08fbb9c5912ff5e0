"""Readings of a part of a month or year, and of the same time of another year.

"The first week of May", "the last three months of 2012"; "the same month a year earlier".
"""

from __future__ import annotations

import datetime as dt

from geodata.dates.context import Context, Reading, ReadingRule
from geodata.dates.explicit import dated, day_reading, year_and_reason
from geodata.dates.grammar import Hit
from geodata.dates.timex import duration, month_value, shift_day, span_of, week_value
from geodata.model import DatePrecision, TimeSpan

__all__ = ["READINGS"]

_NO_DATE = "there is no day to count from"
_DAY = dt.timedelta(1)
_FINE = {DatePrecision.DAY, DatePrecision.WEEK, DatePrecision.MONTH}


def _part(hit: Hit, context: Context) -> Reading:
    """Read "the first two weeks of May", "the last day of the month": days counted from an end."""
    names = ("unit", "units", "dual")
    unit = next(hit.word(name) for name in names if hit.has(name))
    count = 2 if hit.has("dual") else hit.number("number") or 1
    counted = hit.has("number") or hit.has("dual")
    whole = _whole(hit, context)
    span = _counted(whole, hit.number("edge") or 1, count, unit) if whole else None
    if span is None:
        value = duration(float(count), unit) if counted else "XXXX-XX-XX"
        kind = "DURATION" if counted else "DATE"
        return Reading(value=value, reason="a part of what names no days", type=kind)
    reason = f"counted from {'an end' if hit.number('edge') == -1 else 'the beginning'} of it"
    if counted:
        return Reading(
            value=duration(float(count), unit), reason=reason, type="DURATION", span=span
        )
    return Reading(value=_value(span, unit), reason=reason, span=span)


def _whole(hit: Hit, context: Context) -> TimeSpan | None:
    """Return the month or year that a part is taken of."""
    month = hit.number("month")
    if month is None and hit.has("yearword") and not hit.has("rel") and not hit.has("year"):
        year = context.base.year if context.base else None
    else:
        year, _ = year_and_reason(hit, month or 1, None, context)
    if year is None:
        return None
    return span_of(f"{year:04d}" if month is None else month_value(year, month))


def _counted(whole: TimeSpan, edge: int, count: int, unit: str) -> TimeSpan | None:
    start, end = whole.start, whole.end
    if start is None or end is None:
        return None
    if edge < 0:
        after = end + _DAY
        first, past = shift_day(after, -count, unit), after
    else:
        first = shift_day(start, (edge - 1) * count, unit)
        last = shift_day(start, edge * count, unit)
        if first is None or last is None:
            return None
        past = last
    if first is None or first < start or past > end + _DAY:
        return None
    precision = DatePrecision.RANGE
    if count == 1:
        words = {"day": DatePrecision.DAY, "week": DatePrecision.WEEK, "month": DatePrecision.MONTH}
        precision = words.get(unit, precision)
    return TimeSpan(start=first, end=past - _DAY, precision=precision)


def _value(span: TimeSpan, unit: str) -> str:
    """Return the TIMEX3 value of a single day, week (the one that holds its middle) or month."""
    first = span.start or dt.date.min
    if unit == "day":
        return first.isoformat()
    if unit == "week":
        return week_value(first + dt.timedelta(3))
    return month_value(first.year, first.month)


def _like(hit: Hit, context: Context) -> Reading:
    """Read "the same month a year ago", "the corresponding period last year"."""
    years = _years_back(hit)
    unit = hit.word("unit")
    if context.quarter and unit not in {"day", "week", "month"}:
        year = int(context.quarter[:4]) - years
        return dated(f"{year:04d}{context.quarter[4:]}", "the same quarter of another year")
    running = context.running
    start = running.start if running else context.reference
    precision = running.precision if running else DatePrecision.MONTH
    if start is None:
        return Reading(value="PAST_REF", reason=_NO_DATE)
    day = shift_day(start, -years, "year")
    if day is None:
        return Reading(value="PAST_REF", reason="before the calendar begins")
    reason = "the same time of another year as the date before it"
    if precision is DatePrecision.DAY and unit != "month":
        return day_reading(hit, day.isoformat(), reason)
    if precision in _FINE:
        return dated(month_value(day.year, day.month), reason)
    return dated(f"{day.year:04d}", reason)


def _years_back(hit: Hit) -> int:
    steps = hit.number("rel") or hit.number("run")
    if steps is not None:
        return -steps
    count = hit.number("number") or 1
    return -count if (hit.number("after") or -1) > 0 else count


READINGS: dict[str, ReadingRule] = {"part": _part, "like": _like}
