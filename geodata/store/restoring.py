"""A backup put in the place of a store, also of one that is in use or damaged."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from geodata.errors import StoreError, StoreVersionError
from geodata.model import Counts
from geodata.store.checking import faults_of
from geodata.store.copies import copy_database
from geodata.store.driver import sqlite3
from geodata.store.engine import BUSY_SECONDS, reporting_errors, transaction
from geodata.store.opening import open_engine, path_of
from geodata.store.probing import version_of
from geodata.store.reading import count_all

__all__ = ["Restored", "restore"]

_LONGEST = 3
_BESIDE = ("", "-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What a restore did: what is in the store now, and where what was there before is kept."""

    counts: Counts
    kept: Path | None = None


def restore(url: str, backup: Path) -> Restored:
    """Put a backup in the place of a store.

    The backup is copied, brought up to date and checked first. A sound store is overwritten in one
    transaction, so that whoever has it open goes on with what was restored; a damaged one is moved
    away, and programs that have it open must be started again. What was there is kept beside the
    store as ``NAME.replaced-TIME``.

    Raises
    ------
    StoreError
        The backup is none, or has faults; the store is that of a newer Dateline, or is locked for
        longer than a minute. What was there is then as it was.
    """
    path = path_of(url)
    if path is None:
        raise StoreError("a temporary store cannot be restored; write sqlite:///file.db")
    if not backup.exists():
        raise StoreError(f"there is no backup {backup}; name another file")
    if path.exists() and path.samefile(backup):
        raise StoreError(f"{backup} is the store itself; name a backup of it")
    version_of(backup)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # In the store's own folder: to be put in place whole it must be on the same disk.
    with TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as folder:
        copy = Path(folder) / "restored"
        copy_database(backup, copy)
        counts = _check(copy, backup)
        kept = _replace(path, copy)
    return Restored(counts=counts, kept=kept)


def _check(copy: Path, backup: Path) -> Counts:
    engine = open_engine(copy)
    try:
        with transaction(engine, copy) as connection:
            faults = list(faults_of(connection))
            counts = count_all(connection)
    finally:
        engine.dispose()
    if faults:
        shown = "; ".join(faults[:_LONGEST])
        more = f" and {len(faults) - _LONGEST} more" if len(faults) > _LONGEST else ""
        raise StoreError(f"backup {backup} has faults, so nothing was changed: {shown}{more}")
    return counts


def _replace(path: Path, copy: Path) -> Path | None:
    if not path.exists():
        _move(copy, path)
        return None
    kept = path.with_name(f"{path.name}.replaced-{dt.datetime.now(dt.UTC):%Y%m%dT%H%M%S%f}")
    try:
        version_of(path)
        copy_database(path, kept)
    except StoreVersionError:
        raise
    except StoreError:
        # Damaged, or no store at all: it cannot be written to, but is not lost either.
        for suffix in _BESIDE:
            beside = path.with_name(path.name + suffix)
            if beside.exists():
                _move(beside, kept.with_name(kept.name + suffix))
        _move(copy, path)
        return kept
    _overwrite(path, copy)
    return kept


def _move(source: Path, target: Path) -> None:
    try:
        source.replace(target)
    except OSError as error:
        raise StoreError(f"{source} cannot be moved to {target}: {error}") from error


def _overwrite(path: Path, copy: Path) -> None:
    """Write the copy's pages into the store, as one transaction of it."""
    with (
        reporting_errors(path),
        closing(sqlite3.connect(copy)) as source,
        closing(sqlite3.connect(path, timeout=BUSY_SECONDS)) as store,
    ):
        store.execute("PRAGMA secure_delete = ON")
        (before,) = store.execute("SELECT revision FROM dateline_state").fetchone()
        source.backup(store, progress=_patience())
        # Whoever has the older state in memory must see that it is another.
        store.execute(
            "UPDATE dateline_state SET revision = max(revision, :before) + 1", {"before": before}
        )
        store.commit()


def _patience() -> Callable[[int, int, int], None]:
    end = time.monotonic() + BUSY_SECONDS

    def wait(_status: int, _remaining: int, _total: int) -> None:
        if time.monotonic() > end:
            raise sqlite3.OperationalError("database is locked")

    return wait
