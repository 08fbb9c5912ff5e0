"""The desk as a Folium map: built once, then told of changes by a small feature group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import folium

from geodata.maps.assets import localise
from geodata.maps.elements import Desk, Update
from geodata.maps.tiles import OnlineTiles
from geodata.maps.verbatim import render_verbatim

__all__ = ["desk_map", "desk_update"]

# The whole inhabited world, until the events say where to look.
_CENTRE, _ZOOM, _MIN_ZOOM, _MAX_ZOOM = (30.0, 20.0), 3, 2, 14


def desk_map(
    *, assets_url: str, language: str = "en", tiles: Sequence[OnlineTiles] = ()
) -> folium.Map:
    """Return the desk's map: no tiles yet, no events yet, the same script on every call.

    Parameters
    ----------
    assets_url
        Address of the folders in `asset_directories`, relative to the frame that shows the map:
        ``"../../assets"`` inside st_folium.
    language
        Of the interface; one of `geodata.messages.LANGUAGES`.
    tiles
        Base maps from the network that a person may choose; by default none.

    Raises
    ------
    AssetError
        Folium asks for a file that is not served here.
    """
    render_verbatim()
    desk = folium.Map(
        location=_CENTRE,
        zoom_start=_ZOOM,
        tiles=None,
        world_copy_jump=True,
        zoom_snap=0.5,
        wheel_px_per_zoom_level=90,
        # Without a tile layer Leaflet looks for its limits here, in its own spelling.
        minZoom=_MIN_ZOOM,
        maxZoom=_MAX_ZOOM,
    )
    Desk(assets_url, language=language, tiles=tiles).add_to(desk)
    localise(desk, assets_url)
    return desk


def desk_update(  # noqa: PLR0913 - all by name, most of them optional
    *,
    data_url: str,
    details_url: str,
    gazetteer_url: str | None = None,
    revision: str | int,
    state: Mapping[str, Any] | None = None,
    theme: Literal["light", "dark"] | None = None,
    api_url: str | None = None,
    go: Mapping[str, Any] | None = None,
    picked: Mapping[str, Any] | None = None,
    may_edit: bool = True,
) -> folium.FeatureGroup:
    """Return the feature group that brings a desk up to date; the map is not rebuilt.

    Parameters
    ----------
    data_url
        Where `EventColumns.to_bytes` is served; a new address means new events.
    details_url
        Where `details` is served as JSON, asked with ``i=1,2,3``, and `report_events`, asked with
        ``of=1``.
    gazetteer_url
        Where `found_places` is served as JSON, asked with ``q=``; None: no search for places.
    revision
        Of the events; handed back with the state, so that an index is never misread.
    state
        What to show, any of ``from``, ``to`` (ISO dates or None), ``mode``, ``roles``,
        ``undated``, ``selected`` (an index or None), ``find`` (further terms of the query, as its
        link writes them), ``tab``, ``report`` and ``event`` (ids), ``layer`` and ``way``.
        Repeating what was passed before changes nothing; with ``seq``, as the desk told it, older
        states are ignored.
    theme
        None follows the browser.
    api_url
        What all other routes of the page's server start with; None where there is no server, and
        the desk then offers no search, no reports and no corrections.
    go
        A ``tab`` to open, once for each new number ``n``.
    picked
        The ``key`` of events to select, once for each new number ``n``.
    may_edit
        Whether the person may decide; else the desk offers nothing that would be refused.
    """
    render_verbatim()
    group = folium.FeatureGroup(name="desk", control=False)
    changes = {
        "data_url": data_url,
        "details_url": details_url,
        "gazetteer_url": gazetteer_url,
        "revision": revision,
        "state": None if state is None else dict(state),
        "theme": theme,
        "api_url": api_url,
        "go": None if go is None else dict(go),
        "picked": None if picked is None else dict(picked),
        "may_edit": None if may_edit else False,
    }
    Update({name: value for name, value in changes.items() if value is not None}).add_to(group)
    return group
