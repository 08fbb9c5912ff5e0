"""Readings of dates that say their own day, month, season or year."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import replace

from geodata.dates.clock import time_of
from geodata.dates.context import Context, Reading, ReadingRule
from geodata.dates.feasts import feast_day
from geodata.dates.grammar import Hit
from geodata.dates.timex import month_value, span_of

__all__ = ["READINGS", "date_value", "dated", "day_reading", "nearest_century", "year_and_reason"]

_SEASON_START = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
_ANNOUNCED_DAYS = 45  # a day ahead by less is near: reports announce without any cue word
_ANNOUNCED_MONTHS = 2  # likewise a month, unless the tense looks back
_WRAP = 11  # a history goes from December to January of the next year
_BEFORE_CHRIST = "before Christ: no day on the timeline"
_ENDED_DAYS = 45  # with a cue, a day that has just passed is still this year's


def _year_of(hit: Hit, month: int, day: int | None, context: Context) -> int | None:
    """Return the year of a month without one: the running year, else the nearest past."""
    base = context.base
    if base is None:
        return None
    if context.history and context.running and not hit.has("rel"):
        wraps = context.month_known and month - base.month <= -_WRAP
        return base.year + wraps
    ahead = (month - base.month) * 31 + ((day or 1) - base.day if day else 0)
    if (steps := hit.number("rel")) is not None:  # "last March", "this summer", "next 5 May"
        return base.year + (steps > 0 >= ahead) - (steps < 0 <= ahead)
    if context.future:
        return base.year if ahead >= -_ENDED_DAYS else base.year + 1
    near = _ANNOUNCED_DAYS if day else 31 * _ANNOUNCED_MONTHS * (context.tense != "past")
    return base.year if ahead <= near else base.year - 1


def year_and_reason(
    hit: Hit, month: int, day: int | None, context: Context
) -> tuple[int | None, str]:
    """Return the year of a date, and where it comes from in words; None where nothing tells."""
    if named := _named_year(hit, context):
        return named
    year = _year_of(hit, month, day, context)
    if year is not None and (month, day) == (2, 29):
        year = _leap(year, context)
    if year is None:
        return None, "the year is not named, and the report has no date"
    if context.history and context.running:
        return year, "the year is that of the date before it"
    side = "the next from" if context.future else "the nearest to"
    return year, f"no year is named: {side} {context.base_name}"


def _named_year(hit: Hit, context: Context) -> tuple[int, str] | None:
    """Return the year that the words name: "1998", "last year", "that year"."""
    if year := _own_year(hit, context):
        return year
    base, flow = context.base, context.flow
    if hit.has("rel") and hit.has("yearword") and base:
        return base.year + (hit.number("rel") or 0), f"the year is counted from {context.base_name}"
    if hit.has("that") and hit.has("yearword") and context.year:
        return context.year, "the year is the last one named"
    if (hit.has("run") or hit.has("that")) and hit.has("yearword") and flow:
        return flow.year + (hit.number("run") or 0), "the year is that of the date before it"
    return None


def _own_year(hit: Hit, context: Context) -> tuple[int, str] | None:
    """Return a year in figures or spelled out: "1998", "'98", "nineteen ninety-eight"."""
    if year := hit.number("year"):
        return year, "the year is named"
    if hit.has("short") and hit.has("month"):
        return nearest_century(hit.number("short") or 0, context.reference), "the year is named"
    if hit.rule == "month" and "number2" in hit.kept:
        return _spelled(hit, "number", "number2"), "the year is spelled out"
    return None


def nearest_century(short: int, reference: dt.date | None) -> int:
    """Return the year of two figures that lies nearest to the report: 1998 of 98, 2024 of 24."""
    base = (reference or dt.date(2000, 1, 1)).year
    return min((century + short for century in (1900, 2000)), key=lambda year: abs(year - base))


def _spelled(hit: Hit, hundreds: str, ones: str) -> int:
    return (hit.number(hundreds) or 0) * 100 + (hit.number(ones) or 0)


def dated(value: str, reason: str) -> Reading:
    """Return the reading of a value, which tells whether the calendar has it."""
    span = span_of(value)
    return Reading(value=value, reason=reason, span=span)


def day_reading(hit: Hit, value: str, reason: str) -> Reading:
    """Return the reading of a day, with its time where one is named."""
    span = span_of(value)
    if span is None and "X" not in value:
        return Reading(value="XXXX-XX-XX", reason=f"no calendar has {value}")
    time = time_of(hit)
    return Reading(value=value + time, reason=reason, type="TIME" if time else "DATE", span=span)


def _leap(year: int, context: Context) -> int:
    """Return the nearest year, back or ahead, that has a 29 February."""
    step = 1 if context.future else -1
    years = (year + step * n for n in range(9))
    return next((y for y in years if 0 < y < 10_000 and calendar.isleap(y)), year)


def date_value(year: int | None, month: int, day: int | None = None) -> str:
    """Return "2024-05-03" or "2024-05"; XXXX for a year that is not known."""
    stem = f"{'XXXX' if year is None else f'{year:04d}'}-{month:02d}"
    return stem if day is None else f"{stem}-{day:02d}"


def _day(hit: Hit, context: Context) -> Reading:
    month = hit.number("month") or 0
    day = hit.number("day") or hit.number("ordinal") or hit.number("number") or 0
    year, reason = year_and_reason(hit, month, day, context)
    return day_reading(hit, date_value(year, month, day), reason)


def _monthday(hit: Hit, context: Context) -> Reading:
    """Read "on the 15th": of this month, or of the one before or after it."""
    day, base = hit.number("day") or 0, context.base
    if base is None:
        return Reading(value=f"XXXX-XX-{day:02d}", reason="the month is not named")
    steps = (context.future and day < base.day) - (not context.future and day > base.day)
    if hit.has("current"):  # "le 12 courant"
        steps = 0
    value = f"{month_value(base.year, base.month + steps)}-{day:02d}"
    return day_reading(hit, value, f"no month is named: the nearest to {context.base_name}")


def _month(hit: Hit, context: Context) -> Reading:
    month = hit.number("month") or 0
    if hit.has("era"):
        return _before_christ(hit, f"-{month:02d}")
    named, reason = year_and_reason(hit, month, None, context)
    return dated(date_value(named, month), reason)


def _year(hit: Hit, context: Context) -> Reading:
    del context
    if hit.has("era"):
        return _before_christ(hit, "")
    return dated(f"{hit.number('year') or hit.number('number'):04d}", "the year is named")


def _before_christ(hit: Hit, rest: str) -> Reading:
    year = hit.number("year") or hit.number("number") or 0
    return Reading(value=f"BC{year:04d}{rest}", reason=_BEFORE_CHRIST)


def _spoken(hit: Hit, context: Context) -> Reading:
    del context
    return dated(f"{_spelled(hit, 'number', 'number2'):04d}", "the year is spelled out")


def _season(hit: Hit, context: Context) -> Reading:
    season = hit.word("season")
    if hit.has("era"):
        return _before_christ(hit, f"-{season}")
    month = _SEASON_START[season]
    if (hit.number("rel") or 0) < 0 and not hit.has("yearword"):
        month += 2  # "last summer" has ended
    named, reason = year_and_reason(hit, month, None, context)
    return dated(f"{'XXXX' if named is None else f'{named:04d}'}-{season}", reason)


def _quarter(hit: Hit, context: Context) -> Reading:
    quarter = hit.number("ordinal") or hit.number("qcode") or 0
    if not 1 <= quarter <= 4:
        return Reading(value="XXXX-XX", reason="a year has four quarters")
    # Results are announced after the quarter: "expects a third-quarter loss" in November.
    ended = context.reference is not None and 3 * quarter >= context.reference.month - 3
    now = replace(context, tense="") if ended and context.future else context
    year, reason = year_and_reason(hit, 3 * quarter - 2, None, now)
    return dated(f"{'XXXX' if year is None else f'{year:04d}'}-Q{quarter}", reason)


def _half(hit: Hit, context: Context) -> Reading:
    half, month = hit.number("halves") or hit.number("hcode") or 0, hit.number("month")
    year, reason = year_and_reason(hit, month or 1, None, context)
    if year is None or half not in {1, 2}:
        return Reading(value="XXXX-XX", reason=reason)
    return dated(month_value(year, month) if month else f"{year:04d}-H{half}", reason)


def _decade(hit: Hit, context: Context) -> Reading:
    digits = re.sub(r"\D", "", hit.word("decade"))[:-1] or _decade_digits(hit)
    if len(digits) < 3:
        base = context.flow
        older = not context.history or base is None
        digits = f"{19 if older or base is None else base.year // 100}{digits}"
    return dated(digits, "the decade is named")


def _decade_digits(hit: Hit) -> str:
    """Return "199" of a year, "9" of "the nineties" or "the 90"."""
    number = hit.number("year") or hit.number("short") or hit.number("ordinal")
    return str(number // 10) if number else str(hit.number("tens"))


def _century(hit: Hit, context: Context) -> Reading:
    del context
    names = ("ordinal", "roman", "day", "number")
    number = next((hit.number(name) or 0 for name in names if hit.has(name)), 0)
    if hit.has("era"):
        return Reading(value=f"BC{number - 1:02d}", reason=_BEFORE_CHRIST)
    return dated(f"{number - 1:02d}", "the century is named")


def _holiday(hit: Hit, context: Context) -> Reading:
    rule = hit.word("holiday")
    base = context.base or dt.date(2000, 1, 1)
    usual = feast_day(rule, base.year)
    year, reason = year_and_reason(hit, usual.month, usual.day, context)
    if year is None:
        fixed = "-" in rule and not rule.startswith("easter")
        return Reading(value=f"XXXX-{rule}" if fixed else "XXXX-XX-XX", reason=reason)
    return day_reading(hit, feast_day(rule, year).isoformat(), reason)


READINGS: dict[str, ReadingRule] = {
    "day": _day,
    "monthday": _monthday,
    "month": _month,
    "year": _year,
    "spoken": _spoken,
    "season": _season,
    "quarter": _quarter,
    "half": _half,
    "decade": _decade,
    "century": _century,
    "holiday": _holiday,
}
