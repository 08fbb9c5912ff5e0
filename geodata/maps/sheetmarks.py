"""The marks of the printed page and the names beside them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from geodata.maps.columns import NO_PLACE, ROLES
from geodata.maps.details import details
from geodata.maps.sheetmap import MAP, View, fitted
from geodata.maps.sheettext import cut, text
from geodata.messages import Words
from geodata.messages.cldr import country_in
from geodata.model import DateRole

__all__ = ["FILL", "OTHER", "Mark", "discs", "labels", "place_of", "placed_marks"]

FILL = {
    DateRole.EVENT: ("#0072b2", "#ffffff"),
    DateRole.REPORTED_ON: ("#ffffff", "#d55e00"),
    DateRole.PLANNED: ("#009e73", "#ffffff"),
    DateRole.PHOTO: ("#ffffff", "#cc79a7"),
}
OTHER = ("#ffffff", "#888888")
_MERGED = 24
_NAMES = 40
# Steps back until no mark lies across the map's edge; each looks at every place anew.
_STEP, _TRIES, _FEW = 0.93, 6, 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Events at one point of the page."""

    x: float
    y: float
    count: int
    role: str
    newest: int

    @property
    def radius(self) -> float:
        """Its size in pixels."""
        return min(20.0, 3.6 + 2.4 * math.sqrt(self.count))

    @property
    def box(self) -> tuple[float, float, float, float]:
        """The square around it."""
        r = self.radius + 1
        return self.x - r, self.y - r, self.x + r, self.y + r

    @property
    def inside(self) -> bool:
        """Whether its point is on the map."""
        return MAP.holds((self.x, self.y) * 2)

    @property
    def across(self) -> bool:
        """Whether the map's edge cuts it."""
        x0, y0, x1, y1 = self.box
        meets = x1 > MAP.left and x0 < MAP.right and y1 > MAP.top and y0 < MAP.bottom
        return meets and not MAP.holds(self.box)


def placed_marks(columns: Any) -> tuple[View, list[Mark]]:  # noqa: ANN401
    """Return the part of the world to show and its marks, the fullest first.

    The view steps back as long as its edge cuts a mark, a little.
    """
    placed = columns.place != NO_PLACE
    place = columns.place[placed].astype(np.int64)
    index = np.flatnonzero(placed)
    groups = pd.DataFrame({"place": place, "index": index, "role": columns.role[placed]})
    by_place = (
        groups.groupby("place")
        .agg(n=("index", "size"), newest=("index", "max"), role=("role", _commonest))
        .sort_values(["n", "newest"], ascending=False)
    )
    first = view = fitted(columns.x[place], columns.y[place])
    marks = _joined(by_place, columns, view)
    for _ in range(_TRIES if len(by_place) < _FEW else 0):
        if not any(mark.across for mark in marks):
            return view, marks
        view = view.from_afar(_STEP)
        marks = _joined(by_place, columns, view)
    if any(mark.across for mark in marks):
        return first, _joined(by_place, columns, first)
    return view, marks


def _commonest(roles: pd.Series[Any]) -> int:
    return int(roles.mode().iloc[0])


def _joined(by_place: pd.DataFrame, columns: Any, view: View) -> list[Mark]:  # noqa: ANN401
    """Join places that would cover each other, the fullest first."""
    marks: list[Mark] = []
    for number, n, newest, role in by_place.itertuples(name=None):
        x, y = view.pixel(float(columns.x[number]), float(columns.y[number]))
        near = (
            k
            for k, m in enumerate(marks)
            if math.hypot(m.x - x, m.y - y) < max(_MERGED, m.radius + 4)
        )
        k = next(near, None)
        if k is None:
            marks.append(Mark(x=x, y=y, count=n, role=ROLES[role], newest=newest))
        else:
            marks[k] = replace(marks[k], count=marks[k].count + n)
    return sorted(marks, key=lambda m: (-m.count, m.x, m.y))


def labels(
    marks: list[Mark],
    frame: Any,  # noqa: ANN401
    columns: Any,  # noqa: ANN401
    taken: list[tuple[float, ...]],
    t: Words,
) -> Iterator[str]:
    """Yield the names of the fullest marks, where there is room; `taken` grows by theirs."""
    here = [mark for mark in marks if mark.inside][:_NAMES]
    rows = {row["index"]: row for row in details(frame, columns, [m.newest for m in here])}
    for mark in here:
        if mark.newest not in rows:
            continue
        name = cut(place_of(rows[mark.newest], t), 28)
        width = 6.3 * len(name)
        for left in (mark.x + mark.radius + 4, mark.x - mark.radius - 4 - width):
            box = (left, mark.y - 7, left + width, mark.y + 7)
            if MAP.holds(box) and not any(_meet(box, other) for other in taken):
                taken.append(box)
                yield text(left, mark.y + 4, name, "name")
                break


def place_of(row: dict[str, Any], t: Words) -> str:
    """Return the name of an event's place; a country's in the page's language."""
    name = str(row["place_name"] or row["toponym"])
    return country_in(t.language, name) if row["kind"] == "PCL" else name


def discs(marks: list[Mark]) -> Iterator[str]:
    """Yield the marks, the smallest on top; what lies outside the map is there, but not seen."""
    for mark in reversed(marks):
        fill, line = FILL.get(mark.role, OTHER)  # type: ignore[call-overload]  # StrEnum is str
        unseen = "" if mark.inside else ' display="none"'
        yield (
            f'<circle cx="{mark.x:.1f}" cy="{mark.y:.1f}" r="{mark.radius:.1f}" fill="{fill}" '
            f'stroke="{line}" stroke-width="1.8" data-events="{mark.count}"{unseen}/>\n'
        )
        if mark.count > 1 and mark.inside:
            ink = "#ffffff" if fill != "#ffffff" else "#1c2026"
            yield text(mark.x, mark.y, str(mark.count), "n", f' style="fill:{ink}"')


def _meet(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
