"""A table of events to one report: a line a row, and what of the rows is amiss."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath

from geodata.model import Given, Report
from geodata.readers.language import guess_language
from geodata.readers.published import read_heading
from geodata.readers.tables.columns import Columns
from geodata.readers.tables.eventrows import event_rows, shifted
from geodata.readers.tables.grid import Grid, listed

__all__ = ["event_report"]

_BETWEEN = "\n\n"


@dataclass(slots=True)
class _Text:
    """The lines of a report, and where the next one begins."""

    lines: list[str]
    length: int = 0

    def add(self, line: str) -> int:
        start = self.length
        self.lines.append(line)
        self.length += len(line) + len(_BETWEEN)
        return start


def event_report(
    grid: Grid, columns: Columns, *, data: bytes, name: str, media_type: str
) -> Report:
    """Return the table as one report that carries its events."""
    text = _Text(lines=[])
    given: list[Given] = []
    amiss: dict[str, list[int]] = {}
    for row in event_rows(grid, columns):
        given.append(shifted(row.given, text.add(row.words)))
        for why in row.amiss:
            amiss.setdefault(why, []).append(row.number)
    body = _BETWEEN.join(text.lines)
    heading = read_heading("", name=name)
    part = f"#{grid.part}" if grid.part else ""
    return Report(
        text=body,
        key=f"file:{name}{part}",
        content_hash=_hash(data, part),
        title=_title(name, grid, columns),
        source=columns.schema,
        published=heading.published,
        published_basis=heading.basis,
        language=guess_language(body),
        media_type=media_type,
        notes=grid.notes,
        gaps=(*grid.gaps, *_told(grid, amiss.items())),
        given=tuple(given),
    )


def _hash(data: bytes, part: str) -> str:
    """Return the hash of the file, and of each part of one that has several."""
    made = hashlib.sha256(data)
    made.update(part.encode("utf-8", "surrogatepass"))
    return made.hexdigest()


def _title(name: str, grid: Grid, columns: Columns) -> str:
    stem = PurePath(name).stem.replace("_", " ").strip()
    label = f"{stem}, {grid.part}" if grid.part and grid.part != "events" else stem
    return f"{label} ({columns.schema})" if columns.schema else label


def _told(grid: Grid, amiss: Iterable[tuple[str, list[int]]]) -> list[str]:
    told = []
    for why, numbers in amiss:
        plural = "s" if len(numbers) > 1 else ""
        told.append(f"{grid.where}{plural} {listed(numbers)}: {why}")
    return told[:200]
