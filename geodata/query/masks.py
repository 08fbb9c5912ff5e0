"""The rules of the filter over whole columns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, cast

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geodata.folding import fold_words, pieces
from geodata.model import DateRole, TimeSpan
from geodata.query.terms import MONTH_DAYS, TEXT_COLUMNS, Area, BBox, Mode

__all__ = ["Columns", "Mask", "days_mask", "holds", "in_area", "isin", "place_mask", "text_mask"]

Columns = Mapping[str, Any] | pd.DataFrame
Mask = npt.NDArray[np.bool_]
_Days = npt.NDArray[np.datetime64]


def isin(column: Any, words: Collection[str]) -> Mask:  # noqa: ANN401 - any array-like
    """Say of each value whether it is one of the words."""
    series = column if isinstance(column, pd.Series) else pd.Series(column)
    return np.array(series.isin([str(word) for word in words]), dtype=bool)


def days_mask(
    columns: Columns,
    *,
    date_from: dt.date | None,
    date_to: dt.date | None,
    mode: Mode,
    include_undated: bool,
) -> Mask:
    """Apply the rules on days."""
    role = columns["date_role"]
    ends = (date_from, date_to)
    start, end = _days(columns["date_start"]), _days(columns["date_end"])
    passed = _passes(*_judged(start, end, role), ends, mode)
    rows, other_start, other_end = _alternatives(columns["date_alternative"])
    if len(rows):
        roles = np.asarray(role, dtype=object)[rows]
        other = _passes(*_judged(other_start, other_end, roles), ends, mode)
        certain = mode is Mode.CERTAIN
        passed[rows] = passed[rows] & other if certain else passed[rows] | other
    return passed | (np.isnat(start) & np.isnat(end)) if include_undated else passed


def _passes(
    start: _Days, end: _Days, ends: tuple[dt.date | None, dt.date | None], mode: Mode
) -> Mask:
    """Judge one reading of each row."""
    no_start, no_end = np.isnat(start), np.isnat(end)
    certain = ~(no_start & no_end)
    possible = certain.copy()
    # Comparisons with NaT are false, so an open end is never certain.
    if ends[0] is not None:
        first = np.datetime64(ends[0], "D")
        certain &= start >= first
        possible &= no_end | (end >= first)
    if ends[1] is not None:
        last = np.datetime64(ends[1], "D")
        certain &= end <= last
        possible &= no_start | (start <= last)
    if mode is Mode.MAP:
        short = (end - start) < np.timedelta64(MONTH_DAYS, "D")
        return np.asarray(certain | (possible & short), dtype=bool)
    return possible if mode is Mode.POSSIBLE else certain


def _judged(start: _Days, end: _Days, role: Any) -> tuple[_Days, _Days]:  # noqa: ANN401 - column
    """Return the days by which events are judged: of reported-on ones the last alone."""
    reported = isin(role, {DateRole.REPORTED_ON})
    day = np.where(np.isnat(end), start, end)
    return np.where(reported, day, start), np.where(reported, day, end)


def _alternatives(column: Any) -> tuple[npt.NDArray[np.intp], _Days, _Days]:  # noqa: ANN401
    """Return the rows whose date can be read in two ways, and the other reading's days."""
    texts = np.asarray(column, dtype=object)
    rows = np.flatnonzero(texts != "")
    spans = [TimeSpan.from_iso(text) or TimeSpan() for text in texts[rows]]
    ends = ([span.start for span in spans], [span.end for span in spans])
    start, end = (np.array(days, dtype="datetime64[D]") for days in ends)
    return rows, start, end


def _days(column: Any) -> _Days:  # noqa: ANN401 - any array-like
    return np.asarray(column).astype("datetime64[D]")


def place_mask(  # noqa: PLR0913 - by name, one for each rule
    columns: Columns,
    *,
    bbox: BBox | None,
    area: Area,
    country_codes: Collection[str],
    divisions: Collection[str],
    include_unplaced: bool,
) -> Mask:
    """Apply the rules on places."""
    lon, lat = _coordinates(columns)
    unplaced = np.isnan(lon) | np.isnan(lat)
    inside = ~unplaced
    if country_codes:
        inside &= isin(columns["country_code"], country_codes)
    if divisions:
        inside &= _in_divisions(columns, divisions)
    if bbox is not None:
        west, south, east, north = bbox
        right_of, left_of = lon >= west, lon <= east
        inside &= (right_of & left_of) if west <= east else (right_of | left_of)
        inside &= (lat >= south) & (lat <= north)
    if area:
        inside &= in_area(lon, lat, area)
    return inside | unplaced if include_unplaced else inside


def _in_divisions(columns: Columns, divisions: Collection[str]) -> Mask:
    """Say of each event whether its country and division are among those written "SY:Aleppo"."""
    of_country: dict[str, list[str]] = {}
    for division in divisions:
        code, _, name = division.partition(":")
        of_country.setdefault(code, []).append(name)
    found = [
        isin(columns["country_code"], [code]) & isin(columns["admin1"], names)
        for code, names in of_country.items()
    ]
    return np.asarray(np.any(found, axis=0), dtype=bool)


def in_area(lon: Any, lat: Any, area: Area) -> Mask:  # noqa: ANN401 - one point or columns
    """Say of each point whether it lies in the polygon, also where that passes 180 degrees."""
    # Where edges cross, what is enclosed an odd number of times is inside, as the map fills it.
    shape = shapely.make_valid(shapely.Polygon(area))
    shapely.prepare(shape)
    turns = [np.asarray(lon, dtype="float64") + turn for turn in (0, 360, -360)]
    found = [shapely.intersects_xy(shape, turned, lat) for turned in turns]
    return np.asarray(np.any(found, axis=0), dtype=bool)


def _coordinates(columns: Columns) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    if isinstance(columns, gpd.GeoDataFrame):
        points = columns.geometry
        return points.x.to_numpy(), points.y.to_numpy()
    lon, lat = (np.asarray(columns[name], dtype="float64") for name in ("longitude", "latitude"))
    return cast("npt.NDArray[np.float64]", lon), cast("npt.NDArray[np.float64]", lat)


def text_mask(columns: Columns, wanted: Mask, text: str) -> Mask:
    """Return `wanted` without the rows in which a word of `text` is missing."""
    kept = [_folded(np.asarray(columns[name], dtype=object)[wanted]) for name in TEXT_COLUMNS]
    asked = list(pieces(text))
    found = wanted.copy()
    found[wanted] = [holds(map(str, row), asked) for row in zip(*kept, strict=True)]
    return found


def _folded(texts: npt.NDArray[np.object_]) -> list[str]:
    """Return folded texts; most columns say the same again and again."""
    known: dict[object, str] = {}
    return [known.get(text) or known.setdefault(text, fold_words(str(text))) for text in texts]


def holds(folded: Iterable[str], asked: Sequence[str]) -> bool:
    """Say whether folded texts hold every piece of a question, which has at least one."""
    words = "\n".join(folded)
    return bool(asked) and all(piece in words for piece in asked)
