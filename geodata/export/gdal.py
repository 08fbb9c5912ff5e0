"""GDAL through pyogrio, loaded in one place and without the drivers that follow references.

GDAL tells a format by its content. Some of its drivers read files that do nothing but name other
files or addresses (OGR VRT inside a file called ``.geojson``, say), so they are left out before
GDAL starts. Whoever has loaded pyogrio already, or set ``OGR_SKIP``, keeps their choice.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType

import geopandas as gpd
import numpy as np
import pyarrow as pa

from geodata.export.content import Content
from geodata.export.rows import batch, parts
from geodata.schema import CRS, empty_frame

__all__ = ["LAYER", "load", "read_back", "write_flatgeobuf", "write_layer"]

_FOLLOW_REFERENCES = (
    "OGR_VRT",
    "GDALG",
    "HTTP",
    "WFS",
    "OAPIF",
    "OGCAPI",
    "CSW",
    "NGW",
    "EEDA",
    "PLSCENES",
    "Elasticsearch",
    "Carto",
    "AmigoCloud",
    "GPSBabel",
)
LAYER = "events"


def load() -> ModuleType:
    """Return pyogrio."""
    if "pyogrio" not in sys.modules:
        os.environ.setdefault("OGR_SKIP", ",".join(_FOLLOW_REFERENCES))
    import pyogrio

    module: ModuleType = pyogrio
    return module


def write_flatgeobuf(content: Content, path: Path) -> None:
    """Write FlatGeobuf; its spatial index would drop events without a place, so it has none."""
    write_layer(
        parts(content.events), path, driver="FlatGeobuf", layer_options={"SPATIAL_INDEX": "NO"}
    )


def write_layer(
    events: Iterable[gpd.GeoDataFrame],
    path: Path,
    *,
    driver: str,
    layer: str = LAYER,
    **options: dict[str, str],
) -> None:
    """Stream the parts of a frame into a layer, one at a time."""
    empty = batch(empty_frame())
    stream = pa.RecordBatchReader.from_batches(empty.schema, map(batch, events))
    load().write_arrow(
        stream,
        path,
        layer=layer,
        driver=driver,
        geometry_name="geometry",
        geometry_type="Point",
        crs=CRS,
        **options,
    )


def read_back(path: Path, layer: str | None = None) -> tuple[int, int]:
    """Return how many features GDAL finds in a layer, and how many of them have a geometry."""
    if path.stat().st_size == 0:
        return 0, 0  # a stream of no features; GDAL sees no format in it
    # Not as Arrow, whose stream of a FlatGeobuf (GDAL 3.12) has no mark for a missing geometry.
    fids, bounds = load().read_bounds(path, layer=layer)
    return len(fids), int(np.count_nonzero(~np.isnan(bounds[0])))
