"""Copies of a store that is in use: consistent, checked, put in place whole."""

from __future__ import annotations

import os
import tempfile
from contextlib import closing
from pathlib import Path

from geodata.errors import StoreError
from geodata.store.driver import address, sqlite3
from geodata.store.engine import reporting_errors
from geodata.store.probing import version_of

__all__ = ["back_up", "copy_database"]


def back_up(store: Path, target: Path) -> None:
    """Write a copy of a store; only an older backup may be in its way.

    Raises
    ------
    StoreError
        There is something else at `target`, or the copy could not be made.
    """
    if target.exists() and not target.samefile(store):
        try:
            version_of(target)
        except StoreError as error:
            raise StoreError(
                f"{target} exists and is no backup, so it was left alone; name another file"
            ) from error
    copy_database(store, target)


def copy_database(source: Path, target: Path) -> None:
    """Write a consistent, checked copy, aside and then in place, readable by its owner alone.

    Raises
    ------
    StoreError
        The copy could not be made; an older file at `target` is left as it was.
    """
    if target.exists() and target.samefile(source):
        raise StoreError(f"{target} is the store itself; name another file for the backup")
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        os.close(handle)
    except OSError as error:
        raise StoreError(f"backup {target} cannot be made: {error}; name another place") from error
    aside = Path(name)
    try:
        with (
            reporting_errors(source),
            closing(sqlite3.connect(address(source), uri=True)) as store,
            closing(sqlite3.connect(aside)) as copy,
        ):
            store.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
            verdict = copy.execute("PRAGMA quick_check").fetchone()[0]
        if verdict != "ok":
            raise StoreError(f"store {source} is damaged ({verdict}); no backup was made")
        aside.replace(target)
    finally:
        aside.unlink(missing_ok=True)
