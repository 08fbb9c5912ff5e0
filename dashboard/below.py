"""Below the desk: the same events as a table, what could not be placed, and the reports."""

from __future__ import annotations

import pandas as pd
import streamlit as st
from geopandas import GeoDataFrame
from streamlit.elements.lib.column_types import ColumnConfig

from dashboard.workspace import Feed, Workspace
from geodata.model import Status
from geodata.query import EventQuery

__all__ = ["show"]

_ROWS = 5000
_COLUMNS = {
    "toponym": "Name in the report",
    "place_name": "Place",
    "country": "Country",
    "admin1": "Division",
    "date_start": "From",
    "date_end": "To",
    "date_role": "Date is",
    "sentence": "Sentence",
    "report_title": "Report",
    "source": "Source",
    "score": "Score",
    "place_reason": "Why here",
    "date_reason": "Why then",
}


def show(workspace: Workspace, feed: Feed, view: EventQuery) -> None:
    """Show the table and the reports."""
    shown = feed.frame[workspace.mask(feed, view)]
    with st.container(key="below"):
        st.subheader(f"Table: {len(shown)} of {len(feed.frame)} events", anchor="table")
        _table(shown, key="table of events")
        unplaced = feed.frame[feed.frame.geometry.isna()]
        st.subheader(f"Places to look at: {len(unplaced)}", anchor="places-to-look-at")
        if unplaced.empty:
            st.text("Every name has a place.")
        else:
            _table(unplaced, key="table of unplaced")
        rejected = feed.frame[feed.frame["status"] == Status.REJECTED]
        if not rejected.empty:
            st.subheader(f"Rejected: {len(rejected)}", anchor="rejected")
            _table(rejected, key="table of rejected")
        _reports(workspace)


def _table(frame: GeoDataFrame, *, key: str) -> None:
    columns = pd.DataFrame(frame[list(_COLUMNS)].head(_ROWS))
    st.dataframe(
        columns,
        key=key,
        hide_index=True,
        column_config={name: _config(name, label) for name, label in _COLUMNS.items()},
    )
    if len(frame) > _ROWS:
        st.text(f"The first {_ROWS} of {len(frame)}; export them to see all.")


def _config(name: str, label: str) -> ColumnConfig:
    if name in {"date_start", "date_end"}:
        return st.column_config.DateColumn(label, format="YYYY-MM-DD")
    if name == "score":
        return st.column_config.NumberColumn(label, format="%.2f")
    return st.column_config.TextColumn(label)


def _reports(workspace: Workspace) -> None:
    reports = workspace.store.reports()
    st.subheader(f"Reports: {len(reports)}", anchor="reports")
    rows = pd.DataFrame(
        {
            "Title": [report.title for report in reports],
            "Source": [report.source for report in reports],
            "Date": [report.published for report in reports],
            "Date from": [report.published_basis for report in reports],
            "Places": [report.counts.places for report in reports],
            "Placed": [report.counts.placed for report in reports],
            "Dated": [report.counts.dated for report in reports],
        }
    )
    st.dataframe(rows, key="table of reports", hide_index=True)
