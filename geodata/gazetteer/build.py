"""Compile tables of places into the index: one SQLite file, written aside and renamed.

Two processes that build at once each write a file of their own; the last rename wins and both
files are the same. An interrupted build leaves only a file that is never opened.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path

import numpy as np

from geodata.gazetteer.names import fold, key_hash
from geodata.gazetteer.sources import Row
from geodata.model import Place

__all__ = ["APPLICATION_ID", "KINDS", "SCHEMA_VERSION", "Progress", "build_index"]

SCHEMA_VERSION = 1
APPLICATION_ID = 0x44475A54
KINDS = ("name", "alternate", "abbreviation", "demonym")

Progress = Callable[[int, int], None]
"""Called with the rows done and the rows expected."""

_STEP = 10_000
_SCHEMA = """
CREATE TABLE place (
    geonameid INTEGER PRIMARY KEY, name TEXT, latitude REAL, longitude REAL, feature_class TEXT,
    feature_code TEXT, country_code TEXT, admin1_code TEXT, admin2_code TEXT, population INTEGER,
    importance REAL);
CREATE TABLE name (
    geonameid INTEGER, key TEXT, kind INTEGER, name TEXT, PRIMARY KEY (geonameid, key)
) WITHOUT ROWID;
CREATE TABLE meta (name TEXT PRIMARY KEY, value ANY);
"""
_INDEXES = """
CREATE INDEX name_key ON name (key);
CREATE INDEX place_country ON place (country_code, feature_code, admin1_code);
"""


def build_index(
    path: Path,
    rows: Iterable[tuple[str, Row]],
    *,
    fingerprint: str,
    expected: int = 0,
    progress: Progress | None = None,
) -> None:
    """Write the index of `rows` to `path`.

    Parameters
    ----------
    path
        Where the finished file appears, whole or not at all.
    rows
        Pairs of the source's name and the row. Of rows with one id the first is kept.
    fingerprint
        What the file is made of; it is asked for when the file is opened.
    expected
        How many rows there will be, for `progress`.
    progress
        Called every 10,000 rows and at the end.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f"{path.name}.{os.getpid()}.part")
    aside.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(aside)) as db:
            _fill(db, rows, fingerprint, expected, progress)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def _fill(
    db: sqlite3.Connection,
    rows: Iterable[tuple[str, Row]],
    fingerprint: str,
    expected: int,
    progress: Progress | None,
) -> None:
    db.executescript(
        "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-65536;"
        f"PRAGMA application_id={APPLICATION_ID}; PRAGMA user_version={SCHEMA_VERSION};"
    )
    db.executescript(_SCHEMA)
    sources: dict[str, int] = {}
    done = 0
    for source, row in rows:
        if _insert(db, row):
            sources[source] = sources.get(source, 0) + 1
        done += 1
        if progress and done % _STEP == 0:
            progress(done, max(expected, done))
    db.executescript(_INDEXES)
    _write_meta(db, fingerprint, sources)
    db.commit()
    if progress:
        progress(done, done)


def _insert(db: sqlite3.Connection, row: Row) -> bool:
    place = row.place
    cursor = db.execute(
        "INSERT OR IGNORE INTO place VALUES (?,?,?,?,?,?,?,?,?,?,?)",
        (
            place.geonameid,
            place.name,
            place.latitude,
            place.longitude,
            place.feature_class,
            place.feature_code,
            place.country_code,
            place.admin1_code,
            place.admin2_code,
            place.population,
            importance(place),
        ),
    )
    if cursor.rowcount:
        db.executemany("INSERT OR IGNORE INTO name VALUES (?,?,?,?)", _names(row))
    return bool(cursor.rowcount)


def _names(row: Row) -> Iterator[tuple[int, str, int, str]]:
    groups = ((row.place.name,), row.alternate_names, row.abbreviations, row.demonyms)
    for kind, names in enumerate(groups):
        for name in names:
            key = fold(name)
            if key:
                yield row.place.geonameid, key, kind, name


def importance(place: Place) -> float:
    """Return what orders candidates: countries, then first-order divisions, then population."""
    if place.feature_code.startswith("PCL") or place.feature_code in {"CONT", "TERR"}:
        return 1e12 + place.population
    if place.feature_code == "ADM1":
        return 1e11 + place.population
    return float(place.population)


def _write_meta(db: sqlite3.Connection, fingerprint: str, sources: dict[str, int]) -> None:
    hashes = np.fromiter(
        (key_hash(k) for (k,) in db.execute("SELECT DISTINCT key FROM name")), dtype=np.uint64
    )
    hashes.sort()
    values = {
        "fingerprint": fingerprint,
        "built": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "sources": json.dumps(sources),
        "places": db.execute("SELECT count(*) FROM place").fetchone()[0],
        "names": db.execute("SELECT count(*) FROM name").fetchone()[0],
        "known": hashes.tobytes(),
    }
    db.executemany("INSERT INTO meta VALUES (?,?)", values.items())
