"""GeoParquet by Arrow and FlatGeobuf by GDAL: columns of any type to cells of text."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import shapely

from geodata.errors import ReadError
from geodata.readers.tables.geojson import GEOMETRY
from geodata.readers.tables.grid import MAX_COLUMNS, Grid, Row, cell_text
from geodata.readers.tables.shapes import texts_of_wkb, to_degrees

__all__ = ["is_flatgeobuf", "is_parquet", "read_flatgeobuf", "read_parquet"]

_MOST_CELLS = 60_000_000
# GDAL tells formats by content and some of its drivers follow references to files and hosts.
# FlatGeobuf alone is wanted here, so every driver that could take a stranger's file is left out.
_SKIPPED = (
    "AmigoCloud,Arrow,AVCBin,AVCE00,ADBC,AIVector,CAD,Carto,CSV,CSW,DGN,DXF,EDIGEO,EEDA,"
    "Elasticsearch,ESRI Shapefile,ESRIJSON,FITS,GDALG,GeoJSON,GeoJSONSeq,GeoRSS,GML,GMLAS,GPKG,"
    "GPSBabel,GPX,GTFS,HANA,HTTP,Idrisi,Interlis 1,Interlis 2,JML,JSONFG,KML,LIBKML,LVBAG,MapInfo "
    "File,MapML,MBTiles,MiraMonVector,MongoDBv3,MSSQLSpatial,MVT,MySQL,NAS,netCDF,NGW,OAPIF,"
    "ODBC,ODS,OGCAPI,OGR_GMT,OGR_PDS,OGR_VRT,OpenFileGDB,OSM,Parquet,PCIDSK,PDF,PDS4,PGDUMP,"
    "PGeo,PLSCENES,PMTiles,PostgreSQL,S57,Selafin,SQLite,SVG,SXF,TIGER,TopoJSON,UK .NTF,VDV,VFK,"
    "VICAR,WAsP,WFS,XLSX"
)


# What was seen of files whose bytes are not what their own description says.
_ODD = (OSError, ValueError, AttributeError, TypeError, LookupError)


def is_parquet(data: bytes) -> bool:
    """Say whether the bytes are a Parquet file."""
    return data.startswith(b"PAR1")


def is_flatgeobuf(data: bytes) -> bool:
    """Say whether the bytes are a FlatGeobuf file."""
    return data.startswith(b"fgb\x03")


def read_parquet(data: bytes, *, name: str) -> tuple[Grid, ...]:
    """Return the table of a Parquet file, its geometry if it has GeoParquet's metadata.

    Raises
    ------
    ReadError
        If it is damaged or too large.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(io.BytesIO(data))
        _check_size(file.metadata.num_rows * file.metadata.num_columns, name)
        table = file.read(use_threads=False)
        geo = json.loads((table.schema.metadata or {}).get(b"geo", b"{}"))
        primary = geo.get("columns", {}).get(geo.get("primary_column", ""), {})
        shape = geo.get("primary_column", GEOMETRY) if primary else ""
        crs = primary.get("crs") if primary else None
        cells = {column: table[column].to_pylist() for column in table.column_names}
        shapes = cells.pop(shape, None)
    except ReadError:
        raise
    except (pa.ArrowException, *_ODD) as error:
        raise ReadError(f"{name} is a damaged Parquet file ({error}). Get another copy.") from error
    return (_grid(cells, shapes, json.dumps(crs) if crs else None, name),)


def read_flatgeobuf(data: bytes, *, name: str) -> tuple[Grid, ...]:
    """Return the table of a FlatGeobuf file.

    Raises
    ------
    ReadError
        If it is damaged or too large.
    """
    if "pyogrio" not in sys.modules:
        os.environ.setdefault("OGR_SKIP", _SKIPPED)
    import pyogrio
    from pyogrio.errors import CRSError, DataLayerError, DataSourceError

    try:
        info = pyogrio.read_info(data)
        _check_driver(info["driver"], name)
        _check_size(max(info["features"], 0) * len(info["fields"]), name)
        # Not by Arrow: its lengths of null geometries are wrong.
        meta, _, blobs, columns = pyogrio.raw.read(data)
    except ReadError:
        raise
    except (DataSourceError, DataLayerError, CRSError, *_ODD) as error:
        raise ReadError(f"{name} is a damaged FlatGeobuf file ({error}). Get another.") from error
    cells = dict(zip(meta["fields"], (column.tolist() for column in columns), strict=True))
    shapes = [bytes(blob) if blob is not None else None for blob in blobs]
    return (_grid(cells, shapes, meta.get("crs"), name),)


def _check_driver(driver: str, name: str) -> None:
    if driver != "FlatGeobuf":
        raise ReadError(f"{name} is no FlatGeobuf file. Check where it comes from.")


def _check_size(cells: int, name: str) -> None:
    if cells > _MOST_CELLS:
        raise ReadError(f"{name} holds more than {_MOST_CELLS:,} cells. Split it.")


def _grid(
    cells: Mapping[str, Sequence[Any]], shapes: Sequence[Any] | None, crs: object, name: str
) -> Grid:
    kept = [column for column in cells if column != "bbox"][:MAX_COLUMNS]
    columns = [[cell_text(cell) for cell in cells[column]] for column in kept]
    names = [f"{column} (column)" if column == GEOMETRY else column for column in kept]
    if shapes is not None:
        columns.append(texts_of_wkb(_blobs(shapes), to_degrees(crs, name=name)))
        names.append(GEOMETRY)
    rows = (Row(number, cells) for number, cells in enumerate(zip(*columns, strict=True), 1))
    return Grid(names=tuple(names), rows=tuple(rows), shaped=shapes is not None)


def _blobs(cells: Sequence[Any]) -> list[bytes | None]:
    """Return geometries as well-known binary, those in Arrow's own points too."""
    return [
        shapely.to_wkb(shapely.Point(cell["x"], cell["y"]))
        if isinstance(cell, dict) and {"x", "y"} <= set(cell)
        else cell
        if isinstance(cell, bytes) or cell is None
        else b"?"
        for cell in cells
    ]
