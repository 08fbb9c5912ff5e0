"""GeoJSON (RFC 7946), written feature by feature.

No `crs` member; positions are longitude, latitude with at most 7 decimals; an event without a
place has a null geometry; days are YYYY-MM-DD or null; `candidates` is a real array, `extra`
a real object or null; what is no number is null.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd

from geodata.export.content import Content
from geodata.export.rows import rows_of

_SUSPECT = re.compile(r"NaN|Infinity|[\r\n]")

__all__ = ["dumps_geojson", "write_geojson", "write_geojsonl"]


def dumps_geojson(frame: gpd.GeoDataFrame) -> bytes:
    """Return the events as one GeoJSON FeatureCollection, UTF-8."""
    return "".join(_collection(frame)).encode()


def write_geojson(content: Content, path: Path) -> None:
    """Write a FeatureCollection."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(_collection(content.events))


def write_geojsonl(content: Content, path: Path) -> None:
    """Write one feature a line, for tools that read streams."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{feature}\n" for feature in _features(content.events))


def _collection(frame: gpd.GeoDataFrame) -> Iterator[str]:
    yield '{"type": "FeatureCollection",\n'
    west, south, east, north = map(float, frame.total_bounds)
    if math.isfinite(west):
        yield f'"bbox": {json.dumps([west, south, east, north])},\n'
    yield '"features": [\n'
    separator = ""
    for feature in _features(frame):
        yield separator + feature
        separator = ",\n"
    yield "\n]}\n"


def _features(frame: gpd.GeoDataFrame) -> Iterator[str]:
    encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
    for row in rows_of(frame):
        longitude, latitude = row.pop("longitude"), row.pop("latitude")
        candidates, extra = _json(row.pop("candidates")), _json(row.pop("extra") or "null")
        geometry = "null"
        if longitude is not None:
            geometry = f'{{"type": "Point", "coordinates": [{longitude}, {latitude}]}}'
        yield (
            f'{{"type": "Feature", "geometry": {geometry}, '
            f'"properties": {encode(row)[:-1]}, "candidates": {candidates}, "extra": {extra}}}}}'
        )


def _json(text: str) -> str:
    """Return JSON text on one line and without NaN and infinities."""
    # The text is JSON already; parsing millions of them anew would double the time.
    if not _SUSPECT.search(text):
        return text
    value = json.loads(text, parse_constant=lambda _name: None)
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
