"""Keep the other reading of a date whose figures can be read both ways.

Rows get new hashes, for these cover the new column; a row that was not as it was written keeps its
old hash, so that `Store.check` finds it still.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from alembic import op
from sqlalchemy import text

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_ROWS_AT_ONCE = 2_000

_EVENTS = """CREATE TABLE events_0004 (
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
        date_alternative TEXT NOT NULL,
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
    "ALTER TABLE events_0004 RENAME TO events",
    "CREATE INDEX events_by_report ON events (report_id)",
    "CREATE INDEX events_by_source ON events (source)",
)

# The hashed columns, in the order in which they are hashed.
_AFTER = (
    *("event_id", "report_id", "report_title", "source", "author", "url", "language"),
    *("published", "published_basis", "toponym", "place_name", "geonameid", "feature_code"),
    *("country_code", "country", "admin1", "place_precision", "date_start", "date_end"),
    "date_alternative",
    *("date_precision", "date_role", "date_basis", "date_text", "date_reason", "sentence"),
    *("char_start", "char_end", "page", "score", "status", "kind"),
    *("place_reason", "candidates", "extra", "admin1_code", "longitude", "latitude"),
)
_NEW = "date_alternative"
_BEFORE = tuple(name for name in _AFTER if name != _NEW)


def upgrade() -> None:
    """Copy the events into their new table."""
    op.execute(_EVENTS)
    names = ("fid", "geom", *_AFTER, "row_hash")
    insert = text(
        f"INSERT INTO events_0004 ({', '.join(names)})"
        f" VALUES ({', '.join(f':{name}' for name in names)})"
    )
    query = text("SELECT * FROM events WHERE fid > :after ORDER BY fid LIMIT :rows")
    after = -1
    # In parts, so that a large store needs no more memory than a small one.
    while True:
        found = op.get_bind().execute(query, {"after": after, "rows": _ROWS_AT_ONCE})
        rows = [{**row, _NEW: ""} for row in found.mappings()]
        if not rows:
            break
        after = rows[-1]["fid"]
        for row in rows:
            as_written = row["row_hash"] == _hash([row[name] for name in _BEFORE])
            if as_written:
                row["row_hash"] = _hash([row[name] for name in _AFTER])
        op.get_bind().execute(insert, rows)
    for statement in _IN_PLACE:
        op.execute(statement)


def _hash(values: Sequence[object]) -> str:
    return hashlib.sha256(json.dumps(values, ensure_ascii=False).encode()).hexdigest()[:16]
