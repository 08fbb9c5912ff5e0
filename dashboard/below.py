"""Below the desk: the same events as a table, what could not be placed, and the reports."""

from __future__ import annotations

import pandas as pd
import streamlit as st
from geopandas import GeoDataFrame
from streamlit.elements.lib.column_types import ColumnConfig

from dashboard import language
from dashboard.passing import Passing
from dashboard.view import pick
from dashboard.workspace import Feed, Workspace
from geodata.messages import Words
from geodata.messages.cldr import country_in
from geodata.query import EventQuery
from geodata.reasons import reason_in
from geodata.shown import visible

__all__ = ["show"]

_ROWS = 5000
_COLUMNS = (
    "toponym",
    "place_name",
    "country",
    "admin1",
    "date_start",
    "date_end",
    "date_role",
    "sentence",
    "report_title",
    "source",
    "score",
    "place_reason",
    "date_reason",
)
# Names, sentences and sources are the words of strangers.
_TEXTS = ("toponym", "sentence", "report_title", "source", "place_reason", "date_reason")


def show(workspace: Workspace, feed: Feed, view: EventQuery) -> None:
    """Show the table and the reports."""
    t = language.chosen()
    shown = workspace.passing(feed, view)
    with st.container(key=f"below-{t.direction}"):
        st.subheader(t("below.table", shown=len(shown), n=len(feed.frame)), anchor="table")
        _table(t, shown, key="table of events", workspace=workspace)
        st.subheader(t("below.unplaced", n=len(feed.unplaced)), anchor="places-to-look-at")
        if len(feed.unplaced):
            _table(t, feed.unplaced, key="table of unplaced")
        else:
            st.text(t("below.all_placed"))
        if len(feed.rejected):
            st.subheader(t("below.rejected", n=len(feed.rejected)), anchor="rejected")
            _table(t, feed.rejected, key="table of rejected")
        _reports(t, workspace)


def _table(t: Words, shown: Passing, *, key: str, workspace: Workspace | None = None) -> None:
    """Show events as rows; with a workspace, the rows that are ticked are selected on the desk."""
    first = shown.first(_ROWS)
    config = {name: _config(name, t(f"column.{name}")) for name in _COLUMNS}
    rows = _read(first, t)
    if workspace is None:
        st.dataframe(rows, key=key, hide_index=True, column_config=config)
    else:
        ids = first["event_id"].to_numpy()

        def picked() -> None:
            state = st.session_state.get(key)
            chosen = state["selection"]["rows"] if state else []
            pick(workspace.picks.keep(str(ids[at]) for at in chosen if at < len(ids)))

        st.dataframe(
            rows,
            key=key,
            hide_index=True,
            column_config=config,
            on_select=picked,
            selection_mode="multi-row",
        )
    if len(shown) > _ROWS:
        st.text(t("below.first", rows=_ROWS, n=len(shown)))


def _read(frame: GeoDataFrame, t: Words) -> pd.DataFrame:
    """Return the columns as they are read: reasons in words, nothing that turns a line around."""
    rows = pd.DataFrame(frame[list(_COLUMNS)])
    for name in ("place_reason", "date_reason"):
        rows[name] = rows[name].map(lambda reason: reason_in(t.language, reason))
    rows["country"] = rows["country"].map(lambda name: country_in(t.language, name))
    rows["date_role"] = rows["date_role"].map(lambda role: t(f"time.role.{role or 'undated'}"))
    for name in _TEXTS:
        rows[name] = rows[name].map(visible)
    return rows


def _config(name: str, label: str) -> ColumnConfig:
    if name in {"date_start", "date_end"}:
        return st.column_config.DateColumn(label, format="YYYY-MM-DD")
    if name == "score":
        return st.column_config.NumberColumn(label, format="%.2f")
    return st.column_config.TextColumn(label)


def _basis(basis: str, t: Words) -> str:
    return t(f"basis.{basis.replace(' ', '-')}")


def _reports(t: Words, workspace: Workspace) -> None:
    reports = workspace.store.reports()
    st.subheader(t("below.reports", n=len(reports)), anchor="reports")
    rows = pd.DataFrame(
        {
            t("column.report_title"): [visible(report.title) for report in reports],
            t("column.source"): [visible(report.source) for report in reports],
            t("column.published"): [report.published for report in reports],
            t("column.published_basis"): [_basis(report.published_basis, t) for report in reports],
            t("column.places"): [report.counts.places for report in reports],
            t("column.placed"): [report.counts.placed for report in reports],
            t("column.dated"): [report.counts.dated for report in reports],
        }
    )
    st.dataframe(rows, key="table of reports", hide_index=True)
