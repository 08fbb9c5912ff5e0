"""The words of a filter, its limits, and what is wrong with a value."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

from geodata.model import DatePrecision, DateRole, PlacePrecision, Status

__all__ = ["MAX_TEXT", "MONTH_DAYS", "TEXT_COLUMNS", "Area", "BBox", "Mode", "faults"]

BBox = tuple[float, float, float, float]
Area = tuple[tuple[float, float], ...]
"""Corners of a polygon, longitude and latitude; the last is joined to the first."""

MONTH_DAYS = 31
MAX_TEXT = 200
_MAX_CORNERS = 500
_MAX_WORDS = 500
# What the words of a filter are looked for in.
TEXT_COLUMNS = (
    "toponym",
    "place_name",
    "country",
    "admin1",
    "report_title",
    "source",
    "author",
    "kind",
    "sentence",
)

_VOCABULARIES = (
    ("roles", DateRole),
    ("statuses", Status),
    ("place_precisions", PlacePrecision),
    ("date_precisions", DatePrecision),
)
_FREE = ("divisions", "sources", "languages", "kinds")
_COUNTRY_CODE = re.compile(r"[A-Z]{2}")
_ID = re.compile(r"[0-9A-Za-z_-]{1,64}")
_CODES = (("country_codes", _COUNTRY_CODE), ("report_ids", _ID), ("event_ids", _ID))


class Mode(StrEnum):
    """How sure the days of an event must be."""

    CERTAIN = "certain"
    MAP = "map"
    POSSIBLE = "possible"


def faults(values: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong with the fields of a filter, in words."""
    yield from _day_faults(values["date_from"], values["date_to"])
    if values["mode"] not in set(Mode):
        yield f"mode {values['mode']!r} is none of {', '.join(Mode)}"
    for name, words in _VOCABULARIES:
        if strange := sorted(str(v) for v in values[name] if v not in set(words)):
            yield f"{name} {_shown(strange)} are none of {', '.join(words)}"
    for name, pattern in _CODES:
        if strange := sorted(str(v) for v in values[name] if not pattern.fullmatch(str(v))):
            yield f"{name} {_shown(strange)} are no such codes"
    yield from _free_faults(values)
    if values["bbox"] is not None:
        yield from _bbox_faults(values["bbox"])
    yield from _area_faults(values["area"])
    if len(values["text"]) > MAX_TEXT:
        yield f"the text is longer than {MAX_TEXT} characters"


def _free_faults(values: Mapping[str, Any]) -> Iterator[str]:
    for name in _FREE:
        if any(not isinstance(v, str) or len(v) > MAX_TEXT for v in values[name]):
            yield f"{name} are texts of at most {MAX_TEXT} characters"
    for name in (*_FREE, *(code for code, _ in _CODES)):
        if len(values[name]) > _MAX_WORDS:
            yield f"{name} are more than {_MAX_WORDS}"


def _day_faults(first: object, last: object) -> Iterator[str]:
    for name, day in (("date_from", first), ("date_to", last)):
        if day is not None and (not isinstance(day, dt.date) or isinstance(day, dt.datetime)):
            yield f"{name} {_shown([str(day)])} is no datetime.date"
            return
    if isinstance(first, dt.date) and isinstance(last, dt.date) and first > last:
        yield f"the range ends ({last}) before it starts ({first})"


def _bbox_faults(bbox: tuple[float, ...]) -> Iterator[str]:
    if len(bbox) != 4 or not all(math.isfinite(v) for v in bbox):
        yield "a bbox is four numbers: west, south, east, north"
        return
    west, south, east, north = bbox
    if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):
        yield "a bbox is west,south,east,north within -180..180 and -90..90, south below north"


def _area_faults(area: Area) -> Iterator[str]:
    if not area:
        return
    # A shape drawn across the antimeridian goes on past 180 degrees.
    fit = all(
        len(corner) == 2 and abs(corner[0]) <= 540 and abs(corner[1]) <= 90 for corner in area
    )
    if not fit or not 3 <= len(area) <= _MAX_CORNERS:
        yield f"an area is 3 to {_MAX_CORNERS} corners, each a longitude and a latitude"


def _shown(values: list[str]) -> str:
    return ", ".join(repr(v[:40]) for v in values[:5])
