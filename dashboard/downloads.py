"""Links to what goes out: what is shown or everything, as it is or safe to share.

They are plain links to a route of the server, so the file is made from the filter in the link,
whatever the page is doing at that moment.
"""

from __future__ import annotations

import re
import unicodedata
from html import escape
from urllib.parse import urlencode

import pandas as pd
import streamlit as st
from geopandas import GeoDataFrame

from dashboard import addresses
from dashboard.exporting import export_url, only
from dashboard.language import chosen
from dashboard.passing import Passing
from dashboard.view import told
from dashboard.workspace import Feed, Workspace
from geodata.errors import QueryError, StoreError
from geodata.export import leaving
from geodata.messages import Words
from geodata.query import EventQuery

__all__ = ["file_name", "show"]

# Suffix and the key of its words; programs with a preset have its name in front.
_FORMATS = (
    (".html", "export.html", ""),
    (".pdf", "export.pdf", ""),
    (".png", "export.png", ""),
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
_SHOWN, _PICKED, _CHOSEN, _ALL = "shown", "picked", "chosen", "all"


def show(workspace: Workspace, feed: Feed, view: EventQuery) -> None:
    """Show what to choose, and the links."""
    t = chosen()
    key, picked = _picked(workspace)
    queries = {_PICKED: picked} if picked else {}
    queries[_SHOWN] = view
    if chosen_id := str(told().get("selected_id") or ""):
        queries[_CHOSEN] = _only([chosen_id])
    queries[_ALL] = EventQuery.everything()
    found = {name: workspace.passing(feed, query) for name, query in queries.items()}
    counts = {name: len(passing) for name, passing in found.items()}
    scope = st.radio(
        t("export.which"),
        list(counts),
        format_func=lambda name: t(f"export.{name}", n=counts[name]),
        label_visibility="collapsed",
        # Who has just selected some wants those.
        key=f"export scope {key}",
    )
    share = st.checkbox(t("export.share"), help=t("export.share_help"), key="export share")
    query, chosen_ones = queries[scope], found[scope]
    if share:
        _say_what_leaves(chosen_ones.frame, t)
    name = file_name(query, chosen_ones, everything=scope == _ALL)
    asked = {"picked": key} if scope == _PICKED else query.to_params()
    parameters = {**asked, "lang": t.language, **({"share": "1"} if share else {})}
    st.html(_links(workspace, name + ("-shared" if share else ""), parameters, t))
    with st.expander(t("export.address")):
        addresses.show(workspace, parameters, t)
    st.html(f'<p class="privacy">{escape(t("export.private"))}</p>')


def _say_what_leaves(frame: GeoDataFrame, t: Words) -> None:
    told = leaving(frame)
    st.text(t("export.leaves", n=len(told.events)))
    st.text(t("export.stays", unplaced=told.unplaced, rejected=told.rejected))
    st.text(t("export.columns_leave", names=", ".join(told.kept)))
    st.text(t("export.columns_stay", names=", ".join(told.dropped)))
    if told.example:
        rows = pd.DataFrame({"": list(told.example), t("export.example"): told.example.values()})
        st.dataframe(rows, hide_index=True, height=210, key="example of what leaves")


def _picked(workspace: Workspace) -> tuple[str, EventQuery | None]:
    """Return the key of what is selected on the desk, and its query."""
    key = str(told().get("picked") or "")
    try:
        return (key, only(workspace.picks.ids(key))) if key else ("", None)
    except StoreError:
        return "", None


def _only(event_ids: list[str]) -> EventQuery:
    try:
        return only(event_ids)
    except QueryError:
        return EventQuery.everything()


def file_name(query: EventQuery, shown: Passing, *, everything: bool = False) -> str:
    """Say what is in a file: where, when, how many."""
    countries = [name for name in shown.distinct("country") if name]
    days = "_".join(day.isoformat() for day in (query.date_from, query.date_to) if day)
    parts = [
        "dateline",
        "all" if everything else _slug(countries[0]) if len(countries) == 1 else "",
        "to" if query.date_to and not query.date_from else "",
        days,
        f"{len(shown)}-event{'' if len(shown) == 1 else 's'}",
    ]
    return "-".join(filter(None, parts))


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


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
