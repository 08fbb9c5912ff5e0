"""Days that move from year to year: Easter and what hangs on it, "the fourth Thursday of November".

A rule is "11-28" (a fixed day), "11/4/3" (month, which one, weekday from Monday 0; 5 is the last)
or "easter-2" (days from Easter Sunday of the Western churches).
"""

from __future__ import annotations

import datetime as dt

__all__ = ["feast_day"]


def feast_day(rule: str, year: int) -> dt.date:
    """Return the day of a feast in a year; ValueError where the calendar has none."""
    if rule.startswith("easter"):
        return _easter(year) + dt.timedelta(int(rule.removeprefix("easter") or 0))
    if "/" in rule:
        month, which, weekday = map(int, rule.split("/"))
        return _nth_weekday(year, month, which, weekday)
    month, day = map(int, rule.split("-"))
    return dt.date(year, month, day)


def _nth_weekday(year: int, month: int, which: int, weekday: int) -> dt.date:
    first = dt.date(year, month, 1)
    day = first + dt.timedelta((weekday - first.weekday()) % 7 + 7 * (which - 1))
    return day if day.month == month else day - dt.timedelta(7)


def _easter(year: int) -> dt.date:
    """Return Easter Sunday by the Gregorian computus (Butcher 1876)."""
    golden, century, rest = year % 19, year // 100, year % 100
    moon_shift = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - century // 4 - moon_shift + 15) % 30
    sunday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * sunday) // 451
    month, day = divmod(epact + sunday - 7 * late + 114, 31)
    return dt.date(year, month, day + 1)
