"""What the store answers, read in the caller's transaction."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, bindparam, func, select

from geodata.errors import StoreError
from geodata.model import Counts, DateRole, PublishedBasis
from geodata.schema import DTYPES
from geodata.store.applying import settle
from geodata.store.base import Kept, ReportSummary, StoredEvent, StoredReport
from geodata.store.givens import read_given
from geodata.store.homes import NEWEST_OF_OUTLET, home_from
from geodata.store.log import history, standing
from geodata.store.records import day, load_event, load_report
from geodata.store.tables import EVENTS, FOUND, REPORTS, STATE, VERSIONS
from geodata.store.teaching import as_taught

if TYPE_CHECKING:
    from geodata.resolution.base import Home

__all__ = [
    "count_all",
    "count_report",
    "each_report",
    "find_event",
    "has_content",
    "home_of",
    "kept_as",
    "last_number",
    "load_columns",
    "read_report",
    "read_revision",
]

_ROWS_AT_ONCE = 20_000
_REPORTS_AT_ONCE = 1_000
_ALL = 2**63 - 1
_E = EVENTS.c
_NEWEST = (VERSIONS.c.report_id == REPORTS.c.report_id) & (VERSIONS.c.version == REPORTS.c.version)
_CONTENT = (
    select(REPORTS.c.number)
    .join_from(REPORTS, VERSIONS, _NEWEST)
    .where(VERSIONS.c.content_hash == bindparam("mine"))
    .limit(1)
)
_GIVEN_DATE = (
    select(REPORTS.c.unique_key, VERSIONS.c.published, VERSIONS.c.published_basis)
    .join_from(REPORTS, VERSIONS, _NEWEST)
    .where(REPORTS.c.report_id == bindparam("mine"))
)
_COUNTED = (
    func.count(_E.fid).label("places"),
    func.count(_E.longitude).label("placed"),
    func.count(func.coalesce(_E.date_start, _E.date_end)).label("dated"),
    func.count(func.nullif(_E.date_role == DateRole.REPORTED_ON, False)).label("upper_bounds"),
)


def read_revision(connection: Connection) -> int:
    """Return the number that grows with every change."""
    return int(connection.execute(select(STATE.c.revision)).scalar_one())


def has_content(connection: Connection, content_hash: str) -> bool:
    """Say whether a newest version has these bytes."""
    return connection.execute(_CONTENT, {"mine": content_hash}).first() is not None


def kept_as(connection: Connection, content_hash: str, report_id: str) -> Kept:
    """Say what is kept of a report before it is saved."""
    row = connection.execute(_GIVEN_DATE, {"mine": report_id}).first()
    given = day(row.published) if row and row.published_basis == PublishedBasis.GIVEN else None
    return Kept(
        same=has_content(connection, content_hash),
        key=row.unique_key if row else "",
        given_date=given,
    )


def _counts(row: Row[int, int, int, int], *, reports: int) -> Counts:
    return Counts(
        reports=reports,
        places=row.places,
        placed=row.placed,
        dated=row.dated,
        upper_bounds=row.upper_bounds,
    )


def count_all(connection: Connection) -> Counts:
    """Count the whole store."""
    reports = connection.execute(select(func.count()).select_from(REPORTS)).scalar_one()
    return _counts(connection.execute(select(*_COUNTED)).one(), reports=reports)


def count_report(connection: Connection, report_id: str) -> Counts:
    """Count one report."""
    row = connection.execute(select(*_COUNTED).where(_E.report_id == report_id)).one()
    return _counts(row, reports=1)


def each_report(connection: Connection) -> Iterator[ReportSummary]:
    """Yield one line per report, first read first."""
    counted = select(_E.report_id, *_COUNTED).group_by(_E.report_id).subquery()
    wanted = [c for c in VERSIONS.c if c.name not in {"text", "row_hash", "number", "pages"}]
    rows = connection.execute(
        select(
            *wanted,
            *(func.coalesce(counted.c[name], 0).label(name) for name in counted.c.keys()[1:]),
        )
        .join_from(REPORTS, VERSIONS, _NEWEST)
        .outerjoin(counted, counted.c.report_id == REPORTS.c.report_id)
        .order_by(REPORTS.c.number)
        .execution_options(yield_per=_REPORTS_AT_ONCE)
    )
    yield from map(_summary, rows)


def _summary(row: Row[Any]) -> ReportSummary:
    return ReportSummary(
        report_id=row.report_id,
        title=row.title,
        source=row.source,
        url=row.url,
        path=row.path,
        published=day(row.published),
        published_basis=PublishedBasis(row.published_basis),
        language=row.language,
        version=row.version,
        read_at=row.read_at,
        notes=tuple(json.loads(row.notes)),
        gaps=tuple(json.loads(row.gaps)),
        counts=Counts(
            reports=1,
            places=row.places,
            placed=row.placed,
            dated=row.dated,
            upper_bounds=row.upper_bounds,
        ),
    )


def read_report(connection: Connection, report_id: str, version: int | None) -> StoredReport:
    """Return a report with the text of one version.

    Raises
    ------
    StoreError
        There is no such report, or no such version of it.
    """
    kept = connection.execute(select(REPORTS).where(REPORTS.c.report_id == report_id)).first()
    if kept is None:
        raise StoreError(f"no report {report_id!r} in the store; list the reports for their ids")
    wanted = version or kept.version
    mine = VERSIONS.c.report_id == report_id
    row = connection.execute(select(VERSIONS).where(mine, VERSIONS.c.version == wanted)).first()
    if row is None:
        raise StoreError(f"report {report_id} has no version {wanted}, only 1-{kept.version}")
    times = connection.execute(select(VERSIONS.c.version, VERSIONS.c.read_at).where(mine)).all()
    return StoredReport(
        report_id=report_id,
        report=replace(
            load_report(row._asdict(), kept.unique_key),
            given=read_given(connection, report_id, wanted),
        ),
        version=wanted,
        read_at=dict(tuple(pair) for pair in times),
    )


def load_columns(connection: Connection) -> dict[str, list[Any]]:
    """Return all events, in the order of reading, as columns for `geodata.schema.build_frame`.

    `fid` is among them, the number of each event.
    """
    names = ["fid", *DTYPES, "longitude", "latitude"]
    # A raw cursor: a million rows need no row objects.
    result = connection.exec_driver_sql(f"SELECT {', '.join(names)} FROM events ORDER BY fid")
    columns: dict[str, list[Any]] = {name: [] for name in names}
    cursor = result.cursor
    while cursor and (rows := cursor.fetchmany(_ROWS_AT_ONCE)):
        for name, values in zip(names, zip(*rows, strict=True), strict=True):
            columns[name].extend(values)
    result.close()
    return columns


def find_event(connection: Connection, event_id: str) -> StoredEvent:
    """Return one event in full.

    Raises
    ------
    StoreError
        There is no such event.
    """
    found = connection.execute(select(FOUND).where(FOUND.c.event_id == event_id)).first()
    shown = connection.execute(select(EVENTS).where(_E.event_id == event_id)).first()
    if found is None or shown is None:
        raise StoreError(f"no event {event_id!r} in the store; it may be of an older version")
    row: Mapping[str, Any] = {
        name: value
        for name, value in shown._asdict().items()
        if name not in {"geom", "row_hash", "fid"}
    }
    learnt = as_taught(connection, found, shown.source)
    return StoredEvent(
        report_id=found.report_id,
        event=settle(learnt, standing(connection, event_id).values()),
        found=load_event(found.record),
        row=row,
        history=history(connection, event_id),
    )


def home_of(connection: Connection, source: str, excluding: str) -> Home:
    """Count the outlet's newest reports by the countries and divisions that they are about."""
    rows = connection.exec_driver_sql(NEWEST_OF_OUTLET, (source, _ALL, excluding))
    return home_from(tuple(row) for row in rows)


def last_number(connection: Connection) -> int:
    """Return the number of the newest event."""
    return int(connection.exec_driver_sql("SELECT coalesce(max(fid), 0) FROM events").scalar_one())
