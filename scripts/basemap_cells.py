"""Write projected shapes as "DLB1": cells of zigzag varints.

The format is described where it is read, in ``geodata/maps/assets/geometry.js``.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt
import shapely
from shapely import affinity
from shapely.geometry.base import BaseGeometry as Geometry

Floats = npt.NDArray[np.float64]
Layer = Sequence[Geometry]

# Zoom 6 has 32 units of detail.bin in a pixel: land of neighbouring cells overlaps by more.
OVERLAP = 64


def mercator(lonlat: Floats) -> Floats:
    """Project degrees to the Web Mercator square: 0-1 from west to east and north to south."""
    lat = np.radians(np.clip(lonlat[:, 1], -85.06, 85.06))
    y = 0.5 - np.log(np.tan(math.pi / 4 + lat / 2)) / (2 * math.pi)
    return np.column_stack([lonlat[:, 0] / 360 + 0.5, y])


def project(geometry: Geometry, bits: int) -> Geometry:
    """Project degrees to units of the Mercator square of ``2 ** bits`` units."""
    return shapely.transform(geometry, lambda xy: mercator(xy) * 2**bits)


def varints(values: Iterable[int]) -> bytes:
    """Encode signed integers: zigzag, then seven bits a byte, lowest first."""
    out = bytearray()
    for value in values:
        n = value << 1 if value >= 0 else (-value << 1) - 1
        while n > 0x7F:
            out.append(n & 0x7F | 0x80)
            n >>= 7
        out.append(n)
    return bytes(out)


def lines_of(geometry: Geometry) -> Iterator[npt.NDArray[np.int64]]:
    """Yield rings and lines as whole units, without repeated points."""
    for part in shapely.get_parts(geometry):
        if part.geom_type == "Polygon":
            rings, least = [part.exterior, *part.interiors], 4
        elif part.geom_type == "LineString":
            rings, least = [part], 2
        else:
            continue
        for ring in rings:
            xy = np.rint(shapely.get_coordinates(ring)).astype(np.int64)
            xy = xy[np.concatenate([[True], (np.diff(xy, axis=0) != 0).any(axis=1)])]
            if len(xy) >= least:
                yield xy


def encode_cell(layers: Sequence[Layer], box: tuple[int, int, int, int]) -> bytes:
    """Encode what lies in one cell, its origin the box's corner."""
    numbers: list[int] = []
    x = y = 0
    for layer in layers:
        clipped = [shapely.clip_by_rect(g, *box) for g in layer]
        lines = [line for g in clipped for line in lines_of(oriented(g))]
        numbers.append(len(lines))
        for line in lines:
            local = line - np.array(box[:2])
            steps = np.diff(local, axis=0, prepend=[[x, y]])
            x, y = int(local[-1, 0]), int(local[-1, 1])
            numbers.append(len(line))
            numbers.extend(steps.ravel().tolist())
    return varints(numbers) if len(numbers) > len(layers) else b""


def oriented(geometry: Geometry) -> Geometry:
    """Turn shells one way and holes the other, so that filling by winding leaves holes open."""
    return shapely.orient_polygons(geometry) if "Polygon" in geometry.geom_type else geometry


def encode(layers: Sequence[Layer], *, bits: int, side: int) -> bytes:
    """Encode layers of projected geometries in ``side`` x ``side`` cells."""
    size, overlap = 2**bits // side, OVERLAP if side > 1 else 0
    trees = [shapely.STRtree(list(layer)) for layer in layers]
    cells = []
    for row in range(side):
        for column in range(side):
            west, north = column * size - overlap, row * size - overlap
            box = (west, north, west + size + 2 * overlap, north + size + 2 * overlap)
            near = [
                [layer[i] for i in sorted(tree.query(shapely.box(*box)))]
                for layer, tree in zip(layers, trees, strict=True)
            ]
            cells.append(encode_cell(near, box))
    offsets = np.cumsum([0, *map(len, cells)]).astype("<u4").tobytes()
    head = b"DLB1" + struct.pack("<IIII", bits, side, len(layers), overlap)
    return head + offsets + b"".join(cells)


def prepare(geometries: Iterable[Geometry], bits: int) -> list[Geometry]:
    """Project, thin by one unit, drop what is smaller than that, and take apart.

    What reaches over the antimeridian, or near it, is there a second time on the other side.
    """
    thin = [shapely.simplify(project(g, bits), 1.0) for g in geometries]
    whole = [shapely.make_valid(g) for g in thin if not g.is_empty]
    parts = [part for part in shapely.get_parts(whole) if part.length > 4]
    return [copy for part in parts for copy in copies(part, 2**bits)]


def copies(part: Geometry, world: int) -> Iterator[Geometry]:
    """Yield a shape wherever a copy of the world puts it within reach of the square."""
    west, _, east, _ = part.bounds
    for shift in (-world, 0, world):
        if east + shift > -OVERLAP and west + shift < world + OVERLAP:
            yield affinity.translate(part, xoff=shift) if shift else part
