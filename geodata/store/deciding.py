"""Decisions made, undone and redone, in the caller's transaction."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, select, update

from geodata.errors import StoreError
from geodata.store.applying import dump_decision, settle
from geodata.store.decisions import Decision, LogEntry
from geodata.store.log import (
    append,
    decision_of,
    entry_of,
    newest_standing,
    newest_undone,
    standing,
)
from geodata.store.reading import read_report
from geodata.store.records import Names, layer_row, load_event
from geodata.store.saving import bump_revision, now
from geodata.store.searching import change_words_of_event
from geodata.store.tables import EVENTS, FOUND, LAYER_COLUMNS

__all__ = ["decide", "decide_all", "redo", "redo_all", "undo", "undo_all"]

_Columns = dict[str, Any]


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
    report_id = connection.execute(
        select(FOUND.c.report_id).where(FOUND.c.event_id == event_id)
    ).scalar()
    if report_id is None:
        raise StoreError(f"no event {event_id!r} in the store; it may be of an older version")
    decisions = [*standing(connection, event_id).values(), decision]
    before, after = _show(connection, event_id, decisions, names)
    return append(
        connection,
        event_id=event_id,
        report_id=report_id,
        who=who,
        decided_at=now(),
        what=str(decision.kind),
        target=None,
        decision=dump_decision(decision),
        before=before,
        after=after,
    )


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
    before, after = _show(connection, target.event_id, decisions.values(), names)
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
    bump_revision(connection)
    return entry


def _show(
    connection: Connection, event_id: str, decisions: Iterable[Decision], names: Names
) -> tuple[_Columns, _Columns]:
    """Write the event's row anew and return the columns that changed, before and after."""
    found = connection.execute(select(FOUND).where(FOUND.c.event_id == event_id)).first()
    if found is None:
        return {}, {}
    wanted = [EVENTS.c[name] for name in LAYER_COLUMNS]
    kept = connection.execute(select(*wanted).where(EVENTS.c.event_id == event_id)).one()
    report = read_report(connection, found.report_id, None).report
    event = settle(load_event(found.record), decisions)
    row = layer_row(report, found.report_id, event, names)
    connection.execute(update(EVENTS).where(EVENTS.c.event_id == event_id).values(**row))
    change_words_of_event(connection, event_id, row)
    before = kept._asdict()
    changed = [name for name in LAYER_COLUMNS if before[name] != row[name]]
    return {name: before[name] for name in changed}, {name: row[name] for name in changed}


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
