"""Read Natural Earth's shapes from the files that `derive_basemap` takes."""

from __future__ import annotations

import json
import math
import pickle
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely import LineString, Polygon
from shapely.geometry.base import BaseGeometry as Geometry

Floats = npt.NDArray[np.float64]


class Topology:
    """A TopoJSON file: countries as polygons, and the lines that two of them share."""

    def __init__(self, path: Path) -> None:
        raw = json.loads(path.read_text(encoding="utf-8"))
        scale, origin = np.array(raw["transform"]["scale"]), np.array(raw["transform"]["translate"])
        self.arcs = [np.cumsum(np.array(arc), axis=0) * scale + origin for arc in raw["arcs"]]
        self.objects = raw["objects"]

    def _arc(self, index: int) -> Floats:
        arc: Floats = self.arcs[index] if index >= 0 else self.arcs[~index][::-1]
        return arc

    def _ring(self, indices: Sequence[int]) -> Floats:
        parts = [self._arc(i) for i in indices]
        return np.concatenate([parts[0], *(part[1:] for part in parts[1:])])

    def polygons(self, geometry: Mapping[str, Any]) -> Iterator[Polygon]:
        """Yield the polygons of a TopoJSON geometry."""
        if geometry["type"] == "GeometryCollection":
            for part in geometry["geometries"]:
                yield from self.polygons(part)
        elif geometry["type"] in {"Polygon", "MultiPolygon"}:
            arcs = geometry["arcs"]
            for rings in [arcs] if geometry["type"] == "Polygon" else arcs:
                shell, *holes = (unrolled(self._ring(ring)) for ring in rings)
                if len(shell) > 3:
                    yield Polygon(shell, [beside(shell, hole) for hole in holes if len(hole) > 3])

    def countries(self) -> Iterator[tuple[str, list[Polygon]]]:
        """Yield each country's name and polygons."""
        for geometry in self.objects["countries"]["geometries"]:
            yield geometry["properties"]["name"], list(self.polygons(geometry))

    def borders(self) -> list[LineString]:
        """Return the arcs that more than one country uses."""
        users: dict[int, set[int]] = {}
        for number, geometry in enumerate(self.objects["countries"]["geometries"]):
            for arc in np.unique([a if a >= 0 else ~a for a in flatten(geometry.get("arcs", []))]):
                users.setdefault(int(arc), set()).add(number)
        return [LineString(unrolled(self.arcs[arc])) for arc, by in users.items() if len(by) > 1]


def unrolled(lonlat: Floats) -> Floats:
    """Let a line run on over the antimeridian; a ring around the pole is closed there."""
    steps = np.diff(lonlat[:, 0])
    turns = -360 * np.cumsum(np.rint(steps / 360))
    out: Floats = np.column_stack([lonlat[:, 0] + np.concatenate([[0], turns]), lonlat[:, 1]])
    if abs(out[-1, 0] - out[0, 0]) > 180:
        pole = math.copysign(90, out[0, 1])
        out = np.vstack([out, [[out[-1, 0], pole], [out[0, 0], pole], out[0]]])
    return out


def beside(shell: Floats, hole: Floats) -> Floats:
    """Move a hole to the copy of the world that its shell runs through."""
    for turn in (0, 360, -360):
        lon = hole[:, 0] + turn
        if shell[:, 0].min() <= lon.min() and lon.max() <= shell[:, 0].max():
            return np.column_stack([lon, hole[:, 1]])
    return hole


def flatten(nested: Iterable[Any]) -> Iterator[int]:
    """Yield the numbers of lists in lists."""
    for item in nested:
        if isinstance(item, int):
            yield item
        else:
            yield from flatten(item)


class PlainUnpickler(pickle.Unpickler):
    """Reads numbers, texts, lists and dictionaries; anything that could run is refused."""

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401 - the parent's signature
        """Refuse."""
        raise pickle.UnpicklingError(f"{module}.{name} has no place in a table of polygons")


def read_seas(path: Path) -> Iterator[tuple[str, list[Polygon]]]:
    """Yield each named sea and its polygons."""
    with path.open("rb") as file:
        table = PlainUnpickler(file).load()
    for name, _bbox, rings in table["marine"]:
        if name and name not in {"Inner Seas", "Inner Sea"}:
            yield name.title() if name.isupper() else name, [Polygon(ring[1]) for ring in rings]


def read_features(path: Path) -> list[Geometry]:
    """Return the geometries of a GeoJSON file."""
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    return [shapely.from_geojson(json.dumps(f["geometry"])) for f in features]


def division_lines(features: Sequence[Mapping[str, Any]]) -> list[LineString]:
    """Return the line segments that two divisions of one country share, merged."""
    owners: dict[tuple[tuple[float, ...], tuple[float, ...]], list[tuple[str, int]]] = {}
    for number, feature in enumerate(features):
        for ring in rings_of(feature["geometry"]):
            for a, b in pairwise(map(tuple, ring)):
                key = (a, b) if a < b else (b, a)
                owners.setdefault(key, []).append((feature["properties"]["adm0_a3"], number))
    shared = [
        LineString(segment)
        for segment, by in owners.items()
        if len({n for _, n in by}) > 1 and len({country for country, _ in by}) == 1
    ]
    merged = shapely.line_merge(shapely.MultiLineString(shared))
    return list(shapely.get_parts(merged))


def rings_of(geometry: Mapping[str, Any]) -> Iterator[list[list[float]]]:
    """Yield the rings of a GeoJSON polygon or multipolygon."""
    multi = geometry["type"] == "MultiPolygon"
    for polygon in geometry["coordinates"] if multi else [geometry["coordinates"]]:
        yield from polygon
