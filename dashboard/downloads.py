"""Links to what goes out: what is shown, and everything.

They are plain links to a route of the server, so the file is made from the filter in the link,
whatever the page is doing at that moment.
"""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

import streamlit as st

from dashboard.routes import export_url
from dashboard.workspace import Feed, Workspace
from geodata.query import EventQuery

__all__ = ["show"]

_FORMATS = {
    ".geojson": "GeoJSON",
    ".gpkg": "GeoPackage (QGIS)",
    ".parquet": "GeoParquet",
    ".csv": "CSV (spreadsheet)",
    ".kml": "KML (Google Earth)",
}


def show(workspace: Workspace, feed: Feed, view: EventQuery) -> None:
    """Show the links."""
    shown = int(workspace.mask(feed, view).sum())
    everything = EventQuery.everything()
    st.html(_links(workspace, f"What is shown: {shown} events", _name(view), view))
    total = len(feed.frame)
    st.html(_links(workspace, f"Everything: {total} events", "dateline-all", everything))
    st.html('<p class="privacy">Made on this machine; nothing is sent anywhere.</p>')


def _name(view: EventQuery) -> str:
    days = [day.isoformat() for day in (view.date_from, view.date_to) if day]
    return "-".join(["dateline", *(["to"] if view.date_to and not view.date_from else []), *days])


def _links(workspace: Workspace, heading: str, name: str, query: EventQuery) -> str:
    parameters = urlencode(query.to_params())
    items = "".join(
        f'<li><a href="{escape(export_url(workspace, name + suffix))}?{escape(parameters)}" '
        f'download="{escape(name + suffix)}">{label}</a></li>'
        for suffix, label in _FORMATS.items()
    )
    return f'<div class="downloads"><h3>{escape(heading)}</h3><ul>{items}</ul></div>'
