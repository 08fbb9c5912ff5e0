"""What a table gave with a report: its rows' own places and dates, kept with each version."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import MISSING, fields
from typing import Any

from sqlalchemy import Connection, select

from geodata.model import (
    DateBasis,
    DateRole,
    Given,
    Place,
    PlacePrecision,
    Report,
    RunnerUp,
    Status,
)
from geodata.store.records import dump_place, dump_span, load_span, row_hash
from geodata.store.tables import GIVEN_ROWS

__all__ = ["dump_given", "keep_given", "load_given", "read_given"]

_SPANS = frozenset(("date", "date_alternative"))
_WORDS = {
    "place_precision": PlacePrecision,
    "date_role": DateRole,
    "date_basis": DateBasis,
    "status": Status,
}
_DEFAULTS = {
    field.name: field.default if field.default_factory is MISSING else field.default_factory()
    for field in fields(Given)
}
_PUT = "INSERT OR REPLACE INTO given_rows (report_id, version, given, row_hash) VALUES (?, ?, ?, ?)"


def dump_given(rows: Iterable[Given]) -> str:
    """Return rows as JSON text; what is at its default is left out."""
    return json.dumps([_dumped(row) for row in rows], ensure_ascii=False)


def _dumped(row: Given) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for name, default in _DEFAULTS.items():
        value = getattr(row, name)
        if value == default:
            continue
        if name == "runners_up":
            value = [[dump_place(r.place), r.score, r.reason] for r in value]
        elif name in _SPANS:
            value = dump_span(value)
        kept[name] = str(value) if name in _WORDS else value
    return kept


def load_given(text: str) -> tuple[Given, ...]:
    """Return the rows that `dump_given` wrote."""
    return tuple(_loaded(record) for record in json.loads(text))


def _loaded(record: dict[str, Any]) -> Given:
    kept = dict(record)
    for name in _SPANS & kept.keys():
        kept[name] = load_span(kept[name])
    for name, kind in _WORDS.items():
        if name in kept:
            kept[name] = kind(kept[name])
    if "runners_up" in kept:
        kept["runners_up"] = tuple(
            RunnerUp(place=Place(**place), score=score, reason=reason)
            for place, score, reason in kept["runners_up"]
        )
    return Given(**kept)


def keep_given(connection: Connection, report: Report, report_id: str, version: int) -> None:
    """Keep a report's given rows beside one of its versions."""
    if report.given:
        text = dump_given(report.given)
        row = (report_id, version, text, row_hash([text, report_id, version]))
        connection.exec_driver_sql(_PUT, row)


def read_given(connection: Connection, report_id: str, version: int) -> tuple[Given, ...]:
    """Return the given rows of one version of a report; none where it came as a text."""
    g = GIVEN_ROWS.c
    query = select(g.given).where(g.report_id == report_id, g.version == version)
    text = connection.execute(query).scalar()
    return load_given(text) if text else ()
