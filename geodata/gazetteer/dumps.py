"""Building the index from a full GeoNames dump: in parts, and on from where it was stopped.

Our own tables come first: their countries, divisions and regions carry more names and better
points. Each part is committed with the place in the file that it reached; the unfinished index
stays beside the finished one, and the next build of the same files goes on with it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import pyarrow.compute as pc

from geodata.errors import GazetteerError
from geodata.gazetteer.build import SCHEMA_VERSION, IndexWriter, Progress
from geodata.gazetteer.dumpfiles import (
    NAME_COLUMNS,
    PLACE_COLUMNS,
    blocks,
    column_count,
    names_table,
    places_table,
    text_size,
)
from geodata.gazetteer.opening import DUMP_INDEX, embedded_tables
from geodata.gazetteer.sources import data_files, fingerprint
from geodata.settings import Settings

__all__ = ["build_from_dumps"]

_ALTERNATE, _ABBREVIATION = 1, 2
# Of the millions of streams, hills and schools every other one is nearly called like a town.
_SPELLED = ("P", "A", "L")
_OWN_TABLES = "our own tables"
_DONE = "CREATE TABLE IF NOT EXISTS done (step TEXT PRIMARY KEY, bytes INTEGER)"


def build_from_dumps(
    paths: Sequence[Path],
    settings: Settings,
    *,
    country_codes: Iterable[str] = (),
    progress: Progress | None = None,
) -> Path:
    """Build the index of our own tables and GeoNames dump files; it is used from then on.

    A build that was stopped, even by force, goes on where it was when it is started again with
    the same files and countries.

    Parameters
    ----------
    paths
        Dump files, zipped or not, in any order; which is which their columns tell.
    settings
        Say where the data folder is, in which the index is put. Delete it there to go back.
    country_codes
        ISO 3166-1 alpha-2 codes of the countries to take from the dump; all when empty.
    progress
        Called with what is being done and the share done (0-1).

    Returns
    -------
    Path
        The finished index.

    Raises
    ------
    GazetteerError
        If a file is no GeoNames dump, the index cannot be written, or another process is
        building it.
    """
    countries = sorted({code.upper() for code in country_codes})
    columns = {path: column_count(path) for path in paths}
    places = [path for path in paths if columns[path] == PLACE_COLUMNS]
    names = [path for path in paths if columns[path] == NAME_COLUMNS]
    if not places:
        raise GazetteerError("no dump of places was given: name allCountries.zip or SY.zip")
    target = settings.data_dir / DUMP_INDEX
    mark = fingerprint([*data_files(), *places, *names], str(SCHEMA_VERSION), *countries)
    aside = target.with_name(f"{target.name}.{mark}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with closing(_unfinished(aside)) as db:
            build = _Build(db, progress or (lambda _words, _share: None))
            build.run(places, names, countries)
            build.finish(mark)
        aside.replace(target)
    except (OSError, sqlite3.Error) as error:
        raise GazetteerError(_failed(target, aside, error)) from error
    for other in target.parent.glob(f"{target.name}.*.part*"):
        other.unlink(missing_ok=True)
    return target


def _unfinished(aside: Path) -> sqlite3.Connection:
    """Open the index that is being built, for this process alone."""
    db = sqlite3.connect(aside, timeout=0.2)
    db.execute("PRAGMA locking_mode=EXCLUSIVE")
    db.execute("BEGIN EXCLUSIVE")
    db.execute(_DONE)
    db.commit()
    return db


def _failed(target: Path, aside: Path, error: Exception) -> str:
    """Say what went wrong and what to do; remove what is of no use."""
    if isinstance(error, sqlite3.OperationalError) and "locked" in str(error):
        return f"{target}: another process is building it; wait for it, or stop it"
    if isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError):
        aside.unlink(missing_ok=True)
        return f"{target}: what was built so far is damaged ({error}) and removed; start again"
    return f"{target}: the gazetteer cannot be built ({error})"


class _Build:
    """One index in the making: does what is not done yet."""

    def __init__(self, db: sqlite3.Connection, progress: Progress) -> None:
        self._db = db
        self._progress = progress
        self._writer = IndexWriter(db)

    def run(self, places: Sequence[Path], names: Sequence[Path], countries: Sequence[str]) -> None:
        """Read our own tables and the files, except for what an earlier build has read."""
        if not self._reached(_OWN_TABLES):
            for source, table in embedded_tables(data_files(), self._progress):
                self._writer.add(source, table)
            self._commit(_OWN_TABLES, 1)
        for path in places:
            self._read(path, "reading places", self._places_adder(path, countries))
        for path in names:
            self._read(path, "reading names", self._add_names)

    def finish(self, mark: str) -> None:
        """Sort and mark the index as finished."""
        self._progress("making the index", 0.0)
        self._writer.finish(mark)
        self._progress("making the index", 1.0)

    def _read(self, path: Path, words: str, add: Callable[[bytes], None]) -> None:
        step, size = str(path.absolute()), text_size(path)
        for end, block in blocks(path, self._reached(step)):
            add(block)
            self._commit(step, end)
            self._progress(words, min(1.0, end / size))

    def _places_adder(self, path: Path, countries: Sequence[str]) -> Callable[[bytes], None]:
        source = f"GeoNames {path.name}"
        return lambda block: self._writer.add(
            source, places_table(block, countries), spelled=_SPELLED
        )

    def _add_names(self, block: bytes) -> None:
        table = names_table(block)
        short = pc.equal(table["language"], "abbr").to_numpy()
        kinds = np.where(short, _ABBREVIATION, _ALTERNATE)
        self._writer.add_names(table["geonameid"].to_numpy(), kinds, table["name"])

    def _reached(self, step: str) -> int:
        row = self._db.execute("SELECT bytes FROM done WHERE step = ?", (step,)).fetchone()
        return int(row[0]) if row else 0

    def _commit(self, step: str, reached: int) -> None:
        self._db.execute("INSERT OR REPLACE INTO done VALUES (?,?)", (step, reached))
        self._db.commit()
