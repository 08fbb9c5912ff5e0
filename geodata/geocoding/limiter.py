"""One question a second to each host, whichever processes ask."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

__all__ = ["HostLimiter"]

_TABLE = "CREATE TABLE IF NOT EXISTS hosts (host TEXT PRIMARY KEY, next_turn REAL) WITHOUT ROWID"
_LONGEST_REST = 3600.0


class HostLimiter:
    """Hands out turns, kept in a small file that all processes share.

    Parameters
    ----------
    path
        The file; its folder is made.
    seconds_apart
        Between two turns at one host.
    patience
        Seconds; a turn further away is not waited for.
    clock, sleep
        Wall time in seconds, which processes have in common, and how to wait.
    """

    def __init__(
        self,
        path: Path,
        *,
        seconds_apart: float = 1.0,
        patience: float = 5.0,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._path = path
        self._seconds_apart = seconds_apart
        self._patience = patience
        self._clock = clock
        self._sleep = sleep

    def wait(self, host: str) -> bool:
        """Wait for the host's next turn; at once False where it is too far away.

        Raises
        ------
        sqlite3.Error
            If the file cannot be used: then nobody may ask.
        """
        with closing(self._opened()) as db, db:
            now = self._clock()
            turn = self._next_turn(db, host, now)
            if turn - now > self._patience:
                return False
            self._keep(db, host, turn + self._seconds_apart)
        if turn > now:
            self._sleep(turn - now)
        return True

    def rest(self, host: str, seconds: float) -> None:
        """Give the host no turn for so many seconds (an hour at most); raises as `wait` does."""
        with closing(self._opened()) as db, db:
            now = self._clock()
            turn = now + min(seconds, _LONGEST_REST)
            self._keep(db, host, max(turn, self._next_turn(db, host, now)))

    def _next_turn(self, db: sqlite3.Connection, host: str, now: float) -> float:
        row = db.execute("SELECT next_turn FROM hosts WHERE host = ?", (host,)).fetchone()
        turn = float(row[0]) if row else now
        # Further away than any rest: the clock was put back since.
        return now if turn > now + _LONGEST_REST else max(turn, now)

    def _keep(self, db: sqlite3.Connection, host: str, turn: float) -> None:
        db.execute("INSERT OR REPLACE INTO hosts VALUES (?, ?)", (host, turn))

    def _opened(self) -> sqlite3.Connection:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise sqlite3.OperationalError(str(error)) from error
        db = sqlite3.connect(self._path, timeout=self._patience)
        try:
            # A turn lost with the power is no loss.
            db.execute("PRAGMA synchronous=OFF")
            db.execute(_TABLE)
            # Reading a turn and taking it are one step for all processes.
            db.execute("BEGIN IMMEDIATE")
        except sqlite3.Error:
            db.close()
            raise
        return db
