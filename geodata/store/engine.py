"""Connections to one SQLite file, set up to lose nothing.

*Journal.* WAL mode lets readers and a writer work at once, but SQLite 3.7.0 to 3.51.2 has a fault
that can lose committed rows when two connections reset the log together; it is fixed in 3.51.3
and in the branches 3.50.7 and 3.44.6. `geodata.store.driver` brings a fixed library for most
machines. With any other the store uses a rollback journal: readers then wait for a commit and a
commit for readers, both at most `BUSY_SECONDS`.

*Durability.* A commit waits for the disk (synchronous = FULL): a decision outlasts a power cut. In
WAL mode the reports of an ingest do not (NORMAL): a kill loses none, a power cut at most the last,
whole, with the notes that they were read, so that the next run reads them again.

*Transactions.* The driver's own transactions are off: a writing one starts with BEGIN IMMEDIATE,
so that it cannot lose a race after it has read, and asks every few milliseconds until it may; a
reading one with BEGIN.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import Enum
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, OperationalError

from geodata.errors import StoreError
from geodata.store.driver import address, sqlite3
from geodata.store.queueing import first_in_line

__all__ = [
    "BUSY_SECONDS",
    "Writing",
    "fold_log",
    "make_engine",
    "reporting_errors",
    "transaction",
    "wal_is_safe",
]

BUSY_SECONDS = 60


class Writing(Enum):
    """Whether a commit waits until the disk has it, or its input is there to be read again."""

    DURABLE = "durable"
    REPEATABLE = "repeatable"


# 16 MB: folding the log in more rarely writes pages that change again and again but once.
_PAGES_IN_LOG = 4_000
_ASK_AGAIN_SECONDS = 0.002

_REMEDIES = (
    ("locked", "another program is writing to it; try again when it has finished"),
    ("readonly", "it cannot be written; allow it (chmod u+w) or name another store"),
    ("read-only", "it cannot be written; allow it (chmod u+w) or name another store"),
    ("full", "the disk is full; make room and try again: nothing was changed"),
    ("malformed", "the file is damaged; keep a copy and go back to a backup"),
    ("not a database", "it is no store; name another file or take this one away"),
    ("no such table", "it is no complete store; go back to a backup or name another file"),
    ("unable to open", "it cannot be opened; check that the folder exists and may be written"),
    ("disk i/o", "the disk does not answer; check it, then go back to a backup if need be"),
)


def wal_is_safe(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> bool:
    """Say whether this SQLite library is free of the WAL-reset fault."""
    return (
        version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)
    )


def make_engine(path: Path) -> Engine:
    """Return an engine for the file at `path`, which need not exist yet."""
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        module=sqlite3,
        creator=partial(_connect, path),
    )
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(
        address(path),
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
    )


def _set_up(connection: sqlite3.Connection, _record: object) -> None:
    _choose_journal(connection)
    for pragma in (
        "trusted_schema = OFF",
        "foreign_keys = ON",
        "cell_size_check = ON",
        "secure_delete = ON",
        "synchronous = FULL",
        f"journal_size_limit = {64 * 2**20}",
        "cache_size = -65536",
        f"wal_autocheckpoint = {_PAGES_IN_LOG}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _choose_journal(connection: sqlite3.Connection) -> None:
    wanted = "wal" if wal_is_safe() else "delete"
    (kept,) = connection.execute("PRAGMA journal_mode").fetchone()
    if kept == wanted:
        return
    try:
        connection.execute(f"PRAGMA journal_mode = {wanted}")
    except sqlite3.OperationalError as error:
        # The journal is a property of the file. Where one may but read, it stays as it is; a
        # rollback journal that others are using serves as well, a log with a fault does not.
        passing = "readonly" in str(error) or ("locked" in str(error) and wanted == "wal")
        if not passing:
            raise


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    if not writes:
        connection.exec_driver_sql("BEGIN")
        return
    patience = "NORMAL" if writes is Writing.REPEATABLE and wal_is_safe() else "FULL"
    connection.exec_driver_sql(f"PRAGMA synchronous = {patience}")
    connection.exec_driver_sql("PRAGMA busy_timeout = 0")
    try:
        with first_in_line(Path(str(connection.engine.url.database))):
            end = time.monotonic() + BUSY_SECONDS
            # SQLite itself asks ever more seldom, at last ten times a second.
            while not _began(connection, last=time.monotonic() > end):
                time.sleep(_ASK_AGAIN_SECONDS)
    finally:
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")


def _began(connection: Connection, *, last: bool) -> bool:
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    except OperationalError as error:
        if last or "locked" not in str(error.orig):
            raise
        return False
    return True


@contextmanager
def reporting_errors(path: Path) -> Iterator[None]:
    """Turn the database's errors into `StoreError` with what to do next."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        raise _store_error(path, error) from error
    except UnicodeEncodeError as error:
        raise StoreError(
            f"store {path}: a text holds half characters (lone surrogates); nothing was kept: "
            "read it with geodata.readers, which repairs them"
        ) from error


def _store_error(path: Path, error: DBAPIError | sqlite3.Error) -> StoreError:
    cause = str(error.orig if isinstance(error, DBAPIError) else error)
    remedy = next((r for word, r in _REMEDIES if word in cause.lower()), "")
    return StoreError(f"store {path}: {cause}" + (f": {remedy}" if remedy else ""))


@contextmanager
def transaction(
    engine: Engine, path: Path, *, writes: Writing | bool = False
) -> Iterator[Connection]:
    """Give a connection that sees one state of the store; all its changes are kept, or none."""
    with reporting_errors(path), engine.connect() as connection:
        chosen = connection.execution_options(writes=writes)
        with chosen.begin():
            yield chosen


def fold_log(engine: Engine) -> None:
    """Fold the log into the file, for programs that read the file alone; if others allow it now."""
    # Nothing is lost where it fails: the log stays beside the file.
    with suppress(DBAPIError), engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 1000")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
