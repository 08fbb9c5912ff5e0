"""Saved views: filters that people gave a name."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, select
from sqlalchemy.dialects.sqlite import insert

from geodata.errors import StoreError
from geodata.query import EventQuery
from geodata.store.saving import now
from geodata.store.tables import SAVED_VIEWS

__all__ = ["SavedView", "drop_view", "keep_view", "list_views"]

_MOST = 200
_LONGEST = 80
_V = SAVED_VIEWS.c


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedView:
    """A filter with a name, as the strings of a link (`EventQuery.to_params`)."""

    name: str
    params: Mapping[str, str]
    saved_at: str


def list_views(connection: Connection) -> list[SavedView]:
    """Return the saved views by name."""
    rows = connection.execute(select(SAVED_VIEWS).order_by(func.lower(_V.name)))
    return [
        SavedView(name=row.name, params=json.loads(row.params), saved_at=row.saved_at)
        for row in rows
    ]


def keep_view(connection: Connection, name: str, params: Mapping[str, str]) -> None:
    """Keep a filter under a name; one that has the name already is replaced.

    Raises
    ------
    StoreError
        The name is empty or too long, or there are too many views.
    QueryError
        The strings are no filter.
    """
    called = " ".join(name.split())
    if not called or len(called) > _LONGEST:
        raise StoreError(f"a view needs a name of at most {_LONGEST} characters")
    EventQuery.from_params(params)
    taken = connection.execute(select(func.count()).where(_V.name != called)).scalar_one()
    if taken >= _MOST:
        raise StoreError(f"there are {_MOST} views already; delete one first")
    kept = {str(k): str(v) for k, v in params.items()}
    row = {"name": called, "params": json.dumps(kept, ensure_ascii=False), "saved_at": now()}
    statement = insert(SAVED_VIEWS).values(row)
    connection.execute(statement.on_conflict_do_update(["name"], set_=row))


def drop_view(connection: Connection, name: str) -> None:
    """Forget a view, if there is one with this name."""
    connection.execute(delete(SAVED_VIEWS).where(_V.name == name))
