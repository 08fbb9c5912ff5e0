"""Events, from a GeoDataFrame or a store, part by part: as Arrow batches, as columns, as rows.

Nothing here holds more than one part, beside the frame if it is one: a file's size costs no memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import geopandas as gpd
import numpy as np
import pyarrow as pa

from geodata.export.content import Events
from geodata.schema import COORDINATE_DECIMALS, DATE_COLUMNS, DTYPES, EventParts

__all__ = ["batch", "columns_of", "parts", "rows_of"]

_ROWS_AT_ONCE = 5_000


def parts(
    events: Events, rows: int = _ROWS_AT_ONCE, *, placed: bool | None = None
) -> Iterator[gpd.GeoDataFrame]:
    """Yield the events in parts; only those with, or only those without a place, if wanted."""
    if isinstance(events, EventParts):
        yield from events.read(rows, placed=placed)
        return
    for start in range(0, len(events), rows):
        part = events.iloc[start : start + rows]
        if placed is not None:
            part = part[part.geometry.notna() == placed]
        if len(part):
            yield part


def batch(part: gpd.GeoDataFrame) -> pa.RecordBatch:
    """Return a part with days as dates (a GeoDataFrame has but timestamps) and WKB points."""
    columns = {
        name: pa.array(part[name].to_numpy().astype("datetime64[D]"))
        if name in DATE_COLUMNS
        else _whole(pa.array(part[name], from_pandas=True))
        for name in DTYPES
    }
    columns["geometry"] = pa.array(part.geometry.to_wkb(), type=pa.binary())
    return pa.RecordBatch.from_arrays(list(columns.values()), names=list(columns))


def _whole(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    """Return a column in one chunk, texts with 64-bit offsets in every part alike."""
    whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    return whole.cast(pa.large_string()) if pa.types.is_string(whole.type) else whole


def columns_of(part: gpd.GeoDataFrame) -> dict[str, list[Any]]:
    """Return a part as lists: days as ISO text, `longitude`, `latitude` last, None for nothing."""
    columns = {name: _values(part, name) for name in DTYPES}
    points = part.geometry
    for name, axis in (("longitude", points.x), ("latitude", points.y)):
        rounded = np.round(axis.to_numpy(), COORDINATE_DECIMALS)
        columns[name] = [None if v != v else v for v in rounded.tolist()]  # noqa: PLR0124 - NaN
    return columns


def rows_of(frame: Events) -> Iterator[dict[str, Any]]:
    """Yield each event: days as ISO text, `longitude` and `latitude` last, None for nothing."""
    for part in parts(frame):
        columns = columns_of(part)
        names = tuple(columns)
        for values in zip(*columns.values(), strict=True):
            yield dict(zip(names, values, strict=True))


def _values(part: gpd.GeoDataFrame, name: str) -> list[Any]:
    column = part[name]
    if name in DATE_COLUMNS:
        texts = np.datetime_as_string(column.to_numpy().astype("datetime64[D]")).tolist()
        return [None if text == "NaT" else text for text in texts]
    values: list[Any] = pa.array(column, from_pandas=True).to_pylist()
    return values
