"""The head of the page: the name, counts that add up, what goes out, what comes in."""

from __future__ import annotations

import streamlit as st

from dashboard import downloads, intake, language
from dashboard.workspace import Feed, Workspace
from geodata.query import EventQuery

__all__ = ["show"]


def show(workspace: Workspace, feed: Feed, view: EventQuery) -> None:
    """Show the head."""
    with st.container(key="head", horizontal=True, vertical_alignment="center", gap="medium"):
        st.html('<span class="wordmark">Date<b>line</b></span>', width="content")
        st.html(_counts(workspace), width="stretch")
        language.menu()
        with st.popover("Export", width="content"):
            downloads.show(workspace, feed, view)
        if st.button("Add reports", type="primary", width="content"):
            intake.dialog(workspace)


def _counts(workspace: Workspace) -> str:
    counts = workspace.store.counts()
    look = (
        f' <a class="look" href="#places-to-look-at">{counts.unplaced} to look at</a>'
        if counts.unplaced
        else " 0 to look at"
    )
    return (
        '<div class="counts" role="status">'
        f'<a href="#reports"><b>{counts.reports}</b> reports</a> · '
        f'<a href="#table"><b>{counts.places}</b> places: <b>{counts.placed}</b> placed</a>,{look}'
        f" · <b>{counts.dated}</b> dated, <b>{counts.undated}</b> undated</div>"
    )
