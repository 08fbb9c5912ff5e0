"""KML, and KML packed as KMZ, to a table of placemarks."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from lxml import etree

from geodata.errors import ReadError
from geodata.readers.tables.geojson import GEOMETRY
from geodata.readers.tables.grid import Grid
from geodata.readers.tables.objects import grid_of_objects
from geodata.readers.zipped import open_zip, zip_names

__all__ = ["is_kml", "read_kml"]

_START = re.compile(rb"<(?:\w+:)?kml[\s>]")
_HEAD_BYTES = 4096
_MOST_PLACEMARKS = 1_000_000
_POSITION = re.compile(r"\s*([^\s,]+),([^\s,]+)")


def is_kml(data: bytes, name: str) -> bool:
    """Say whether the bytes are KML or KMZ."""
    if name.lower().endswith(".kmz"):
        return any(entry.lower().endswith(".kml") for entry in zip_names(data))
    head = data[:_HEAD_BYTES].replace(b"\x00", b"")
    return head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<") and bool(
        _START.search(head)
    )


def read_kml(data: bytes, *, name: str) -> tuple[Grid, ...]:
    """Return the table of the placemarks.

    Raises
    ------
    ReadError
        If it is no well-formed KML.
    """
    if data.startswith(b"PK"):
        with open_zip(data, name=name) as archive:
            inner = next(entry for entry in archive.names if entry.lower().endswith(".kml"))
            data = archive.read(inner)
    if b"<!DOCTYPE" in data[:_HEAD_BYTES] or b"<!ENTITY" in data:
        raise ReadError(f"{name} defines entities, which no KML needs. Save it anew and add that.")
    gaps: list[str] = []
    placemarks = list(_placemarks(data, name, gaps))
    if not placemarks:
        raise ReadError(f"{name} holds no placemark. Check that it is the right file.")
    grid = grid_of_objects(placemarks, where="placemark", gaps=gaps)
    return (replace(grid, shaped=True),)


def _placemarks(data: bytes, name: str, gaps: list[str]) -> Iterator[tuple[int, dict[str, str]]]:
    number = 0
    events = etree.iterparse(
        io.BytesIO(data), events=("end",), resolve_entities=False, no_network=True, huge_tree=False
    )
    try:
        for _, element in events:
            if _local(element) != "Placemark":
                continue
            number += 1
            if number > _MOST_PLACEMARKS:
                gaps.append(f"more than {_MOST_PLACEMARKS:,} placemarks: the rest was left out")
                return
            yield number, dict(_cells(element))
            element.clear()
    except etree.XMLSyntaxError as error:
        if not number:
            raise ReadError(f"{name} is no well-formed KML ({error}). Get another copy.") from error
        gaps.append(f"no well-formed KML after placemark {number} ({error})")


def _cells(placemark: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401  # lxml has no types
    """Yield the cells of a placemark: first what it says itself, then its data."""
    own = {"name": "title", "description": "description", "begin": "date_start", "end": "date_end"}
    shape = ""
    for element in placemark.iter():
        tag = _local(element)
        words = (element.text or "").strip()
        if tag in own and _local(element.getparent()) in {"Placemark", "TimeSpan"}:
            yield own[tag], words
        elif tag == "when" and _local(element.getparent()) == "TimeStamp":
            yield "date_start", words
        elif tag == "SimpleData":
            yield str(element.get("name") or "data"), words
        elif tag == "Data":
            value = next((child for child in element if _local(child) == "value"), None)
            yield str(element.get("name") or "data"), _words(value)
        elif tag == "coordinates" and not shape:
            shape = _position(words, _local(element.getparent()))
    yield GEOMETRY, shape


def _words(element: Any) -> str:  # noqa: ANN401
    return "" if element is None else (element.text or "")


def _position(words: str, kind: str) -> str:
    """Return the point, or the points of a line or an area, as well-known text."""
    found = _POSITION.findall(words)
    if not found:
        return "broken" if words else ""
    if kind == "Point" or len(found) == 1:
        return f"POINT ({found[0][0]} {found[0][1]})"
    return f"LINESTRING ({', '.join(' '.join(position) for position in found)})"


def _local(element: Any) -> str:  # noqa: ANN401
    tag = element.tag if element is not None else ""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
