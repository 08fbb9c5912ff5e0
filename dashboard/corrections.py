"""What a person decides about an event: from the card's four verbs to the store's log."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboard.view import told
from dashboard.workspace import Feed, Workspace
from geodata.errors import DatelineError
from geodata.model import DatePrecision, DateRole, Place, TimeSpan
from geodata.store import Decision, StoredEvent

__all__ = ["VERBS", "act", "undo_redo"]

VERBS = (
    ("confirm", "Confirm"),
    ("place", "Change place"),
    ("date", "Change date"),
    ("reject", "Reject"),
)
_WHO = "desk"
_LAST = "last action"
_NONE_OF_THESE = "None of these"


def act(workspace: Workspace, feed: Feed) -> None:
    """Carry out the verb that was chosen on the card, once."""
    action = told().get("action")
    if not isinstance(action, Mapping) or action.get("seq") == st.session_state.get(_LAST):
        return
    st.session_state[_LAST] = action.get("seq")
    event_id = str(action.get("event_id"))
    if event_id not in set(feed.frame["event_id"]):
        return
    match action.get("verb"):
        case "confirm":
            _decide(workspace, [event_id], Decision.confirm())
        case "reject":
            _decide(workspace, [event_id], Decision.reject())
        case "place":
            _place_dialog(workspace, feed, workspace.store.event(event_id))
        case "date":
            _date_dialog(workspace, workspace.store.event(event_id))


def undo_redo(workspace: Workspace) -> None:
    """Show the two buttons, once anything was decided in this session."""
    if not st.session_state.get("decided"):
        return
    if st.button("Undo", key="undo", width="content"):
        entry = workspace.store.undo(who=_WHO)
        _say("Nothing is left to undo." if entry is None else "Taken back.")
    if st.button("Redo", key="redo", width="content"):
        entry = workspace.store.redo(who=_WHO)
        _say("Nothing is left to redo." if entry is None else "Done again.")


def _say(words: str) -> None:
    st.toast(words)
    st.rerun()


def _decide(workspace: Workspace, event_ids: list[str], decision: Decision) -> None:
    try:
        for event_id in event_ids:
            workspace.store.decide(event_id, decision, who=_WHO)
    except DatelineError as error:
        st.error(str(error))
        return
    st.session_state["decided"] = True
    _say(f"{decision.kind.capitalize()}: kept. Undo is at the top.")


@st.dialog("Change place")
def _place_dialog(workspace: Workspace, feed: Feed, stored: StoredEvent) -> None:
    toponym = stored.event.resolution.toponym.text
    st.text(f"“{toponym}” in: {stored.event.sentence}")
    choices = _choices(workspace, stored)
    words = st.text_input("Search the gazetteer", key="place words")
    if words.strip():
        found = workspace.gazetteer.search(words, limit=8)
        choices = {_where(workspace, c.place): c.place for c in found} or choices
        if not found:
            st.text(f"No place is called “{words}”.")
    chosen = st.radio("It is", [*choices, _NONE_OF_THESE], index=None, key="place choice")
    point = st.text_input("Or a point: latitude, longitude", key="place point")
    same = feed.frame.query("report_id == @stored.report_id and toponym == @toponym")
    everywhere = len(same) > 1 and st.checkbox(
        f"All {len(same)} mentions of this name in the report", value=True, key="place all"
    )
    if st.button("Use it", type="primary", key="place use", disabled=not (chosen or point)):
        ids = list(same["event_id"]) if everywhere else [str(stored.row["event_id"])]
        decision = _decision(point, toponym, choices.get(str(chosen)))
        if decision is None:
            st.error("A point is two numbers: latitude -90 to 90, longitude -180 to 180.")
        else:
            _decide(workspace, ids, decision)


def _choices(workspace: Workspace, stored: StoredEvent) -> dict[str, Place]:
    found = stored.found.resolution
    places = [found.place, *(runner_up.place for runner_up in found.runners_up)]
    return {_where(workspace, place): place for place in places if place}


def _where(workspace: Workspace, place: Place) -> str:
    names = workspace.gazetteer
    parts = (
        place.name,
        names.admin1_name(place.country_code, place.admin1_code),
        names.country_name(place.country_code),
    )
    people = f" · {place.population:,} people" if place.population else ""
    return f"{', '.join(dict.fromkeys(filter(None, parts)))}{people} · {place.feature_code}"


def _decision(point: str, name: str, place: Place | None) -> Decision | None:
    """None when the point is no point."""
    if not point.strip():
        return Decision.at(place) if place else Decision.nowhere()
    try:
        latitude, longitude = (float(part) for part in point.replace(";", ",").split(","))
    except ValueError:
        return None
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        return None
    return Decision.at_point(latitude=latitude, longitude=longitude, name=name)


@st.dialog("Change date")
def _date_dialog(workspace: Workspace, stored: StoredEvent) -> None:
    event = stored.event
    st.text(event.sentence)
    roles = {"happened": DateRole.EVENT, "planned": DateRole.PLANNED, "photo": DateRole.PHOTO}
    role = st.radio("The date is when it", list(roles), horizontal=True, key="date role")
    left, right = st.columns(2)
    oldest = dt.date(1, 1, 1)
    first: Any = left.date_input("First day", event.date.start, key="date first", min_value=oldest)
    last: Any = right.date_input("Last day", event.date.end, key="date last", min_value=oldest)
    unknown = st.checkbox("Nobody knows: no date", key="date none")
    if not st.button("Use it", type="primary", key="date use"):
        return
    if first and last and first > last:
        st.error("The last day comes before the first.")
        return
    same = first == last and first is not None
    precision = DatePrecision.DAY if same else DatePrecision.RANGE
    span = TimeSpan() if unknown else TimeSpan(start=first, end=last, precision=precision)
    _decide(workspace, [str(stored.row["event_id"])], Decision.on(span, roles[str(role)]))
