"""Tables that Dateline itself has written, read back to the same events.

An export has the sentences with events and no more of a report. They are put where they stood,
with nothing between them, so that offsets, pages and ids are those that they were.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from geodata.formulas import restore
from geodata.model import (
    DateBasis,
    DatePrecision,
    DateRole,
    Given,
    Place,
    PlacePrecision,
    PublishedBasis,
    Report,
    RunnerUp,
    Status,
    TimeSpan,
)
from geodata.readers.tables.columns import folded
from geodata.readers.tables.coordinates import Point, point_of_degrees, point_of_shape
from geodata.readers.tables.grid import Grid, listed
from geodata.readers.tables.patchwork import Patch, patched
from geodata.text import clean

__all__ = ["exported_reports"]

_DEFUSED = ("text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
_NOTE = "read from an export: of the text only the sentences with events"
_Word = TypeVar("_Word", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class _Row:
    """One row: its number, and its cells by the schema's names."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.cells.get(name, "")

    def whole(self, name: str) -> int:
        """Return a whole number, 0 where there is none."""
        try:
            return int(float(self[name]))
        except (ValueError, OverflowError):
            return 0


def exported_reports(
    grids: Sequence[Grid], *, data: bytes, name: str, media_type: str
) -> Iterator[Report]:
    """Yield the reports of the events in an export, in the order of their first rows."""
    by_report: dict[str, list[_Row]] = {}
    for grid in grids:
        for row in _rows(grid, undo=restore if media_type in _DEFUSED else None):
            by_report.setdefault(row["report_id"], []).append(row)
    whole = hashlib.sha256(data).hexdigest()
    for report_id, rows in by_report.items():
        yield _report(report_id, rows, key=f"file:{name}#{report_id}", salt=whole, kind=media_type)


def _rows(grid: Grid, undo: Any) -> Iterator[_Row]:  # noqa: ANN401  # a function or None
    names = [folded(name) for name in grid.names]
    for row in grid.rows:
        cells = dict(zip(names, row.cells, strict=True))
        if undo is not None:
            cells = {name: undo(cell) for name, cell in cells.items()}
        yield _Row(row.number, cells)


def _report(report_id: str, rows: list[_Row], *, key: str, salt: str, kind: str) -> Report:
    first = rows[0]
    exported = len(report_id) == 16 and all(c in "0123456789abcdef" for c in report_id)
    patches = [
        Patch(
            sentence=clean(row["sentence"])[0],
            name=clean(row["toponym"])[0] or "?",
            start=row.whole("char_start"),
        )
        for row in rows
    ]
    text, places = patched(patches)
    amiss: dict[str, list[int]] = {}
    given = []
    for row, place in zip(rows, places, strict=True):
        why, made = _given(row, place)
        given.append(made)
        if why:
            amiss.setdefault(why, []).append(row.number)
    content = json.dumps([sorted(row.cells.items()) for row in rows], ensure_ascii=False)
    return Report(
        text=text,
        key=f"dateline:{report_id}" if exported else key,
        content_hash=hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()
        if report_id
        else salt,
        title=_line(first["report_title"]),
        source=_line(first["source"]),
        author=_line(first["author"]),
        url=_line(first["url"]),
        published=_day(first["published"]),
        published_basis=_word(PublishedBasis, first["published_basis"]) or PublishedBasis.UNKNOWN,
        language=first["language"][:3] or "en",
        media_type=kind,
        notes=(_NOTE,),
        pages=_pages(rows, given),
        gaps=tuple(f"row {listed(numbers)}: {why}" for why, numbers in amiss.items())[:200],
        given=tuple(given),
    )


