"""From a URL to a store: checks before anything is touched, creation, migration."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from sqlalchemy import Connection, Engine
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from geodata.errors import StoreError
from geodata.store.copies import copy_database
from geodata.store.engine import make_engine, transaction
from geodata.store.probing import version_of
from geodata.store.searching import add_missing_words
from geodata.store.tables import HEAD, VERSION_TABLE
from geodata.store.teaching import refresh_lessons

__all__ = ["open_engine", "path_of"]


def path_of(url: str) -> Path | None:
    """Return the file that a store's URL names; None for a temporary store (``sqlite://``).

    Raises
    ------
    StoreError
        The URL is no store's.
    """
    try:
        parts = make_url(url)
    except ArgumentError:
        raise StoreError(f"{url!r} is no store; write sqlite:///file.db") from None
    if parts.get_backend_name() == "postgresql":
        raise StoreError("PostgreSQL stores are not in this version; use sqlite:///file.db")
    if parts.drivername != "sqlite" or parts.host or parts.query:
        raise StoreError(f"{url!r} is no store of this version; write sqlite:///file.db")
    return Path(parts.database) if parts.database not in {None, "", ":memory:"} else None


def open_engine(path: Path) -> Engine:
    """Return an engine on an up-to-date store at `path`, made if there is none.

    Raises
    ------
    StoreError
        The file is no store, or cannot be opened or brought up to date.
    StoreVersionError
        A newer Dateline wrote it; it is left untouched.
    """
    if not path.exists():
        _create(path)
    version = version_of(path)
    engine = make_engine(path)
    if version == HEAD:
        return engine
    _bring_up_to_date(engine, path)
    return engine


def _create(path: Path) -> None:
    """Make the store aside and put it in place whole: a kill leaves no half store behind."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".new", dir=path.parent)
        os.close(handle)
    except OSError as error:
        raise StoreError(f"store {path} cannot be made: {error}; name another place") from error
    aside = Path(name)
    engine = make_engine(aside)
    try:
        with transaction(engine, aside, writes=True) as connection:
            _migrate(connection)
        engine.dispose()
        _put_in_place(aside, path)
    finally:
        engine.dispose()
        for suffix in ("", "-journal", "-wal", "-shm"):
            aside.with_name(aside.name + suffix).unlink(missing_ok=True)


def _put_in_place(aside: Path, path: Path) -> None:
    try:
        os.link(aside, path)
    except FileExistsError:
        pass  # another process was first; its store is as good
    except OSError:
        # Some file systems have no hard links.
        if not path.exists():
            aside.replace(path)


def _bring_up_to_date(engine: Engine, path: Path) -> None:
    with transaction(engine, path, writes=True) as connection:
        # Whoever waited here for another process finds the work done.
        kept = connection.exec_driver_sql(f"SELECT version_num FROM {VERSION_TABLE}").scalar()
        if kept != HEAD:
            copy_database(path, path.with_name(f"{path.name}.before-{HEAD}"))
            _migrate(connection)
            add_missing_words(connection)
            refresh_lessons(connection)


def _migrate(connection: Connection) -> None:
    # Alembic takes a while to import; a store that is up to date never needs it.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "geodata.store:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
