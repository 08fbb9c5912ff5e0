"""The page's door: who is there, where a login is wanted."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import language
from dashboard.access import Access, Person
from geodata.messages import Words

__all__ = ["edits", "may_edit", "way_out", "who"]

# Streamlit's own route: it takes the cookie, and tells the provider where that has an end to tell.
_OUT = "auth/logout"


def may_edit(access: Access | None) -> bool:
    """Say whether the visitor may add and decide; whoever may not even read is stopped here."""
    if access is None:
        return True
    t, claims = language.chosen(), _claims()
    if not claims.get("is_logged_in"):
        with _door(t("login.wanted")):
            st.button(t("login.in"), type="primary", on_click=st.login)
        st.stop()
    person = access.person(claims)
    if person is None:
        with _door(t("login.unknown")):
            _leave(t)
        st.stop()
    return person.may_edit


def who(access: Access | None) -> str:
    """Return the name of whoever has logged in; empty where no login is wanted."""
    person = _person(access)
    return person.name if person else ""


def edits(access: Access | None) -> bool:
    """Say whether the visitor is an editor; everybody is where no login is wanted."""
    person = _person(access)
    return access is None or (person is not None and person.may_edit)


def _person(access: Access | None) -> Person | None:
    claims = _claims() if access else {}
    return access.person(claims) if access and claims.get("is_logged_in") else None


def way_out(access: Access | None) -> None:
    """Offer to leave."""
    if access is not None:
        _leave(language.chosen())


def _leave(t: Words) -> None:
    # A link and no widget: a click must not be lost to a run that is on its way, and whoever
    # leaves does not wait for one.
    st.html(f'<a class="leave" href="{_OUT}">{escape(t("login.out"))}</a>', width="content")


def _door(words: str) -> DeltaGenerator:
    door = st.container(key="door")
    door.html('<span class="wordmark">Date<b>line</b></span>')
    door.text(words)
    return door


def _claims() -> Mapping[str, Any]:
    return st.user.to_dict()
