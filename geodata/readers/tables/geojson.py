"""GeoJSON, as one collection or a feature a line, to a table with a geometry column."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import shapely
from shapely.errors import ShapelyError

from geodata.readers.tables.grid import Grid
from geodata.readers.tables.objects import grid_of_objects
from geodata.readers.tables.shapes import Transform, to_degrees, wkt_of

__all__ = ["GEOMETRY", "features_of", "grid_of_features"]

GEOMETRY = "geometry"


def features_of(value: object) -> list[tuple[int, Mapping[str, Any]]] | None:
    """Return the numbered features in a parsed value; None if it is no GeoJSON."""
    if not isinstance(value, Mapping):
        return None
    if value.get("type") == "Feature":
        return [(1, value)]
    features = value.get("features")
    if value.get("type") != "FeatureCollection" or not isinstance(features, list):
        return None
    return [(n, f if isinstance(f, Mapping) else {}) for n, f in enumerate(features, 1)]


def grid_of_features(
    features: Sequence[tuple[int, Mapping[str, Any]]],
    *,
    name: str,
    crs: object = None,
) -> Grid:
    """Return the table of features: their properties, and their geometry as well-known text."""
    change = to_degrees(_named(crs), name=name)
    rows = []
    for number, feature in features:
        properties = feature.get("properties")
        cells = {
            key: json.dumps(cell, ensure_ascii=False) if isinstance(cell, Mapping) else cell
            for key, cell in (properties if isinstance(properties, Mapping) else {}).items()
        }
        if "id" in feature and "id" not in cells:
            cells["id"] = feature["id"]
        cells[GEOMETRY] = _text(feature.get("geometry"), change)
        rows.append((number, cells))
    return replace(grid_of_objects(rows, where="feature"), shaped=True)


def _named(crs: object) -> object:
    """Return the name in a `crs` member, which older files have."""
    properties = crs.get("properties") if isinstance(crs, Mapping) else None
    name = properties.get("name") if isinstance(properties, Mapping) else None
    return name if isinstance(name, str) else None


def _text(geometry: object, change: Transform | None) -> str:
    if not isinstance(geometry, Mapping):
        return "" if geometry is None else "broken"
    try:
        numbers = _numbers(geometry)
        if numbers.get("type") == "Point" and change is None:
            position = numbers["coordinates"]
            if not position:
                return ""
            return f"POINT ({float(position[0])!r} {float(position[1])!r})"
        return wkt_of(shapely.from_geojson(json.dumps(numbers, allow_nan=False)), change)
    except (ShapelyError, ValueError, TypeError, LookupError, RecursionError):
        return "broken"


def _numbers(value: Any) -> Any:  # noqa: ANN401  # JSON
    """Return a geometry with numbers instead of the texts that they are written in."""
    if isinstance(value, Mapping):
        return {key: v if key == "type" else _numbers(v) for key, v in value.items()}
    if isinstance(value, list):
        return [_numbers(item) for item in value]
    return math.nan if value is None else float(value)
