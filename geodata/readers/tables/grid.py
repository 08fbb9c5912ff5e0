"""A table as every format gives it: names of columns, and rows of text with their numbers."""

from __future__ import annotations

import datetime as dt
import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

__all__ = ["MAX_COLUMNS", "Grid", "Row", "cell_text", "grid_of", "listed"]

MAX_COLUMNS = 16_384
_HEAD_ROWS = 10
_NUMBER = re.compile(r"[-+]?[\d.,:/\sTZ-]*\d[\d.,:/\sTZ%-]*")
_HXL = re.compile(r"#[a-z][a-z_]*(?:\s*\+[a-z_]+)*\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as a spreadsheet shows it, and its cells, as many as columns."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table, every cell a text as it stands in the file.

    Attributes
    ----------
    names
        Of the columns: unique, never empty.
    tags
        What the columns are by the humanitarian exchange language (``#geo+lat``), where the
        table says so, else empty.
    where
        What to call a row's place in messages: "row", "entry" or "feature".
    gaps, notes
        What could not be read as it stood, and what was done, in words.
    part
        The sheet or layer, where a file has several.
    shaped
        Whether the column ``geometry`` holds the shapes of a GIS file, as well-known text.
    """

    names: tuple[str, ...]
    rows: tuple[Row, ...]
    tags: tuple[str, ...] = ()
    where: str = "row"
    gaps: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    part: str = ""
    shaped: bool = False
    index: dict[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "index", {name: at for at, name in enumerate(self.names)})

    def column(self, name: str, limit: int | None = None) -> list[str]:
        """Return the cells of a column, at most the first `limit`; none for an unknown name."""
        at = self.index.get(name)
        return [] if at is None else [row.cells[at] for row in self.rows[:limit]]

    def cell(self, row: Row, name: str) -> str:
        """Return a row's cell, or an empty text for an unknown name."""
        at = self.index.get(name)
        return "" if at is None else row.cells[at]


def grid_of(
    records: Iterable[tuple[int, Sequence[str]]],
    *,
    gaps: Iterable[str] = (),
    notes: Iterable[str] = (),
    part: str = "",
) -> Grid | None:
    """Return the table in numbered records, of which one may name the columns; None if empty.

    Titles above the names and the tags below them are told from the rows.
    """
    filled = [(number, cells) for number, cells in records if any(c.strip() for c in cells)]
    if not filled:
        return None
    head = _head(filled)
    width = min(MAX_COLUMNS, max(len(cells) for _, cells in filled[: head + 1 or 1]))
    if head < 0:
        width = min(MAX_COLUMNS, max(len(cells) for _, cells in filled))
        names: Sequence[str] = ()
    else:
        names = filled[head][1]
    body = filled[head + 1 :]
    tags: tuple[str, ...] = ()
    if body and _are_tags(body[0][1]):
        tags = tuple(_fitted(body[0][1], width)[0])
        body = body[1:]
    surplus: list[int] = []
    rows = tuple(_rows(body, width, surplus))
    told = f"more cells than columns, the last ones joined: rows {listed(surplus)}"
    return Grid(
        names=tuple(_names(names, width)),
        rows=rows,
        tags=tags,
        gaps=(*gaps, *([told] if surplus else [])),
        notes=tuple(notes),
        part=part,
    )


def cell_text(value: Any) -> str:  # noqa: ANN401  # whatever a cell of a typed table holds
    """Return a cell as text: whole numbers without a point, days without a midnight."""
    if value is None or isinstance(value, bytes):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, dt.datetime):
        midnight = value.time() == dt.time()
        return value.date().isoformat() if midnight else value.isoformat(sep=" ")
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)


def _number(value: float) -> str:
    if math.isnan(value):
        return ""
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def listed(numbers: Sequence[int], most: int = 20) -> str:
    """Return numbers in words: the first ones, and how many more."""
    more = f" and {len(numbers) - most} more" if len(numbers) > most else ""
    return ", ".join(map(str, numbers[:most])) + more


def _head(filled: Sequence[tuple[int, Sequence[str]]]) -> int:
    """Return which of the first records names the columns; -1 if none does."""
    first = filled[: _HEAD_ROWS * 2]
    widest = max(_width(cells) for _, cells in first)
    for at, (_, cells) in enumerate(first[:_HEAD_ROWS]):
        if _width(cells) * 10 < widest * 6:
            continue
        said = [cell.strip() for cell in cells if cell.strip()]
        wordy = all(len(cell) <= 100 and not _NUMBER.fullmatch(cell) for cell in said)
        apart = len({cell.casefold() for cell in said}) * 2 > len(said)
        return at if wordy and apart and not any("://" in cell for cell in said) else -1
    return -1


def _width(cells: Sequence[str]) -> int:
    return sum(1 for cell in cells if cell.strip())


def _are_tags(cells: Sequence[str]) -> bool:
    said = [cell.strip() for cell in cells if cell.strip()]
    return len(said) > 1 and all(_HXL.fullmatch(cell) for cell in said)


def _rows(
    body: Iterable[tuple[int, Sequence[str]]], width: int, surplus: list[int]
) -> Iterator[Row]:
    for number, cells in body:
        fitted, over = _fitted(cells, width)
        if over:
            surplus.append(number)
        yield Row(number, tuple(fitted))


def _fitted(cells: Sequence[str], width: int) -> tuple[list[str], bool]:
    """Return as many cells as there are columns, and whether there were more with text."""
    if len(cells) <= width:
        return [*cells, *[""] * (width - len(cells))], False
    rest = [cell for cell in cells[width - 1 :] if cell.strip()]
    over = any(cell.strip() for cell in cells[width:])
    return [*cells[: width - 1], ", ".join(rest) if over else cells[width - 1]], over


def _names(cells: Sequence[str], width: int) -> Iterator[str]:
    seen: Counter[str] = Counter()
    for at in range(width):
        said = " ".join(cells[at].split())[:200] if at < len(cells) else ""
        name = said or f"column {at + 1}"
        seen[name] += 1
        while seen[name] > 1:
            name = f"{name} ({seen[name]})"
            seen[name] += 1
        yield name
