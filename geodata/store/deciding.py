"""Decisions made, undone and redone, in the caller's transaction."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, select

from geodata.errors import StoreError
from geodata.store.applying import dump_decision
from geodata.store.decisions import Decision, DecisionKind, LogEntry
from geodata.store.log import (
    append,
    decision_of,
    entry_of,
    newest_standing,
    newest_undone,
    standing,
)
from geodata.store.records import Names
from geodata.store.saving import bump_revision, now
from geodata.store.showing import show, show_pupils
from geodata.store.tables import FOUND
from geodata.store.teaching import lesson_of

__all__ = ["decide", "decide_all", "redo", "redo_all", "undo", "undo_all"]


def decide(
    connection: Connection, event_id: str, decision: Decision, *, who: str, names: Names
) -> LogEntry:
    """Log a decision about one event and apply it.

    Raises
    ------
    StoreError
        There is no such event, or the decision cannot be.
    """
    entry = _decide(connection, event_id, decision, who, names)
    bump_revision(connection)
    return entry


def decide_all(
    connection: Connection, event_ids: Iterable[str], decision: Decision, *, who: str, names: Names
) -> list[LogEntry]:
    """Decide the same about several events: all of them or, at the first fault, none."""
    entries = [_decide(connection, event_id, decision, who, names) for event_id in event_ids]
    if entries:
        bump_revision(connection)
    return entries


def _decide(
    connection: Connection, event_id: str, decision: Decision, who: str, names: Names
) -> LogEntry:
    _refuse_impossible(decision)
    found = connection.execute(select(FOUND).where(FOUND.c.event_id == event_id)).first()
    if found is None:
        raise StoreError(f"no event {event_id!r} in the store; it may be of an older version")
    if decision.kind is DecisionKind.CONFIRM and found.taught_by:
        decision = _confirm_taught(connection, event_id, decision, found)
    decisions = [*standing(connection, event_id).values(), decision]
    before, after = show(connection, event_id, decisions, names)
    entry = append(
        connection,
        event_id=event_id,
        report_id=found.report_id,
        who=who,
        decided_at=now(),
        what=str(decision.kind),
        target=None,
        decision=dump_decision(decision),
        before=before,
        after=after,
    )
    show_pupils(connection, event_id, names)
    return entry


def _confirm_taught(
    connection: Connection, event_id: str, decision: Decision, found: Row[Any]
) -> Decision:
    """Let the place that is confirmed outlast the lesson that it came from."""
    lesson = lesson_of(connection, found.taught_by)
    placed = any(d.kind is DecisionKind.PLACE for d in standing(connection, event_id).values())
    if lesson is None or placed:
        return decision
    return replace(decision, place=lesson.place, place_precision=lesson.place_precision)


def undo(connection: Connection, *, who: str, names: Names) -> LogEntry | None:
    """Take the newest standing decision back."""
    target = newest_standing(connection)
    if target is None:
        return None
    decisions = standing(connection, target.event_id)
    decisions.pop(target.number)
    return _turn(connection, target, ("undo", who), decisions, names)


def redo(connection: Connection, *, who: str, names: Names) -> LogEntry | None:
    """Apply again what was undone last."""
    target = newest_undone(connection)
    if target is None:
        return None
    decisions = standing(connection, target.event_id)
    decisions[target.number] = decision_of(connection, target.number)
    return _turn(connection, target, ("redo", who), dict(sorted(decisions.items())), names)


def undo_all(
    connection: Connection, numbers: Iterable[int], *, who: str, names: Names
) -> list[LogEntry]:
    """Take back those of some decisions that stand, newest first."""
    entries = []
    for number in sorted(set(numbers), reverse=True):
        target = entry_of(connection, number)
        decisions = standing(connection, target.event_id) if target else {}
        if target and decisions.pop(number, None):
            entries.append(_turn(connection, target, ("undo", who), decisions, names))
    return entries


def redo_all(
    connection: Connection, numbers: Iterable[int], *, who: str, names: Names
) -> list[LogEntry]:
    """Apply again those of some decisions that are undone, oldest first."""
    entries = []
    for number in sorted(set(numbers)):
        target = entry_of(connection, number)
        decisions = standing(connection, target.event_id) if target else {}
        if target and target.target is None and number not in decisions:
            decisions[number] = decision_of(connection, number)
            turned = dict(sorted(decisions.items()))
            entries.append(_turn(connection, target, ("redo", who), turned, names))
    return entries


def _turn(
    connection: Connection,
    target: LogEntry,
    turn: tuple[str, str],
    decisions: dict[int, Decision],
    names: Names,
) -> LogEntry:
    what, who = turn
    before, after = show(connection, target.event_id, decisions.values(), names)
    entry = append(
        connection,
        event_id=target.event_id,
        report_id=target.report_id,
        who=who,
        decided_at=now(),
        what=what,
        target=target.number,
        decision="",
        before=before,
        after=after,
    )
    show_pupils(connection, target.event_id, names)
    bump_revision(connection)
    return entry


def _refuse_impossible(decision: Decision) -> None:
    place = decision.place
    if place is None:
        return
    if not (math.isfinite(place.latitude) and math.isfinite(place.longitude)):
        raise StoreError("a place needs a latitude and a longitude; pick a point on the map")
    if not (-90 <= place.latitude <= 90 and -180 <= place.longitude <= 180):
        raise StoreError(
            f"latitude {place.latitude}, longitude {place.longitude} is nowhere on Earth; "
            "latitude is within -90..90, longitude within -180..180"
        )
