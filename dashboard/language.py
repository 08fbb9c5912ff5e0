"""The language of the page: the one in the link, else the browser's."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from geodata.messages import LANGUAGES, Words, best_language, words

__all__ = ["chosen", "keep_in_link", "menu"]

_PARAMETER = "lang"


def chosen() -> Words:
    """Return the texts to show; a link may name the language (``?lang=fr``)."""
    return words(best_language(st.query_params.get(_PARAMETER), st.context.locale))


def keep_in_link(parameters: Mapping[str, str]) -> None:
    """Make these the link's parameters, beside the language that it named."""
    named = st.query_params.get(_PARAMETER)
    st.query_params.from_dict({**parameters, **({_PARAMETER: named} if named else {})})


def menu() -> None:
    """Let the person choose another language; the choice lives in the link."""
    now = chosen()
    code = st.selectbox(
        now("head.language"),
        list(LANGUAGES),
        index=list(LANGUAGES).index(now.language),
        format_func=LANGUAGES.__getitem__,
        key="language",
        label_visibility="collapsed",
        width=130,
    )
    if code != now.language:
        st.query_params[_PARAMETER] = code
        st.rerun()