def _given(row: _Row, place: tuple[int, int, int, int]) -> tuple[str, Given]:
    start, end, first, last = place
    point = _point(row)
    span, why = _span(row)
    located = point.latitude is not None
    made = Given(
        start=start,
        end=end,
        sentence_start=first,
        sentence_end=last,
        latitude=point.latitude,
        longitude=point.longitude,
        place_name=_line(row["place_name"]),
        country=_line(row["country"]),
        admin1=_line(row["admin1"]),
        geonameid=row.whole("geonameid") if located else 0,
        feature_code=row["feature_code"][:10],
        country_code=row["country_code"][:2].upper(),
        place_precision=_word(PlacePrecision, row["place_precision"]) or PlacePrecision.UNKNOWN,
        place_reason=clean(row["place_reason"])[0][:1000],
        score=_share(row["score"]),
        runners_up=tuple(_runners_up(row["candidates"])),
        date=span,
        date_alternative=_alternative(row["date_alternative"]),
        date_role=_word(DateRole, row["date_role"]),
        date_basis=_word(DateBasis, row["date_basis"]) or DateBasis.NONE,
        date_text=clean(row["date_text"])[0][:500],
        date_reason=clean(row["date_reason"])[0][:1000],
        status=_word(Status, row["status"]) or Status.AUTO,
        kind=_line(row["kind"])[:200],
        extra=_object(row["extra"]),
        event_id=row["event_id"] if len(row["event_id"]) == 16 else "",
    )
    return point.why or why, made


def _point(row: _Row) -> Point:
    if row["geometry"]:
        return point_of_shape(row["geometry"])
    return point_of_degrees(row["latitude"], row["longitude"])


def _span(row: _Row) -> tuple[TimeSpan, str]:
    start, end = _day(row["date_start"]), _day(row["date_end"])
    if start and end and start > end:
        return TimeSpan(), f"its date ends ({end}) before it starts ({start})"
    precision = _word(DatePrecision, row["date_precision"]) or DatePrecision.UNKNOWN
    return TimeSpan(start=start, end=end, precision=precision), ""


def _alternative(cell: str) -> TimeSpan | None:
    try:
        return TimeSpan.from_iso(cell.strip())
    except ValueError:
        return None


def _day(cell: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(cell.strip()[:10].replace("/", "-"))
    except ValueError:
        return None


def _word(words: type[_Word], cell: str) -> _Word | None:
    return next((word for word in words if word == cell), None)


def _share(cell: str) -> float:
    try:
        return min(1.0, max(0.0, float(cell)))
    except ValueError:
        return 0.0


def _runners_up(cell: str) -> Iterator[RunnerUp]:
    """Yield the candidates of a row; those that are none are left out."""
    for item in _json(cell, list):
        try:
            place = Place(
                geonameid=int(item["geonameid"]),
                name=str(item["name"]),
                latitude=float(item["latitude"]),
                longitude=float(item["longitude"]),
                feature_class="",
                feature_code="",
                country_code=str(item.get("country_code", "")),
            )
            yield RunnerUp(
                place=place, score=_share(str(item["score"])), reason=str(item.get("reason", ""))
            )
        except (LookupError, TypeError, ValueError, AttributeError):
            continue


def _object(cell: str) -> str:
    found = _json(cell, dict)
    return json.dumps(found, ensure_ascii=False) if found else ""


def _json(cell: str, kind: type) -> Any:  # noqa: ANN401  # JSON
    try:
        found = json.loads(clean(cell)[0], parse_constant=lambda _name: None)
    except (ValueError, RecursionError):
        return kind()
    return found if isinstance(found, kind) else kind()


def _pages(rows: Sequence[_Row], given: Sequence[Given]) -> tuple[int, ...]:
    """Return offsets of pages that give each event the page that it had."""
    pages: list[int] = []
    for start, page in sorted(
        (g.start, row.whole("page")) for row, g in zip(rows, given, strict=True)
    ):
        while len(pages) < min(page, 10_000):
            pages.append(0 if not pages else start)
    return tuple(pages)


def _line(cell: str) -> str:
    return " ".join(clean(cell)[0].split())[:300]
