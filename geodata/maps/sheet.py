"""One page to print: title, map, legend, days, scale and the events, as SVG.

Browsers print it to paper or PDF at A4, and programs that draw take it apart. Nothing is fetched;
every text is escaped; positions are rounded, so the same events give the same bytes.
"""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

import geopandas as gpd
import numpy as np
import pandas as pd

from geodata.maps.columns import NO_PLACE, ROLES, event_columns
from geodata.maps.details import details
from geodata.maps.onefile import Heading
from geodata.maps.sheetmap import MAP, View, basemap, fitted, scale_bar
from geodata.maps.words import date_words
from geodata.messages import Words
from geodata.model import DateRole

__all__ = ["TYPEFACES", "sheet"]

_WIDE, _HIGH, _MARGIN = 1123, 794, 34
_LIST_X = MAP.right + 22
_LETTERS, _LINES, _ROWS = 50, 3, 40
_MERGED = 24
_NAMES, _BARS = 40, 60
_FILL = {
    DateRole.EVENT: ("#0072b2", "#ffffff"),
    DateRole.REPORTED_ON: ("#ffffff", "#d55e00"),
    DateRole.PLANNED: ("#009e73", "#ffffff"),
    DateRole.PHOTO: ("#ffffff", "#cc79a7"),
}
_OTHER = ("#ffffff", "#888888")
# Controls, and the marks that would turn the direction of what follows.
_HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
# The last ones are what some system has: programs that draw take no other than the named ones.
TYPEFACES = (
    '"Source Sans 3", "Source Sans Pro", "Noto Sans", "Segoe UI", "Helvetica Neue", Arial, '
    '"Liberation Sans", "DejaVu Sans", Ubuntu, Roboto, system-ui, sans-serif'
)
_SERIFS = (
    '"Source Serif 4", Georgia, "Noto Serif", "Times New Roman", "Liberation Serif", '
    f'"DejaVu Serif", {TYPEFACES}'
)
# Letters of these scripts run from right to left.
_RIGHT_TO_LEFT = {"R", "AL"}
_STYLE = f"""
text {{ font-family: {TYPEFACES};
  font-size: 11px; fill: #1c2026; unicode-bidi: plaintext; }}
.serif {{ font-family: {_SERIFS}, serif; }}
.title {{ font-size: 25px; font-weight: 600; }} .muted {{ fill: #666b73; }}
.day {{ font-weight: 600; }} .place {{ font-size: 12.5px; font-weight: 600; }}
.said {{ font-size: 11.5px; }} .n {{ font-size: 10px; font-weight: 600;
  text-anchor: middle; dominant-baseline: central; }}
.name {{ paint-order: stroke; stroke: #f6f3ec; stroke-width: 3px; stroke-linejoin: round; }}
.country {{ font-size: 11px; letter-spacing: 3px; text-anchor: middle; fill: #8a8578; }}
.notice {{ fill: #9c2b21; font-weight: 600; }}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mark:
    x: float
    y: float
    count: int
    role: str
    newest: int

    @property
    def radius(self) -> float:
        return min(20.0, 3.6 + 2.4 * math.sqrt(self.count))


def sheet(frame: gpd.GeoDataFrame, heading: Heading, t: Words) -> Iterator[str]:
    """Yield the page piece by piece.

    Parameters
    ----------
    frame
        An event GeoDataFrame.
    heading
        What stands above the map.
    t
        The texts of a language.
    """
    columns = event_columns(frame)
    placed = columns.place != NO_PLACE
    place = columns.place[placed]
    view = fitted(columns.x[place], columns.y[place])
    marks = _marks(columns, placed, view)
    outside = sum(mark.count for mark in marks if not MAP.holds((mark.x, mark.y) * 2))
    dated = columns.dated
    newest = [*range(dated - 1, -1, -1)[:_ROWS], *range(dated, len(columns))[:_ROWS]]
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="297mm" height="210mm" '
        f'viewBox="0 0 {_WIDE} {_HIGH}">\n<title>{_safe(heading.title)}</title>\n'
        f"<style>{_STYLE}@page {{ size: A4 landscape; margin: 0; }}</style>\n"
        f'<rect width="{_WIDE}" height="{_HIGH}" fill="#ffffff"/>\n'
    )
    yield from basemap(view)
    yield from _drawn(marks, frame, columns, view)
    yield from _margins()
    yield from _head(heading)
    yield from scale_bar(view)
    yield from _legend(frame, int((~placed).sum()), outside, t)
    yield from _days(frame)
    yield from _list(details(frame, columns, newest[:_ROWS]), len(columns), t)
    yield _text(_MARGIN, _HIGH - 16, t("sheet.attribution"), "muted")
    yield "</svg>\n"


def _margins() -> Iterator[str]:
    """Yield the paper around the map, over what goes beyond it.

    A clip would do the same, but makes a drawing program five times as slow.
    """
    hole = f"M{MAP.left} {MAP.top}V{MAP.bottom}H{MAP.right}V{MAP.top}Z"
    yield f'<path d="M0 0H{_WIDE}V{_HIGH}H0Z{hole}" fill="#ffffff" fill-rule="evenodd"/>\n'
    wide, high = MAP.right - MAP.left, MAP.bottom - MAP.top
    yield f'<rect x="{MAP.left}" y="{MAP.top}" width="{wide}" height="{high}" fill="none" '
    yield 'stroke="#e3dfd6"/>\n'


def _safe(text: str) -> str:
    shown = _HIDDEN.sub("\ufffd", " ".join(text.split()))
    return escape(shown.encode("utf-8", "replace").decode("utf-8"), {'"': "&quot;"})


def _turned(text: str) -> str:
    """Return a text that starts in a right-to-left script such that all of it runs that way.

    Browsers see to it by themselves; programs that draw take every line for left to right.
    """
    strong = (unicodedata.bidirectional(letter) for letter in text)
    first = next((kind for kind in strong if kind in {"L", *_RIGHT_TO_LEFT}), "L")
    return f"\u2067{text}\u2069" if first in _RIGHT_TO_LEFT else text


def _text(x: float, y: float, text: str, kind: str = "", more: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{kind}"{more}>{_turned(_safe(text))}</text>\n'


def _cut(text: str, letters: int) -> str:
    return text if len(text) <= letters else text[: letters - 1].rstrip() + "…"


def _head(heading: Heading) -> Iterator[str]:
    yield _text(_MARGIN, 50, _cut(heading.title, 84), "serif title")
    yield _text(_MARGIN, 71, _cut(heading.summary, 150), "muted")
    if heading.notice:
        yield _text(_WIDE - _MARGIN, 71, heading.notice, "notice", ' text-anchor="end"')


def _marks(columns: Any, placed: Any, view: View) -> list[_Mark]:  # noqa: ANN401
    """Join places that would cover each other, the fullest first."""
    place = columns.place[placed].astype(np.int64)
    index = np.flatnonzero(placed)
    marks: list[_Mark] = []
    groups = pd.DataFrame({"place": place, "index": index, "role": columns.role[placed]})
    by_place = groups.groupby("place").agg(
        n=("index", "size"), newest=("index", "max"), role=("role", lambda r: r.mode().iloc[0])
    )
    for number, row in by_place.sort_values(["n", "newest"], ascending=False).iterrows():
        x, y = view.pixel(float(columns.x[number]), float(columns.y[number]))
        near = [
            k
            for k, m in enumerate(marks)
            if math.hypot(m.x - x, m.y - y) < max(_MERGED, m.radius + 4)
        ]
        if near:
            m = marks[near[0]]
            marks[near[0]] = _Mark(
                x=m.x, y=m.y, count=m.count + row["n"], role=m.role, newest=m.newest
            )
        else:
            role = ROLES[int(row["role"])]
            marks.append(_Mark(x=x, y=y, count=row["n"], role=role, newest=row["newest"]))
    return sorted(marks, key=lambda m: (-m.count, m.x, m.y))


def _drawn(marks: list[_Mark], frame: Any, columns: Any, view: View) -> Iterator[str]:  # noqa: ANN401
    taken = [(m.x - m.radius, m.y - m.radius, m.x + m.radius, m.y + m.radius) for m in marks]
    named = details(frame, columns, [m.newest for m in marks[:_NAMES]])
    names: list[str] = []
    for mark, row in zip(marks, named, strict=False):
        name = _cut(row["place_name"] or row["toponym"], 28)
        width = 6.3 * len(name)
        for left in (mark.x + mark.radius + 4, mark.x - mark.radius - 4 - width):
            box = (left, mark.y - 7, left + width, mark.y + 7)
            if MAP.holds(box) and not any(_meet(box, other) for other in taken):
                taken.append(box)
                names.append(_text(left, mark.y + 4, name, "name"))
                break
    for mark in reversed(marks):
        fill, line = _FILL.get(mark.role, _OTHER)  # type: ignore[call-overload]  # StrEnum is str
        yield (
            f'<circle cx="{mark.x:.1f}" cy="{mark.y:.1f}" r="{mark.radius:.1f}" fill="{fill}" '
            f'stroke="{line}" stroke-width="1.8" data-events="{mark.count}"/>\n'
        )
        if mark.count > 1:
            ink = "#ffffff" if fill != "#ffffff" else "#1c2026"
            yield _text(mark.x, mark.y, str(mark.count), "n", f' style="fill:{ink}"')
    yield from view.countries(taken)
    yield from names


def _meet(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _legend(frame: gpd.GeoDataFrame, unplaced: int, outside: int, t: Words) -> Iterator[str]:
    counts = frame["date_role"].value_counts()
    x, y = MAP.left, MAP.bottom + 20.0
    for role in ROLES:
        if not counts.get(str(role), 0):
            continue
        fill, line = _FILL.get(role, _OTHER)  # type: ignore[call-overload]
        name = t("sheet.role_" + (role or "none").replace("-", "_"))
        words = f"{name} {counts[str(role)]:,}"
        yield f'<circle cx="{x + 6:.1f}" cy="{y - 4:.1f}" r="5" fill="{fill}" stroke="{line}" '
        yield 'stroke-width="1.8"/>\n'
        yield _text(x + 16, y, words)
        x += 34 + 5.6 * len(words)
    told = [
        t("file.unplaced", n=unplaced) if unplaced else "",
        t("sheet.outside", n=outside) if outside else "",
    ]
    words = " · ".join(text for text in told if text)
    yield _text(MAP.left, y + 17, words, "muted", f' data-unplaced="{unplaced}"')


def _days(frame: gpd.GeoDataFrame) -> Iterator[str]:
    """Yield bars of the days on which events happened or were reported."""
    day = frame["date_end"].fillna(frame["date_start"]).dropna()
    if day.empty:
        return
    low, high = day.quantile(0.04).floor("D"), day.quantile(0.98).floor("D")
    span = max((high - low).days + 1, 7)
    bars = min(span, _BARS)
    inside = day[(day >= low) & (day <= high)]
    at = ((inside - low).dt.days * bars // span).clip(0, bars - 1)
    heights = np.bincount(at.astype(int), minlength=bars)
    top, base, step = 34.0, _HIGH - 46.0, (MAP.right - MAP.left) / bars
    for k, n in enumerate(heights):
        tall = top * n / heights.max()
        yield f'<rect x="{MAP.left + k * step + 0.5:.1f}" y="{base - tall:.1f}" '
        yield f'width="{max(step - 1, 0.5):.1f}" height="{tall:.1f}" fill="#0072b2"/>\n'
    yield f'<path d="M{MAP.left} {base}H{MAP.right}" stroke="#cfc9bc"/>\n'
    yield _text(MAP.left, base + 13, low.date().isoformat(), "muted")
    last = (low + pd.Timedelta(days=span - 1)).date().isoformat()
    yield _text(MAP.right, base + 13, last, "muted", ' text-anchor="end"')


def _list(rows: list[dict[str, Any]], total: int, t: Words) -> Iterator[str]:
    y, written = MAP.top + 10.0, 0
    for row in rows:
        said = list(_wrapped(row["sentence"], _LETTERS, _LINES))
        if y + 16 + 14 * len(said) > _HIGH - 52:
            break
        yield _text(_LIST_X, y, _cut(row["place_name"] or row["toponym"], 30), "serif place")
        day = _cut(_said_when(row), 34)
        yield _text(_WIDE - _MARGIN, y, day, "muted", ' text-anchor="end"')
        for k, line in enumerate(said):
            yield _text(_LIST_X, y + 15 + 14 * k, line, "serif said")
        y += 27 + 14 * len(said)
        written += 1
    if total > written:
        yield _text(_LIST_X, _HIGH - 46, t("sheet.more", n=total - written), "muted")


def _said_when(row: dict[str, Any]) -> str:
    when = row["when"]
    ends = (when[name] and dt.date.fromisoformat(when[name]) for name in ("start", "end"))
    return date_words(*ends, precision=when["precision"] or "", role=row["role"])


def _wrapped(text: str, letters: int, lines: int) -> Iterator[str]:
    words, line, written = text.split(), "", 0
    for k, word in enumerate(words):
        if line and len(line) + 1 + len(word) > letters:
            written += 1
            if written == lines:
                yield _cut(f"{line} {' '.join(words[k : k + 9])}", letters)
                return
            yield line
            line = word
        else:
            line = f"{line} {word}".strip()
    if line:
        yield _cut(line, letters)
