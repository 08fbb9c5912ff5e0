"""The basemap's lines in Python: the same files that the page draws ("DLB1", geometry.js)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

__all__ = ["LAKES", "LAND", "Box", "Line", "Outlines", "open_outlines"]

LAND, LAKES, BORDERS, RIVERS = range(4)
_HEAD = struct.Struct("<4sIIII")
Floats: TypeAlias = npt.NDArray[np.float64]
Box: TypeAlias = tuple[float, float, float, float]
"""West, north, east, south, in parts of the Mercator square."""


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """Points in parts of the Mercator square; where `cut` is set no stroke leads to the point."""

    points: Floats
    cut: npt.NDArray[np.bool_]


class Outlines:
    """One file of the basemap.

    Parameters
    ----------
    data
        The file's bytes.
    """

    def __init__(self, data: bytes) -> None:
        magic, bits, self._side, self._layers, overlap = _HEAD.unpack_from(data)
        if magic != b"DLB1":
            raise ValueError("not a DLB1 file")
        cells = self._side * self._side + 1
        self._units = 2**bits
        self._overlap = overlap if self._side > 1 else 0
        self._offsets = np.frombuffer(data, "<u4", cells, _HEAD.size)
        self._bytes = np.frombuffer(data, np.uint8, offset=_HEAD.size + 4 * cells)

    def lines(self, layer: int, box: Box) -> Iterator[list[Line]]:
        """Yield a layer's lines in a box, cell by cell: neighbouring cells overlap."""
        west, north, east, south = box
        side = self._side
        first_row, last_row = max(0, int(north * side)), min(side - 1, int(south * side))
        first, last = max(0, int(west * side)), min(side - 1, int(east * side))
        for row in range(first_row, last_row + 1):
            for column in range(first, last + 1):
                if layers := self._cell(column, row):
                    yield layers[layer]

    def _cell(self, column: int, row: int) -> list[list[Line]]:
        number = row * self._side + column
        values = _numbers(self._bytes[self._offsets[number] : self._offsets[number + 1]])
        edge = self._units / self._side
        corner = np.array([column * edge - self._overlap, row * edge - self._overlap])
        at, last, layers = 0, np.zeros(2, dtype=np.int64), []
        for _ in range(self._layers if len(values) else 0):
            count, at = int(values[at]), at + 1
            lines = []
            for _ in range(count):
                points, at = int(values[at]), at + 1
                steps = values[at : at + 2 * points].reshape(-1, 2)
                at += 2 * points
                xy = last + np.cumsum(steps, axis=0)
                last = xy[-1] if points else last
                lines.append(self._line(xy, corner, edge + 2 * self._overlap))
            layers.append(lines)
        return layers

    def _line(self, xy: npt.NDArray[np.int64], corner: Floats, edge: float) -> Line:
        """Return a line, cut along the cell's edge and the antimeridian: those are no coasts."""
        x, y = xy[:, 0], xy[:, 1]
        whole = corner[0] + x
        seam = (x <= 0) | (x >= edge) | (whole == 0) | (whole == self._units)
        rim = (y <= 0) | (y >= edge)
        cut = np.ones(len(xy), dtype=bool)
        cut[1:] = ((x[1:] == x[:-1]) & seam[1:]) | ((y[1:] == y[:-1]) & rim[1:])
        return Line((corner + xy) / self._units, cut)


def _numbers(data: npt.NDArray[np.uint8]) -> npt.NDArray[np.int64]:
    """Decode zigzag varints."""
    ends = np.flatnonzero(data < 128)
    if not len(ends):
        return np.zeros(0, dtype=np.int64)
    starts = np.concatenate([[0], ends[:-1] + 1])
    place = np.arange(ends[-1] + 1) - np.repeat(starts, ends - starts + 1)
    parts = (data[: ends[-1] + 1].astype(np.int64) & 127) << (7 * place)
    values = np.add.reduceat(parts, starts)
    decoded: npt.NDArray[np.int64] = (values >> 1) ^ -(values & 1)
    return decoded


@lru_cache(maxsize=4)
def open_outlines(name: str) -> Outlines:
    """Open a file of the basemap ("world.bin")."""
    return Outlines((Path(__file__).parent / "data" / name).read_bytes())
