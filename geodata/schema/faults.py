"""The one validator of event tables: it reports all faults at once."""

from __future__ import annotations

import json
from collections.abc import Iterator

import geopandas as gpd
import pandas as pd

from geodata.errors import SchemaError
from geodata.model import TimeSpan
from geodata.schema.columns import COLUMNS, CRS, DTYPES, VOCABULARIES

__all__ = ["validate"]


def validate(frame: gpd.GeoDataFrame) -> None:
    """Check that a GeoDataFrame follows the event schema.

    Raises
    ------
    SchemaError
        Naming every fault found, not only the first.
    """
    if not isinstance(frame, gpd.GeoDataFrame):
        raise SchemaError(f"an event table is a GeoDataFrame, not a {type(frame).__name__}")
    faults = list(_shape_faults(frame)) or [*_value_faults(frame), *_geometry_faults(frame)]
    if faults:
        raise SchemaError("not an event GeoDataFrame:\n" + "\n".join(f"- {f}" for f in faults))


def _shape_faults(frame: gpd.GeoDataFrame) -> Iterator[str]:
    names = [str(name) for name in frame.columns]
    if missing := [name for name in COLUMNS if name not in names]:
        yield f"missing columns: {', '.join(missing)}"
    if extra := [name for name in names if name not in COLUMNS]:
        yield f"unknown columns: {', '.join(extra)}"
    if not missing and not extra and names != list(COLUMNS):
        yield f"columns are not in the schema's order: {', '.join(COLUMNS)}"
    for name, dtype in DTYPES.items():
        if names.count(name) == 1 and str(frame[name].dtype) != dtype:
            yield f"column {name} is {frame[name].dtype}, not {dtype}"
    if "geometry" in names and (frame.geometry.name != "geometry" or frame.crs != CRS):
        yield f"geometry must be the active column, in {CRS}, not {frame.crs}"


def _value_faults(frame: gpd.GeoDataFrame) -> Iterator[str]:
    for name, dtype in DTYPES.items():
        if dtype == "str":
            yield from _fault(frame[name].isna(), f"{name} is null; unknown text is empty")
    for name, words in VOCABULARIES.items():
        bad = ~frame[name].isin(list(words)) & frame[name].notna()
        yield from _fault(bad, f"{name} is none of: {', '.join(repr(w) for w in sorted(words))}")
    yield from _fault(frame["event_id"] == "", "event_id is empty")
    yield from _fault(frame["event_id"].duplicated(), "event_id occurs twice")
    yield from _fault(~frame["score"].between(0, 1), "score is not between 0 and 1")
    backwards = frame["date_start"] > frame["date_end"]
    yield from _fault(backwards, "date_end is before date_start")
    twice = frame["date_alternative"][frame["date_alternative"] != ""]
    spans = pd.Series([_is_interval(text) for text in twice], index=twice.index)
    yield from _fault(~spans.astype(bool), "date_alternative is neither empty nor two days")
    offsets = (frame["char_start"] < 0) | (frame["char_end"] < frame["char_start"])
    yield from _fault(offsets, "char_start and char_end are no span")
    listed = pd.Series([_is_json(text, list) for text in frame["candidates"]], index=frame.index)
    yield from _fault(~listed.astype(bool), "candidates is no JSON array")
    further = frame["extra"][frame["extra"] != ""]
    object_like = pd.Series([_is_json(text, dict) for text in further], index=further.index)
    yield from _fault(~object_like.astype(bool), "extra is neither empty nor a JSON object")
    yield from _fault((frame["page"] < 1).fillna(value=False), "page is not 1 or more")


def _geometry_faults(frame: gpd.GeoDataFrame) -> Iterator[str]:
    shapes = frame.geometry
    placed = shapes.notna()
    points = placed & (shapes.geom_type == "Point") & ~shapes.is_empty
    yield from _fault(placed & ~points, "geometry is neither a Point nor null")
    bounds = shapes[points].bounds
    inside = bounds["minx"].between(-180, 180) & bounds["miny"].between(-90, 90)
    yield from _fault(~inside, "coordinates are outside longitude -180..180, latitude -90..90")


def _fault(bad: pd.Series[bool], message: str) -> Iterator[str]:
    rows = [str(label) for label in bad.index[bad.to_numpy(dtype=bool)]]
    if rows:
        shown = ", ".join(rows[:5]) + (f" and {len(rows) - 5} more" if len(rows) > 5 else "")
        yield f"{message} (row {shown})"


def _is_interval(text: object) -> bool:
    try:
        span = TimeSpan.from_iso(str(text))
    except ValueError:
        return False
    return span is not None and span.known


def _is_json(text: object, kind: type) -> bool:
    try:
        return isinstance(json.loads(str(text)), kind)
    except (ValueError, RecursionError):
        return False
