"""GeoJSON (RFC 7946), written part by part.

No `crs` member; positions are longitude, latitude with at most 7 decimals; an event without a
place has a null geometry; days are YYYY-MM-DD or null; `candidates` is a real array, `extra`
a real object or null; what is no number is null. A collection of
generalised events says so in a member of its own.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from json.encoder import encode_basestring
from pathlib import Path
from typing import Any

import geopandas as gpd

from geodata.export.content import Content, Events
from geodata.export.rows import columns_of, parts
from geodata.schema import DTYPES

_SUSPECT = re.compile(r"NaN|Infinity|[\r\n]")
_JSON = ("candidates", "extra")
_PROPERTIES = (*(name for name in DTYPES if name not in _JSON), *_JSON)
_FEATURE = (
    '{"type": "Feature", "geometry": %s, "properties": {'
    + ", ".join(f'"{name}": %s' for name in _PROPERTIES)
    + "}}"
)

__all__ = ["dumps_geojson", "features", "write_geojson", "write_geojsonl"]


def dumps_geojson(frame: gpd.GeoDataFrame) -> bytes:
    """Return the events as one GeoJSON FeatureCollection, UTF-8."""
    return "".join(_collection(Content(events=frame))).encode()


def write_geojson(content: Content, path: Path) -> None:
    """Write a FeatureCollection."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(_collection(content))


def write_geojsonl(content: Content, path: Path) -> None:
    """Write one feature a line, for tools that read streams."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{feature}\n" for feature in features(content.events))


def _collection(content: Content) -> Iterator[str]:
    yield '{"type": "FeatureCollection",\n'
    if content.about.generalised:
        yield '"generalised": true,\n'
    west, south, east, north = content.facts.bounds
    if math.isfinite(west):
        yield f'"bbox": {json.dumps([west, south, east, north])},\n'
    yield '"features": [\n'
    separator = ""
    for feature in features(content.events):
        yield separator + feature
        separator = ",\n"
    yield "\n]}\n"


def features(frame: Events) -> Iterator[str]:
    """Yield each event as a GeoJSON Feature on one line."""
    for part in parts(frame):
        columns = columns_of(part)
        points = zip(columns["longitude"], columns["latitude"], strict=True)
        shapes = [
            "null" if lon is None else f'{{"type": "Point", "coordinates": [{lon}, {lat}]}}'
            for lon, lat in points
        ]
        encoded = (_encoded(name, columns[name]) for name in _PROPERTIES)
        yield from map(_FEATURE.__mod__, zip(shapes, *encoded, strict=True))


def _encoded(name: str, values: list[Any]) -> list[str]:
    """Return each value as JSON."""
    if name in _JSON:
        return [_json(text or "null") for text in values]
    # Whole columns at once: a JSON encoder called for each event takes three times as long.
    if DTYPES[name] == "float64":
        return [repr(v) if v is not None and math.isfinite(v) else "null" for v in values]
    if DTYPES[name] in {"int64", "Int64"}:
        return ["null" if v is None else str(v) for v in values]
    return ["null" if v is None else encode_basestring(v) for v in values]


def _json(text: str) -> str:
    """Return JSON text on one line and without NaN and infinities."""
    # The text is JSON already; parsing millions of them anew would double the time.
    if not _SUSPECT.search(text):
        return text
    value = json.loads(text, parse_constant=lambda _name: None)
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
