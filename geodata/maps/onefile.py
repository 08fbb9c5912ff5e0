"""The desk in one HTML file that asks nobody for anything: scripts, basemap and events inside.

Report text is never markup: it lies in the page as packed data and becomes text nodes. The page's
policy allows its own scripts and styles by their hashes and nothing else.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import html
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import geopandas as gpd

from geodata.maps.assets import STYLES, asset_directories, desk_script
from geodata.maps.columns import EventColumns, event_columns
from geodata.maps.details import details

__all__ = ["Heading", "one_file"]

_ROWS_A_BLOCK, _ROWS_AT_ONCE = 200, 4000
_NOT_OF_THE_MAP = {"kinds.json"}
_MAP = {
    "center": (30.0, 20.0),
    "zoom": 3,
    "minZoom": 2,
    "maxZoom": 14,
    "zoomSnap": 0.5,
    "wheelPxPerZoomLevel": 90,
    "worldCopyJump": True,
}
# What a small file says of an event: enough for map, list and dates.
_SMALL = (
    "index", "event_kind", "toponym", "place_name", "admin1", "country", "kind", "role", "status",
    "score", "when", "or_else", "lat", "lon",
)  # fmt: skip
_LEFT_EMPTY: dict[str, Any] = {
    "event_id": "", "sentence": "", "source": "", "report_title": "", "url": "", "published": None,
    "place_reason": "", "date_reason": "", "date_text": "", "candidates": [], "name_at": None,
    "date_at": None, "author": "", "language": "", "page": None, "extra": {}, "report_id": "",
}  # fmt: skip
_PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="Dateline">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<div id="map"></div>
<noscript>This map needs JavaScript: it is inside this file, and nothing is fetched.</noscript>
"""
_END = "</body>\n</html>\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What stands above the map.

    Attributes
    ----------
    title
        The map's name.
    summary
        Range and counts in one line.
    terms
        What the file is, as pairs of term and explanation.
    notice
        What a reader must know first; shown in the accent colour.
    label
        What unfolds the terms.
    """

    title: str
    summary: str
    terms: tuple[tuple[str, str], ...] = ()
    notice: str = ""
    label: str = "About this map"


def one_file(
    frame: gpd.GeoDataFrame,
    heading: Heading,
    *,
    state: Mapping[str, Any] | None = None,
    small: bool = False,
    language: str = "en",
) -> Iterator[str]:
    """Yield the page piece by piece.

    Parameters
    ----------
    frame
        An event GeoDataFrame; every row is in the file.
    heading
        What stands above the map.
    state
        What the desk shows first, as `geodata.maps.desk_update` takes it.
    small
        Leave sentences, reasons, links and runners-up out: some 10 to 30 bytes an event.
    language
        Of the interface; one of `geodata.messages.LANGUAGES`.
    """
    script, style = _script(), _style()
    policy = (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    yield _PAGE.format(
        language=html.escape(language), policy=policy, title=html.escape(heading.title), style=style
    )
    about = {
        "title": heading.title,
        "summary": heading.summary,
        "terms": heading.terms,
        "notice": heading.notice,
        "label": heading.label,
        "map": _MAP,
        "state": state,
        "language": language,
        "rows_a_block": _ROWS_A_BLOCK,
    }
    yield _carried("about", _json(about))
    yield from _basemap()
    columns = event_columns(frame)
    yield _carried("events.bin", columns.to_bytes())
    yield from _rows(frame, columns, small=small)
    yield f"<script>{script}</script>\n"
    yield _END


def _rows(frame: gpd.GeoDataFrame, columns: EventColumns, *, small: bool) -> Iterator[str]:
    for first in range(0, len(columns), _ROWS_AT_ONCE):
        rows = details(frame, columns, range(first, min(first + _ROWS_AT_ONCE, len(columns))))
        for at in range(0, len(rows), _ROWS_A_BLOCK):
            block = rows[at : at + _ROWS_A_BLOCK]
            number = (first + at) // _ROWS_A_BLOCK
            yield _carried(f"rows-{number}", _json([_small(r) for r in block] if small else block))


def _small(row: Mapping[str, Any]) -> dict[str, Any]:
    return _LEFT_EMPTY | {name: row[name] for name in _SMALL}


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode(
        "utf-8", "replace"
    )


def _carried(name: str, data: bytes) -> str:
    packed = base64.b64encode(gzip.compress(data, compresslevel=9, mtime=0)).decode("ascii")
    return f'<script type="application/gzip" id="carried-{name}">{packed}</script>\n'


@cache
def _basemap() -> tuple[str, ...]:
    files = sorted(asset_directories()["basemap"].iterdir())
    return tuple(
        _carried(file.name, file.read_bytes())
        for file in files
        if file.suffix in {".bin", ".json"} and file.name not in _NOT_OF_THE_MAP
    )


@cache
def _script() -> str:
    folders = asset_directories()
    parts = [
        _without_source_map((folders["leaflet"] / "leaflet.js").read_text(encoding="utf-8")),
        desk_script(),
        (folders["maps"] / "onefile.js").read_text(encoding="utf-8"),
    ]
    return "\n".join(parts)


@cache
def _style() -> str:
    folders = asset_directories()
    files: list[Path] = [folders["leaflet"] / "leaflet.css"]
    files += [folders["maps"] / name for name in (*STYLES, "onefile.css")]
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def _without_source_map(script: str) -> str:
    """Return a script without the comment that makes a browser's tools ask for a map of it."""
    return script.rsplit("//# sourceMappingURL=", 1)[0]


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode()
