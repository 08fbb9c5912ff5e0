"""TIMEX3 values and the days they name: calendar arithmetic, nothing about words.

The notation is that of TimeML (Pustejovsky et al. 2003): ``2024-12-08``, ``2024-W49``, ``2024-Q3``,
``2024-SU``, ``199`` (the 1990s), ``19`` (the 20th century), ``P3D``, ``PAST_REF``.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from functools import lru_cache

from geodata.model import DatePrecision, TimeSpan

__all__ = ["duration", "month_value", "shift", "shift_day", "span_of", "week_value", "weekday_near"]

_SEASON_MONTHS = {"SP": 3, "SU": 6, "FA": 9, "AU": 9, "WI": 12}
_VALUE = re.compile(
    r"(?P<year>\d{4})(?:-(?:(?P<month>\d\d)(?:-(?P<day>\d\d))?|W(?P<week>\d\d)(?:-(?P<wday>WE|[1-7]))?"
    r"|Q(?P<quarter>[1-4])|H(?P<half>[12])|(?P<season>SP|SU|FA|AU|WI)))?(?:T.*)?"
)
_DAYS_PER_UNIT = {"day": 1, "night": 1, "week": 7, "weekend": 7, "fortnight": 14}
_MONTHS_PER_UNIT = {
    "month": 1,
    "quarter": 3,
    "semester": 6,
    "year": 12,
    "decade": 120,
    "century": 1200,
}
_LETTER = {
    "second": "TS", "minute": "TM", "hour": "TH", "day": "D", "night": "NI", "week": "W",
    "weekend": "WE", "month": "M", "quarter": "Q", "semester": "H", "year": "Y", "decade": "DE",
    "century": "CE", "spring": "SP", "summer": "SU", "autumn": "FA", "winter": "WI",
}  # fmt: skip


@lru_cache(maxsize=4096)
def span_of(value: str) -> TimeSpan | None:
    """Return the days that a TIMEX3 value names, or None where it names none.

    A date that no calendar has (``2023-02-30``, ``2024-W54``) names none.
    """
    try:
        if match := _VALUE.fullmatch(value):
            return _within_year(match)
        if len(value) == 3 and value.isdigit():
            return _years(int(value) * 10, 10)
        if len(value) == 2 and value.isdigit():
            return _years(int(value) * 100, 100)
    except ValueError:
        return None
    return None


def _within_year(match: re.Match[str]) -> TimeSpan:
    part = match.groupdict()
    year = int(part["year"])
    if part["day"]:
        day = dt.date(year, int(part["month"]), int(part["day"]))
        return TimeSpan(start=day, end=day, precision=DatePrecision.DAY)
    if part["week"]:
        return _week(year, int(part["week"]), part["wday"])
    first, count, precision = 1, 12, DatePrecision.YEAR
    if part["month"]:
        first, count, precision = int(part["month"]), 1, DatePrecision.MONTH
    elif part["quarter"]:
        first, count, precision = 3 * int(part["quarter"]) - 2, 3, DatePrecision.SEASON
    elif part["half"]:
        first, count, precision = 6 * int(part["half"]) - 5, 6, DatePrecision.RANGE
    elif part["season"]:
        first, count, precision = _SEASON_MONTHS[part["season"]], 3, DatePrecision.SEASON
    return _months(year, first, count, precision)


def _week(year: int, week: int, weekday: str | None) -> TimeSpan:
    monday = dt.date.fromisocalendar(year, week, 1)
    if weekday == "WE":
        start, end = monday + dt.timedelta(5), monday + dt.timedelta(6)
        return TimeSpan(start=start, end=end, precision=DatePrecision.RANGE)
    if weekday:
        day = monday + dt.timedelta(int(weekday) - 1)
        return TimeSpan(start=day, end=day, precision=DatePrecision.DAY)
    return TimeSpan(start=monday, end=monday + dt.timedelta(6), precision=DatePrecision.WEEK)


def _months(year: int, month: int, count: int, precision: DatePrecision) -> TimeSpan:
    last_year, last_month = divmod(year * 12 + month - 1 + count - 1, 12)
    last_day = calendar.monthrange(last_year, last_month + 1)[1]
    end = dt.date(last_year, last_month + 1, last_day)
    return TimeSpan(start=dt.date(year, month, 1), end=end, precision=precision)


def _years(first: int, count: int) -> TimeSpan:
    start, end = dt.date(first, 1, 1), dt.date(first + count - 1, 12, 31)
    return TimeSpan(start=start, end=end, precision=DatePrecision.DECADE)


def week_value(day: dt.date) -> str:
    """Return the ISO week of a day, "2024-W49"."""
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def month_value(year: int, month: int) -> str:
    """Return "2024-12"; months beyond December or before January run into other years."""
    year, month = divmod(year * 12 + month - 1, 12)
    return f"{year:04d}-{month + 1:02d}"


def weekday_near(base: dt.date, weekday: int, *, ahead: bool, strict: bool = False) -> dt.date:
    """Return the nearest such weekday (0 is Monday) on one side of a day.

    The day itself counts unless `strict`.
    """
    steps = (weekday - base.weekday()) % 7 if ahead else (base.weekday() - weekday) % 7
    if strict and steps == 0:
        steps = 7
    return base + dt.timedelta(steps if ahead else -steps)


def shift(base: dt.date, count: float, unit: str) -> str | None:
    """Return the value `count` units from a day, as fine as the unit: months give "2024-09".

    None where the calendar ends (year 1 or 9999) or the unit is finer than a day.
    """
    try:
        if unit in _DAYS_PER_UNIT:
            day = base + dt.timedelta(int(count * _DAYS_PER_UNIT[unit]))
            if unit == "weekend":
                return week_value(day) + "-WE"
            return day.isoformat() if unit in {"day", "night"} else week_value(day)
        return _shift_months(base, count, unit) if unit in _MONTHS_PER_UNIT else None
    except (ValueError, OverflowError):
        return None


def shift_day(day: dt.date, count: int, unit: str) -> dt.date | None:
    """Return the day `count` units from a day: the same weekday, or the same day of the month.

    A day that the month does not have becomes its last; None where the calendar ends or the
    unit is finer than a day.
    """
    try:
        if unit in _DAYS_PER_UNIT:
            return day + dt.timedelta(count * _DAYS_PER_UNIT[unit])
        if unit not in _MONTHS_PER_UNIT:
            return None
        year, month = divmod(day.year * 12 + day.month - 1 + count * _MONTHS_PER_UNIT[unit], 12)
        return day.replace(
            year=year, month=month + 1, day=min(day.day, calendar.monthrange(year, month + 1)[1])
        )
    except (ValueError, OverflowError):
        return None


def _shift_months(base: dt.date, count: float, unit: str) -> str | None:
    index = base.year * 12 + base.month - 1 + int(count * _MONTHS_PER_UNIT[unit])
    year, month = divmod(index, 12)
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        return None
    whole = count == int(count)
    if unit == "month" or not whole:
        return f"{year:04d}-{month + 1:02d}"
    if unit in {"quarter", "semester"}:
        letter, length = ("Q", 3) if unit == "quarter" else ("H", 6)
        return f"{year:04d}-{letter}{month // length + 1}"
    return {"year": f"{year:04d}", "decade": f"{year // 10:03d}", "century": f"{year // 100:02d}"}[
        unit
    ]


def duration(count: float | None, unit: str) -> str:
    """Return "P3D", "PT2H", "PXM" (no number): years for decades and centuries that are counted."""
    if count is not None and unit in {"decade", "century"}:
        count, unit = count * (10 if unit == "decade" else 100), "year"
    if unit == "fortnight":
        count, unit = (count or 1) * 2, "week"
    if count == 0.5 and unit in {"year", "hour"}:
        count, unit = (6, "month") if unit == "year" else (30, "minute")
    number = "X" if count is None else f"{count:g}"
    letter = _LETTER[unit]
    return f"PT{number}{letter[1]}" if letter in {"TS", "TM", "TH"} else f"P{number}{letter}"
