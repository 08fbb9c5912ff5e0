"""Which column is what, by its name in several languages and by what stands in it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from statistics import fmean

from geodata.readers.tables.celldates import DateColumn
from geodata.readers.tables.columns import Columns, folded
from geodata.readers.tables.grid import Grid

__all__ = ["guess"]

_SAMPLE = 200
_PROSE = 40
_LINK = re.compile(r"https?://\S+", re.IGNORECASE)
_POINT = re.compile(
    r"\s*(?:SRID=\d+;)?\s*(?:MULTI)?(?:POINT|LINESTRING|POLYGON)\s*Z?M?\s*\(", re.IGNORECASE
)
_DEGREES = re.compile(r"[-+−]?\d{1,3}(?:[.,]\d+)?")
# What a name may promise and the cells must keep.
_ORDER = (
    "latitude",
    "longitude",
    "geometry",
    "url",
    "date_start",
    "date_end",
    "published",
    "text",
    "title",
    "source",
    "author",
    "language",
    "place",
    "admin1",
    "country",
    "kind",
    "key",
)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What stands in a column, in shares of its filled cells."""

    name: str
    at: int
    filled: int
    length: float
    prose: float
    links: float
    dates: float
    degrees: float
    points: float
    different: float


def guess(grid: Grid) -> Columns:
    """Return the columns as they seem to be; what nothing speaks for stays empty."""
    seen = [_look(grid, at, name) for at, name in enumerate(grid.names)]
    taken: dict[str, str] = {"geometry": "geometry"} if grid.shaped else {}
    for field in (field for field in _ORDER if field not in taken):
        free = [column for column in seen if column.name not in taken.values() and column.filled]
        found = _by_name(field, free, grid.tags)
        if found is None and field in _BY_CONTENT:
            found = _BY_CONTENT[field](free)
        if found is not None:
            taken[field] = found.name
    return _settled(Columns(**taken), {column.name: column for column in seen})


def _settled(columns: Columns, seen: Mapping[str, _Seen]) -> Columns:
    """Put right what one column alone cannot tell."""
    if bool(columns.latitude) != bool(columns.longitude):
        columns = replace(columns, latitude="", longitude="")
    if columns.events and not columns.date_start and columns.published:
        # In a table of events an unqualified date is the event's.
        if not folded(columns.published).startswith(("publi", "report", "created", "posted")):
            columns = replace(columns, date_start=columns.published, published="")
    elif not columns.events and not columns.published and columns.date_start:
        columns = replace(columns, published=columns.date_start, date_start="")
    if columns.text and not columns.title and not columns.events:
        rest = [
            column
            for name, column in seen.items()
            if name not in columns.used().values() and 15 <= column.length < 200
        ]
        best = max(rest, key=lambda c: c.prose, default=None)
        columns = replace(columns, title=best.name if best and best.prose > 0.6 else "")
    return columns


def _look(grid: Grid, at: int, name: str) -> _Seen:
    step = max(1, len(grid.rows) // _SAMPLE)
    cells = [row.cells[at].strip() for row in grid.rows[::step][:_SAMPLE]]
    filled = [cell for cell in cells if cell]
    if not filled:
        return _Seen(name, at, 0, 0, 0, 0, 0, 0, 0, 0)

    def share(test: Callable[[str], object]) -> float:
        return sum(1 for cell in filled if test(cell)) / len(filled)

    days = DateColumn(filled, known=False)
    return _Seen(
        name=name,
        at=at,
        filled=len(filled),
        length=fmean(len(cell) for cell in filled),
        prose=share(_is_prose),
        links=share(_LINK.match),
        dates=share(lambda cell: days.span(cell).known or days.ambiguous(cell)),
        degrees=share(_DEGREES.fullmatch),
        points=share(_POINT.match),
        different=len(set(filled)) / len(filled),
    )


def _is_prose(cell: str) -> bool:
    """Say whether a cell reads like words rather than like a code, a number or a link."""
    if _LINK.fullmatch(cell):
        return False
    letters = sum(1 for char in cell if char.isalpha())
    spaced = " " in cell.strip() or any(char > "\u2e80" for char in cell)
    return spaced and letters * 2 > len(cell)


def _by_name(field: str, free: Sequence[_Seen], tags: Sequence[str]) -> _Seen | None:
    """Return the column that the field's names name, the likeliest name first."""
    allowed = [column for column in free if _keeps(field, column)]
    by_tag = {tags[c.at].replace(" ", "").lower(): c for c in allowed if c.at < len(tags)}
    for tag in _words("hxl_tags.json").get(field, ()):
        hit = next((c for said, c in by_tag.items() if said.startswith(tag)), None)
        if hit is not None:
            return hit
    by_fold = {folded(column.name): column for column in reversed(allowed)}
    named = [by_fold[word] for word in _words("column_names.json")[field] if word in by_fold]
    if field == "text" and named:
        # "summary" beside "body": the longer one is the report.
        return max(named, key=lambda column: column.length)
    return named[0] if named else None


def _keeps(field: str, column: _Seen) -> bool:
    """Say whether a column may be what its name says."""
    test = _TESTS.get(field)
    return test(column) if test else column.links < 0.5 and column.length <= 120


def _may_hold_dates(column: _Seen) -> bool:
    return column.dates >= 0.5 or (column.prose > 0.5 and column.length < 40)


_TESTS: Mapping[str, Callable[[_Seen], bool]] = {
    "latitude": lambda c: c.degrees > 0.5,
    "longitude": lambda c: c.degrees > 0.5,
    "geometry": lambda c: c.points > 0.5,
    "published": _may_hold_dates,
    "date_start": _may_hold_dates,
    "date_end": _may_hold_dates,
    "url": lambda c: c.links > 0.5,
    "text": lambda c: c.prose >= 0.5 and (c.length > 20 or c.different > 0.5),
    "title": lambda c: c.links < 0.5,
    "key": lambda c: c.different == 1.0,
}


def _longest_prose(free: Sequence[_Seen]) -> _Seen | None:
    prose = (c for c in free if c.prose >= 0.7 and c.length >= _PROSE and c.dates < 0.5)
    return max(prose, key=lambda column: column.length, default=None)


def _first_dates(free: Sequence[_Seen]) -> _Seen | None:
    return next((c for c in free if c.dates >= 0.8 and not _looks_like_years(c)), None)


def _looks_like_years(column: _Seen) -> bool:
    return column.length <= 5


def _first_links(free: Sequence[_Seen]) -> _Seen | None:
    return next((c for c in free if c.links >= 0.8), None)


def _first_points(free: Sequence[_Seen]) -> _Seen | None:
    return next((c for c in free if c.points >= 0.8), None)


_BY_CONTENT: Mapping[str, Callable[[Sequence[_Seen]], _Seen | None]] = {
    "text": _longest_prose,
    "published": _first_dates,
    "url": _first_links,
    "geometry": _first_points,
}


@cache
def _words(name: str) -> dict[str, list[str]]:
    raw = resources.files("geodata.readers.tables").joinpath("data", name).read_text("utf-8")
    words: dict[str, list[str]] = json.loads(raw)
    if name == "column_names.json":
        return {field: [folded(word) for word in listed] for field, listed in words.items()}
    return words
