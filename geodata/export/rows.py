"""The events of a GeoDataFrame one by one, as plain Python values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import geopandas as gpd
import numpy as np

from geodata.schema import COORDINATE_DECIMALS, DATE_COLUMNS, DTYPES

__all__ = ["rows_of"]

_ROWS_AT_ONCE = 10_000


def rows_of(frame: gpd.GeoDataFrame) -> Iterator[dict[str, Any]]:
    """Yield each event: days as ISO text, `longitude` and `latitude` last, None for nothing."""
    for start in range(0, len(frame), _ROWS_AT_ONCE):
        part = frame.iloc[start : start + _ROWS_AT_ONCE]
        columns = {name: _values(part, name) for name in DTYPES}
        points = part.geometry
        for name, axis in (("longitude", points.x), ("latitude", points.y)):
            rounded = np.round(axis.to_numpy(), COORDINATE_DECIMALS)
            columns[name] = [None if np.isnan(v) else v for v in rounded.tolist()]
        names = tuple(columns)
        for values in zip(*columns.values(), strict=True):
            yield dict(zip(names, values, strict=True))


def _values(part: gpd.GeoDataFrame, name: str) -> list[Any]:
    column = part[name]
    if name in DATE_COLUMNS:
        days = column.to_numpy().astype("datetime64[D]")
        texts = np.datetime_as_string(days)
        return [None if text == "NaT" else str(text) for text in texts]
    values: list[Any] = column.astype(object).where(column.notna(), None).tolist()
    return values
