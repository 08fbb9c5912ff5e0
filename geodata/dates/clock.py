"""Times of day: from a hit to the time part of a TIMEX3 value."""

from __future__ import annotations

import re

from geodata.dates.grammar import Hit

__all__ = ["time_of"]

# A hit that kept none of these names no time.
_NAMES = frozenset(
    ("part", "tonight", "weekday", "fixed", "four", "clock", "dotclock", "hour", "local")
)


def time_of(hit: Hit) -> str:
    """Return the time part of a value, "T05:00" or "TNI", empty where no time is named."""
    if _NAMES.isdisjoint(hit.kept):
        return ""
    if part := hit.word("part") or hit.word("tonight") or _part_of_weekday(hit):
        return f"T{part}"
    if fixed := hit.word("fixed"):
        return f"T{fixed}"
    if four := hit.word("four"):
        hours, minutes = four[:2], four[2:]
    elif clock := hit.word("clock") or hit.word("dotclock"):
        hours, minutes = re.split("[:.h]", clock)[:2]
    elif hit.has("hour"):
        hours, minutes = str(hit.number("hour")), str(hit.number("minutes") or 0)
    elif hit.has("local") and hit.has("number"):  # "neun Uhr"
        hours, minutes = str(hit.number("number")), "00"
    else:
        return ""
    hour = int(hours)
    if half := hit.word("meridiem"):
        hour = hour % 12 + (12 if half[0] in "pP" else 0)
    if hour > 24 or int(minutes) > 59:
        return ""
    return f"T{hour:02d}:{int(minutes):02d}{'Z' if hit.word('local') == 'Z' else ''}"


def _part_of_weekday(hit: Hit) -> str:
    """Return the part of day in a word like "Sonntagabend"."""
    position = hit.at("weekday")
    return "" if position is None else str(hit.tokens.entries[position].get("part", ""))
