"""The formats that events can be written in, by suffix."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from geodata.export import (
    feed,
    gdal,
    geojson,
    geopackage,
    kml,
    onefile,
    page,
    parquet,
    picture,
    table,
    workbook,
)
from geodata.export.content import Content

__all__ = ["FORMATS", "Format"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """How to write one format, and how to count what is in a file of it.

    Attributes
    ----------
    name
        What to call the format before a person.
    write
        Writes the content to a path that is free.
    whole
        Whether it needs all events at once, as a GeoDataFrame; the others take parts.
    tables
        Whether it has room for the tables of reports and of readings.
    count
        Reads the file with something that did not write it and returns how many events it holds
        and how many of them have a place.
    """

    name: str
    write: Callable[[Content, Path], None]
    count: Callable[[Path], tuple[int, int]]
    whole: bool = False
    tables: bool = False


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        ".geojson": Format(name="GeoJSON", write=geojson.write_geojson, count=gdal.read_back),
        ".geojsonl": Format(
            name="GeoJSON lines", write=geojson.write_geojsonl, count=gdal.read_back
        ),
        ".parquet": Format(
            name="GeoParquet", write=parquet.write_parquet, count=parquet.count_parquet
        ),
        ".gpkg": Format(
            name="GeoPackage",
            write=geopackage.write_geopackage,
            count=geopackage.count_geopackage,
            tables=True,
        ),
        ".fgb": Format(name="FlatGeobuf", write=gdal.write_flatgeobuf, count=gdal.read_back),
        ".csv": Format(name="CSV", write=table.write_csv, count=table.count_csv),
        ".html": Format(
            name="HTML map", write=onefile.write_html, count=onefile.count_html, whole=True
        ),
        ".svg": Format(
            name="Page to print", write=page.write_svg, count=page.count_svg, whole=True
        ),
        ".png": Format(
            name="Picture", write=picture.write_png, count=picture.count_png, whole=True
        ),
        ".pdf": Format(name="PDF", write=picture.write_pdf, count=picture.count_pdf, whole=True),
        ".xlsx": Format(
            name="XLSX", write=workbook.write_xlsx, count=workbook.count_xlsx, tables=True
        ),
        ".rss": Format(
            name="RSS with GeoRSS points", write=feed.write_rss, count=feed.count_rss, whole=True
        ),
        ".kml": Format(name="KML", write=kml.write_kml, count=kml.count_kml),
    }
)
