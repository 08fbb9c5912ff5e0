"""What a file is, found out before anything in it is changed or run."""

from __future__ import annotations

import stat
from contextlib import closing
from pathlib import Path

from geodata.errors import StoreError, StoreVersionError
from geodata.store.driver import address, sqlite3
from geodata.store.engine import BUSY_SECONDS, reporting_errors
from geodata.store.geopackage import APPLICATION_ID
from geodata.store.tables import HEAD, TRIGGERS, VERSION_TABLE

__all__ = ["version_of"]


def version_of(path: Path) -> str:
    """Return the version of the store in a file, which this Dateline can read.

    Raises
    ------
    StoreError
        The file is no store, is damaged, or has statements in it that are not ours.
    StoreVersionError
        A newer Dateline wrote it.
    """
    # Asked of SQLite alone: closing a file that we opened ourselves would let go of the locks that
    # this process may hold on it.
    _check_size(path)
    with (
        reporting_errors(path),
        closing(sqlite3.connect(address(path), uri=True, timeout=BUSY_SECONDS)) as connection,
    ):
        connection.execute("PRAGMA trusted_schema = OFF")
        _check_application(connection, path)
        version = _version(connection, path)
        _check_triggers(connection, path)
    if not version.isdigit() or version > HEAD:
        raise StoreVersionError(
            f"store {path} is of version {version}, this Dateline knows {HEAD}; "
            "upgrade Dateline, or name another store. Nothing was changed."
        )
    return version


def _check_size(path: Path) -> None:
    try:
        found = path.stat()
    except OSError as error:
        raise StoreError(f"store {path} cannot be read: {error}; check its permissions") from error
    if not stat.S_ISREG(found.st_mode):
        raise StoreError(f"store {path} cannot be read: it is no file; name another store")
    if not found.st_size:
        raise StoreError(f"store {path} is an empty file; take it away or name another store")


def _check_application(connection: sqlite3.Connection, path: Path) -> None:
    try:
        (application,) = connection.execute("PRAGMA application_id").fetchone()
    except sqlite3.DatabaseError as error:
        if "not a database" in str(error):
            raise StoreError(
                f"{path} is no store (not an SQLite file); name another file"
            ) from None
        raise
    if application != APPLICATION_ID:
        raise StoreError(f"{path} is a database, but no Dateline store; name another file")


def _version(connection: sqlite3.Connection, path: Path) -> str:
    table = connection.execute(
        "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", (VERSION_TABLE,)
    )
    if table.fetchone() is None:
        raise StoreError(f"{path} is a GeoPackage, but no Dateline store; name another file")
    row = connection.execute(f"SELECT version_num FROM {VERSION_TABLE}").fetchone()
    return str(row[0]) if row else "0000"


def _check_triggers(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse a store in which somebody else's statements would run with ours."""
    rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    strange = sorted(str(name) for name, sql in rows if TRIGGERS.get(name) != _plain(sql))
    if strange:
        raise StoreError(
            f"store {path} has triggers that Dateline did not make ({', '.join(strange)}); remove "
            "them (a spatial index made in QGIS can be deleted there) or go back to a backup"
        )


def _plain(sql: object) -> str:
    return " ".join(str(sql).split())
