"""Objects of fields to a table: nested fields joined by dots."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from geodata.readers.tables.grid import MAX_COLUMNS, Grid, Row

__all__ = ["grid_of_objects"]

_MOST_DEPTH = 6


def grid_of_objects(
    objects: Sequence[tuple[int, Mapping[str, Any]]],
    *,
    where: str = "entry",
    gaps: Sequence[str] = (),
    notes: Sequence[str] = (),
    part: str = "",
) -> Grid:
    """Return the table of numbered objects, its columns in the order of first sight."""
    flat = [(number, dict(_flat(value, "", 0))) for number, value in objects]
    names: dict[str, None] = {}
    for _, cells in flat:
        names.update(dict.fromkeys(cells))
    kept = tuple(names)[:MAX_COLUMNS]
    more = len(names) - len(kept)
    return Grid(
        names=kept,
        rows=tuple(Row(n, tuple(cells.get(name, "") for name in kept)) for n, cells in flat),
        where=where,
        gaps=(*gaps, *([f"{more} more columns than {MAX_COLUMNS:,}"] if more else [])),
        notes=tuple(notes),
        part=part,
    )


def _flat(value: object, prefix: str, depth: int) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping) and depth < _MOST_DEPTH:
        for key, item in value.items():
            yield from _flat(item, f"{prefix}.{key}" if prefix else str(key), depth + 1)
        return
    name = prefix or "value"
    if value is None:
        yield name, ""
    elif isinstance(value, bool):
        yield name, "true" if value else "false"
    elif isinstance(value, str):
        yield name, value
    elif isinstance(value, list) and all(isinstance(item, str) for item in value):
        yield name, "; ".join(value)
    else:
        yield name, _dumped(value)


def _dumped(value: object) -> str:
    if isinstance(value, list) and value and all(_name(item) for item in value):
        return "; ".join(_name(item) for item in value)
    try:
        return json.dumps(value, ensure_ascii=False)
    except RecursionError:
        return ""


def _name(item: object) -> str:
    """Return the name of an object that has nothing else to say (an author, a tag)."""
    said = item.get("name") if isinstance(item, Mapping) and len(item) <= 3 else None
    return said if isinstance(said, str) else ""
