"""The rules of the filter over whole columns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any, cast

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geodata.model import DateRole
from geodata.query.terms import MONTH_DAYS, TEXT_COLUMNS, Area, BBox, Mode

__all__ = ["Columns", "Mask", "days_mask", "in_area", "isin", "place_mask", "text_mask"]

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
    start, end = _spans(columns)
    no_start, no_end = np.isnat(start), np.isnat(end)
    certain = ~(no_start & no_end)
    possible = certain.copy()
    # Comparisons with NaT are false, so an open end is never certain.
    if date_from is not None:
        first = np.datetime64(date_from, "D")
        certain &= start >= first
        possible &= no_end | (end >= first)
    if date_to is not None:
        last = np.datetime64(date_to, "D")
        certain &= end <= last
        possible &= no_start | (start <= last)
    passed = possible if mode is Mode.POSSIBLE else certain
    if mode is Mode.MAP:
        passed = certain | (possible & ((end - start) < np.timedelta64(MONTH_DAYS, "D")))
    return passed | (no_start & no_end) if include_undated else passed


def _spans(columns: Columns) -> tuple[_Days, _Days]:
    start, end = _days(columns["date_start"]), _days(columns["date_end"])
    reported = isin(columns["date_role"], {DateRole.REPORTED_ON})
    day = np.where(np.isnat(end), start, end)
    return np.where(reported, day, start), np.where(reported, day, end)


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
        codes, names = (pd.Series(columns[n]).astype(str) for n in ("country_code", "admin1"))
        inside &= isin(codes.str.cat(names, sep=":"), divisions)
    if bbox is not None:
        west, south, east, north = bbox
        right_of, left_of = lon >= west, lon <= east
        inside &= (right_of & left_of) if west <= east else (right_of | left_of)
        inside &= (lat >= south) & (lat <= north)
    if area:
        inside &= in_area(lon, lat, area)
    return inside | unplaced if include_unplaced else inside


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
    kept = [np.asarray(columns[name], dtype=object)[wanted] for name in TEXT_COLUMNS]
    words = text.casefold().split()
    texts = ("\n".join(map(str, row)).casefold() for row in zip(*kept, strict=True))
    found = wanted.copy()
    found[wanted] = [all(word in row for word in words) for row in texts]
    return found
