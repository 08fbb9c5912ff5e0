"""Which index is in use, and building it where there is none.

The index that comes with Dateline is compiled in the cache folder on first use and opens in
milliseconds ever after; its file's name carries the fingerprint of the tables, so another version
of the data never meets it. An index that the user built from a GeoNames dump stands in the data
folder and is used instead.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from geodata.errors import GazetteerError
from geodata.gazetteer.build import APPLICATION_ID, SCHEMA_VERSION, Progress, build_index
from geodata.gazetteer.index import SqliteGazetteer
from geodata.gazetteer.own import own_rows
from geodata.gazetteer.sources import data_files, fingerprint
from geodata.gazetteer.tables import read_tables
from geodata.settings import Settings

__all__ = ["DUMP_INDEX", "embedded_tables", "is_whole", "open_gazetteer"]

DUMP_INDEX = "geonames.sqlite"
_OUTDATED = (
    "{}: not used: it is damaged or another version of Dateline built it; build it again with "
    "'dateline gazetteer build', or delete it"
)
_COMPILING = "compiling the gazetteer"
_KEPT_SECONDS = 7 * 86_400


def open_gazetteer(settings: Settings, *, progress: Progress | None = None) -> SqliteGazetteer:
    """Return the gazetteer with the user's own places, built first where there is none.

    Parameters
    ----------
    settings
        Say where the cache folder and the data folder are.
    progress
        Called with what is being done and the share done (0-1) while building; never when the
        index exists.

    Raises
    ------
    GazetteerError
        If the index can neither be opened nor built.
    """
    dump = settings.data_dir / DUMP_INDEX
    if is_whole(dump):
        return SqliteGazetteer(dump, own=own_rows(settings))
    path = _embedded_index(settings, progress)
    warnings = [_OUTDATED.format(dump)] if dump.exists() else []
    return SqliteGazetteer(path, own=own_rows(settings), warnings=warnings)


def _embedded_index(settings: Settings, progress: Progress | None) -> Path:
    files = data_files()
    mark = fingerprint(files, str(SCHEMA_VERSION))
    path = settings.cache_dir / f"gazetteer-{mark}.sqlite"
    if is_whole(path):
        return path
    try:
        build_index(path, tables=embedded_tables(files, progress), fingerprint=mark)
    except (OSError, sqlite3.Error) as error:
        raise GazetteerError(
            f"{path}: the gazetteer cannot be built ({error}); free some disk space or set "
            "DATELINE_CACHE_DIR to a folder that can be written"
        ) from error
    _remove_outdated(path)
    return path


def _remove_outdated(path: Path) -> None:
    """Remove the indexes of other versions, and what broken builds left, once a week old."""
    for other in (*path.parent.glob("gazetteer-*.sqlite"), *path.parent.glob("gazetteer-*.part")):
        with suppress(OSError):
            if other != path and time.time() - other.stat().st_mtime > _KEPT_SECONDS:
                other.unlink()


def embedded_tables(
    files: Sequence[Path], progress: Progress | None
) -> Iterator[tuple[str, pa.Table]]:
    """Yield our own tables in parts, with the name of their source, and tell the progress."""
    expected = sum(pq.read_metadata(f).num_rows for f in files if f.suffix == ".parquet")
    tell = progress or (lambda _words, _share: None)
    done = 0
    for file in files:
        source = file.stem.rstrip("_0123456789")
        for table in read_tables(file):
            tell(_COMPILING, min(0.99, done / max(expected, 1)))
            yield source, table
            done += len(table)
    tell(_COMPILING, 1.0)


def is_whole(path: Path) -> bool:
    """Whether the file is a finished index of this version, by its header and its size."""
    try:
        with path.open("rb") as file:
            header = file.read(100)
        size = path.stat().st_size
    except OSError:
        return False
    if len(header) < 100 or not header.startswith(b"SQLite format 3\0"):
        return False
    pages, version, application = (_number(header, at) for at in (28, 60, 68))
    page = int.from_bytes(header[16:18], "big")
    whole = size == pages * (65536 if page == 1 else page)
    return whole and version == SCHEMA_VERSION and application == APPLICATION_ID


def _number(header: bytes, at: int) -> int:
    return int.from_bytes(header[at : at + 4], "big")
