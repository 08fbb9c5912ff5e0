"""An event's days from the cells of its row, as wide as its precision code says."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass, field

from geodata.model import DatePrecision, DateRole, TimeSpan
from geodata.readers.tables.celldates import DateColumn
from geodata.readers.tables.columns import Columns
from geodata.readers.tables.grid import Grid, Row
from geodata.readers.tables.schemas import Schema

__all__ = ["Dated", "EventDates", "days_in_words"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """What a row says of its days; `why` says what could not be read.

    `other` are the days if the figures are read the other way, where nothing settles it.
    """

    span: TimeSpan = field(default_factory=TimeSpan)
    role: DateRole | None = None
    other: TimeSpan | None = None
    text: str = ""
    reason: str = ""
    why: str = ""


class EventDates:
    """Reads the days of the rows of one table."""

    def __init__(self, grid: Grid, columns: Columns, schema: Schema) -> None:
        self._grid, self._columns, self._schema = grid, columns, schema
        cells = [
            *grid.column(columns.date_start),
            *grid.column(columns.date_end),
            *grid.column(columns.published),
        ]
        self._days = DateColumn(cells, day_first=columns.day_first)

    def of(self, row: Row) -> Dated:
        """Return the days of a row."""
        first = self._grid.cell(row, self._columns.date_start).strip()
        last = self._grid.cell(row, self._columns.date_end).strip()
        if not first and not last:
            return self._reported(row)
        both = self._days.both(first) if last in {"", first} else None
        if both is not None:
            reason = f"as the table says: {first}, which can be read as two days"
            return Dated(
                span=both[0],
                other=both[1],
                role=DateRole.EVENT,
                text=first,
                reason=reason,
                why=self._amiss(first),
            )
        start, end = self._days.span(first), self._days.span(last)
        if not start.known and not end.known:
            return Dated(text=first or last, why=self._amiss(first or last))
        begins, ends = start.start or end.start, end.end or start.end
        if begins is not None and ends is not None and begins > ends:
            return Dated(text=f"{first} - {last}", why=f"it ends ({last}) before it starts")
        text = " - ".join(dict.fromkeys(cell for cell in (first, last) if cell))
        code = self._grid.cell(row, self._columns.date_precision).strip().removesuffix(".0")
        rule, said = self._schema.date_precision.get(code, ("span", ""))
        span = _widened(begins, ends, rule)
        reason = f"as the table says: {text}"
        if said:
            reason = f"as the table says: {self._schema.date_words} {code}, {said}"
        return Dated(span=span, role=DateRole.EVENT, text=text, reason=reason)

    def _reported(self, row: Row) -> Dated:
        """Take the day of the report as an upper bound, where the table has no other."""
        cell = self._grid.cell(row, self._columns.published).strip()
        day = self._days.span(cell).end
        if day is None:
            return Dated(text=cell, why=self._amiss(cell) if cell else "")
        return Dated(
            span=TimeSpan(end=day, precision=DatePrecision.DAY),
            role=DateRole.REPORTED_ON,
            text=cell,
            reason=f"the table gives the day of the report, {day}: it happened then or before",
        )

    def _amiss(self, cell: str) -> str:
        if self._days.ambiguous(cell):
            return f"{cell} may mean two days: name the order with day_first=yes or no"
        return f"{cell[:40]} is no date"


def _widened(start: dt.date | None, end: dt.date | None, rule: str) -> TimeSpan:
    if start is None or end is None:
        return TimeSpan(start=start, end=end, precision=DatePrecision.OPEN)
    if rule == "week" and start == end:
        start -= dt.timedelta(days=start.weekday())
        end = start + dt.timedelta(days=6)
    elif rule == "month" and start == end:
        start = start.replace(day=1)
        end = start.replace(day=_last_day(start))
    return TimeSpan(start=start, end=end, precision=_precision(start, end))


def _precision(start: dt.date, end: dt.date) -> DatePrecision:
    """Return how fine the days are: the calendar's own unit where they are one."""
    days = (end - start).days + 1
    if days == 1:
        return DatePrecision.DAY
    if days == 7:
        return DatePrecision.WEEK
    whole_months = start.day == 1 and end.day == _last_day(end)
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    if whole_months and months in {1, 12, 120} and (months == 1 or start.month == 1):
        return {
            1: DatePrecision.MONTH,
            12: DatePrecision.YEAR,
            120: DatePrecision.DECADE,
        }[months]
    return DatePrecision.RANGE


def _last_day(day: dt.date) -> int:
    return calendar.monthrange(day.year, day.month)[1]


def days_in_words(span: TimeSpan) -> str:
    """Return the days as a line of text gives them."""
    ends = [f"{day.day} {day:%B} {day.year}" for day in (span.start, span.end) if day]
    if span.start is None and ends:
        return f"reported on {ends[0]}"
    return " to ".join(dict.fromkeys(ends))
