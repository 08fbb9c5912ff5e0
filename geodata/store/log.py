"""The append-only log of decisions: written, read, undone and redone.

A row either decides (its `target` is null) or undoes or redoes an earlier row, its target. A
decision stands unless the newest row about it undoes it. What is undone can be redone until
somebody decides something new.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, exists, func, insert, select, true

from geodata.store.applying import load_decision
from geodata.store.decisions import Decision, LogEntry
from geodata.store.records import row_hash
from geodata.store.tables import DECISIONS, FOUND

__all__ = [
    "append",
    "count_orphans",
    "decision_of",
    "entry_of",
    "history",
    "newest_standing",
    "newest_undone",
    "orphans",
    "standing",
    "standing_by_event",
    "standing_everywhere",
]

_D = DECISIONS.c


def append(connection: Connection, **values: Any) -> LogEntry:  # noqa: ANN401 - a row
    """Add one row; `before` and `after` are mappings of columns."""
    row = values | {
        name: json.dumps(values[name], ensure_ascii=False) for name in ("before", "after")
    }
    row["row_hash"] = row_hash([row[name] for name in sorted(row)])
    result = connection.execute(insert(DECISIONS).values(**row))
    number = result.lastrowid
    return _entry(connection.execute(select(DECISIONS).where(_D.number == number)).one())


def history(connection: Connection, event_id: str) -> tuple[LogEntry, ...]:
    """Return every row about one event, oldest first."""
    rows = connection.execute(select(DECISIONS).where(_D.event_id == event_id).order_by(_D.number))
    return tuple(_entry(row) for row in rows)


def standing(connection: Connection, event_id: str) -> dict[int, Decision]:
    """Return the decisions that stand about one event, by number, oldest first."""
    rows = _standing(connection, _D.event_id == event_id)
    return {row.number: load_decision(row.decision) for row in rows}


def decision_of(connection: Connection, number: int) -> Decision:
    """Return the decision of one row."""
    text = connection.execute(select(_D.decision).where(_D.number == number)).scalar_one()
    return load_decision(text)


def entry_of(connection: Connection, number: int) -> LogEntry | None:
    """Return one row, or None where there is none with this number."""
    row = connection.execute(select(DECISIONS).where(_D.number == number)).first()
    return _entry(row) if row else None


def standing_by_event(connection: Connection, report_id: str) -> dict[str, list[Decision]]:
    """Return the decisions that stand about each event of a report, oldest first."""
    decided: dict[str, list[Decision]] = {}
    for row in _standing(connection, _D.report_id == report_id):
        decided.setdefault(row.event_id, []).append(load_decision(row.decision))
    return decided


def standing_everywhere(connection: Connection) -> dict[str, list[Decision]]:
    """Return the decisions that stand about each event of the store, oldest first."""
    decided: dict[str, list[Decision]] = {}
    for row in _standing(connection, true()):
        decided.setdefault(row.event_id, []).append(load_decision(row.decision))
    return decided


def orphans(connection: Connection) -> list[LogEntry]:
    """Return the standing decisions about events that are no more."""
    gone = ~exists().where(FOUND.c.event_id == _D.event_id)
    return [_entry(row) for row in _standing(connection, gone)]


def count_orphans(connection: Connection, report_id: str) -> int:
    """Count the orphans of one report."""
    gone = ~exists().where(FOUND.c.event_id == _D.event_id)
    return len(_standing(connection, gone & (_D.report_id == report_id)))


def newest_standing(connection: Connection) -> LogEntry | None:
    """Return the decision that an undo would take back."""
    about = DECISIONS.alias()
    verdict = (
        select(about.c.what)
        .where(about.c.target == _D.number)
        .order_by(about.c.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    row = connection.execute(
        select(DECISIONS)
        .where(_D.target.is_(None), func.coalesce(verdict, "redo") == "redo")
        .order_by(_D.number.desc())
        .limit(1)
    ).first()
    return _entry(row) if row else None


def newest_undone(connection: Connection) -> LogEntry | None:
    """Return the decision that a redo would apply again."""
    later, target = DECISIONS.alias(), DECISIONS.alias()
    last_decision = select(func.max(later.c.number)).where(later.c.target.is_(None))
    row = connection.execute(
        select(target)
        .join_from(DECISIONS, target, target.c.number == _D.target)
        .where(
            _D.what == "undo",
            _D.number > last_decision.scalar_subquery(),
            ~exists().where((later.c.target == _D.target) & (later.c.number > _D.number)),
        )
        .order_by(_D.number.desc())
        .limit(1)
    ).first()
    return _entry(row) if row else None


def _standing(connection: Connection, wanted: ColumnElement[bool]) -> list[Row[Any]]:
    rows = connection.execute(select(DECISIONS).where(wanted).order_by(_D.number)).all()
    return list(_without_undone(rows))


def _without_undone(rows: Iterable[Row[Any]]) -> Iterable[Row[Any]]:
    decisions: dict[int, Row[Any]] = {}
    verdicts: dict[int, str] = {}
    for row in rows:
        if row.target is None:
            decisions[row.number] = row
        else:
            verdicts[row.target] = row.what
    return (row for number, row in decisions.items() if verdicts.get(number) != "undo")


def _entry(row: Row[Any]) -> LogEntry:
    return LogEntry(
        number=row.number,
        event_id=row.event_id,
        report_id=row.report_id,
        who=row.who,
        when=row.decided_at,
        what=row.what,
        target=row.target,
        before=json.loads(row.before),
        after=json.loads(row.after),
    )
