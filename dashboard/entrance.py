"""The page's door: who is there, where a login is wanted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboard import language
from dashboard.access import Access

__all__ = ["may_edit", "way_out"]


def may_edit(access: Access | None) -> bool:
    """Say whether the visitor may add and decide; whoever may not even read is stopped here."""
    if access is None:
        return True
    t, claims = language.chosen(), _claims()
    if not claims.get("is_logged_in"):
        _door(t("login.wanted"))
        st.button(t("login.in"), type="primary", on_click=st.login)
        st.stop()
    person = access.person(claims)
    if person is None:
        _door(t("login.unknown"))
        st.button(t("login.out"), on_click=st.logout)
        st.stop()
    return person.may_edit


def way_out(access: Access | None) -> None:
    """Offer to leave."""
    if access is not None:
        t = language.chosen()
        st.button(t("login.out"), on_click=st.logout, width="content")


def _door(words: str) -> None:
    st.title("Dateline")
    st.text(words)


def _claims() -> Mapping[str, Any]:
    return st.user.to_dict()
