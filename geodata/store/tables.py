"""The tables, for SQLAlchemy Core. The migrations make them; a test holds the two together.

``events`` is a feature layer of the GeoPackage, so its columns are of GeoPackage's own types:
TEXT without a length, DOUBLE, DATE, and the geometry as a blob. `longitude` and `latitude` are
the truth; the blob is made from them.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    Column,
    Double,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)

from geodata.schema import DTYPES
from geodata.store.layer import LAYER_COLUMNS

__all__ = [
    "DECISIONS",
    "EVENTS",
    "EVENT_WORDS",
    "FOUND",
    "GIVEN_ROWS",
    "HEAD",
    "LAYER_COLUMNS",
    "LESSONS",
    "READINGS",
    "REPORTS",
    "REPORT_WORDS",
    "SAVED_VIEWS",
    "STATE",
    "TRIGGERS",
    "VERSIONS",
    "VERSION_TABLE",
]

HEAD = "0008"
VERSION_TABLE = "dateline_version"
# The only statements that may run by themselves, blanks apart.
TRIGGERS = {
    f"decisions_are_never_{done}": f"CREATE TRIGGER decisions_are_never_{done} BEFORE {what} ON "
    "decisions BEGIN SELECT RAISE(ABORT, 'the log of decisions is append-only'); END"
    for done, what in (("changed", "UPDATE"), ("removed", "DELETE"))
}

_METADATA = MetaData()
_TYPES: dict[str, type[Any]] = {"Int64": Integer, "int64": Integer, "float64": Double}

STATE = Table(
    "dateline_state",
    _METADATA,
    Column("id", Integer, primary_key=True),
    Column("revision", Integer),
)

REPORTS = Table(
    "reports",
    _METADATA,
    Column("number", Integer, primary_key=True),
    Column("report_id", Text),
    Column("report_key", Text),
    Column("unique_key", Text),
    Column("version", Integer),
)

VERSIONS = Table(
    "report_versions",
    _METADATA,
    Column("number", Integer, primary_key=True),
    Column("report_id", Text),
    Column("version", Integer),
    Column("content_hash", Text),
    Column("read_at", Text),
    Column("title", Text),
    Column("source", Text),
    Column("author", Text),
    Column("url", Text),
    Column("path", Text),
    Column("published", Text),
    Column("published_basis", Text),
    Column("language", Text),
    Column("media_type", Text),
    Column("notes", Text),
    Column("text", Text),
    Column("row_hash", Text),
    Column("pages", Text),
    Column("gaps", Text),
)

FOUND = Table(
    "found_events",
    _METADATA,
    Column("number", Integer, primary_key=True),
    Column("report_id", Text),
    Column("event_id", Text),
    Column("record", Text),
    Column("row_hash", Text),
    Column("taught_by", Text),
)

# Days stay ISO text, as GeoPackage wants them: Python need not parse a million of them.
EVENTS = Table(
    "events",
    _METADATA,
    Column("fid", Integer, primary_key=True),
    Column("geom", LargeBinary),
    *(Column(name, _TYPES.get(dtype, Text)) for name, dtype in DTYPES.items()),
    Column("admin1_code", Text),
    Column("longitude", Double),
    Column("latitude", Double),
    Column("row_hash", Text),
)

DECISIONS = Table(
    "decisions",
    _METADATA,
    Column("number", Integer, primary_key=True),
    Column("event_id", Text),
    Column("report_id", Text),
    Column("who", Text),
    Column("decided_at", Text),
    Column("what", Text),
    Column("target", Integer),
    Column("decision", Text),
    Column("before", Text),
    Column("after", Text),
    Column("row_hash", Text),
)

READINGS = Table(
    "readings",
    _METADATA,
    Column("number", Integer, primary_key=True),
    Column("reading_key", Text),
    Column("name", Text),
    Column("path", Text),
    Column("content_hash", Text),
    Column("size", Integer),
    Column("modified", Integer),
    Column("media_type", Text),
    Column("outcome", Text),
    Column("why", Text),
    Column("report_ids", Text),
    Column("read_at", Text),
    Column("row_hash", Text),
)

# What a table gave with a version of a report, as JSON.
GIVEN_ROWS = Table(
    "given_rows",
    _METADATA,
    Column("number", Integer, primary_key=True),
    Column("report_id", Text),
    Column("version", Integer),
    Column("given", Text),
    Column("row_hash", Text),
)

SAVED_VIEWS = Table(
    "saved_views",
    _METADATA,
    Column("name", Text, primary_key=True),
    Column("params", Text),
    Column("saved_at", Text),
)

# Full-text indexes; their rows have the numbers of the events and reports that they speak of.
EVENT_WORDS, REPORT_WORDS = (
    Table(name, _METADATA, Column("rowid", Integer, primary_key=True), Column("words", Text))
    for name in ("event_words", "report_words")
)

# Made from the decisions, and made again whenever these change.
LESSONS = Table(
    "lessons",
    _METADATA,
    Column("event_id", Text, primary_key=True),
    Column("number", Integer),
    Column("name_key", Text),
    Column("source", Text),
    Column("country_code", Text),
    Column("place", Text),
    Column("place_precision", Text),
    Column("who", Text),
    Column("decided_at", Text),
)
