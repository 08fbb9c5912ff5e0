"""JSON and JSON Lines to a table: the longest list of objects, nested fields joined by dots."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from geodata.errors import ReadError
from geodata.readers.tables.geojson import features_of, grid_of_features
from geodata.readers.tables.grid import Grid, listed
from geodata.readers.tables.objects import grid_of_objects

__all__ = ["looks_like_json", "parse_json", "read_json_rows"]

_OPENING = re.compile(r"\s*[\[{]\s*(?:[\"\[{\]}]|-?\d|true|false|null)")
_SEARCHED_DEPTH = 4


def looks_like_json(text: str) -> bool:
    """Say whether a text begins as a JSON array or object does."""
    return bool(_OPENING.match(text[:1000]))


def read_json_rows(text: str, *, name: str, notes: Sequence[str] = ()) -> Grid | None:
    """Return the table in JSON or JSON Lines; None where there is no list of objects.

    Raises
    ------
    ReadError
        If it is neither, with the line at fault.
    """
    try:
        value, twice = parse_json(text)
    except ReadError as error:
        lines = _json_lines(text, name)
        if lines is None:
            raise ReadError(f"{name} {error}") from error
        return replace(lines, notes=(*lines.notes, *notes))
    features = features_of(value)
    if features is not None:
        grid = grid_of_features(features, name=name, crs=value.get("crs"))
        return replace(grid, notes=(*notes, *twice))
    objects = _longest(value)
    if objects is None:
        return None
    return grid_of_objects(objects, notes=(*notes, *twice))


def parse_json(text: str) -> tuple[Any, tuple[str, ...]]:
    """Return the value of a JSON text, numbers as they are written, and what was odd in it.

    Raises
    ------
    ReadError
        Without the file's name, which goes before: "is not valid JSON (...)".
    """
    twice: set[str] = set()

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(items)
        if len(made) < len(items):
            counted = Counter(key for key, _ in items)
            twice.update(key for key, times in counted.items() if times > 1)
        return made

    try:
        value = json.loads(
            text,
            object_pairs_hook=pairs,
            parse_int=str,
            parse_float=str,
            parse_constant=lambda _name: None,
        )
    except RecursionError as error:
        raise ReadError("is nested too deeply to be read as JSON. Flatten it first.") from error
    except ValueError as error:
        remedy = "Mend it, or give it the suffix .txt to have it read as plain text."
        raise ReadError(f"is not valid JSON ({error}). {remedy}") from error
    names = ", ".join(sorted(twice)[:5])
    return value, (
        (f"fields that stand twice in an object, the last one taken: {names}",) * bool(twice)
    )


def _json_lines(text: str, name: str) -> Grid | None:
    """Return the table of a text of one object a line; None where the first line is none."""
    objects: list[tuple[int, Mapping[str, Any]]] = []
    bad: list[int] = []
    for number, line in enumerate(text.split("\n"), 1):
        bare = line.strip().lstrip("\x1e")
        if not bare:
            continue
        try:
            value, _ = parse_json(bare)
        except ReadError:
            value = None
        if isinstance(value, Mapping):
            objects.append((number, value))
        elif not objects:
            return None
        else:
            bad.append(number)
    gaps = [f"line{'s' if len(bad) > 1 else ''} {listed(bad)}: no JSON object"] if bad else []
    if not objects:
        return None
    if all(value.get("type") == "Feature" for _, value in objects):
        return replace(grid_of_features(objects, name=name), where="line", gaps=tuple(gaps))
    return grid_of_objects(objects, where="line", gaps=gaps)


def _longest(value: object, depth: int = 0) -> list[tuple[int, Mapping[str, Any]]] | None:
    """Return the longest list of objects in a value, each object with its number from 1."""
    best: list[tuple[int, Mapping[str, Any]]] | None = None
    if isinstance(value, list):
        best = [(n, item) for n, item in enumerate(value, 1) if isinstance(item, Mapping)] or None
        if best is None and value and all(isinstance(item, str) for item in value):
            best = [(n, {"text": item}) for n, item in enumerate(value, 1)]
    elif isinstance(value, Mapping) and depth < _SEARCHED_DEPTH:
        inner = (_longest(item, depth + 1) for item in value.values())
        best = max((found for found in inner if found), key=len, default=None)
        if best is None and depth == 0 and value:
            best = [(1, value)]
    return best
