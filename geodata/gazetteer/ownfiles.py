"""Reading the files in which users bring their own places: CSV, GeoJSON and GeoPackage.

None of them goes through GDAL, which opens a file by its content and would follow an OGR-VRT
document in a ``.geojson`` to other files and hosts. Rows that cannot be used are told of one by
one; the rest are used.
"""

from __future__ import annotations

import csv
import io
import json
import math
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyproj
import shapely
from shapely.errors import GEOSException, ShapelyError
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from geodata.errors import PlacesFileError

__all__ = ["FoundPlace", "RowError", "read_places"]

_COLUMNS = {
    "name": ("name", "place", "toponym", "placename", "place_name", "title"),
    "latitude": ("latitude", "lat", "y"),
    "longitude": ("longitude", "lon", "lng", "long", "x"),
    "alternate_names": ("alternate_names", "alternatenames", "aliases", "other_names"),
    "country_code": ("country_code", "country", "iso", "cc"),
    "admin1_code": ("admin1_code", "admin1"),
    "feature_code": ("feature_code",),
}
_LARGEST_BYTES = 200_000_000
_ENVELOPE_BYTES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}


class RowError(ValueError):
    """One row cannot be used; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPlace:
    """A row of a user's file as it stands there: `where` names the row."""

    where: str
    name: str
    latitude: float
    longitude: float
    alternate_names: str = ""
    country_code: str = ""
    admin1_code: str = ""
    feature_code: str = ""


