"""What a file's outlet is known by: the reports that were kept some files before it.

Where an outlet is at home is learned from its reports, each after the other, which would let nobody
work ahead. So a file is placed with what was known a few files before it: the next but one at
first, up to 64 later. How many does not depend on the number of processes, so that any number of
them gives the same events.
"""

from __future__ import annotations

from geodata.store import Store

__all__ = ["Marks", "lag"]

_MOST = 64
# From here on a mark holds for several files, so that its answers can be remembered.
_STEP, _FIRST_STEP = 16, 64


def lag(number: int) -> int:
    """Return by how many files (or parts of one) what is known lags behind the one of a number."""
    return min(max(1, number // 2), _MOST)


def _known(number: int) -> int:
    """Return how many files are kept and known when the one of a number is placed."""
    kept = max(0, number - lag(number))
    return kept - kept % _STEP if kept >= _FIRST_STEP else kept


class Marks:
    """The last event that was kept, by the number of files that were done."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._marks = {0: store.mark()}

    def may_start(self, number: int, finished: int) -> bool:
        """Say whether what a file is placed with is known."""
        return number - lag(number) <= finished

    def of(self, number: int) -> int:
        """Return the mark for a file; files are asked for in order."""
        known = _known(number)
        for older in [n for n in self._marks if n < known]:
            del self._marks[older]
        return self._marks[known]

    def set(self, finished: int) -> None:
        """Note that one file more is done."""
        if finished < _FIRST_STEP or finished % _STEP == 0:
            self._marks[finished] = self._store.mark()
