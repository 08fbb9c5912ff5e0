"""Readings of what names no day: lengths of time, repetition, "now", "recently"."""

from __future__ import annotations

from geodata.dates.context import Context, Reading, ReadingRule
from geodata.dates.grammar import Hit
from geodata.dates.timex import duration

__all__ = ["READINGS"]


def _duration(hit: Hit, context: Context) -> Reading:
    del context
    number = hit.get("number")
    count = float(number) if isinstance(number, int | float) else None
    several = any(hit.has(name) for name in ("some", "units", "lengths"))
    if count is None and not several:
        count = 1.0
    if hit.has("dual"):
        count = 2.0
    names = ("unit", "units", "dual", "lengths")
    unit = next((hit.word(name) for name in names if hit.has(name)), "year")
    return Reading(value=duration(count, unit), reason="a length of time, no date", type="DURATION")


def _set(hit: Hit, context: Context) -> Reading:
    del context
    return Reading(value=_cycle(hit), reason="it repeats: no single date", type="SET")


def _cycle(hit: Hit) -> str:
    if often := hit.word("often"):
        return often
    if hit.has("weekday") or hit.has("weekdays"):
        day = hit.number("weekday") if hit.has("weekday") else hit.number("weekdays")
        return f"XXXX-WXX-{(day or 0) + 1}"
    if hit.has("month"):
        return f"XXXX-{hit.number('month'):02d}"
    if season := hit.word("season"):
        return f"XXXX-{season}"
    if part := hit.word("part"):
        return f"XXXX-XX-XXT{part}"
    return duration(float(hit.number("number") or 1), hit.word("unit") or hit.word("units"))


def _reference(hit: Hit, context: Context) -> Reading:
    del context
    return Reading(value=hit.word("reference") or "PAST_REF", reason="it names no day")


READINGS: dict[str, ReadingRule] = {"duration": _duration, "set": _set, "reference": _reference}
