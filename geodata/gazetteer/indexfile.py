"""An index file opened read-only, with a connection for each thread."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path
from typing import Any

from geodata.errors import GazetteerError

__all__ = ["IndexFile"]

_MAPPED_BYTES = 1 << 30


class IndexFile:
    """A finished index; its pages are mapped, so processes share their memory."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()
        self._connections: list[sqlite3.Connection] = []
        self._lock = threading.Lock()

    def query(self, sql: str, *values: object) -> list[Any]:
        """Return the rows of a query.

        Raises
        ------
        GazetteerError
            If the file is damaged.
        """
        try:
            return self._connection().execute(sql, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise GazetteerError(
                f"{self.path}: the gazetteer is damaged ({error}); delete the file, it is built "
                "again when Dateline starts"
            ) from error

    def close(self) -> None:
        """Close the file in every thread that used it."""
        with self._lock:
            for connection in self._connections:
                connection.close()
            self._connections.clear()
            self._local = threading.local()

    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            # The file is only ever replaced whole, so SQLite may take it as unchanging.
            uri = f"{self.path.absolute().as_uri()}?mode=ro&immutable=1"
            connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
            connection.execute(f"PRAGMA mmap_size={_MAPPED_BYTES}")
            connection.execute("PRAGMA cache_size=-2048")
            self._local.connection = connection
            with self._lock:
                self._connections.append(connection)
        return connection
