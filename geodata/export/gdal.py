"""GDAL through pyogrio, loaded in one place and without the drivers that follow references.

GDAL tells a format by its content. Some of its drivers read files that do nothing but name other
files or addresses (OGR VRT inside a file called ``.geojson``, say), so they are left out before
GDAL starts. Whoever has loaded pyogrio already, or set ``OGR_SKIP``, keeps their choice.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import ModuleType

import geopandas as gpd
import numpy as np
import pyarrow as pa

from geodata.export.content import Content
from geodata.schema import CRS, DATE_COLUMNS, DTYPES

__all__ = ["arrow_table", "load", "read_back", "write_flatgeobuf", "write_geopackage"]

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


def arrow_table(frame: gpd.GeoDataFrame) -> pa.Table:
    """Return the events with days as dates (a GeoDataFrame has but timestamps) and WKB points."""
    columns = {
        name: pa.array(frame[name].to_numpy().astype("datetime64[D]"))
        if name in DATE_COLUMNS
        else pa.array(frame[name], from_pandas=True)
        for name in DTYPES
    }
    columns["geometry"] = pa.array(frame.geometry.to_wkb(), type=pa.binary())
    return pa.table(columns)


def write_flatgeobuf(content: Content, path: Path) -> None:
    """Write FlatGeobuf; its spatial index would drop events without a place, so it has none."""
    _write(content.events, path, "FlatGeobuf", {"SPATIAL_INDEX": "NO"})


def write_geopackage(content: Content, path: Path) -> None:
    """Write a GeoPackage with one layer."""
    _write(content.events, path, "GPKG", {})


def _write(frame: gpd.GeoDataFrame, path: Path, driver: str, layer_options: dict[str, str]) -> None:
    load().write_arrow(
        arrow_table(frame),
        path,
        layer=LAYER,
        driver=driver,
        geometry_name="geometry",
        geometry_type="Point",
        crs=CRS,
        layer_options=layer_options,
    )


def read_back(path: Path) -> tuple[int, int]:
    """Return how many features GDAL finds in a file, and how many of them have a geometry."""
    if path.stat().st_size == 0:
        return 0, 0  # a stream of no features; GDAL sees no format in it
    _, bounds = load().read_bounds(path)
    return bounds.shape[1], int(np.count_nonzero(~np.isnan(bounds[0])))
