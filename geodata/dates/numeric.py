"""Readings of dates in figures alone: 2024-12-08T10:00Z, 2024-W49, 08/12/2024."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from geodata.dates.context import Context, Reading, ReadingRule
from geodata.dates.explicit import dated, nearest_century
from geodata.dates.grammar import Hit
from geodata.dates.timex import span_of
from geodata.model import TimeSpan

__all__ = ["READINGS", "order_of"]

_TIME = re.compile(r"([01]\d|2[0-4]):?([0-5]\d)")
_NEAR_DAYS = 60


def order_of(hits: Iterable[Hit]) -> str:
    """Return "dmy" or "mdy" where a value over 12 settles it for the whole text, else empty."""
    orders = set()
    for hit in hits:
        parts = re.split(r"[/.\-]", hit.word("numeric")) if hit.rule == "numeric" else []
        if len(parts) == 3 and len(parts[0]) <= 2:
            first, second = int(parts[0]), int(parts[1])
            orders |= (
                {"dmy"} if first > 12 >= second else {"mdy"} if second > 12 >= first else set()
            )
    return orders.pop() if len(orders) == 1 else ""


def _iso(hit: Hit, context: Context) -> Reading:
    del context
    raw = hit.word("iso")
    day, time = raw[:10], raw[11:]
    span = span_of(day)
    if span is None:
        return Reading(value="XXXX-XX-XX", reason=f"no calendar has {day}")
    clock = _TIME.match(time)
    if clock is None:
        reason = "an ISO date; no clock shows its time" if time else "an ISO date"
        return Reading(value=day, reason=reason, span=span)
    zone = "Z" if time[-1] in "zZ" else ""
    value = f"{day}T{clock[1]}:{clock[2]}{zone}"
    return Reading(value=value, reason="an ISO date and time", type="TIME", span=span)


def _isoweek(hit: Hit, context: Context) -> Reading:
    del context
    value = hit.word("isoweek")
    found = dated(value, "an ISO week")
    return found if found.span else Reading(value="XXXX-WXX", reason=f"no calendar has {value}")


def _numeric(hit: Hit, context: Context) -> Reading:
    """Read 08/12/2024 in the order of the text's other dates, else as near the report's date."""
    raw = hit.word("numeric")
    first, second, third = re.split(r"[/.\-]", raw)
    if len(first) > 2:
        values = [f"{int(first):04d}-{int(second):02d}-{int(third):02d}"]
    else:
        year = int(third) if len(third) > 2 else nearest_century(int(third), context.reference)
        orders = [(second, first), (first, second)]
        if context.numeric_order == "mdy" and "." not in raw:
            orders.reverse()
        values = [f"{year:04d}-{int(month):02d}-{int(day):02d}" for month, day in orders]
    spans = {value: span for value in values if (span := span_of(value))}
    if not spans:
        return Reading(value="XXXX-XX-XX", reason=f"no calendar has {raw}")
    value = _likelier(spans, context)
    others = [span for key, span in spans.items() if key != value and not context.order_settled]
    other = others[0] if others else None
    reason = "in figures; day and month may be the other way round" if other else "in figures"
    return Reading(value=value, reason=reason, span=spans[value], alternative=other)


def _likelier(spans: dict[str, TimeSpan], context: Context) -> str:
    """Return the first reading, or the only one just before the report's own date."""
    values = list(spans)
    if context.reference is None or context.order_settled:
        return values[0]
    near = [
        value
        for value in values
        if 0 <= (context.reference - dt.date.fromisoformat(value)).days <= _NEAR_DAYS
    ]
    return near[0] if len(near) == 1 else values[0]


READINGS: dict[str, ReadingRule] = {"iso": _iso, "isoweek": _isoweek, "numeric": _numeric}
