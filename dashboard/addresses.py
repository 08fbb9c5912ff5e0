"""The addresses that QGIS loads: of this run of the server, and such as last until revoked."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

import streamlit as st

from dashboard import entrance
from dashboard.exporting import feed_url
from dashboard.feeding import lasting_url, may_revoke
from dashboard.workspace import Workspace
from geodata.errors import DatelineError
from geodata.feedtokens import FeedToken
from geodata.messages import Words
from geodata.shown import visible

__all__ = ["show"]

_MADE = "feed token made"


def show(workspace: Workspace, parameters: Mapping[str, str], t: Words) -> None:
    """Show the addresses of the events that are chosen, and the tokens that there are."""
    asked = urlencode(parameters)
    st.text(t("export.address_help"))
    if workspace.access is None:
        st.code(f"{_origin()}/{feed_url(workspace)}?{asked}", language=None)
    share = parameters.get("share") == "1"
    st.text(t("export.lasting_help"))
    st.button(
        t("export.lasting"),
        key="feed token",
        on_click=_make,
        args=(workspace,),
        kwargs={"share": share},
    )
    made: dict[bool, str] = st.session_state.get(_MADE, {})
    # One that was made for what is safe to share gives nothing else, so each has its own.
    if share in made:
        st.code(f"{_origin()}/{lasting_url(made[share])}?{asked}", language=None)
    who, may_edit = entrance.who(workspace.access), entrance.edits(workspace.access)
    for token in workspace.feeds.all():
        if may_revoke(token, workspace, who=who, may_edit=may_edit):
            _show_kept(workspace, token, t)


def _show_kept(workspace: Workspace, token: FeedToken, t: Words) -> None:
    left, right = st.columns([3, 1], vertical_alignment="center")
    what = t("export.share") if token.share else ""
    left.text(visible(" · ".join(filter(None, (token.made, token.who, token.label, what)))))
    right.button(
        t("export.lasting_revoke"),
        key=f"revoke {token.number}",
        on_click=_revoke,
        args=(workspace, token.number),
    )


def _make(workspace: Workspace, *, share: bool) -> None:
    made = st.session_state.setdefault(_MADE, {})
    try:
        made[share] = workspace.feeds.new(who=entrance.who(workspace.access), share=share)
    except DatelineError as error:
        st.error(visible(str(error)))


def _revoke(workspace: Workspace, number: str) -> None:
    try:
        workspace.feeds.revoke(number)
    except DatelineError as error:
        st.error(visible(str(error)))


def _origin() -> str:
    """Return the address under which the browser sees this server."""
    return (st.context.url or "http://127.0.0.1:8501").split("?")[0].rstrip("/")
