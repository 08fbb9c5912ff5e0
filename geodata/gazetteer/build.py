"""Compile tables of places into the index: one SQLite file, written aside and renamed.

Whole columns are worked on at a time; memory does not grow with the rows. Two processes that build
at once each write a file of their own; the last rename wins and both files are the same. An
interrupted build leaves only a file that is never opened.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from geodata.gazetteer import postings, spellings
from geodata.gazetteer.bulk import hash_names, key_hash, keys_and_hashes
from geodata.gazetteer.lines import Listed, importance, listed, texts
from geodata.gazetteer.postings import (
    ENTRY,
    first_of_each,
    pair_hashes,
    spill,
    spilled_pairs,
    write_blocks,
)
from geodata.gazetteer.sources import Row
from geodata.gazetteer.spellings import keep_spellings
from geodata.gazetteer.tables import row_tables

__all__ = [
    "APPLICATION_ID",
    "SCHEMA_VERSION",
    "IndexWriter",
    "Progress",
    "build_index",
]

SCHEMA_VERSION = 7
APPLICATION_ID = 0x44475A54

Progress = Callable[[str, float], None]
"""Called with what is being done and the share done (0-1)."""

_LARGEST_FLAGGED = 1 << 24
_SCHEMA = f"""
CREATE TABLE place (
    geonameid INTEGER PRIMARY KEY, latitude REAL, longitude REAL, feature_class TEXT,
    country_code TEXT, importance REAL, text TEXT);
CREATE TABLE further (id INTEGER PRIMARY KEY, geonameid INTEGER, kind INTEGER, name TEXT);
CREATE TABLE source (name TEXT PRIMARY KEY, places INTEGER);
CREATE TABLE meta (name TEXT PRIMARY KEY, value ANY);
{postings.SCHEMA}
{spellings.SCHEMA}
PRAGMA application_id={APPLICATION_ID};
"""
_COUNT_NAMES = "SELECT coalesce(sum(length(hashes)) / 8, 0) FROM posting"
_INSERT_PLACE = "INSERT INTO place VALUES (?,?,?,?,?,?,?)"
_ADD_TO_SOURCE = (
    "INSERT INTO source VALUES (?,?) ON CONFLICT DO UPDATE SET places = places + excluded.places"
)
# Kept ready for opening: all countries, and the names of all first-order divisions.
_COUNTRIES = "SELECT * FROM place WHERE importance >= 1e12 ORDER BY importance"
_DIVISIONS = (
    "SELECT country_code, substr(text, 1, instr(text || char(10), char(10)) - 1) FROM place "
    "WHERE importance >= 1e11 AND importance < 1e12"
)
_INDEXES = """
CREATE INDEX IF NOT EXISTS place_large ON place (importance) WHERE importance >= 1e11;
CREATE INDEX IF NOT EXISTS place_point ON place (latitude, longitude) WHERE feature_class = 'P';
CREATE INDEX IF NOT EXISTS spelling_country ON spelling (country_code, in_ascii);
"""


def build_index(
    path: Path,
    rows: Iterable[tuple[str, Row]] = (),
    *,
    fingerprint: str,
    tables: Iterable[tuple[str, pa.Table]] = (),
) -> None:
    """Write the index of `rows` and `tables` to `path`.

    Parameters
    ----------
    path
        Where the finished file appears, whole or not at all.
    rows
        Pairs of the source's name and the row. Of rows with one id the first is kept.
    fingerprint
        What the file is made of; it is asked for when the file is opened.
    tables
        Pairs of the source's name and many rows at once, by `tables.PLACE_SCHEMA`.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f"{path.name}.{os.getpid()}.part")
    aside.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(aside)) as db:
            db.execute("PRAGMA journal_mode=OFF")
            writer = IndexWriter(db)
            for source, table in row_tables(rows):
                writer.add(source, table)
            for source, table in tables:
                writer.add(source, table)
            writer.finish(fingerprint)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


