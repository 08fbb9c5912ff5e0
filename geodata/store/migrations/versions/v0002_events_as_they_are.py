"""Say more of an event (author, language, page, kind, extra), and keep what became of each input.

Rows get new hashes, for these cover the new columns; a row that was not as it was written keeps
its old hash, so that `Store.check` finds it still.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Any

from alembic import op
from sqlalchemy import text

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_ROWS_AT_ONCE = 2_000

_EVENTS = """CREATE TABLE events_0002 (
        fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        geom POINT,
        event_id TEXT NOT NULL UNIQUE,
        report_id TEXT NOT NULL,
        report_title TEXT NOT NULL,
        source TEXT NOT NULL,
        author TEXT NOT NULL,
        url TEXT NOT NULL,
        language TEXT NOT NULL,
        published DATE,
        published_basis TEXT NOT NULL,
        toponym TEXT NOT NULL,
        place_name TEXT NOT NULL,
        geonameid INTEGER,
        feature_code TEXT NOT NULL,
        country_code TEXT NOT NULL,
        country TEXT NOT NULL,
        admin1 TEXT NOT NULL,
        place_precision TEXT NOT NULL,
        date_start DATE,
        date_end DATE,
        date_precision TEXT NOT NULL,
        date_role TEXT NOT NULL,
        date_basis TEXT NOT NULL,
        date_text TEXT NOT NULL,
        date_reason TEXT NOT NULL,
        sentence TEXT NOT NULL,
        char_start INTEGER NOT NULL,
        char_end INTEGER NOT NULL,
        page INTEGER,
        score DOUBLE NOT NULL,
        status TEXT NOT NULL,
        kind TEXT NOT NULL,
        place_reason TEXT NOT NULL,
        candidates TEXT NOT NULL,
        extra TEXT NOT NULL,
        admin1_code TEXT NOT NULL,
        longitude DOUBLE,
        latitude DOUBLE,
        row_hash TEXT NOT NULL)"""

_IN_PLACE = (
    "DROP TABLE events",
    "ALTER TABLE events_0002 RENAME TO events",
    "CREATE INDEX events_by_report ON events (report_id)",
    "CREATE INDEX events_by_source ON events (source)",
)

_REPORTS = (
    "ALTER TABLE report_versions ADD COLUMN pages TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE report_versions ADD COLUMN gaps TEXT NOT NULL DEFAULT '[]'",
)

_READINGS = (
    """CREATE TABLE readings (
        number INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        reading_key TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL,
        path TEXT NOT NULL,
        content_hash TEXT NOT NULL,
        size INTEGER NOT NULL,
        modified INTEGER NOT NULL,
        media_type TEXT NOT NULL,
        outcome TEXT NOT NULL,
        why TEXT NOT NULL,
        report_ids TEXT NOT NULL,
        read_at TEXT NOT NULL,
        row_hash TEXT NOT NULL)""",
    """INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES
        ('readings', 'attributes', 'readings', 'Dateline: what became of each input', NULL)""",
)

# The hashed columns of the events before and after, in the order in which they are hashed.
_AFTER = (
    *("event_id", "report_id", "report_title", "source", "author", "url", "language"),
    *("published", "published_basis", "toponym", "place_name", "geonameid", "feature_code"),
    *("country_code", "country", "admin1", "place_precision", "date_start", "date_end"),
    *("date_precision", "date_role", "date_basis", "date_text", "date_reason", "sentence"),
    *("char_start", "char_end", "page", "score", "status", "kind"),
    *("place_reason", "candidates", "extra", "admin1_code", "longitude", "latitude"),
)
_NEW = frozenset({"author", "language", "page", "kind", "extra"})
_BEFORE = tuple(name for name in _AFTER if name not in _NEW)

_VERSION_BEFORE = (
    *("author", "content_hash", "language", "media_type", "notes", "path", "published"),
    *("published_basis", "read_at", "report_id", "source", "text", "title", "url", "version"),
)
_VERSION_AFTER = tuple(sorted((*_VERSION_BEFORE, "gaps", "pages")))


def upgrade() -> None:
    """Copy the events into their new table, and write the hashes anew."""
    op.execute(_EVENTS)
    _copy_events()
    for statement in (*_IN_PLACE, *_REPORTS):
        op.execute(statement)
    _hash_versions()
    for statement in _READINGS:
        op.execute(statement)


def _copy_events() -> None:
    columns = ", ".join(f"e.{name}" for name in ("fid", "geom", *_BEFORE, "row_hash"))
    query = (
        f"SELECT {columns}, COALESCE(v.author, '') AS author, COALESCE(v.language, '') AS language"
        " FROM events e LEFT JOIN reports r ON r.report_id = e.report_id"
        " LEFT JOIN report_versions v ON v.report_id = e.report_id AND v.version = r.version"
        " WHERE e.fid > :after ORDER BY e.fid LIMIT :rows"
    )
    names = ("fid", "geom", *_AFTER, "row_hash")
    insert = text(
        f"INSERT INTO events_0002 ({', '.join(names)})"
        f" VALUES ({', '.join(f':{name}' for name in names)})"
    )
    for rows in _in_parts(query, "fid"):
        for row in rows:
            row |= {"page": None, "kind": "", "extra": ""}
            row["row_hash"] = _new_hash(row, _BEFORE, _AFTER)
        op.get_bind().execute(insert, rows)


def _hash_versions() -> None:
    columns = ", ".join(("number", *_VERSION_AFTER, "row_hash"))
    query = (
        f"SELECT {columns} FROM report_versions WHERE number > :after ORDER BY number LIMIT :rows"
    )
    update = text("UPDATE report_versions SET row_hash = :row_hash WHERE number = :number")
    for rows in _in_parts(query, "number"):
        for row in rows:
            row["row_hash"] = _new_hash(row, _VERSION_BEFORE, _VERSION_AFTER)
        op.get_bind().execute(update, rows)


def _in_parts(query: str, key: str) -> Iterator[list[dict[str, Any]]]:
    """Yield the rows in parts, so that a large store needs no more memory than a small one."""
    after = -1
    while True:
        found = op.get_bind().execute(text(query), {"after": after, "rows": _ROWS_AT_ONCE})
        rows = [dict(row) for row in found.mappings()]
        if not rows:
            return
        after = rows[-1][key]
        yield rows


def _new_hash(row: dict[str, Any], before: Sequence[str], after: Sequence[str]) -> str:
    kept: str = row["row_hash"]
    as_written = kept == _hash([row[name] for name in before])
    return _hash([row[name] for name in after]) if as_written else kept


def _hash(values: Sequence[object]) -> str:
    return hashlib.sha256(json.dumps(values, ensure_ascii=False).encode()).hexdigest()[:16]
