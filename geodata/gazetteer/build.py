"""Compile tables of places into the index: one SQLite file, written aside and renamed.

Two processes that build at once each write a file of their own; the last rename wins and both
files are the same. An interrupted build leaves only a file that is never opened.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import sqlite3
from array import array
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from geodata.gazetteer.names import fold, key_hash
from geodata.gazetteer.sources import Row

__all__ = ["APPLICATION_ID", "SCHEMA_VERSION", "Progress", "build_index"]

SCHEMA_VERSION = 4
DIVISION_IMPORTANCE = 1e11
APPLICATION_ID = 0x44475A54

Progress = Callable[[str, float], None]
"""Called with what is being done and the share done (0-1)."""

_STEP = 20_000
_PLACE_COLUMNS = 10
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
CREATE INDEX place_large ON place (importance, feature_code, country_code, admin1_code, name)
    WHERE importance >= 1e11;
CREATE INDEX place_point ON place (latitude, longitude, feature_class, country_code);
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
        Called every 20,000 rows.
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
    hashes = array("Q")
    seen: set[int] = set()
    done = 0
    for batch in _batches(rows):
        fresh = {row.geonameid: (source, row) for source, row in reversed(batch)}
        for source, _ in (fresh[i] for i in fresh.keys() - seen):
            sources[source] = sources.get(source, 0) + 1
        hashes.extend(_insert(db, [fresh[i][1] for i in sorted(fresh.keys() - seen)]))
        seen |= fresh.keys()
        done += len(batch)
        if progress:
            progress("compiling the gazetteer", min(1.0, done / max(expected, done, 1)))
    db.executescript(_INDEXES)
    _write_meta(db, fingerprint, sources, np.unique(np.array(hashes, np.uint64)))
    db.commit()


def _batches(rows: Iterable[tuple[str, Row]]) -> Iterator[list[tuple[str, Row]]]:
    rows = iter(rows)
    while batch := list(islice(rows, _STEP)):
        yield batch


def _insert(db: sqlite3.Connection, rows: list[Row]) -> Iterator[int]:
    """Insert places with their names and yield the hashes of their keys.

    Ascending ids keep SQLite appending.
    """
    db.executemany("INSERT INTO place VALUES (?,?,?,?,?,?,?,?,?,?,?)", map(_values, rows))
    names = [
        (row.geonameid, key, kind, name)
        for row in rows
        for key, (kind, name) in sorted(_names(row).items())
    ]
    db.executemany("INSERT INTO name VALUES (?,?,?,?)", names)
    return (key_hash(key) for _, key, _, _ in names)


def _values(row: Row) -> tuple[object, ...]:
    return (*row[:_PLACE_COLUMNS], importance(row.feature_code, row.population))


def _names(row: Row) -> dict[str, tuple[int, str]]:
    """Return kind and spelling by key: the place's own name first, then as listed."""
    found: dict[str, tuple[int, str]] = {}
    groups = ((row.name,), row.alternate_names, row.abbreviations, row.demonyms)
    for kind, names in enumerate(groups):
        for name in names:
            found.setdefault(fold(name), (kind, name))
    found.pop("", None)
    return found


def importance(feature_code: str, population: int) -> float:
    """Return what orders candidates: countries, then first-order divisions, then population."""
    if feature_code.startswith("PCL") or feature_code in {"CONT", "TERR"}:
        return 10 * DIVISION_IMPORTANCE + population
    if feature_code == "ADM1":
        return DIVISION_IMPORTANCE + population
    return float(population)


def _write_meta(
    db: sqlite3.Connection, fingerprint: str, sources: dict[str, int], known: NDArray[np.uint64]
) -> None:
    values = {
        "fingerprint": fingerprint,
        "built": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "sources": json.dumps(sources),
        "places": db.execute("SELECT count(*) FROM place").fetchone()[0],
        "names": db.execute("SELECT count(*) FROM name").fetchone()[0],
        "known": known.tobytes(),
    }
    db.executemany("INSERT INTO meta VALUES (?,?)", values.items())
