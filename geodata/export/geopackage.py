"""GeoPackage for QGIS: layers of events, of what has no place, of reports and of readings.

QGIS takes the style that the table `layer_styles` names as default: marks coloured by what the
date says, and time set up on `date_start` and `date_end`, so its temporal controller works at
once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

import pandas as pd
import pyarrow as pa

from geodata.export.content import Content
from geodata.export.gdal import LAYER, load, read_back, write_layer
from geodata.export.qgis import STYLE_NAME, event_style
from geodata.export.rows import batch, parts
from geodata.schema import empty_frame

__all__ = ["count_geopackage", "write_geopackage"]

UNPLACED = "unplaced"
_GEOMETRY = "geom"
# QGIS keeps a time here; any fixed one will do, and the same events give the same bytes.
_STAMP = "2000-01-01T00:00:00.000Z"


def write_geopackage(content: Content, path: Path) -> None:
    """Write the layers that the content has something for."""
    facts = content.facts
    with _stamped():
        write_layer(
            parts(content.events, placed=True),
            path,
            driver="GPKG",
            layer_options={"GEOMETRY_NAME": _GEOMETRY, "IDENTIFIER": _identifier(content)},
            dataset_metadata=_metadata(content),
        )
        if facts.placed < facts.events:
            _add(_without_points(content), path, UNPLACED)
        for name, tables in (("reports", content.reports), ("readings", content.readings)):
            if tables is not None:
                _add(_streamed(tables), path, name)
        _add(_styles(), path, "layer_styles")


def _without_points(content: Content) -> pa.RecordBatchReader:
    chosen = parts(content.events, placed=False)
    rows = (batch(part).drop_columns(["geometry"]) for part in chosen)
    schema = batch(empty_frame()).drop_columns(["geometry"]).schema
    return pa.RecordBatchReader.from_batches(schema, rows)


def _streamed(tables: Iterable[pd.DataFrame]) -> pa.RecordBatchReader:
    made = (pa.Table.from_pandas(table, preserve_index=False) for table in tables)
    first = next(made)
    batches = (batch for table in chain([first], made) for batch in table.to_batches())
    return pa.RecordBatchReader.from_batches(first.schema, batches)


def _add(table: pa.Table | pa.RecordBatchReader, path: Path, layer: str) -> None:
    load().write_arrow(table, path, layer=layer, driver="GPKG")


def _identifier(content: Content) -> str:
    return f"{LAYER} (generalised)" if content.about.generalised else LAYER


def _metadata(content: Content) -> dict[str, str]:
    return {"generalised": "true" if content.about.generalised else "false"}


def _styles() -> pa.Table:
    """Return the table in which QGIS looks for a layer's default style."""
    row = {
        "f_table_catalog": "",
        "f_table_schema": "",
        "f_table_name": LAYER,
        "f_geometry_column": _GEOMETRY,
        "styleName": STYLE_NAME,
        "styleQML": event_style(),
        "styleSLD": "",
        "useAsDefault": True,
        "description": "Dateline",
        "owner": "",
        "ui": "",
        "update_time": pd.Timestamp(_STAMP),
    }
    return pa.Table.from_pandas(pd.DataFrame([row]), preserve_index=False)


@contextmanager
def _stamped() -> Iterator[None]:
    """Let GDAL write a fixed time for now."""
    gdal = load()
    before = gdal.get_gdal_config_option("OGR_CURRENT_DATE")
    gdal.set_gdal_config_options({"OGR_CURRENT_DATE": _STAMP})
    try:
        yield
    finally:
        gdal.set_gdal_config_options({"OGR_CURRENT_DATE": before})


def count_geopackage(path: Path) -> tuple[int, int]:
    """Return how many events GDAL finds in both layers, and how many of them have a point."""
    gdal = load()
    layers = set(gdal.list_layers(path)[:, 0])
    events, placed = read_back(path, layer=LAYER)
    unplaced = 0
    if UNPLACED in layers:
        unplaced = gdal.read_info(path, layer=UNPLACED, force_feature_count=True)["features"]
    return events + unplaced, placed
