"""Where the map's scripts, styles, pictures and basemap lie, and under which addresses.

Nothing comes from another host: Leaflet is the XStatic-Leaflet package's, the rest is ours.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from branca.element import Element
from folium.elements import JSCSSMixin
from xstatic.pkg import leaflet

from geodata.errors import AssetError
from geodata.messages import LANGUAGES, catalogue

__all__ = [
    "DESK_SCRIPT",
    "SCRIPTS",
    "STYLES",
    "asset_directories",
    "asset_url",
    "desk_script",
    "localise",
]

_HERE = Path(__file__).parent
SCRIPTS = (
    "words.js",
    "dom.js",
    "when.js",
    "days.js",
    "inside.js",
    "columns.js",
    "tally.js",
    "source.js",
    "canvaslayer.js",
    "geometry.js",
    "areas.js",
    "basemap.js",
    "clusters.js",
    "marks.js",
    "plate.js",
    "reach.js",
    "labels.js",
    "fan.js",
    "eventlayer.js",
    "timeline.js",
    "bars.js",
    "timebar.js",
    "prose.js",
    "api.js",
    "terms.js",
    "finder.js",
    "picks.js",
    "eventlist.js",
    "reader.js",
    "reports.js",
    "queue.js",
    "views.js",
    "search.js",
    "room.js",
    "decisions.js",
    "placepicker.js",
    "dateeditor.js",
    "out.js",
    "card.js",
    "notice.js",
    "tour.js",
    "layout.js",
    "moves.js",
    "icons.js",
    "tools.js",
    "heat.js",
    "counts.js",
    "way.js",
    "overlay.js",
    "layers.js",
    "legend.js",
    "sketch.js",
    "measure.js",
    "areatool.js",
    "locate.js",
    "picture.js",
    "equip.js",
    "around.js",
    "page.js",
    "desk.js",
)
STYLES = ("desk.css", "rooms.css", "reading.css", "deciding.css", "tools.css")
# Where `desk_script` is served, below the assets' address.
DESK_SCRIPT = "maps/desk-whole.js"

# What Folium gives every map: the file that we serve instead, or none where nothing of ours
# needs it.
_FOLIUM = {
    "leaflet": "leaflet/leaflet.js",
    "leaflet_css": "leaflet/leaflet.css",
    "jquery": None,
    "bootstrap": None,
    "bootstrap_css": None,
    "glyphicons_css": None,
    "awesome_markers": None,
    "awesome_markers_css": None,
    "awesome_markers_font_css": None,
    "awesome_rotate_css": None,
}


def asset_directories() -> Mapping[str, Path]:
    """Return the folders to serve below the assets' address, by name."""
    return {
        "leaflet": Path(leaflet.BASE_DIR),
        "maps": _HERE / "assets",
        "basemap": _HERE / "data",
    }


@cache
def desk_script() -> str:
    """Return all of `SCRIPTS` as one: st_folium loads links one after the other, each a wait.

    The interface's texts in every language stand in front.
    """
    folder = _HERE / "assets"
    texts = json.dumps({language: catalogue(language) for language in LANGUAGES})
    scripts = ((folder / name).read_text(encoding="utf-8") for name in SCRIPTS)
    # No text may end the script when it stands inside a page.
    return "\n".join([f"window.DL = {{catalogues: {texts}}};".replace("<", "\\u003c"), *scripts])


def asset_url(assets_url: str, name: str) -> str:
    """Return the address of an asset ("maps/desk.js"); it changes with the file's content."""
    return f"{assets_url.rstrip('/')}/{name}?v={_version(name)}"


@cache
def _version(name: str) -> str:
    folder, _, rest = name.partition("/")
    whole = name == DESK_SCRIPT
    data = desk_script().encode() if whole else (asset_directories()[folder] / rest).read_bytes()
    return hashlib.sha256(data).hexdigest()[:8]


def localise(root: Element, assets_url: str) -> None:
    """Point the links of an element and all below it at our own server, on these instances only.

    Raises
    ------
    AssetError
        An element asks for a file that is not served here.
    """
    if isinstance(root, JSCSSMixin):
        root.default_js = _local(root.default_js, assets_url)
        root.default_css = _local(root.default_css, assets_url)
    for child in root._children.values():  # noqa: SLF001 - Folium has no public way to walk
        localise(child, assets_url)


def _local(links: list[tuple[str, str]], assets_url: str) -> list[tuple[str, str]]:
    local = []
    for name, url in links:
        if url.startswith(assets_url) and "://" not in url:
            local.append((name, url))
        elif name not in _FOLIUM:
            raise AssetError(f"{name} ({url}) is not served here; add it to the map's assets")
        elif path := _FOLIUM[name]:
            local.append((name, asset_url(assets_url, path)))
    return local
