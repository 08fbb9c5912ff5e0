"""Dateline: reports in; dated, sourced events on a map out.

>>> import geodata
>>> events = geodata.geoparse("report.txt")  # doctest: +SKIP
>>> events.to_file("events.geojson")  # doctest: +SKIP

The names below are the public ones. They are loaded when they are first used, so that
``import geodata`` costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geodata.api import events_of, geoparse, geoparse_text
    from geodata.errors import DatelineError
    from geodata.export import dumps_geojson, write
    from geodata.gazetteer import open_gazetteer
    from geodata.model import Event, Place, Report, Resolution, TimeSpan, Toponym
    from geodata.pipeline import Geoparsed, Geoparser
    from geodata.query import EventQuery
    from geodata.readers import read_bytes, read_file, read_text
    from geodata.schema import COLUMNS, validate
    from geodata.settings import Settings
    from geodata.store import open_store

__all__ = [
    "COLUMNS",
    "DatelineError",
    "Event",
    "EventQuery",
    "Geoparsed",
    "Geoparser",
    "Place",
    "Report",
    "Resolution",
    "Settings",
    "TimeSpan",
    "Toponym",
    "dumps_geojson",
    "events_of",
    "geoparse",
    "geoparse_text",
    "open_gazetteer",
    "open_store",
    "read_bytes",
    "read_file",
    "read_text",
    "validate",
    "write",
]

_HOMES = {
    "geodata.api": ("events_of", "geoparse", "geoparse_text"),
    "geodata.errors": ("DatelineError",),
    "geodata.export": ("dumps_geojson", "write"),
    "geodata.gazetteer": ("open_gazetteer",),
    "geodata.model": ("Event", "Place", "Report", "Resolution", "TimeSpan", "Toponym"),
    "geodata.pipeline": ("Geoparsed", "Geoparser"),
    "geodata.query": ("EventQuery",),
    "geodata.readers": ("read_bytes", "read_file", "read_text"),
    "geodata.schema": ("COLUMNS", "validate"),
    "geodata.settings": ("Settings",),
    "geodata.store": ("open_store",),
}


def __getattr__(name: str) -> object:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(home), name)
    raise AttributeError(f"module 'geodata' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
