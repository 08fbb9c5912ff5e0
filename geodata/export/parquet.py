"""GeoParquet 1.1, written part by part, read back by pyarrow."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyproj

from geodata.export.content import Content
from geodata.export.rows import parts
from geodata.schema import CRS, Facts, empty_frame

__all__ = ["count_parquet", "write_parquet"]

_ROWS_AT_ONCE, _ROWS_A_GROUP = 5_000, 20_000
_BOX = pa.struct([(name, pa.float64()) for name in ("xmin", "ymin", "xmax", "ymax")])


def write_parquet(content: Content, path: Path) -> None:
    """Write GeoParquet with a bounding box per row."""
    schema = _table(empty_frame()).schema
    about = {**schema.metadata, b"geo": json.dumps(_geo(content.facts)).encode()}
    if content.about.generalised:
        about[b"generalised"] = b"true"
    with pq.ParquetWriter(path, schema.with_metadata(about), compression="zstd") as writer:
        for group in _groups(content):
            writer.write_table(group.replace_schema_metadata(about))


def _groups(content: Content) -> Iterator[pa.Table]:
    """Yield groups of rows: a group is as large as it is useful, a part as small as it can be."""
    waiting: list[pa.Table] = []
    for part in parts(content.events, _ROWS_AT_ONCE):
        waiting.append(_table(part))
        if sum(map(len, waiting)) >= _ROWS_A_GROUP:
            yield pa.concat_tables(waiting)
            waiting = []
    if waiting:
        yield pa.concat_tables(waiting)


def _table(part: gpd.GeoDataFrame) -> pa.Table:
    """Return a part with WKB points and their boxes; pandas' own metadata keeps the dtypes."""
    table = pa.Table.from_pandas(pd.DataFrame(part.drop(columns="geometry")), preserve_index=False)
    points = part.geometry
    placed = points.notna().to_numpy()
    x, y = points.x.to_numpy(), points.y.to_numpy()
    box = pa.StructArray.from_arrays(
        [pa.array(axis) for axis in (x, y, x, y)], fields=list(_BOX), mask=pa.array(~placed)
    )
    table = table.append_column("geometry", pa.array(points.to_wkb(), type=pa.binary()))
    return table.append_column("bbox", box)


def _geo(facts: Facts) -> dict[str, Any]:
    """Return the metadata that GeoParquet 1.1 wants."""
    bounds = list(facts.bounds)
    column: dict[str, Any] = {
        "encoding": "WKB",
        "geometry_types": ["Point"],
        "crs": pyproj.CRS.from_user_input(CRS).to_json_dict(),
        "covering": {"bbox": {name: ["bbox", name] for name in _BOX.names}},
    }
    if math.isfinite(bounds[0]):
        column["bbox"] = bounds
    return {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}


def count_parquet(path: Path) -> tuple[int, int]:
    """Return how many rows there are, and how many of them have a geometry."""
    rows = placed = 0
    with pq.ParquetFile(path) as file:
        for group in file.iter_batches(columns=["geometry"]):
            rows += len(group)
            placed += len(group) - group.column(0).null_count
    return rows, placed
