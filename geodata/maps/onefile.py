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
from geodata.maps.carried import (
    ROWS_A_BLOCK,
    carried_columns,
    carried_facets,
    carried_rows,
    letters,
)
from geodata.maps.columns import event_columns
from geodata.messages import words

__all__ = ["Heading", "one_file"]

# What the desk's scripts are, and what only this page needs.
_OWN_SCRIPTS = ("carried.js", "takehome.js", "onefile.js")
_MAP = {
    "center": (30.0, 20.0),
    "zoom": 3,
    "minZoom": 2,
    "maxZoom": 14,
    "zoomSnap": 0.5,
    "wheelPxPerZoomLevel": 90,
    "worldCopyJump": True,
}
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
<noscript>{script}</noscript>
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


def one_file(  # noqa: PLR0913 - all but two by name, and optional
    frame: gpd.GeoDataFrame,
    heading: Heading,
    *,
    state: Mapping[str, Any] | None = None,
    small: bool = False,
    generalised: bool = False,
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
    generalised
        Whether the events were made safe to share; what is downloaded from the file says so too.
    language
        Of the interface; one of `geodata.messages.LANGUAGES`.
    """
    script, style = _script(), _style()
    policy = (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    yield _PAGE.format(
        language=html.escape(language),
        policy=policy,
        title=html.escape(heading.title),
        style=style,
        script=html.escape(words(language)("file.script")),
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
        "rows_a_block": ROWS_A_BLOCK,
        "events": len(frame),
        "small": small,
        "generalised": generalised,
        "columns": carried_columns(small=small),
    }
    yield _carried("about", _json(about))
    yield from _basemap(language)
    yield from _events(frame, small=small, language=language)
    yield f"<script>{script}</script>\n"
    yield _END


def _events(frame: gpd.GeoDataFrame, *, small: bool, language: str) -> Iterator[str]:
    columns = event_columns(frame)
    yield _carried("events.bin", columns.to_bytes())
    facets = carried_facets(frame, columns, small=small)
    yield _carried("facets.bin", facets.to_bytes())
    yield _carried("facets.json", _json(facets.to_json()))
    yield _carried("letters.json", _json(letters(frame, small=small)))
    for number, rows in carried_rows(frame, columns, small=small, language=language):
        yield _carried(f"rows-{number}", _json(rows))


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode(
        "utf-8", "replace"
    )


def _carried(name: str, data: bytes) -> str:
    packed = base64.b64encode(gzip.compress(data, compresslevel=9, mtime=0)).decode("ascii")
    return f'<script type="application/gzip" id="carried-{name}">{packed}</script>\n'


@cache
def _basemap(language: str) -> tuple[str, ...]:
    """Return land, water, outlines and names; of the translations the language's own."""
    files = sorted(asset_directories()["basemap"].iterdir())
    return tuple(
        _carried(file.name, file.read_bytes())
        for file in files
        if file.suffix in {".bin", ".json"}
        and (not file.name.startswith("names.") or file.name == f"names.{language}.json")
    )


@cache
def _script() -> str:
    folders = asset_directories()
    parts = [
        _without_source_map((folders["leaflet"] / "leaflet.js").read_text(encoding="utf-8")),
        desk_script(),
        *((folders["maps"] / name).read_text(encoding="utf-8") for name in _OWN_SCRIPTS),
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
