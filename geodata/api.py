"""The short way for scripts: files or text in, a GeoDataFrame of events out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from geodata.ingest import expand
from geodata.model import Report
from geodata.pipeline import Geoparsed, Geoparser
from geodata.readers import read_text

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from geodata.gazetteer.base import Gazetteer

__all__ = ["events_of", "geoparse", "geoparse_text"]


def geoparse(
    paths: str | PathLike[str] | Iterable[str | PathLike[str]],
    *,
    geoparser: Geoparser | None = None,
) -> GeoDataFrame:
    """Find, place and date what the files or folders report.

    Parameters
    ----------
    paths
        One path or several; folders are walked.
    geoparser
        Default: the parts that Dateline ships, opened once for the process.

    Returns
    -------
    GeoDataFrame
        One row per event, the columns of `geodata.schema`, EPSG:4326; unplaced events have a
        null geometry.

    Raises
    ------
    ReadError
        When a file cannot be read. To go on past bad files, use `geodata.ingest`.
    """
    listed = [paths] if isinstance(paths, (str, PathLike)) else list(paths)
    parser = geoparser or _shared_geoparser()
    items = (item for source in expand(map(Path, listed)) for item in source.read())
    reports = (item for item in items if isinstance(item, Report))
    return events_of(parser.geoparse_many(reports), parser.gazetteer)


def geoparse_text(
    text: str,
    *,
    title: str = "",
    source: str = "",
    published: dt.date | None = None,
    geoparser: Geoparser | None = None,
) -> GeoDataFrame:
    """Find, place and date what a text reports; see `geoparse`.

    Parameters
    ----------
    published
        The text's own date; default: what its first lines say, if they do.
    """
    parser = geoparser or _shared_geoparser()
    report = read_text(text, title=title, source=source, published=published)
    return events_of([parser.geoparse(report)], parser.gazetteer)


def events_of(parsed: Iterable[Geoparsed], gazetteer: Gazetteer) -> GeoDataFrame:
    """Return the events of geoparsed reports as the public table."""
    from geodata.schema import events_frame

    rows = ((item.report, event) for item in parsed for event in item.events)
    return events_frame(
        rows, country_name=gazetteer.country_name, admin1_name=gazetteer.admin1_name
    )


@lru_cache(maxsize=1)
def _shared_geoparser() -> Geoparser:
    return Geoparser.open()
