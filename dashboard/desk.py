"""The desk: one Folium map through st_folium that holds map, timeline, list and card.

All events go to the browser once; the map, the timeline and the list are filtered there. What
the person chooses comes back as the component's value (`dashboard.view`).
"""

from __future__ import annotations

import streamlit as st
from streamlit_folium import st_folium

from dashboard import language
from dashboard.answers import base_url
from dashboard.routes import data_url, details_url, gazetteer_url
from dashboard.style import theme
from dashboard.view import DESK, going, map_state, opened, picking
from dashboard.workspace import Feed, Workspace
from geodata.maps import desk_map, desk_update, online_tiles
from geodata.query import EventQuery

__all__ = ["show"]

# The component's page lies two levels below the server's root.
_ROOT = "../../"


def show(workspace: Workspace, feed: Feed, initial: EventQuery, *, editable: bool = True) -> None:
    """Show the desk with the events of `feed`; only who may decide is offered to."""
    update = desk_update(
        data_url=_ROOT + data_url(workspace, feed.revision),
        details_url=_ROOT + details_url(workspace, feed.revision),
        gazetteer_url=_ROOT + gazetteer_url(workspace),
        revision=feed.revision,
        state=map_state(initial) | opened(),
        go=going(),
        picked=picking(),
        may_edit=editable,
        theme=theme(),
        api_url=_ROOT + base_url(workspace),
    )
    with st.container(key="desk"):
        st_folium(
            desk_map(
                assets_url=f"{_ROOT}assets",
                language=language.chosen().language,
                tiles=online_tiles() if workspace.settings.online_tiles else (),
            ),
            key=DESK,
            height=760,
            use_container_width=True,
            # Only what the person chooses on the map comes back; panning reruns nothing.
            returned_objects=["last_active_drawing"],
            feature_group_to_add=update,
            render=False,
        )
