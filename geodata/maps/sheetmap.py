"""The map on the printed page: which part of the world, its land and water, names and scale."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any
from xml.sax.saxutils import escape

import numpy as np
import numpy.typing as npt

from geodata.maps.outlines import BORDERS, LAKES, LAND, RIVERS, Box, Line, open_outlines
from geodata.maps.sheettext import text
from geodata.messages import Words
from geodata.messages.cldr import territory

__all__ = ["MAP", "Frame", "View", "basemap", "fitted", "scale_bar"]

_DETAIL_FROM, _CLOSEST = 5.5, 8.5
_LEAST_STEP = 0.6
_OUT = 0.05
_COLOURS = {"sea": "#e4eaee", "land": "#f6f3ec", "line": "#cfc9bc"}
_LABEL_UNITS = 2**14
_EARTH_KM = 40_075.017


@dataclass(frozen=True, slots=True)
class Frame:
    """A rectangle on the page."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, box: tuple[float, float, float, float]) -> bool:
        """Say whether a box lies inside."""
        return (
            box[0] >= self.left
            and box[1] >= self.top
            and box[2] <= self.right
            and box[3] <= self.bottom
        )


MAP = Frame(34, 88, 752, 640)


@dataclass(frozen=True, slots=True)
class View:
    """The part of the world that the map shows: pixels of the whole square, and its offset."""

    world: float
    left: float
    top: float

    @property
    def zoom(self) -> float:
        """As web maps count: 256 pixels to the world at 0."""
        return math.log2(self.world / 256)

    @property
    def box(self) -> Box:
        """The view in parts of the Mercator square."""
        return (
            (MAP.left - self.left) / self.world,
            (MAP.top - self.top) / self.world,
            (MAP.right - self.left) / self.world,
            (MAP.bottom - self.top) / self.world,
        )

    def pixel(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point of the Mercator square lies on the page."""
        return x * self.world + self.left, y * self.world + self.top

    def from_afar(self, step: float) -> View:
        """Return the view around the same middle from a little further away."""
        west, north, east, south = self.box
        world = max(self.world * step, MAP.right - MAP.left)
        return _around(world, (west + east) / 2, (north + south) / 2)

    def countries(self, taken: list[Any], t: Words) -> Iterator[str]:
        """Yield countries' names where there is room for them, each once."""
        level = max(2, min(6, round(self.zoom) - 1))
        # Letters of some scripts are joined, and have no capitals.
        kind = "joined turned" if t.direction == "rtl" else "country"
        for english, points in _labels()["countries"]:
            name = english
            if t.language != "en":
                name = territory(t.language, _codes().get(english, ""), english)
            best: tuple[float, float, float] | None = None
            for k in range(0, len(points), 4):
                if points[k] != level:
                    continue
                x, y = self.pixel(points[k + 1] / _LABEL_UNITS, points[k + 2] / _LABEL_UNITS)
                room = points[k + 3] / _LABEL_UNITS * self.world
                half = len(name) * 5.4
                box = (x - half, y - 9, x + half, y + 5)
                free = MAP.holds(box) and not any(
                    box[0] < t[2] and t[0] < box[2] and box[1] < t[3] and t[1] < box[3]
                    for t in taken
                )
                if free and half < 1.6 * room + 12 and (best is None or room > best[0]):
                    best = (room, x, y)
            if best:
                _, x, y = best
                taken.append((x - len(name) * 5.4, y - 9, x + len(name) * 5.4, y + 5))
                shown = escape(name.upper())
                yield f'<text x="{x:.1f}" y="{y:.1f}" class="{kind}">{shown}</text>\n'


def fitted(x: npt.NDArray[np.float32], y: npt.NDArray[np.float32]) -> View:
    """Return the view in which most of the points lie; the world without any.

    One far point would make all others a single mark: a twentieth on each side may fall out.
    """
    wide, high = MAP.right - MAP.left, MAP.bottom - MAP.top
    if not len(x):
        x, y = np.array([0.0, 1.0], "f4"), np.array([0.2, 0.7], "f4")
    (west, east), (north, south) = (
        (float(np.quantile(v, _OUT)), float(np.quantile(v, 1 - _OUT))) for v in (x, y)
    )
    room = 1.35
    world = min(
        wide / max(room * (east - west), 1e-9),
        high / max(room * (south - north), 1e-9),
        256 * 2**_CLOSEST,
    )
    world = max(world, wide)
    return _around(world, (west + east) / 2, (north + south) / 2)


def _around(world: float, centre_x: float, centre_y: float) -> View:
    left = (MAP.left + MAP.right) / 2 - centre_x * world
    top = (MAP.top + MAP.bottom) / 2 - centre_y * world
    # The world's edge is the page's: no grey beyond it.
    left = min(MAP.left, max(left, MAP.right - world))
    if world > MAP.bottom - MAP.top:
        top = min(MAP.top, max(top, MAP.bottom - world))
    return View(world, left, top)


def basemap(view: View) -> Iterator[str]:
    """Yield land, water and borders; what goes beyond the map's frame is to be covered."""
    wide, high = MAP.right - MAP.left, MAP.bottom - MAP.top
    where = f'x="{MAP.left}" y="{MAP.top}" width="{wide}" height="{high}"'
    fine = view.zoom >= _DETAIL_FROM
    outlines = open_outlines("detail.bin" if fine else "world.bin")
    yield f'<rect {where} fill="{_COLOURS["sea"]}"/>\n'
    for lines in outlines.lines(LAND, view.box):
        yield _filled(lines, view, _COLOURS["land"])
    if fine:
        yield _stroked(outlines.lines(RIVERS, view.box), view, _COLOURS["sea"], 0.9)
    for lines in outlines.lines(LAKES, view.box):
        yield _filled(lines, view, _COLOURS["sea"])
    for layer in (LAND, LAKES):
        yield _stroked(outlines.lines(layer, view.box), view, _COLOURS["line"], 0.7)
    yield _stroked(outlines.lines(BORDERS, view.box), view, "#b5ae9f", 0.9)


def _filled(lines: list[Line], view: View, colour: str) -> str:
    path = "".join(_path(line, view, cutting=False) for line in lines)
    return f'<path d="{path}" fill="{colour}" fill-rule="evenodd"/>\n' if path else ""


def _stroked(cells: Iterator[list[Line]], view: View, colour: str, width: float) -> str:
    path = "".join(_path(line, view, cutting=True) for lines in cells for line in lines)
    style = f'fill="none" stroke="{colour}" stroke-width="{width}" stroke-linejoin="bevel"'
    return f'<path d="{path}" {style}/>\n' if path else ""


def _path(line: Line, view: View, *, cutting: bool) -> str:
    """Trace a line on the page, passing over points that nobody could tell apart."""
    xy = line.points * view.world + (view.left, view.top)
    low, high = xy.min(axis=0), xy.max(axis=0)
    if high[0] < MAP.left or low[0] > MAP.right or high[1] < MAP.top or low[1] > MAP.bottom:
        return ""
    if max(high - low) < _LEAST_STEP:
        return ""
    parts: list[str] = []
    at: tuple[float, float] | None = None
    last = len(xy) - 1
    for k, ((x, y), cut) in enumerate(zip(xy.tolist(), line.cut.tolist(), strict=True)):
        if at is None or (cutting and cut):
            parts.append(f"M{x:.1f} {y:.1f}")
        elif k < last and math.hypot(x - at[0], y - at[1]) < _LEAST_STEP:
            continue
        else:
            parts.append(f"L{x:.1f} {y:.1f}")
        at = (x, y)
    return "".join(parts) + ("" if cutting else "Z")


def scale_bar(view: View, t: Words) -> Iterator[str]:
    """Yield a bar of a round number of kilometres, true in the middle of the map."""
    _, north, _, south = view.box
    latitude = math.atan(math.sinh(math.pi * (1 - (north + south))))
    km_a_pixel = _EARTH_KM * math.cos(latitude) / view.world
    most = 110 * km_a_pixel
    power = 10 ** math.floor(math.log10(most))
    km = max(step * power for step in (1, 2, 5) if step * power <= most)
    said = t("measure.km", n=int(km)) if km >= 1 else t("measure.m", n=round(1000 * km))
    x, y, long = MAP.left + 10, MAP.bottom - 10, km / km_a_pixel
    yield f'<path d="M{x:.1f} {y - 5:.1f}v5h{long:.1f}v-5" fill="none" stroke="#666b73"/>\n'
    yield text(x + 4, y - 4, said, "muted")


@cache
def _labels() -> dict[str, Any]:
    raw = files("geodata.maps").joinpath("data/labels.json").read_text(encoding="utf-8")
    labels: dict[str, Any] = json.loads(raw)
    return labels


@cache
def _codes() -> dict[str, str]:
    """Return the two letters of the countries that have a name on the map."""
    raw = files("geodata.maps").joinpath("data/names.fr.json").read_text(encoding="utf-8")
    codes: dict[str, str] = json.loads(raw)["countries"]
    return codes
