"""Coordinates as tables write them: read, or refused with a reason."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

import shapely
from shapely.errors import ShapelyError

__all__ = ["Point", "degrees", "point_of_degrees", "point_of_shape"]

_DECIMAL = re.compile(
    r"([-+−]?)\s*(\d{1,9}(?:[.,]\d{0,20})?|[.,]\d{1,20})\s*°?\s*([NSEW]?)", re.IGNORECASE
)
_SEXAGESIMAL = re.compile(
    r"([-+−]?)(\d{1,3})\s*[°d:\s]\s*(\d{1,2})\s*['’′m:\s]?\s*(\d{1,2}(?:[.,]\d+)?)?\s*"
    r"(?:[\"”″s]|'')?\s*([NSEW]?)",
    re.IGNORECASE,
)

# The patterns above try every way to share blanks out: a cell of thousands would take hours.
_LONGEST = 100
_NOT_FINITE = re.compile(r"[\s(,][-+]?(?:nan|inf)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Point:
    """A point, or why there is none; both are empty for an empty cell.

    `shape` says that it stands for a line or an area.
    """

    latitude: float | None = None
    longitude: float | None = None
    why: str = ""
    shape: bool = False


def degrees(cell: str) -> float | None:
    """Return the degrees in a cell, decimal or sexagesimal; None where it has none."""
    bare = cell.strip()
    if len(bare) > _LONGEST:
        return None
    if match := _DECIMAL.fullmatch(bare):
        sign, number, side = match.groups()
        value = float(number.replace(",", "."))
    elif match := _SEXAGESIMAL.fullmatch(bare):
        sign, whole, minutes, seconds, side = match.groups()
        value = int(whole) + int(minutes) / 60 + float((seconds or "0").replace(",", ".")) / 3600
    else:
        try:
            return float(bare)
        except ValueError:
            return None
    negative = (sign in {"-", "−"}) != (side.upper() in {"S", "W"})
    return -value if negative and value else value


def point_of_degrees(latitude: str, longitude: str) -> Point:
    """Return the point of two cells."""
    if not latitude.strip() and not longitude.strip():
        return Point()
    lat, lon = degrees(latitude), degrees(longitude)
    if lat is None or lon is None:
        cell = latitude if lat is None else longitude
        return Point(why=f"{cell.strip()[:30] or 'an empty cell'} is no coordinate")
    return _checked(lat, lon)


def point_of_shape(cell: str) -> Point:
    """Return the point of well-known text; of a line or an area one that lies on it."""
    if not cell.strip():
        return Point()
    if _NOT_FINITE.search(cell[:200]):
        return Point(why="its coordinates are no finite numbers")
    try:
        shape = shapely.from_wkt(cell.split(";", 1)[-1])
        single = shape.geom_type == "Point"
        if shape.is_empty:
            return Point()
        point = shape if single else shapely.make_valid(shape).representative_point()
        return _checked(float(shapely.get_y(point)), float(shapely.get_x(point)), shape=not single)
    except (ShapelyError, ValueError, AttributeError):
        return Point(why="its shape cannot be read")


def _checked(lat: float, lon: float, *, shape: bool = False) -> Point:
    if not (math.isfinite(lat) and math.isfinite(lon)):
        return Point(why="its coordinates are no finite numbers")
    if lat == 0 == lon:
        return Point(why="its coordinates are 0, 0, which stands for unknown in most tables")
    if abs(lat) > 90 and abs(lon) <= 90 and abs(lat) <= 180:
        return Point(why=f"latitude {lat:g} is out of range; latitude and longitude look swapped")
    if abs(lat) > 90 or abs(lon) > 180:
        side = f"latitude {lat:g}" if abs(lat) > 90 else f"longitude {lon:g}"
        return Point(why=f"{side} is out of range")
    return Point(lat, lon, shape=shape)
