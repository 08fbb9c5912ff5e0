"""Rows that say where and when to events: the words of each row, and what it gives."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from geodata.model import DateBasis, Given, PlacePrecision
from geodata.readers.tables.columns import Columns, folded
from geodata.readers.tables.coordinates import Point, point_of_degrees, point_of_shape
from geodata.readers.tables.grid import Grid, Row
from geodata.readers.tables.rowreports import without_markup
from geodata.readers.tables.schemas import GENERIC, Schema, schema_named
from geodata.readers.tables.spans import Dated, EventDates, days_in_words
from geodata.text import clean

__all__ = ["EventRow", "event_rows"]

_LONGEST_LINE = 2900
_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """A row's words, where its place stands in them, what it gives, and what is amiss.

    The offsets of `given` are those in `words`.
    """

    number: int
    words: str
    given: Given
    amiss: tuple[str, ...] = ()


def event_rows(grid: Grid, columns: Columns) -> Iterator[EventRow]:
    """Yield an event for each row: none is left out, be it without place or date."""
    maker = _Maker(grid, columns)
    for row in grid.rows:
        yield maker.event(row)


class _Maker:
    """Makes the events of one table."""

    def __init__(self, grid: Grid, columns: Columns) -> None:
        self._grid, self._columns = grid, columns
        self._schema: Schema = schema_named(columns.schema) if columns.schema else GENERIC
        self._dates = EventDates(grid, columns, self._schema)
        by_fold = {folded(name): name for name in reversed(grid.names)}
        self._line = tuple(by_fold.get(name, name) for name in self._schema.line)
        left_out = {columns.latitude, columns.longitude, columns.geometry, columns.text}
        self._extra = tuple((n, at) for n, at in grid.index.items() if n not in left_out)

    def event(self, row: Row) -> EventRow:
        point, dated = self._point(row), self._dates.of(row)
        place, precision, precision_why = self._place(row, point)
        kind = self._schema.kind_of(self._cell(row, "kind"))
        name = place or (
            f"{point.latitude:.5f}, {point.longitude:.5f}"
            if point.latitude is not None and point.longitude is not None
            else f"{self._grid.where} {row.number}"
        )
        words, start = self._words(row, name, dated, kind)
        located = point.latitude is not None
        given = Given(
            start=start,
            end=start + len(name),
            sentence_start=0,
            sentence_end=len(words),
            latitude=point.latitude,
            longitude=point.longitude,
            look_up=not located and not point.why and bool(place),
            place_name=name if located or place else "",
            country=self._cell(row, "country") or place.rpartition(", ")[2],
            admin1=self._cell(row, "admin1"),
            place_precision=precision if located else PlacePrecision.UNKNOWN,
            place_reason=precision_why if located else point.why,
            score=1.0 if located else 0.0,
            date=dated.span,
            date_alternative=dated.other,
            date_role=dated.role,
            date_basis=DateBasis.TABLE if dated.span.known else DateBasis.NONE,
            date_text=dated.text,
            date_reason=dated.reason or dated.why,
            kind=_one_line(kind)[:200],
            extra=self._further(row),
            key=self._cell(row, "key")[:200],
        )
        amiss = tuple(why for why in (point.why, dated.why) if why)
        return EventRow(number=row.number, words=words, given=given, amiss=amiss)

    def _cell(self, row: Row, field: str) -> str:
        return _one_line(self._grid.cell(row, getattr(self._columns, field)))

    def _point(self, row: Row) -> Point:
        columns = self._columns
        if columns.geometry:
            point = point_of_shape(self._grid.cell(row, columns.geometry))
            if point.latitude is not None or point.why or not columns.latitude:
                return point
        if not columns.latitude:
            return Point()
        return point_of_degrees(
            self._grid.cell(row, columns.latitude), self._grid.cell(row, columns.longitude)
        )

    def _place(self, row: Row, point: Point) -> tuple[str, PlacePrecision, str]:
        """Return the name of the place, how exactly the point is known, and why."""
        name, schema = self._cell(row, "place"), self._schema
        if schema.place_parts:
            return _first_place(name, schema)
        code = self._cell(row, "place_precision")
        precision, said = schema.precision_of(code)
        if said:
            return (
                name[:_LONGEST_NAME],
                precision,
                (f"as the table says: {schema.place_words} {code.removesuffix('.0')}, {said}"),
            )
        reason = "as the table says: its coordinates"
        if point.shape:
            precision, reason = PlacePrecision.REGION, "a point on the line or area of the table"
        elif not schema.name and code:
            precision = _word(code)
        return name[:_LONGEST_NAME], precision, reason

    def _words(self, row: Row, name: str, dated: Dated, kind: str) -> tuple[str, int]:
        """Return the row as a line of text, and where the name of the place stands in it."""
        text = _one_line(without_markup(self._grid.cell(row, self._columns.text)))
        if text:
            line = text[:_LONGEST_LINE]
        else:
            line = "; ".join(dict.fromkeys(filter(None, self._said(row, dated, kind))))
            line = line[:_LONGEST_LINE]
        at = _find(line, name)
        if at < 0:
            line = f"{name}: {line}" if line else name
            at = 0
        return line, at

    def _said(self, row: Row, dated: Dated, kind: str) -> Iterator[str]:
        columns = self._columns
        own = (columns.place, columns.admin1, columns.country, "@date", "@kind", columns.title)
        for name in self._line or own:
            if name == "@date":
                yield days_in_words(dated.span)
            elif name == "@kind":
                yield _one_line(kind)
            else:
                yield _one_line(self._grid.cell(row, name))[:300]

    def _further(self, row: Row) -> str:
        """Return the columns that are not said elsewhere, as a JSON object."""
        cells = {n: clean(row.cells[at])[0] for n, at in self._extra if row.cells[at].strip()}
        return json.dumps(cells, ensure_ascii=False) if cells else ""


def _first_place(name: str, schema: Schema) -> tuple[str, PlacePrecision, str]:
    """Return the first of several places in one cell, as precise as it has parts."""
    rules = schema.place_parts
    first = name.split(str(rules["separator"]), maxsplit=1)[0].strip()
    parts = [part.strip() for part in first.split(",") if part.strip()]
    # "Vietnam, Republic Of" is one part.
    parts = [part for part in parts if not re.fullmatch(str(rules["no_part"]), part)]
    words, said = rules["precision"], rules["words"]
    if not parts:
        return "", PlacePrecision.UNKNOWN, "as the table says: its coordinates"
    at = min(len(parts), len(words)) - 1
    return first[:_LONGEST_NAME], PlacePrecision(words[at]), f"as the table says: {said[at]}"


def _word(code: str) -> PlacePrecision:
    """Return our own word for a precision, where the cell has it."""
    return next((word for word in PlacePrecision if word == code.lower()), PlacePrecision.UNKNOWN)


def _find(line: str, name: str) -> int:
    """Return where a name stands in a line as a whole word, or -1."""
    at = line.find(name) if name else -1
    while at >= 0:
        before, after = line[at - 1 : at], line[at + len(name) : at + len(name) + 1]
        if not before.isalnum() and not after.isalnum():
            return at
        at = line.find(name, at + 1)
    return -1


def _one_line(cell: str) -> str:
    return " ".join(clean(cell)[0].split())


def shifted(given: Given, offset: int) -> Given:
    """Return what a row gives, its words standing so much later."""
    return replace(
        given,
        start=given.start + offset,
        end=given.end + offset,
        sentence_start=given.sentence_start + offset,
        sentence_end=given.sentence_end + offset,
    )
