"""What is shown: one query, from the map's own controls or from the link, kept in the link."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from geodata.errors import QueryError
from geodata.query import EventQuery, Mode

__all__ = ["DESK", "current_view", "initial_view"]

# The key of the map component: its value holds the state that the person has chosen on it.
DESK = "desk"
_INITIAL = "initial view"


def initial_view() -> EventQuery:
    """Return the query that the page was opened with: it must not change while the page is open.

    The map takes its first state from it; a hostile or broken link shows the default view.
    """
    if _INITIAL not in st.session_state:
        st.session_state[_INITIAL] = _from_link(st.query_params.to_dict())
    query: EventQuery = st.session_state[_INITIAL]
    return query


def current_view() -> EventQuery:
    """Return the query that the map's controls show now, and keep it in the link."""
    chosen = _chosen(st.session_state.get(DESK))
    if chosen is None:
        return initial_view()
    try:
        query = EventQuery.from_params(chosen)
    except QueryError:
        return initial_view()
    st.query_params.from_dict(query.to_params())
    return query


def _from_link(params: Mapping[str, str]) -> EventQuery:
    try:
        return EventQuery.from_params({"mode": Mode.MAP, **params})
    except QueryError:
        return EventQuery(mode=Mode.MAP)


def _chosen(value: Any) -> dict[str, str] | None:  # noqa: ANN401 - what a browser sent
    if not isinstance(value, Mapping):
        return None
    drawing = value.get("last_active_drawing")
    properties = drawing.get("properties") if isinstance(drawing, Mapping) else None
    state = properties.get("dateline") if isinstance(properties, Mapping) else None
    if not isinstance(state, Mapping):
        return None
    return {str(name): str(text) for name, text in state.items() if isinstance(text, str)}
