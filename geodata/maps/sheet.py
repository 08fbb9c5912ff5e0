"""One page to print: title, map, legend, days, scale and the events, as SVG.

Browsers print it to paper or PDF at A4, and programs that draw take it apart. Nothing is fetched;
every text is escaped; positions are rounded, so the same events give the same bytes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from geodata.maps.columns import NO_PLACE, ROLES, event_columns
from geodata.maps.details import details
from geodata.maps.onefile import Heading
from geodata.maps.sheetmap import MAP, basemap, scale_bar
from geodata.maps.sheetmarks import FILL, OTHER, discs, labels, place_of, placed_marks
from geodata.maps.sheettext import STYLE, TYPEFACES, Band, cut, safe, wide, wrapped
from geodata.maps.words import date_words
from geodata.messages import Words

__all__ = ["TYPEFACES", "sheet"]

_WIDE, _HIGH, _MARGIN = 1123, 794, 34
_LIST_X = MAP.right + 22
_LETTERS, _LINES, _ROWS = 50, 3, 40
_BARS = 60
# How many letters fit into a line: a title, a title of two lines, the line below it.
_TITLE, _LONG_TITLE, _SUMMARY, _NOTICE = 76, 96, 178, 40


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
    unplaced = int((columns.place == NO_PLACE).sum())
    view, marks = placed_marks(columns)
    outside = sum(mark.count for mark in marks if not mark.inside)
    dated = columns.dated
    newest = [*range(dated - 1, -1, -1)[:_ROWS], *range(dated, len(columns))[:_ROWS]]
    turned = t.direction == "rtl"
    page = Band(_MARGIN, _WIDE - _MARGIN, turned)
    below = Band(MAP.left, MAP.right, turned)
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="297mm" height="210mm" '
        f'viewBox="0 0 {_WIDE} {_HIGH}">\n<title>{safe(heading.title)}</title>\n'
        f"<style>{STYLE}@page {{ size: A4 landscape; margin: 0; }}</style>\n"
        f'<rect width="{_WIDE}" height="{_HIGH}" fill="#ffffff"/>\n'
    )
    yield from basemap(view)
    taken: list[tuple[float, ...]] = [mark.box for mark in marks]
    names = list(labels(marks, frame, columns, taken, t))
    yield from view.countries(taken, t)
    yield from _margins()
    yield from discs(marks)
    yield from names
    yield from _head(heading, page)
    yield from scale_bar(view, t)
    yield from _legend(frame, below, t)
    yield below.start(MAP.bottom + 37, _told(unplaced, outside, t), "muted", _counted(unplaced))
    yield from _days(frame, t)
    rows = details(frame, columns, newest[:_ROWS])
    yield from _list(rows, len(columns), Band(_LIST_X, _WIDE - _MARGIN, turned), t)
    yield page.start(_HIGH - 16, t("sheet.attribution"), "muted")
    yield "</svg>\n"


def _margins() -> Iterator[str]:
    """Yield the paper around the map, over what goes beyond it.

    A clip would do the same, but makes a drawing program five times as slow.
    """
    hole = f"M{MAP.left} {MAP.top}V{MAP.bottom}H{MAP.right}V{MAP.top}Z"
    yield f'<path d="M0 0H{_WIDE}V{_HIGH}H0Z{hole}" fill="#ffffff" fill-rule="evenodd"/>\n'
    across, high = MAP.right - MAP.left, MAP.bottom - MAP.top
    yield f'<rect x="{MAP.left}" y="{MAP.top}" width="{across}" height="{high}" fill="none" '
    yield 'stroke="#e3dfd6"/>\n'


def _head(heading: Heading, page: Band) -> Iterator[str]:
    """Yield title and summary, each in two lines where one is not enough."""
    long = wide(heading.title) > _TITLE
    title = list(wrapped(heading.title, _LONG_TITLE if long else _TITLE, 2))
    top = 33 if len(title) == 2 else 46
    for k, line in enumerate(title):
        kind = "serif long" if long else "serif title"
        yield page.start(top + 22 * k, line, kind)
    room = _SUMMARY - (_NOTICE if heading.notice else 0)
    for k, line in enumerate(wrapped(heading.summary, room, 2)):
        yield page.start(70 + 13 * k, line, "muted")
    if heading.notice:
        yield page.end(70, heading.notice, "notice")


def _legend(frame: gpd.GeoDataFrame, band: Band, t: Words) -> Iterator[str]:
    counts = frame["date_role"].value_counts()
    at, y = 0.0, MAP.bottom + 20.0
    for role in ROLES:
        if not counts.get(str(role), 0):
            continue
        fill, line = FILL.get(role, OTHER)  # type: ignore[call-overload]
        name = t("sheet.role_" + (role or "none").replace("-", "_"))
        words = f"{name} {counts[str(role)]:,}"
        x = band.right - at - 6 if band.turned else band.left + at + 6
        yield f'<circle cx="{x:.1f}" cy="{y - 4:.1f}" r="5" fill="{fill}" stroke="{line}" '
        yield 'stroke-width="1.8"/>\n'
        yield Band(band.left + at + 16, band.right - at - 16, band.turned).start(y, words)
        at += 34 + 5.6 * len(words)


def _told(unplaced: int, outside: int, t: Words) -> str:
    told = [
        t("file.unplaced", n=unplaced) if unplaced else "",
        t("sheet.outside", n=outside) if outside else "",
    ]
    return " · ".join(words for words in told if words)


def _counted(unplaced: int) -> str:
    return f' data-unplaced="{unplaced}"'


def _days(frame: gpd.GeoDataFrame, t: Words) -> Iterator[str]:
    """Yield bars of the days on which events happened or were reported; time runs to the right."""
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
    first, last = low.date(), (low + pd.Timedelta(days=span - 1)).date()
    ends = Band(MAP.left, MAP.right)
    yield ends.start(base + 13, date_words(first, first, t=t), "muted")
    yield ends.end(base + 13, date_words(last, last, t=t), "muted")


def _list(rows: list[dict[str, Any]], total: int, band: Band, t: Words) -> Iterator[str]:
    y, written = MAP.top + 10.0, 0
    for row in rows:
        said = list(wrapped(row["sentence"], _LETTERS, _LINES))
        if y + 16 + 14 * len(said) > _HIGH - 52:
            break
        yield band.start(y, cut(place_of(row, t), 30), "serif place")
        yield band.end(y, cut(_said_when(row, t), 34), "muted")
        for k, line in enumerate(said):
            yield band.own(y + 15 + 14 * k, line, "serif said", like=row["sentence"])
        y += 27 + 14 * len(said)
        written += 1
    if total > written:
        yield band.start(_HIGH - 46, t("sheet.more", n=total - written), "muted")


def _said_when(row: dict[str, Any], t: Words) -> str:
    when = row["when"]
    ends = (when[name] and dt.date.fromisoformat(when[name]) for name in ("start", "end"))
    return date_words(*ends, precision=when["precision"] or "", role=row["role"], t=t)
