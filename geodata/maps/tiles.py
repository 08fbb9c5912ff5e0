"""Base maps from the network: offered only where the user allows it (``DATELINE_ONLINE_TILES=1``).

Whoever serves tiles learns which part of the world is looked at, and when, and from where.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

__all__ = ["OnlineTiles", "online_tiles"]

# Names in xyzservices: a street map, a topographic one, pictures from above.
_OFFERED = ("OpenStreetMap.Mapnik", "OpenTopoMap", "Esri.WorldImagery")


@dataclass(frozen=True, slots=True, kw_only=True)
class OnlineTiles:
    """Tiles of one server, as Leaflet and a content security policy want them."""

    name: str
    url: str
    attribution: str
    max_zoom: int
    source: str

    def to_json(self) -> dict[str, Any]:
        """Return what the page's script needs."""
        return asdict(self)


@cache
def online_tiles() -> tuple[OnlineTiles, ...]:
    """Return the base maps on offer, by name, with the host that each is fetched from."""
    # Loaded on demand: its list of servers is long, and most users stay offline.
    import xyzservices.providers

    offered = []
    for name in _OFFERED:
        tiles = xyzservices.providers.query_name(name)
        url = _filled(tiles)
        source = re.match(r"https://[^/]+", url)
        if source is None:
            continue
        offered.append(
            OnlineTiles(
                name=name.replace(".", " ").replace(" Mapnik", ""),
                url=url,
                attribution=tiles["attribution"].replace("(C)", "©"),
                max_zoom=int(tiles.get("max_zoom", 18)),
                source=source[0].replace("{s}", "*"),
            )
        )
    return tuple(offered)


def _filled(tiles: Mapping[str, Any]) -> str:
    """Return an address in which only what Leaflet fills is left open."""
    own = {name: str(value) for name, value in tiles.items() if name not in {*"xyzs", "url"}}
    return re.sub(r"\{(\w+)\}", lambda hole: own.get(hole[1], hole[0]), tiles["url"])
