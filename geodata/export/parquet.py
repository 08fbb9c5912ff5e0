"""GeoParquet 1.1, read back by pyarrow."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq

from geodata.export.content import Content

__all__ = ["count_parquet", "write_parquet"]


def write_parquet(content: Content, path: Path) -> None:
    """Write GeoParquet with a bounding box per row."""
    content.events.to_parquet(
        path, index=False, compression="zstd", schema_version="1.1.0", write_covering_bbox=True
    )


def count_parquet(path: Path) -> tuple[int, int]:
    """Return how many rows there are, and how many of them have a geometry."""
    geometry = pq.read_table(path, columns=["geometry"]).column("geometry")
    return len(geometry), len(geometry) - geometry.null_count
