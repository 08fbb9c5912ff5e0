"""What is shown: one query, from the map's own controls or from the link, kept in the link."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboard.language import keep_in_link
from geodata.errors import QueryError
from geodata.query import EventQuery, Mode

__all__ = ["DESK", "current_view", "initial_view", "map_state", "told"]

# The key of the map component: its value holds the state that the person has chosen on it.
DESK = "desk map"
_INITIAL = "initial view"
# What the map's own controls decide; the rest of the query stays as the link had it.
_CHOSEN_ON_MAP = ("from", "to", "mode", "roles", "undated")


def initial_view() -> EventQuery:
    """Return the query that the page was opened with: it does not change while the page is open.

    The map takes its first state from it; a hostile or broken link shows the default view.
    """
    if _INITIAL not in st.session_state:
        st.session_state[_INITIAL] = _from_link(st.query_params.to_dict())
    query: EventQuery = st.session_state[_INITIAL]
    return query


def current_view() -> EventQuery:
    """Return the query that the map's controls show now, and keep it in the link."""
    opened, state = initial_view(), told()
    if not state:
        return opened
    rest = {n: v for n, v in opened.to_params().items() if n not in _CHOSEN_ON_MAP}
    try:
        query = EventQuery.from_params(rest | _params(state))
    except QueryError:
        return opened
    keep_in_link(query.to_params())
    return query


def told() -> Mapping[str, Any]:
    """Return what the map told last, or an empty mapping."""
    value: Any = st.session_state.get(DESK)
    for name in ("last_active_drawing", "properties", "dateline"):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value if isinstance(value, Mapping) else {}


def map_state(view: EventQuery) -> dict[str, Any]:
    """Return a query in the words of the map's script."""
    return {
        "from": view.date_from.isoformat() if view.date_from else None,
        "to": view.date_to.isoformat() if view.date_to else None,
        "mode": str(view.mode),
        "roles": sorted(view.roles),
        "undated": view.include_undated,
    }


def _from_link(params: Mapping[str, str]) -> EventQuery:
    try:
        return EventQuery.from_params({"mode": Mode.MAP, **params})
    except QueryError:
        return EventQuery(mode=Mode.MAP)


def _params(state: Mapping[str, Any]) -> dict[str, str]:
    """From the map's words to those of a link."""
    roles = state.get("roles")
    listed = ",".join(map(str, roles)) or "none" if isinstance(roles, list) else ""
    return {
        "from": str(state.get("from") or ""),
        "to": str(state.get("to") or ""),
        "mode": str(state.get("mode") or ""),
        "roles": listed,
        "undated": "1" if state.get("undated") else "0",
    }
