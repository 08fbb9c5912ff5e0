"""A progress line on standard error: only for a person at a terminal, gone when done."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Self

from geodata.shown import printable

__all__ = ["Meter"]

_EVERY_SECONDS = 0.1


class Meter:
    """Counts things done and says so at most ten times a second.

    Parameters
    ----------
    what
        What is counted ("reports").
    total
        How many there are, or 0 where unknown.
    """

    def __init__(self, what: str, *, total: int = 0) -> None:
        self._what, self._total, self._done = what, total, 0
        self._began, self._told = time.monotonic(), 0.0
        self._live = sys.stderr.isatty()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.clear()

    def advance(self, name: str = "") -> None:
        """Count one more; `name` is what was just done."""
        self._done += 1
        self.say(f"{self._done}{f' of {self._total}' if self._total else ''} {self._what}", name)

    def share(self, what: str, done: float) -> None:
        """Say what a single long step does and how far it is (0-1)."""
        self.say(f"{what}: {done:.0%} of {self._what}")

    def say(self, *parts: str) -> None:
        """Show a line in the place of the one before."""
        now = time.monotonic()
        if not self._live or now - self._told < _EVERY_SECONDS:
            return
        self._told = now
        line = " · ".join(part for part in (*parts, self._left(now)) if part)
        shown = " ".join(printable(line[:100], sys.stderr).split())
        sys.stderr.write("\r\x1b[K" + shown[:100])
        sys.stderr.flush()

    def _left(self, now: float) -> str:
        if not self._total or self._done < 2:
            return ""
        seconds = (now - self._began) / self._done * max(0, self._total - self._done)
        return f"about {seconds:.0f} s left" if seconds > 1 else ""

    def clear(self) -> None:
        """Take the line away, for something that stays."""
        if self._live:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