class IndexWriter:
    """Fills one database, an empty one or one that an earlier writer left unfinished."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._flags = np.zeros(_LARGEST_FLAGGED, np.bool_)
        self._others: set[int] = set()
        self._pairs: NDArray[np.uint64] | None = None
        db.execute("PRAGMA page_size=16384")
        db.execute("PRAGMA synchronous=OFF")
        db.execute("PRAGMA cache_size=-65536")
        if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'place'").fetchone():
            db.executescript(_SCHEMA)
        ids = db.execute("SELECT geonameid FROM place")
        while batch := ids.fetchmany(_LARGEST_FLAGGED >> 6):
            self._mark(np.array(batch, np.int64)[:, 0])

    def add(self, source: str, table: pa.Table, *, spelled: Sequence[str] = ()) -> None:
        """Add the places of a table whose ids are new, with their names.

        Parameters
        ----------
        spelled
            The feature classes whose names may be meant by nearly the same spelling; all when
            empty.
        """
        table = self._fresh(table)
        if not len(table):
            return
        self._mark(table["geonameid"].to_numpy())
        self._db.execute(_ADD_TO_SOURCE, (source, len(table)))
        others = listed(table)
        self._spill_names(table, others, spelled)
        values = zip(
            table["geonameid"].to_numpy().tolist(),
            table["latitude"].to_numpy().tolist(),
            table["longitude"].to_numpy().tolist(),
            table["feature_class"].to_pylist(),
            table["country_code"].to_pylist(),
            importance(table).tolist(),
            texts(table, others),
            strict=True,
        )
        self._db.executemany(_INSERT_PLACE, values)

    def add_names(
        self, ids: NDArray[np.int64], kinds: NDArray[np.int64], names: pa.ChunkedArray
    ) -> None:
        """Add further names of places, except those that they have and those of no place.

        Parameters
        ----------
        ids, kinds, names
            For each name the id of its place, its kind (0 name, 1 alternate, 2 abbreviation,
            3 demonym), and the name.
        """
        if self._pairs is None:
            self._pairs = spilled_pairs(self._db)
        here = np.flatnonzero(self._has(ids))
        spelled = names.take(pa.array(here)).to_pylist()
        hashes, places = hash_names(spelled), ids[here]
        pairs = pair_hashes(hashes, places)
        first = np.sort(first_of_each(pairs))
        met = np.searchsorted(self._pairs, pairs[first])
        known = self._pairs[np.minimum(met, len(self._pairs) - 1)] == pairs[first]
        new = first[~known & (hashes[first] != key_hash(""))]
        (last,) = self._db.execute("SELECT coalesce(max(id), 0) FROM further").fetchone()
        rows = np.arange(last + 1, last + 1 + len(new))
        values = zip(
            rows.tolist(),
            places[new].tolist(),
            kinds[here[new]].tolist(),
            [spelled[at] for at in new.tolist()],
            strict=True,
        )
        self._db.executemany("INSERT INTO further VALUES (?,?,?,?)", values)
        spill(self._db, _entries(hashes[new], places[new], -rows))

    def finish(self, fingerprint: str) -> None:
        """Sort the names, make the indexes and mark the file as finished."""
        self._pairs = None
        write_blocks(self._db)
        self._db.executescript(_INDEXES)
        values = {
            "countries": json.dumps(self._db.execute(_COUNTRIES).fetchall()),
            "divisions": json.dumps(self._db.execute(_DIVISIONS).fetchall()),
            "fingerprint": fingerprint,
            "built": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
            "places": self._db.execute("SELECT count(*) FROM place").fetchone()[0],
            "names": self._db.execute(_COUNT_NAMES).fetchone()[0],
        }
        self._db.executemany("INSERT OR REPLACE INTO meta VALUES (?,?)", values.items())
        self._db.commit()
        self._db.execute(f"PRAGMA user_version={SCHEMA_VERSION}")

    def _spill_names(self, table: pa.Table, others: Listed, spelled: Sequence[str]) -> None:
        """Spill an entry for each key of each place: that of the first of its names that has it."""
        rows = np.concatenate((np.arange(len(table)), others.rows))
        lines = np.concatenate((np.zeros(len(table), np.int64), others.lines))
        keys, hashes = keys_and_hashes([*table["name"].to_pylist(), *others.names.to_pylist()])
        places = table["geonameid"].to_numpy()[rows]
        first = first_of_each(pair_hashes(hashes, places))
        first = first[hashes[first] != key_hash("")]
        spill(self._db, _entries(hashes[first], places[first], lines[first]))
        plain = np.concatenate((np.ones(len(table), np.bool_), others.plain))
        if spelled:
            plain &= pc.is_in(table["feature_class"], pa.array(spelled)).to_numpy()[rows]
        first = first[plain[first]]
        countries = table["country_code"].combine_chunks().dictionary_encode()
        keep_spellings(
            self._db,
            countries.dictionary.to_pylist(),
            countries.indices.to_numpy()[rows[first]],
            [keys[at] for at in first.tolist()],
            places[first],
        )

    def _fresh(self, table: pa.Table) -> pa.Table:
        """Return the rows whose ids are new, by ascending id, which keeps SQLite appending."""
        ids, first = np.unique(table["geonameid"].to_numpy(), return_index=True)
        return table.take(first[~self._has(ids)]).combine_chunks()

    def _has(self, ids: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Whether there is a place with each id: a byte for each of GeoNames' own, else a set."""
        flagged = (ids >= 0) & (ids < _LARGEST_FLAGGED)
        has = self._flags[np.where(flagged, ids, 0)] & flagged
        for at in np.flatnonzero(~flagged).tolist():
            has[at] = int(ids[at]) in self._others
        return has

    def _mark(self, ids: NDArray[np.int64]) -> None:
        flagged = (ids >= 0) & (ids < _LARGEST_FLAGGED)
        self._flags[ids[flagged]] = True
        self._others.update(ids[~flagged].tolist())


def _entries(
    hashes: NDArray[np.int64], places: NDArray[np.int64], lines: NDArray[np.int64]
) -> NDArray[np.void]:
    entries = np.empty(len(hashes), ENTRY)
    entries["hash"], entries["place"], entries["at"] = hashes, places, lines
    return entries
