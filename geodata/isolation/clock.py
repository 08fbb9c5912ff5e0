"""When a worker is given up: one that stands still soon, one that gets no processor late.

A loaded machine may give a worker a tenth of a core. What it may use is counted in processor time,
by the system; the clock on the wall only ends those that do nothing, and, much later, all.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

__all__ = ["Clock"]

# A worker that used less of a turn than this stands still.
_LEAST_SHARE = 0.01
_MOST_TURNS = 12
_USER, _SYSTEM = 11, 12  # fields after the name in /proc/PID/stat


class Clock:
    """Ends a worker after `seconds`, later if it works but is seldom let.

    Parameters
    ----------
    pid
        The worker's process.
    seconds
        A turn: after each, a worker that has used the processor gets another.
    end
        Called once, when it has to end.
    most_turns
        After so many it has to end whatever it does.

    Attributes
    ----------
    turns
        How many are over.
    """

    def __init__(
        self, pid: int, seconds: float, end: Callable[[], None], *, most_turns: int = _MOST_TURNS
    ) -> None:
        self._pid, self._seconds, self._end = pid, seconds, end
        self._most_turns = most_turns
        self.turns, self._used = 0, _cpu_seconds(pid)
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def cancel(self) -> None:
        """Let the worker be."""
        self._stopped.set()

    def _watch(self) -> None:
        while not self._stopped.wait(self._seconds):
            self.turns += 1
            used = _cpu_seconds(self._pid)
            works = used - self._used >= _LEAST_SHARE * self._seconds
            if not works or self.turns >= self._most_turns:
                self._end()
                return
            self._used = used


def _cpu_seconds(pid: int) -> float:
    """Return what a process has used; always the same where the system does not tell."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
        return (int(fields[_USER]) + int(fields[_SYSTEM])) / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError, AttributeError):
        return 0.0
