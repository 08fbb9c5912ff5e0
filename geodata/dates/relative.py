"""Readings of dates that hang on another day: weekdays, "yesterday", "two weeks ago"."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from geodata.dates.clock import time_of
from geodata.dates.context import Context, Reading, ReadingRule
from geodata.dates.explicit import dated, day_reading
from geodata.dates.grammar import Hit
from geodata.dates.timex import duration, shift, shift_day, span_of, weekday_near

__all__ = ["READINGS"]

_NO_DATE = "there is no day to count from"
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_LENGTH = "a length of time, no date"


def _anchor(hit: Hit, context: Context) -> tuple[dt.date | None, str]:
    """Return the day that a hit is counted from, and its name."""
    if _runs_by_day(hit):
        told = context.running or not hit.has("eve")  # "the day after" of no day that is named
        return context.day if told else None, context.day_name
    if hit.has("run") or hit.has("that"):
        return context.flow, context.flow_name
    return context.base, context.base_name


def _is_day(hit: Hit) -> bool:
    """Whether a hit speaks of single days: "the next day", "that night", "two days later"."""
    named = any(hit.has(name) for name in ("weekday", "wd", "today", "tonight"))
    return not named and (hit.has("part") or _unit_name(hit) in {"day", "night"})


def _runs_by_day(hit: Hit) -> bool:
    """Whether a hit counts from the day that the text speaks of; "last night" does not."""
    return _is_day(hit) and (not hit.has("rel") or (hit.number("rel") or 0) > 0)


def _steps(hit: Hit) -> int:
    names = ("rel", "run", "eve", "beyond")
    return next((steps for name in names if (steps := hit.number(name))), 0)


def _weekday(hit: Hit, context: Context) -> Reading:
    number = hit.number("weekday") if hit.has("weekday") else hit.number("wd")
    number = number or 0
    base, what = _anchor(hit, context)
    if base is None:
        return Reading(value=f"XXXX-WXX-{number + 1}{time_of(hit)}", reason=_NO_DATE)
    steps = _steps(hit)
    try:
        ahead = steps > 0 if steps else context.future
        day = weekday_near(base, number, ahead=ahead, strict=bool(steps))
    except OverflowError:
        return Reading(value=f"XXXX-WXX-{number + 1}", reason="the calendar ends there")
    side = "before" if day < base else "after"
    name = _WEEKDAYS[number]
    reason = f"{name} is {what} itself" if day == base else f"the {name} {side} {what}"
    return day_reading(hit, day.isoformat(), reason)


def _today(hit: Hit, context: Context) -> Reading:
    base, what = _anchor(hit, context)
    if not _runs_by_day(hit) and context.reference:
        base, what = context.reference, "the day of publication"
    if base is None:
        return Reading(value=f"XXXX-XX-XX{time_of(hit)}", reason=_NO_DATE)
    steps = hit.number("today") or _steps(hit) or _night_steps(hit)
    value = shift(base, steps, "day")
    if value is None:
        return Reading(value="XXXX-XX-XX", reason="the calendar ends there")
    reason = f"counted from {what}" if steps else f"{what} itself"
    return day_reading(hit, value, reason)


def _night_steps(hit: Hit) -> int:
    """Return -1 for a word like "anoche", which is both a day and a part of it."""
    position = hit.at("tonight")
    return 0 if position is None else int(hit.tokens.entries[position].get("today", 0))


def _unit_name(hit: Hit) -> str:
    if hit.has("eve"):
        return "day"
    names = ("unit", "units", "dual", "weekend")
    return next((hit.word(name) for name in names if hit.has(name)), "year")


def _length(count: float | None, unit: str) -> Reading:
    return Reading(value=duration(count, unit), reason=_LENGTH, type="DURATION")


def _unit(hit: Hit, context: Context) -> Reading:
    """Read "last week", "the previous month", "the end of the year"."""
    unit = _unit_name(hit)
    if hit.has("units"):
        return _length(None, unit)
    base, what = _anchor(hit, context)
    if base is None:
        return Reading(value="XXXX-XX-XX", reason=_NO_DATE)
    steps = _steps(hit)
    if unit in {"decade", "century"} and hit.number("rel"):
        return _length(1, unit)  # "the past decade" is ten years, not the 2010s
    if unit == "weekend" and not steps and not context.future and base.weekday() < 5:
        # "Over the weekend" on a Monday is the one that has just passed, "this weekend" on a
        # Thursday is not.
        steps = 0 if hit.has("rel") and base.weekday() > 1 else -1
    value = shift(base, steps, unit)
    if value is None:
        return _length(1, unit)
    reason = f"counted from {what}"
    return day_reading(hit, value + "TNI", reason) if unit == "night" else dated(value, reason)


def _period(hit: Hit, context: Context) -> Reading:
    """Read "the latest quarter", "the year-earlier period": quarters of business reports."""
    base = context.reference
    ended = shift(base, -1, "quarter") if base else None
    value = (context.quarter if not hit.has("latest") else "") or ended
    if value is None:
        return Reading(value="XXXX-XX", reason=_NO_DATE)
    if hit.has("after") or hit.has("ago") or (hit.number("rel") or 0) < 0:
        value = f"{int(value[:4]) - 1:04d}{value[4:]}"
    if hit.has("year"):
        value = f"{hit.number('year'):04d}{value[4:]}"
    return dated(value, "the business quarter that the report is about")


def _count(hit: Hit) -> float | None:
    number, more = hit.get("number"), hit.kept.get("number2")
    if isinstance(number, int | float):
        half = hit.get("number2") if more is not None else 0
        whole = 1.0 if hit.has("an") and more is None and number < 1 else 0.0
        return float(number) + float(half or 0) + whole
    if hit.has("dual"):
        return 2.0
    return 1.0 if hit.has("an") or (hit.has("unit") and not hit.has("some")) else None


def _ago(hit: Hit, context: Context) -> Reading:
    count, unit, base = _count(hit), _unit_name(hit), context.base
    if count is None or base is None:
        return Reading(value="PAST_REF", reason="some time before the report")
    if context.quarter and unit == "year":
        return _year_before_quarter(count, context)
    value = shift(base, -count, unit)
    if value is not None:
        return dated(value, f"counted back from {context.base_name}")
    if unit in {"hour", "minute", "second"}:
        day = base.isoformat()
        return Reading(
            value=day, reason=f"{context.base_name} itself", type="TIME", span=span_of(day)
        )
    return Reading(value="PAST_REF", reason="before the calendar begins")


def _remote(hit: Hit, context: Context) -> Reading:
    """Read "two years ago on Sunday", "a week from Tuesday", "two Sundays ago"."""
    if hit.has("weekdays") or not (hit.has("unit") or hit.has("units")):
        return _weekdays_ago(hit, context)
    back = not hit.has("from")
    near = _today if hit.has("today") else _weekday
    day = near(hit, context if back else replace(context, tense="future")).span
    count, unit = _count(hit), _unit_name(hit)
    if day is None or day.start is None or count is None:
        return Reading(value="PAST_REF" if back else "FUTURE_REF", reason=_NO_DATE)
    found = shift_day(day.start, int(-count if back else count), unit)
    if found is None:
        return _length(count, unit)
    return day_reading(hit, found.isoformat(), "counted from the day that stands beside it")


def _weekdays_ago(hit: Hit, context: Context) -> Reading:
    name = "weekdays" if hit.has("weekdays") else "weekday"
    if context.base is None:
        return Reading(value="PAST_REF", reason=_NO_DATE)
    last = weekday_near(context.base, hit.number(name) or 0, ahead=False, strict=True)
    day = shift_day(last, 1 - (hit.number("number") or 1), "week")
    if day is None:
        return Reading(value="PAST_REF", reason="before the calendar begins")
    return day_reading(hit, day.isoformat(), f"counted back from {context.base_name}")


def _year_before_quarter(count: float, context: Context) -> Reading:
    year = int(context.quarter[:4]) - int(count)
    return dated(f"{year:04d}{context.quarter[4:]}", "the same quarter of an earlier year")


def _offset(hit: Hit, context: Context) -> Reading:
    """Read "two days later" from the running date."""
    count, unit = _count(hit), _unit_name(hit)
    base = context.day if _is_day(hit) else context.flow
    direction = hit.number("after") or 0
    if count is not None and direction < 0 and context.quarter and unit == "year":
        return _year_before_quarter(count, context)
    if count is None:
        when = "PAST_REF" if direction < 0 else "FUTURE_REF"
        return Reading(value=when, reason="it names no day")
    value = shift(base, count * direction, unit) if base else None
    if value is None:
        return _length(count, unit)
    return dated(value, f"counted from {context.flow_name}")


def _clock(hit: Hit, context: Context) -> Reading:
    time, base = time_of(hit), context.day
    if not time:
        return Reading(value="XXXX-XX-XX", reason="no clock shows this time")
    if base is None:
        return Reading(value=f"XXXX-XX-XX{time}", reason=_NO_DATE, type="TIME")
    return day_reading(hit, base.isoformat(), f"a time of day, on {context.day_name}")


READINGS: dict[str, ReadingRule] = {
    "weekday": _weekday,
    "today": _today,
    "unit": _unit,
    "period": _period,
    "ago": _ago,
    "remote": _remote,
    "offset": _offset,
    "clock": _clock,
}
