"""Files made for one other program: the columns and dates that it wants.

==========  ===================  ==================================================================
preset      suffix               what the program wants
==========  ===================  ==================================================================
kepler      ``.csv``             a time of day in every date ("2024-12-08 00:00:00"), else its time
                                 filter takes the column for text; ``latitude``, ``longitude``
umap        ``.geojson .csv``    ``name`` and ``description``; every feature with a point
timemap     ``.json``            MM/DD/YYYY, coordinates as text, no other keys than its own
qgis        ``.gpkg``            real dates, layers, a default style with time set up
==========  ===================  ==================================================================

Each of these leaves events without a place out (QGIS keeps them in a layer of their own), TimeMap
also those without a day, because the programs drop them or refuse the file; the full formats keep
them.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import geopandas as gpd

from geodata.errors import ExportError
from geodata.export.content import Content, Events
from geodata.export.formats import FORMATS, Format
from geodata.export.gdal import read_back
from geodata.export.rows import rows_of
from geodata.export.table import count_csv
from geodata.formulas import defuse
from geodata.model import DateRole
from geodata.schema import DATE_COLUMNS, EventParts

__all__ = ["PRESETS", "Preset", "for_program"]

_KEPLER = (
    "event_id", "time", "latitude", "longitude", "place_name", "toponym", "country", "admin1",
    "place_precision", "date_start", "date_end", "date_precision", "date_role", "kind", "status",
    "score", "sentence", "place_reason", "report_title", "source", "url",
)  # fmt: skip
_UMAP = (
    "date_start", "date_end", "date_role", "country", "admin1", "place_name", "kind", "source",
    "report_title", "url", "status", "event_id",
)  # fmt: skip
_COLOURS = {
    DateRole.EVENT: "#0072b2",
    DateRole.REPORTED_ON: "#d55e00",
    DateRole.PLANNED: "#009e73",
    DateRole.PHOTO: "#cc79a7",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """The formats that one program takes, and which events they leave out.

    Attributes
    ----------
    name
        What the program is called.
    formats
        By suffix.
    placed_only, dated_only
        Whether events without a place, or without any day, are left out.
    """

    name: str
    formats: Mapping[str, Format]
    placed_only: bool = True
    dated_only: bool = False

    def takes(self, events: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        """Return the events that the program can show."""
        taken = events[events.geometry.notna()] if self.placed_only else events
        dated = taken["date_start"].notna() | taken["date_end"].notna()
        return taken[dated] if self.dated_only else taken

    def takes_parts(self, events: EventParts) -> EventParts:
        """Return the same of events that are read part by part."""
        return events.only(self.takes) if self.placed_only or self.dated_only else events


def for_program(name: str) -> Preset:
    """Return the preset for a program.

    Raises
    ------
    ExportError
        There is none of that name.
    """
    if name not in PRESETS:
        raise ExportError(f"no preset is called {name!r}; there are {', '.join(PRESETS)}")
    return PRESETS[name]


def _time(row: Mapping[str, Any]) -> str | None:
    """Return the one day that stands for an event: its first, or the last of an upper bound."""
    end: str | None = row["date_end"]
    first: str | None = row["date_start"]
    return (end or first) if row["date_role"] == DateRole.REPORTED_ON else (first or end)


def _kepler_csv(content: Content, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_KEPLER)
        for row in rows_of(content.events):
            row["time"] = _time(row)
            for name in (*DATE_COLUMNS, "time"):
                row[name] = f"{row[name]} 00:00:00" if row[name] else ""
            writer.writerow([_cell(row[name]) for name in _KEPLER])


def _cell(value: object) -> object:
    return defuse(value) if isinstance(value, str) else value


def _umap_rows(events: Events) -> Iterator[dict[str, Any]]:
    for row in rows_of(events):
        name = row["place_name"] or row["toponym"]
        said = row["sentence"] or row["place_reason"]
        kept = {column: _inert(row[column] or "") for column in _UMAP}
        point = {"latitude": row["latitude"], "longitude": row["longitude"]}
        yield {"name": _inert(name), "description": _inert(said), **kept, **point}


def _inert(text: str) -> str:
    """Return the text such that uMap's own markup ({{picture}}, [[link]]) does nothing in it."""
    for mark in ("{", "[", "*", "#", "-"):
        text = text.replace(mark * 2, f"{mark}\u200b{mark}")
    return text.replace("://", ":\u200b//") if text and not text.startswith("http") else text


def _umap_geojson(content: Content, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write('{"type": "FeatureCollection", "features": [')
        separator = "\n"
        for row in _umap_rows(content.events):
            point = [row.pop("longitude"), row.pop("latitude")]
            colour = _COLOURS.get(row["date_role"], "#888888")
            feature = {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": point},
                "properties": {**row, "_umap_options": {"color": colour}},
            }
            file.write(separator + json.dumps(feature, ensure_ascii=False, allow_nan=False))
            separator = ",\n"
        file.write("\n]}\n")


def _umap_csv(content: Content, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        columns = ["name", "description", "latitude", "longitude", *_UMAP]
        writer = csv.writer(file)
        writer.writerow(columns)
        for row in _umap_rows(content.events):
            writer.writerow([_cell(row[name]) for name in columns])


def _timemap_json(content: Content, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write("[")
        separator = "\n"
        for row in rows_of(content.events):
            file.write(separator + json.dumps(_timemap_event(row), ensure_ascii=False))
            separator = ",\n"
        file.write("\n]\n")


def _timemap_event(row: Mapping[str, Any]) -> dict[str, Any]:
    year, month, day = str(_time(row)).split("-")
    return {
        "id": row["event_id"],
        "description": row["sentence"] or row["place_reason"],
        "date": f"{month}/{day}/{year}",
        "time": "",
        "time_precision": row["date_precision"],
        "location": ", ".join(t for t in (row["place_name"], row["admin1"], row["country"]) if t),
        "latitude": str(row["latitude"]),
        "longitude": str(row["longitude"]),
        "category": row["date_role"] or "event",
        "associations": [],
        "sources": [],
        "comments": " ".join(t for t in (row["source"], row["report_title"], row["url"]) if t),
    }


def _count_timemap(path: Path) -> tuple[int, int]:
    events = json.loads(path.read_text(encoding="utf-8"))
    return len(events), sum(bool(event["latitude"]) for event in events)


PRESETS: Mapping[str, Preset] = MappingProxyType(
    {
        "kepler": Preset(
            name="kepler.gl",
            formats={".csv": Format(name="kepler.gl CSV", write=_kepler_csv, count=count_csv)},
        ),
        "umap": Preset(
            name="uMap",
            formats={
                ".geojson": Format(name="uMap GeoJSON", write=_umap_geojson, count=read_back),
                ".csv": Format(name="uMap CSV", write=_umap_csv, count=count_csv),
            },
        ),
        "timemap": Preset(
            name="TimeMap",
            dated_only=True,
            formats={
                ".json": Format(name="TimeMap JSON", write=_timemap_json, count=_count_timemap)
            },
        ),
        "qgis": Preset(name="QGIS", formats={".gpkg": FORMATS[".gpkg"]}, placed_only=False),
    }
)
