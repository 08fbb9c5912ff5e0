"""Links to what goes out: what is shown or everything, as it is or safe to share.

They are plain links to a route of the server, so the file is made from the filter in the link,
whatever the page is doing at that moment.
"""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

import pandas as pd
import streamlit as st
from geopandas import GeoDataFrame

from dashboard.exporting import export_url, feed_url
from dashboard.language import chosen
from dashboard.workspace import Feed, Workspace
from geodata.export import leaving
from geodata.messages import Words
from geodata.query import EventQuery

__all__ = ["show"]

# Suffix and the key of its words; programs with a preset have its name in front.
_FORMATS = (
    (".html", "export.html", ""),
    (".svg", "export.svg", ""),
    (".geojson", "export.geojson", ""),
    (".gpkg", "export.gpkg", ""),
    (".xlsx", "export.xlsx", ""),
    (".csv", "export.csv", ""),
    (".kml", "export.kml", ""),
    (".parquet", "export.parquet", ""),
    (".fgb", "export.fgb", ""),
    (".rss", "export.rss", ""),
    (".csv", "export.kepler", "kepler"),
    (".geojson", "export.umap", "umap"),
    (".json", "export.timemap", "timemap"),
)
_SHOWN, _ALL = "shown", "all"


def show(workspace: Workspace, feed: Feed, view: EventQuery) -> None:
    """Show what to choose, and the links."""
    t = chosen()
    shown = feed.frame[workspace.mask(feed, view)]
    counts = {_SHOWN: len(shown), _ALL: len(feed.frame)}
    scope = st.radio(
        t("export.which"),
        list(counts),
        format_func=lambda name: t(f"export.{name}", n=counts[name]),
        label_visibility="collapsed",
        key="export scope",
    )
    share = st.checkbox(t("export.share"), help=t("export.share_help"), key="export share")
    query = view if scope == _SHOWN else EventQuery.everything()
    frame = shown if scope == _SHOWN else feed.frame
    if share:
        _say_what_leaves(frame, t)
    name = _name(view) if scope == _SHOWN else "dateline-all"
    parameters = {**query.to_params(), "lang": t.language, **({"share": "1"} if share else {})}
    st.html(_links(workspace, name + ("-shared" if share else ""), parameters, t))
    with st.expander(t("export.address")):
        st.text(t("export.address_help"))
        st.code(f"{_origin()}/{feed_url(workspace)}?{urlencode(parameters)}", language=None)
    st.html(f'<p class="privacy">{escape(t("export.private"))}</p>')


def _origin() -> str:
    """Return the address under which the browser sees this server."""
    return (st.context.url or "http://127.0.0.1:8501").split("?")[0].rstrip("/")


def _say_what_leaves(frame: GeoDataFrame, t: Words) -> None:
    told = leaving(frame)
    st.text(t("export.leaves", n=len(told.events)))
    st.text(t("export.stays", unplaced=told.unplaced, rejected=told.rejected))
    st.text(t("export.columns_leave", names=", ".join(told.kept)))
    st.text(t("export.columns_stay", names=", ".join(told.dropped)))
    if told.example:
        rows = pd.DataFrame({"": list(told.example), t("export.example"): told.example.values()})
        st.dataframe(rows, hide_index=True, height=210, key="example of what leaves")


def _name(view: EventQuery) -> str:
    days = [day.isoformat() for day in (view.date_from, view.date_to) if day]
    return "-".join(["dateline", *(["to"] if view.date_to and not view.date_from else []), *days])


def _links(workspace: Workspace, name: str, parameters: dict[str, str], t: Words) -> str:
    items = []
    for suffix, key, program in _FORMATS:
        file = f"{name}-{program}{suffix}" if program else name + suffix
        asked = urlencode({**parameters, **({"for": program} if program else {})})
        items.append(
            f'<li><a href="{escape(export_url(workspace, file))}?{escape(asked)}" '
            f'download="{escape(file)}">{escape(t(key))}</a></li>'
        )
    return f'<div class="downloads"><ul>{"".join(items)}</ul></div>'
