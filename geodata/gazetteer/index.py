"""The gazetteer on its compiled index, and how it is opened.

`open_gazetteer` builds the index in the cache folder on first use (about half a minute) and opens
it in milliseconds ever after; the file is mapped read-only, so processes share its memory.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
import pyarrow.parquet as pq

from geodata.errors import GazetteerError
from geodata.gazetteer.base import GazetteerInfo
from geodata.gazetteer.build import APPLICATION_ID, SCHEMA_VERSION, Progress, build_index
from geodata.gazetteer.names import fold, key_hash, keys
from geodata.gazetteer.sources import Row, data_files, fingerprint, read_rows
from geodata.gazetteer.variants import SpellingVariants
from geodata.model import Candidate, Match, Place
from geodata.settings import Settings

__all__ = ["SqliteGazetteer", "open_gazetteer"]

_MATCHES = (Match.NAME, Match.ALTERNATE, Match.ABBREVIATION, Match.DEMONYM)
_PLACE = (
    "p.geonameid, p.name, p.latitude, p.longitude, p.feature_class, p.feature_code, "
    "p.country_code, p.admin1_code, p.admin2_code, p.population"
)
_LOOKUP = (
    f"SELECT n.name, n.kind, {_PLACE} FROM name n JOIN place p USING (geonameid) "
    "WHERE n.key = ? ORDER BY p.importance DESC, p.geonameid"
)
_PREFIX = (
    f"SELECT n.name, n.kind, {_PLACE} FROM name n JOIN place p USING (geonameid) "
    "WHERE n.key >= ? AND n.key < ? ORDER BY p.importance DESC LIMIT 200"
)


def open_gazetteer(settings: Settings, *, progress: Progress | None = None) -> SqliteGazetteer:
    """Return the gazetteer, built first where there is none of this version.

    Parameters
    ----------
    settings
        Says where the cache folder is.
    progress
        Called with (rows done, rows expected) while building; never when the index exists.

    Raises
    ------
    GazetteerError
        If the index can neither be opened nor built.
    """
    files = data_files()
    mark = fingerprint(files, str(SCHEMA_VERSION))
    path = settings.cache_dir / f"gazetteer-{mark}.sqlite"
    if not is_whole(path):
        try:
            build_index(
                path, _all_rows(files), fingerprint=mark, expected=_count(files), progress=progress
            )
        except (OSError, sqlite3.Error) as error:
            raise GazetteerError(
                f"{path}: the gazetteer cannot be built ({error}); free some disk space or set "
                "DATELINE_CACHE_DIR to a folder that can be written"
            ) from error
    return SqliteGazetteer(path)


def _all_rows(files: Iterable[Path]) -> Iterator[tuple[str, Row]]:
    for file in files:
        source = file.stem.rstrip("_0123456789")
        for row in read_rows(file):
            yield source, row


def _count(files: Iterable[Path]) -> int:
    return sum(pq.read_metadata(f).num_rows for f in files if f.suffix == ".parquet")


def is_whole(path: Path) -> bool:
    """Whether the file is a finished index of this version, by its header and its size."""
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except OSError:
        return False
    if len(header) < 100 or not header.startswith(b"SQLite format 3\0"):
        return False
    number = {at: int.from_bytes(header[at : at + 4], "big") for at in (28, 60, 68)}
    page = int.from_bytes(header[16:18], "big")
    whole = path.stat().st_size == number[28] * (65536 if page == 1 else page)
    return whole and number[60] == SCHEMA_VERSION and number[68] == APPLICATION_ID


class SqliteGazetteer:
    """Names to candidates, from one index file. Share one among threads.

    Examples
    --------
    >>> gazetteer = open_gazetteer(Settings.from_environment())  # doctest: +SKIP
    >>> gazetteer.lookup("Damascus")[0].place.country_code  # doctest: +SKIP
    'SY'
    >>> gazetteer.knows(["Damascus", "poured out"])  # doctest: +SKIP
    {'Damascus'}
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()
        self._connections: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        self._known: np.ndarray[tuple[int], np.dtype[np.uint64]] | None = None
        # One bounded cache per gazetteer: names repeat within and across reports.
        self._by_key: Callable[[str], tuple[Candidate, ...]] = lru_cache(16_384)(self._read_key)
        self._countries = self._read_countries()
        self._admin1: dict[tuple[str, str], str] = self._read_admin1()
        self._variants = SpellingVariants(self._names_of_country, self.place)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file in every thread that used it."""
        with self._lock:
            for connection in self._connections:
                connection.close()
            self._connections.clear()
            self._local = threading.local()

    def lookup(self, name: str) -> tuple[Candidate, ...]:
        """Return every place with this name, best known first; () if none.

        Countries come before first-order divisions, these before the rest by population.
        ``Match.ABBREVIATION`` marks names like "Calif.", "TX" and "US", ``Match.DEMONYM``
        adjectives and peoples.
        """
        for key in keys(name):
            found = self._by_key(key) if key else ()
            if found:
                return found
        return ()

    def lookup_many(self, names: Iterable[str]) -> dict[str, tuple[Candidate, ...]]:
        """Return `lookup` of each name at once."""
        return {name: self.lookup(name) for name in names}

    def knows(self, names: Iterable[str]) -> set[str]:
        """Return those of the names that `lookup` would find, as they were given.

        Made for sweeping a text: one call for all n-grams of a report costs about 3 microseconds
        a name, without touching the places. A chance collision is one in 10 million million.
        """
        asked = [(key_hash(key), name) for name in names for key in keys(name) if key]
        if not asked:
            return set()
        known = self._known_hashes()
        hashes = np.fromiter((h for h, _ in asked), dtype=np.uint64, count=len(asked))
        at = np.minimum(np.searchsorted(known, hashes), len(known) - 1)
        hits = np.flatnonzero(known[at] == hashes)
        return {asked[i][1] for i in hits.tolist()}

    def variants(self, name: str, country_codes: Iterable[str]) -> tuple[Candidate, ...]:
        """Return places spelled nearly so inside the given countries, most similar first.

        Similarity is rapidfuzz's ratio of the keys without Arabic articles, from 0.72; take 0.85
        and more as right in a country that the report is about, less as to be reviewed. Names
        under five letters have no variants.
        """
        return self._variants.find(name, country_codes)

    def place(self, geonameid: int) -> Place | None:
        """Return the place with this id."""
        row = self._query(f"SELECT {_PLACE} FROM place p WHERE p.geonameid = ?", geonameid)
        return _place(row[0]) if row else None

    def country(self, country_code: str) -> Place | None:
        """Return the country with this ISO 3166-1 alpha-2 code."""
        return self._countries.get(country_code)

    def country_name(self, country_code: str) -> str:
        """Return the country's short English name, or an empty string."""
        country = self._countries.get(country_code)
        return country.name if country else ""

    def admin1_name(self, country_code: str, admin1_code: str) -> str:
        """Return the first-order division's name, or an empty string."""
        return self._admin1.get((country_code, admin1_code), "")

    def search(
        self, text: str, *, country_code: str | None = None, limit: int = 10
    ) -> tuple[Candidate, ...]:
        """Return what a person who typed `text` may mean: exact, prefix, then similar names."""
        key = fold(text)
        if not key:
            return ()
        found = [*self.lookup(text), *self._starting_with(key)]
        if country_code:
            found += self.variants(text, [country_code])
        best: dict[int, Candidate] = {}
        for candidate in found:
            if country_code in {None, candidate.place.country_code}:
                best.setdefault(candidate.place.geonameid, candidate)
        return tuple(best.values())[:limit]

    def info(self) -> GazetteerInfo:
        """Say which gazetteer this is."""
        meta = dict(self._query("SELECT name, value FROM meta WHERE name <> 'known'"))
        return GazetteerInfo(
            path=str(self._path),
            fingerprint=str(meta["fingerprint"]),
            places=int(str(meta["places"])),
            names=int(str(meta["names"])),
            built=str(meta["built"]),
            sources=json.loads(str(meta["sources"])),
        )

    def _starting_with(self, key: str) -> list[Candidate]:
        return [_candidate(row) for row in self._query(_PREFIX, key, f"{key}\U0010ffff")]

    def _read_key(self, key: str) -> tuple[Candidate, ...]:
        return tuple(_candidate(row) for row in self._query(_LOOKUP, key))

    def _names_of_country(self, country_code: str) -> list[tuple[str, int, str]]:
        return self._query(
            "SELECT n.key, n.geonameid, n.name FROM place p JOIN name n USING (geonameid) "
            "WHERE p.country_code = ? AND n.kind < 2",
            country_code,
        )

    def _read_countries(self) -> dict[str, Place]:
        rows = self._query(
            f"SELECT {_PLACE} FROM place p WHERE p.feature_code LIKE 'PCL%' "
            "OR p.feature_code = 'TERR'"
        )
        return {place.country_code: place for place in map(_place, rows)}

    def _read_admin1(self) -> dict[tuple[str, str], str]:
        rows = self._query(
            "SELECT country_code, admin1_code, name FROM place WHERE feature_code = 'ADM1'"
        )
        return {(str(c), str(a)): str(n) for c, a, n in rows}

    def _known_hashes(self) -> np.ndarray[tuple[int], np.dtype[np.uint64]]:
        if self._known is None:
            blob = self._query("SELECT value FROM meta WHERE name = 'known'")[0][0]
            self._known = np.frombuffer(blob, dtype=np.uint64)
        return self._known

    def _query(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        try:
            return self._connection().execute(sql, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise GazetteerError(
                f"{self._path}: the gazetteer is damaged ({error}); delete the file, it is built "
                "again when Dateline starts"
            ) from error

    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            uri = f"{self._path.absolute().as_uri()}?mode=ro&immutable=1"
            connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
            connection.execute("PRAGMA mmap_size=1073741824")
            connection.execute("PRAGMA cache_size=-2048")
            self._local.connection = connection
            with self._lock:
                self._connections.append(connection)
        return connection


def _place(row: tuple[Any, ...]) -> Place:
    return Place(
        geonameid=row[0],
        name=row[1],
        latitude=row[2],
        longitude=row[3],
        feature_class=row[4],
        feature_code=row[5],
        country_code=row[6],
        admin1_code=row[7],
        admin2_code=row[8],
        population=row[9],
    )


def _candidate(row: tuple[Any, ...]) -> Candidate:
    return Candidate(place=_place(row[2:]), name=str(row[0]), match=_MATCHES[int(str(row[1]))])
