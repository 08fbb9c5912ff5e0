"""What is shown: one query, from the map's own controls or from the link, kept in the link."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboard.language import keep_in_link
from geodata.errors import QueryError
from geodata.query import EventQuery, Mode

__all__ = [
    "DESK",
    "current_view",
    "go",
    "going",
    "initial_view",
    "map_state",
    "opened",
    "pick",
    "picking",
    "told",
]

# The key of the map component: its value holds the state that the person has chosen on it.
DESK = "desk map"
_INITIAL = "initial view"
# What the desk's own controls decide of the days; what they decide of the rest it tells as a
# link writes it (`EventQuery.to_params`), under these names.
_DAYS = ("from", "to", "mode", "roles", "undated")
_FIND = (
    "q", "cc", "div", "bbox", "area", "source", "kind", "written", "place", "date",
    "status", "reports", "unplaced",
)  # fmt: skip
_TABS = frozenset({"events", "reports", "look", "undated"})
# What of the map's looks a link says, the first of each left out. A base map from the network is
# not among them: whom its server hears of is for each person to choose.
_LOOKS = {"layer": {"heat", "country", "division"}, "way": {"text", "date"}}
_ID = re.compile(r"[0-9A-Za-z_-]{1,64}")
_OPENED = "opened"
_GO = "go"
_PICK = "pick"


def initial_view() -> EventQuery:
    """Return the query that the page was opened with: it does not change while the page is open.

    The map takes its first state from it; a hostile or broken link shows the default view.
    """
    if _INITIAL not in st.session_state:
        st.session_state[_INITIAL] = _from_link(st.query_params.to_dict())
    query: EventQuery = st.session_state[_INITIAL]
    return query


def opened() -> dict[str, str]:
    """Return what of the desk the page was opened at: tab, report, event, the map's layers."""
    if _OPENED not in st.session_state:
        st.session_state[_OPENED] = _places(st.query_params.to_dict())
    places: dict[str, str] = st.session_state[_OPENED]
    return places


def _places(told: Mapping[str, Any]) -> dict[str, str]:
    """Return those of the link's places that can be, the first tab left out."""
    found = {name: str(told.get(name) or "") for name in ("tab", "report", "event")}
    right = {name: value for name, value in found.items() if _ID.fullmatch(value)}
    if right.get("tab") not in _TABS - {"events"}:
        right.pop("tab", None)
    looks = {name: str(told.get(name) or "") for name in _LOOKS}
    return right | {name: look for name, look in looks.items() if look in _LOOKS[name]}


def current_view() -> EventQuery:
    """Return the query that the desk's controls show now, and keep it in the link."""
    view, state = initial_view(), told()
    opened()
    if not state:
        return view
    try:
        query = EventQuery.from_params(_params(state))
    except QueryError:
        return view
    places = _places({**state, "event": state.get("selected_id")})
    # The default of a link is "close", that of a query "possible": the link says which.
    mode = {} if query.mode is Mode.MAP else {"mode": str(query.mode)}
    keep_in_link({k: v for k, v in query.to_params().items() if k != "mode"} | mode | places)
    return query


def go(tab: str) -> None:
    """Let the desk open a tab at the next run."""
    before = st.session_state.get(_GO, {"n": 0})
    st.session_state[_GO] = {"tab": tab, "n": before["n"] + 1}


def going() -> dict[str, Any] | None:
    """Return the tab that the page asks the desk to open, if it has asked for one."""
    wanted: dict[str, Any] | None = st.session_state.get(_GO)
    return wanted


def pick(key: str) -> None:
    """Let the desk select the events of a pick at the next run."""
    before = st.session_state.get(_PICK, {"n": 0})
    if before.get("key") != key:
        st.session_state[_PICK] = {"key": key, "n": before["n"] + 1}


def picking() -> dict[str, Any] | None:
    """Return the pick that the page asks the desk to select, if it has asked for one."""
    wanted: dict[str, Any] | None = st.session_state.get(_PICK)
    return wanted


def told() -> Mapping[str, Any]:
    """Return what the map told last, or an empty mapping."""
    value: Any = st.session_state.get(DESK)
    for name in ("last_active_drawing", "properties", "dateline"):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value if isinstance(value, Mapping) else {}


def map_state(view: EventQuery) -> dict[str, Any]:
    """Return a query in the words of the desk's script."""
    find = {name: value for name, value in view.to_params().items() if name not in _DAYS}
    return {
        "from": view.date_from.isoformat() if view.date_from else None,
        "to": view.date_to.isoformat() if view.date_to else None,
        "mode": str(view.mode),
        "roles": sorted(view.roles),
        "undated": view.include_undated,
        "find": find,
    }


def _from_link(params: Mapping[str, str]) -> EventQuery:
    try:
        return EventQuery.from_params({"mode": Mode.MAP, **params})
    except QueryError:
        return EventQuery(mode=Mode.MAP)


def _params(state: Mapping[str, Any]) -> dict[str, str]:
    """From the desk's words to those of a link."""
    roles, find = state.get("roles"), state.get("find")
    listed = ",".join(map(str, roles)) or "none" if isinstance(roles, list) else ""
    asked = find if isinstance(find, Mapping) else {}
    return {name: str(asked[name]) for name in _FIND if name in asked} | {
        "from": str(state.get("from") or ""),
        "to": str(state.get("to") or ""),
        "mode": str(state.get("mode") or ""),
        "roles": listed,
        "undated": "1" if state.get("undated") else "0",
    }
