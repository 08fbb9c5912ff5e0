"""Places that people put right, as a file of places of one's own.

``dateline gazetteer add`` takes the file: what was decided about one report then holds for all.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import Connection, select

from geodata.files import writing
from geodata.model import Place, Status
from geodata.store.applying import settle
from geodata.store.decisions import DecisionKind
from geodata.store.log import standing_everywhere
from geodata.store.records import load_event
from geodata.store.tables import FOUND

__all__ = ["list_corrections", "write_corrections"]

_COLUMNS = ("name", "latitude", "longitude", "country_code", "admin1_code", "feature_code")
# A spreadsheet would run such a cell, and no place is called so.
_FORMULA = tuple("=+-@|%'＝＋－＠")


def list_corrections(connection: Connection) -> list[tuple[str, Place]]:
    """Return what `Store.corrections` promises, in the order of the decisions."""
    decided = standing_everywhere(connection)
    placed = [
        event_id
        for event_id, decisions in decided.items()
        if any(d.kind is DecisionKind.PLACE for d in decisions)
    ]
    found: dict[tuple[str, Place], None] = {}
    for event_id in placed:
        record = connection.execute(
            select(FOUND.c.record).where(FOUND.c.event_id == event_id)
        ).scalar()
        if record is None:
            continue
        event = settle(load_event(record), decided[event_id])
        place = event.resolution.place
        if place is not None and event.status is not Status.REJECTED:
            found[event.resolution.toponym.lookup, place] = None
    return list(found)


def write_corrections(corrections: Iterable[tuple[str, Place]], path: Path) -> int:
    """Write corrections as a CSV that `geodata.gazetteer.add_places` reads.

    Names that a spreadsheet would take for a formula are left out.

    Returns
    -------
    int
        How many were written.

    Raises
    ------
    ExportError
        When the file cannot be written; what was there before is untouched.
    """
    rows = [_row(*pair) for pair in corrections if not pair[0].lstrip().startswith(_FORMULA)]
    with writing(path) as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(_COLUMNS)
        writer.writerows(rows)
    return len(rows)


def _row(name: str, place: Place) -> tuple[object, ...]:
    return (" ".join(name.split()), *(getattr(place, column) for column in _COLUMNS[1:]))
