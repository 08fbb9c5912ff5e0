"""Readings of two dates that are said as one: "3-5 May", "1995-96", "Monday to Wednesday"."""

from __future__ import annotations

from dataclasses import replace

from geodata.dates.context import Context, Reading, ReadingRule
from geodata.dates.explicit import date_value, dated, day_reading, year_and_reason
from geodata.dates.grammar import Hit
from geodata.dates.timex import weekday_near

__all__ = ["READINGS"]


def _pair(hit: Hit, context: Context) -> tuple[Reading, ...]:
    """Read "3-5 May", "May 3 to June 4, 2020", "1995-96": what is named once holds for both."""
    link = hit.at("link") or hit.first
    ends = _ends(hit, context)
    if not _lists(hit, *ends):
        ends = tuple(replace(end, reason=f"one end of a range; {end.reason}") for end in ends)
    first, last = ends
    if first.span and last.span and first.span.start > last.span.start:  # type: ignore[operator]
        first, last = (
            replace(end, span=None, reason="a range that runs backwards") for end in (first, last)
        )
    return replace(first, last=link), replace(last, first=link + 1)


def _ends(hit: Hit, context: Context) -> tuple[Reading, ...]:
    if hit.has("month"):
        return _month_pair(hit, context)
    return _year_pair(hit) if hit.has("year") else _weekday_pair(hit, context)


def _lists(hit: Hit, first: Reading, last: Reading) -> bool:
    """Whether two days are only listed: "on 3 and 9 May", not "between 3 and 9 May"."""
    link = hit.tokens.entries[hit.at("link") or 0]
    if "and" not in link or "between" in hit.near(-1) or first.span is None or last.span is None:
        return False
    end, start = first.span.end, last.span.start
    return end is None or start is None or (start - end).days != 1


def _weekday_pair(hit: Hit, context: Context) -> tuple[Reading, ...]:
    """Read "Monday to Wednesday": the last day as usual, the first before it."""
    names = [n for n in hit.kept if n in {"weekday", "weekday2", "wd", "wd2"}]
    names.sort(key=lambda name: hit.kept[name])
    first, last = hit.number(names[0]) or 0, hit.number(names[-1]) or 0
    base = context.base
    if base is None:
        return tuple(
            Reading(value=f"XXXX-WXX-{n + 1}", reason="there is no day to count from")
            for n in (first, last)
        )
    try:
        end = weekday_near(base, last, ahead=context.future)
        start = weekday_near(end, first, ahead=False, strict=True)
    except OverflowError:
        reason = "the calendar ends there"
        return tuple(Reading(value=f"XXXX-WXX-{n + 1}", reason=reason) for n in (first, last))
    reason = f"counted from {context.base_name}"
    return dated(start.isoformat(), reason), dated(end.isoformat(), reason)


def _month_pair(hit: Hit, context: Context) -> tuple[Reading, Reading]:
    first_month = hit.number("month") or 0
    last_month = (hit.number("month2") if "month2" in hit.kept else None) or first_month
    first_day, last_day = _two_days(hit)
    last_year, reason = year_and_reason(hit, last_month, last_day, context)
    if "year2" in hit.kept:
        last_year = hit.number("year2")
    year = hit.number("year") or last_year
    if year == last_year and year is not None and first_month > last_month:
        year -= 1
    values = (date_value(year, first_month, first_day), date_value(last_year, last_month, last_day))
    first, last = (day_reading(hit, value, reason) for value in values)
    return first, last


def _two_days(hit: Hit) -> tuple[int | None, int | None]:
    names = sorted(
        (n for n in hit.kept if n.startswith(("day", "ordinal", "number"))),
        key=lambda n: hit.kept[n],
    )
    if len(names) < 2:
        return None, None
    return hit.number(names[0]), hit.number(names[1])


def _year_pair(hit: Hit) -> tuple[Reading, Reading]:
    first = hit.number("year") or 0
    short = first // 100 * 100 + (hit.number("short") or 0)
    last = (hit.number("year2") if "year2" in hit.kept else None) or short
    return dated(f"{first:04d}", "the year is named"), dated(f"{last:04d}", "the year is named")


READINGS: dict[str, ReadingRule] = {"pair": _pair}
