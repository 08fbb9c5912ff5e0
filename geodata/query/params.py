"""A filter as short strings for a URL, and back."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from geodata.errors import QueryError
from geodata.query.terms import Area, BBox

__all__ = ["read_params", "write_params"]

_MAX_PARAM = 20_000
_NONE = "none"


def write_params(values: Mapping[str, Any]) -> dict[str, str]:
    """Return each field under its short name."""
    return {short: write(values[n]) for short, (n, write, _) in _PARAMS.items() if n in values}


def read_params(params: Mapping[str, str]) -> dict[str, Any]:
    """Return the fields that the strings name; unknown names and empty strings are ignored.

    Raises
    ------
    QueryError
        Naming every value that is not of its kind.
    """
    values: dict[str, Any] = {}
    faults: list[str] = []
    for short, (name, _, read) in _PARAMS.items():
        text = str(params.get(short, ""))
        try:
            if text:
                values[name] = read(_short(text))
        except ValueError as error:
            faults.append(f"{short}={text[:40]!r} ({error})")
    if faults:
        raise QueryError("this filter cannot be: " + "; ".join(faults))
    return values


def _short(text: str) -> str:
    if len(text) > _MAX_PARAM:
        raise ValueError("it is too long")
    return text


def _write_day(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def _read_day(text: str) -> dt.date:
    if len(text) != len("YYYY-MM-DD"):
        raise ValueError("a day is written YYYY-MM-DD")
    return dt.date.fromisoformat(text)


def _write_set(words: frozenset[str]) -> str:
    return ",".join(sorted(words)) or _NONE


def _read_set(text: str) -> frozenset[str]:
    return frozenset() if text == _NONE else frozenset(text.split(","))


def _read_codes(text: str) -> frozenset[str]:
    return frozenset() if text == _NONE else frozenset(text.upper().split(","))


def _write_flag(flag: bool) -> str:  # noqa: FBT001 - one value in, one string out
    return "1" if flag else "0"


def _read_flag(text: str) -> bool:
    if text not in {"0", "1"}:
        raise ValueError("it is 0 or 1")
    return text == "1"


def _write_bbox(bbox: BBox | None) -> str:
    return ",".join(repr(float(v)) for v in bbox) if bbox else ""


def _read_bbox(text: str) -> tuple[float, ...]:
    if text.count(",") != 3:
        raise ValueError("a bbox is west,south,east,north")
    return tuple(float(part) for part in text.split(","))


def _write_texts(texts: frozenset[str]) -> str:
    """Join free texts; "" stands for the empty one, a backslash before what would be misread."""
    escaped = (re.sub(r'[\\|"]', r"\\\g<0>", text) or '""' for text in sorted(texts))
    return "|".join(escaped)


def _read_texts(text: str) -> frozenset[str]:
    parts = re.findall(r"(?:[^\\|]|\\.)+", text, re.DOTALL)
    plain = (re.sub(r"\\(.)", r"\1", part, flags=re.DOTALL) for part in parts if part != '""')
    return frozenset([*plain, *([""] if '""' in parts else [])])


def _write_area(area: Area) -> str:
    return " ".join(f"{lon:.10g},{lat:.10g}" for lon, lat in area)


def _read_area(text: str) -> Area:
    corners = [tuple(float(part) for part in corner.split(",")) for corner in text.split()]
    if any(len(corner) != 2 for corner in corners):
        raise ValueError("an area is written lon,lat lon,lat lon,lat")
    return tuple((corner[0], corner[1]) for corner in corners)


_Param = tuple[str, Callable[[Any], str], Callable[[str], Any]]
_PARAMS: Mapping[str, _Param] = MappingProxyType(
    {
        "from": ("date_from", _write_day, _read_day),
        "to": ("date_to", _write_day, _read_day),
        "mode": ("mode", str, str),
        "roles": ("roles", _write_set, _read_set),
        "undated": ("include_undated", _write_flag, _read_flag),
        "unplaced": ("include_unplaced", _write_flag, _read_flag),
        "cc": ("country_codes", _write_set, _read_codes),
        "div": ("divisions", _write_texts, _read_texts),
        "bbox": ("bbox", _write_bbox, _read_bbox),
        "area": ("area", _write_area, _read_area),
        "source": ("sources", _write_texts, _read_texts),
        "kind": ("kinds", _write_texts, _read_texts),
        "written": ("languages", _write_texts, _read_texts),
        "place": ("place_precisions", _write_texts, _read_texts),
        "date": ("date_precisions", _write_texts, _read_texts),
        "status": ("statuses", _write_set, _read_set),
        "reports": ("report_ids", _write_set, _read_set),
        "events": ("event_ids", _write_set, _read_set),
        "q": ("text", str, str),
    }
)
