"""The SQLite library that the store runs on: the one that pysqlite3 carries, where it is installed.

Python's own module uses whatever SQLite the system has, which is often one with the WAL-reset
fault (`geodata.store.engine`). pysqlite3 is the same module built with a recent SQLite inside; it
has wheels for Linux and Windows on x86-64 and for macOS on ARM. Elsewhere Python's own serves.

Whatever opens a store in our process takes this module: POSIX locks belong to a process, so two
SQLite libraries in one process do not see each other's.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
else:
    try:
        from pysqlite3 import dbapi2 as sqlite3
    except ImportError:
        import sqlite3

__all__ = ["address", "sqlite3"]


def address(path: Path) -> str:
    """Return what to connect to, with ``uri=True``: also for a store on a disk that is read-only.

    Where nothing can be written beside the file there is no log to share, and nobody who writes.
    """
    log = path.with_name(f"{path.name}-wal")
    sealed = path.exists() and not os.access(path.parent, os.W_OK) and not log.exists()
    return path.absolute().as_uri() + ("?immutable=1" if sealed else "")
