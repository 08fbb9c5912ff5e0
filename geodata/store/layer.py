"""The columns of the layer of events, apart from the tables: rows are made without a database."""

from __future__ import annotations

from geodata.schema import DTYPES

__all__ = ["LAYER_COLUMNS", "LAYER_ROW"]

LAYER_COLUMNS = (*DTYPES, "admin1_code", "longitude", "latitude")
LAYER_ROW = ("geom", *LAYER_COLUMNS, "row_hash")
