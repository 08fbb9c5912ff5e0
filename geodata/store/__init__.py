"""Step 6: what was read, found and decided, kept in one file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from geodata.errors import StoreError
from geodata.store.base import (
    Outcome,
    ReportSummary,
    Saved,
    SearchHits,
    Store,
    StoredEvent,
    StoredReport,
)
from geodata.store.decisions import Decision, DecisionKind, LogEntry

if TYPE_CHECKING:
    from geodata.store.restoring import Restored

__all__ = [
    "Decision",
    "DecisionKind",
    "LogEntry",
    "Outcome",
    "ReportSummary",
    "Saved",
    "SearchHits",
    "Store",
    "StoredEvent",
    "StoredReport",
    "open_existing",
    "open_store",
    "restore",
]


def open_store(
    url: str,
    *,
    country_name: Callable[[str], str] = lambda _country_code: "",
    admin1_name: Callable[[str, str], str] = lambda _country_code, _admin1_code: "",
) -> Store:
    """Open a store, made if there is none.

    Parameters
    ----------
    url
        ``sqlite:///relative.db``, ``sqlite:////absolute.db``, or ``sqlite://`` for a store that
        is gone when closed.
    country_name, admin1_name
        A gazetteer's methods of these names: they write the names beside the codes. Whoever only
        reads needs none.

    Raises
    ------
    StoreError
        The URL or the file is no store, or cannot be opened; the message says what to do.
    StoreVersionError
        A newer Dateline wrote the store; it is left untouched.
    """
    # Databases are loaded only by those who open one.
    from geodata.store.opening import path_of
    from geodata.store.sqlite import SqliteStore

    return SqliteStore(path_of(url), (country_name, admin1_name))


def open_existing(url: str) -> Store:
    """Open a store that is there already; none is made.

    Raises
    ------
    StoreError
        As `open_store` does, and where there is no such file.
    """
    from geodata.store.opening import path_of

    path = path_of(url)
    if path is None or not path.exists():
        raise StoreError(f"there is no store {path or url} yet; name another one with --store")
    return open_store(url)


def restore(url: str, backup: Path) -> Restored:
    """Put a backup in the place of a store, which may be in use; see `restoring.restore`."""
    from geodata.store.restoring import restore

    return restore(url, backup)
