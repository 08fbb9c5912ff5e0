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
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from geodata.gazetteer.names import fold, key_hash
from geodata.gazetteer.sources import Row

__all__ = ["APPLICATION_ID", "SCHEMA_VERSION", "Progress", "build_index", "told"]

T = TypeVar("T")

SCHEMA_VERSION = 4
DIVISION_IMPORTANCE = 1e11
APPLICATION_ID = 0x44475A54

Progress = Callable[[str, float], None]
"""Called with what is being done and the share done (0-1)."""

_STEP = 20_000
_LARGEST_FLAGGED = 1 << 24
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
_INSERT_PLACE = "INSERT INTO place VALUES (?,?,?,?,?,?,?,?,?,?,?)"
_INSERT_NAME = "INSERT OR IGNORE INTO name VALUES (?,?,?,?)"
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
    further_names: Iterable[tuple[int, int, str]] = (),
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
    further_names
        Triples of id, kind (0 name, 1 alternate, 2 abbreviation, 3 demonym) and name, streamed
        after the rows; those of ids that no row has are passed over.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f"{path.name}.{os.getpid()}.part")
    aside.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(aside)) as db:
            _Builder(db).build(rows, further_names, fingerprint)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def told(items: Iterable[T], words: str, expected: int, progress: Progress | None) -> Iterator[T]:
    """Yield the items and tell `progress` now and then which share of `expected` is done."""
    for done, item in enumerate(items):
        if progress and done % _STEP == 0:
            progress(words, min(1.0, done / max(expected, 1)))
        yield item
    if progress:
        progress(words, 1.0)


class _Seen:
    """The ids that were inserted: a byte for each of GeoNames' own, a set for the others."""

    def __init__(self) -> None:
        self._flags = bytearray(_LARGEST_FLAGGED)
        self._others: set[int] = set()

    def __contains__(self, geonameid: int) -> bool:
        if 0 <= geonameid < _LARGEST_FLAGGED:
            return bool(self._flags[geonameid])
        return geonameid in self._others

    def add(self, geonameid: int) -> None:
        if 0 <= geonameid < _LARGEST_FLAGGED:
            self._flags[geonameid] = 1
        else:
            self._others.add(geonameid)


class _Builder:
    """Fills one database, in memory that does not grow with the rows but for their hashes."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._seen = _Seen()
        self._hashes = array("Q")
        self._sources: Counter[str] = Counter()

    def build(
        self,
        rows: Iterable[tuple[str, Row]],
        further_names: Iterable[tuple[int, int, str]],
        fingerprint: str,
    ) -> None:
        self._db.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-65536;"
            f"PRAGMA application_id={APPLICATION_ID}; PRAGMA user_version={SCHEMA_VERSION};"
        )
        self._db.executescript(_SCHEMA)
        for batch in _batches(rows):
            self._insert(self._fresh(batch))
        for names in _batches(further_names):
            self._insert_names(names)
        self._db.executescript(_INDEXES)
        known = np.unique(np.frombuffer(self._hashes, np.uint64))
        _write_meta(self._db, fingerprint, self._sources, known)
        self._db.commit()

    def _fresh(self, batch: list[tuple[str, Row]]) -> list[Row]:
        """Return the rows whose ids are new, by ascending id, which keeps SQLite appending."""
        fresh: list[Row] = []
        for source, row in batch:
            if row.geonameid not in self._seen:
                self._seen.add(row.geonameid)
                self._sources[source] += 1
                fresh.append(row)
        return sorted(fresh, key=lambda row: row.geonameid)

    def _insert(self, rows: list[Row]) -> None:
        self._db.executemany(_INSERT_PLACE, map(_values, rows))
        names = [
            (row.geonameid, key, kind, name)
            for row in rows
            for key, (kind, name) in sorted(_names(row).items())
        ]
        self._db.executemany(_INSERT_NAME, names)
        self._hashes.extend(key_hash(key) for _, key, _, _ in names)

    def _insert_names(self, names: list[tuple[int, int, str]]) -> None:
        rows = [
            (geonameid, key, kind, name)
            for geonameid, kind, name in sorted(names)
            if geonameid in self._seen and (key := fold(name))
        ]
        self._db.executemany(_INSERT_NAME, rows)
        self._hashes.extend(key_hash(key) for _, key, _, _ in rows)


def _batches(items: Iterable[T]) -> Iterator[list[T]]:
    iterator = iter(items)
    while batch := list(islice(iterator, _STEP)):
        yield batch


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
    db: sqlite3.Connection, fingerprint: str, sources: Mapping[str, int], known: NDArray[np.uint64]
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