def read_places(path: Path) -> Iterator[FoundPlace | str]:
    """Yield the places of a file, and for each row that cannot be used a warning.

    Raises
    ------
    PlacesFileError
        If the file as a whole cannot be read, with what to do next.
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        known = ", ".join(sorted(_READERS))
        raise PlacesFileError(f"{path}: not a kind of file that places are read from ({known})")
    try:
        size = path.stat().st_size
        data = b"" if size > _LARGEST_BYTES else path.read_bytes()
    except OSError as error:
        raise PlacesFileError(f"{path}: cannot be read ({error.strerror})") from error
    if not data:
        raise PlacesFileError(f"{path}: {'too large' if size else 'empty'}; no place was read")
    return _rows(reader(path, data))


def _rows(makers: Iterator[Callable[[], FoundPlace]]) -> Iterator[FoundPlace | str]:
    for make in makers:
        try:
            yield make()
        except RowError as fault:
            yield str(fault)


def _read_csv(path: Path, data: bytes) -> Iterator[Callable[[], FoundPlace]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PlacesFileError(f"{path}: not UTF-8 ({error}); save it as UTF-8") from error
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        records = list(lines)
    except csv.Error as error:
        raise PlacesFileError(f"{path}: row {lines.line_num}: {error}") from error
    at = _columns(path, records[0])
    for number, record in enumerate(records[1:], start=2):
        if any(cell.strip() for cell in record):
            cells = {c: record[i].strip() for c, i in at.items() if i < len(record)}
            yield _csv_row(f"row {number}", cells)


def _columns(path: Path, header: list[str]) -> dict[str, int]:
    """Return where each of our columns stands."""
    names = [h.strip().casefold().replace(" ", "_") for h in header]
    at = {
        column: next(names.index(n) for n in synonyms if n in names)
        for column, synonyms in _COLUMNS.items()
        if any(n in names for n in synonyms)
    }
    missing = [c for c in ("name", "latitude", "longitude") if c not in at]
    if missing:
        raise PlacesFileError(
            f"{path}: row 1: no column {' and no column '.join(missing)}; the first row must name "
            f"the columns name, latitude, longitude (found: {', '.join(header)[:200]})"
        )
    return at


def _csv_row(where: str, cells: dict[str, str]) -> Callable[[], FoundPlace]:
    def make() -> FoundPlace:
        latitude = _number(where, "latitude", cells.get("latitude", ""))
        longitude = _number(where, "longitude", cells.get("longitude", ""))
        further = {k: v for k, v in cells.items() if k not in {"name", "latitude", "longitude"}}
        return _place(where, cells.get("name", ""), latitude, longitude, further)

    return make


def _number(where: str, column: str, cell: str) -> float:
    try:
        return float(cell.replace(",", ".") if cell.count(",") == 1 else cell)
    except ValueError:
        raise RowError(f"{where}: {column} {cell[:40]!r} is no number") from None


def _place(
    where: str, name: str, latitude: float, longitude: float, further: Mapping[str, str]
) -> FoundPlace:
    """Return the place if its name and point can be."""
    if not name.strip():
        raise RowError(f"{where}: no name")
    point = f"{where}: {name[:60]}: latitude {latitude:g}, longitude {longitude:g}"
    if not (math.isfinite(latitude) and math.isfinite(longitude)):
        raise RowError(f"{point} is no point")
    if abs(latitude) > 90 or abs(longitude) > 180:
        if abs(latitude) <= 180 and abs(longitude) <= 90:
            raise RowError(f"{point}: are latitude and longitude swapped?")
        if max(abs(latitude), abs(longitude)) > 1000:
            raise RowError(f"{point}: not degrees; give longitude and latitude in WGS 84")
        raise RowError(f"{point} is not on Earth")
    return FoundPlace(
        where=where, name=name.strip(), latitude=latitude, longitude=longitude, **further
    )


def _read_geojson(path: Path, data: bytes) -> Iterator[Callable[[], FoundPlace]]:
    try:
        document = json.loads(data)
        features = document["features"]
        crs = (document.get("crs") or {}).get("properties", {}).get("name", "OGC:CRS84")
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError) as error:
        raise PlacesFileError(f"{path}: no GeoJSON FeatureCollection ({error})") from error
    to_degrees = _to_degrees(path, crs)
    for number, feature in enumerate(features if isinstance(features, list) else (), start=1):
        yield _geojson_row(f"feature {number}", feature, to_degrees)


ToDegrees = Callable[[float, float], tuple[float, float]]


def _geojson_row(where: str, feature: object, to_degrees: ToDegrees) -> Callable[[], FoundPlace]:
    def make() -> FoundPlace:
        try:
            geometry = shape(feature["geometry"])  # type: ignore[index]  # caught below
            properties = dict(feature.get("properties") or {})  # type: ignore[attr-defined]
        except (TypeError, KeyError, ValueError, AttributeError, ShapelyError) as error:
            raise RowError(f"{where}: no geometry that can be read ({error})") from None
        return _geometry_row(where, properties, geometry, to_degrees)

    return make


def _geometry_row(
    where: str, properties: Mapping[str, Any], geometry: BaseGeometry, to_degrees: ToDegrees
) -> FoundPlace:
    """Return the place of a feature; an area stands at a point inside it."""
    known = {str(k).casefold(): str(v) for k, v in properties.items() if v is not None}
    cells = {
        column: next((known[s] for s in synonyms if s in known), "")
        for column, synonyms in _COLUMNS.items()
        if column not in {"latitude", "longitude"}
    }
    try:
        point = geometry.representative_point()
        if geometry.is_empty or point.is_empty:
            raise RowError(f"{where}: {cells['name'][:60]}: the geometry is empty")
        longitude, latitude = to_degrees(point.x, point.y)
    except GEOSException as error:
        raise RowError(f"{where}: the geometry cannot be used ({error})") from None
    return _place(where, cells.pop("name"), latitude, longitude, cells)


def _to_degrees(path: Path, crs: str) -> ToDegrees:
    """Return what turns a point of `crs` into WGS 84 longitude and latitude."""
    try:
        return pyproj.Transformer.from_crs(crs, "OGC:CRS84", always_xy=True).transform
    except pyproj.exceptions.CRSError as error:
        raise PlacesFileError(
            f"{path}: unknown coordinate system {crs!r}; save it in WGS 84 (EPSG:4326)"
        ) from error


def _read_geopackage(path: Path, data: bytes) -> Iterator[Callable[[], FoundPlace]]:
    if not data.startswith(b"SQLite format 3\0"):
        raise PlacesFileError(f"{path}: no GeoPackage")
    uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(uri, uri=True)) as db:
        db.execute("PRAGMA trusted_schema=OFF")
        db.row_factory = sqlite3.Row
        try:
            layers = db.execute(_LAYERS).fetchall()
            for table, column, crs in layers:
                quoted = table.replace('"', '""')
                for number, row in enumerate(db.execute(f'SELECT * FROM "{quoted}"'), start=1):
                    yield _gpkg_row(f"{table} {number}", dict(row), column, _to_degrees(path, crs))
        except sqlite3.DatabaseError as error:
            raise PlacesFileError(f"{path}: no GeoPackage that can be read ({error})") from error


_LAYERS = (
    "SELECT g.table_name, g.column_name, "
    "CASE WHEN s.organization_coordsys_id > 0 "
    "THEN upper(s.organization) || ':' || s.organization_coordsys_id ELSE 'OGC:CRS84' END "
    "FROM gpkg_geometry_columns g JOIN gpkg_spatial_ref_sys s USING (srs_id)"
)


def _gpkg_row(
    where: str, row: dict[str, Any], column: str, to_degrees: ToDegrees
) -> Callable[[], FoundPlace]:
    def make() -> FoundPlace:
        blob = row.pop(column)
        if not isinstance(blob, bytes) or not blob.startswith(b"GP") or len(blob) < 8:
            raise RowError(f"{where}: no geometry")
        wkb = blob[8 + _ENVELOPE_BYTES.get(blob[3] >> 1 & 7, 0) :]
        try:
            geometry = shapely.from_wkb(wkb)
        except ShapelyError as error:
            raise RowError(f"{where}: no geometry that can be read ({error})") from None
        return _geometry_row(where, row, geometry, to_degrees)

    return make


_READERS: Mapping[str, Callable[[Path, bytes], Iterator[Callable[[], FoundPlace]]]] = {
    ".csv": _read_csv,
    ".tsv": _read_csv,
    ".geojson": _read_geojson,
    ".json": _read_geojson,
    ".gpkg": _read_geopackage,
}
