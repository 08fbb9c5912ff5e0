"""The head of the page: the name, counts that add up, what goes out, what comes in."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboard import downloads, entrance, intake, language
from dashboard.passing import Passing
from dashboard.workspace import Feed, Workspace
from geodata.messages import Words
from geodata.query import EventQuery

__all__ = ["show"]


def show(workspace: Workspace, feed: Feed, view: EventQuery, *, editable: bool = True) -> None:
    """Show the head; only who may change something is offered to add reports."""
    t = language.chosen()
    with st.container(key="head", horizontal=True, vertical_alignment="center", gap="medium"):
        st.html('<span class="wordmark">Date<b>line</b></span>', width="content")
        shown = workspace.passing(feed, view)
        st.html(
            _counts(shown, workspace.store.counts().reports, len(feed.frame), t), width="stretch"
        )
        if editable:
            intake.progress(workspace)
        language.menu()
        with st.popover(t("head.export"), width="content", key="export menu"):
            downloads.show(workspace, feed, view)
        entrance.way_out(workspace.access)
        if editable:
            intake.opener()
    if editable:
        intake.show(workspace)


def _counts(shown: Passing, reports: int, total: int, t: Words) -> str:
    """Return the counts of what the query lets through, each a link to what it counts."""
    if not total and not reports:
        return (
            f'<div class="counts" role="status" dir="{t.direction}">{escape(t("head.empty"))}</div>'
        )
    here = len(shown.distinct("report_id"))
    placed, undated = shown.placed, shown.undated
    unplaced = len(shown) - placed
    all_of_them = len(shown) == total
    what = t("head.places", n=len(shown) if all_of_them else total)
    parts = (
        _link("reports", t("head.reports", n=reports), of=None if here == reports else here, t=t),
        _link("events", what, of=None if all_of_them else len(shown), t=t)
        + ": "
        + ", ".join(
            (
                _link("events", t("head.placed", n=placed)),
                _link("look-unplaced", t("head.unplaced", n=unplaced), look=unplaced > 0),
            )
        ),
        ", ".join(
            (
                _link("events", t("head.dated", n=len(shown) - undated)),
                _link("undated", t("head.undated", n=undated)),
            )
        ),
    )
    return f'<div class="counts" role="status" dir="{t.direction}">{" · ".join(parts)}</div>'


def _link(
    where: str, words: str, *, of: int | None = None, look: bool = False, t: Words | None = None
) -> str:
    if of is not None and t is not None:
        words = t("head.of", n=of, total=words)
    kind = ' class="look"' if look else ""
    return f'<a href="#{where}"{kind}>{escape(words)}</a>'
