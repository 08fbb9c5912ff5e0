"""Events that a person picks by hand: kept by the server under a short key, decided all at once.

A browser knows events by their index in one revision; a pick holds ids, so that it outlives what
is decided about its events. It lives as long as the server does.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from geodata.errors import StoreError, UsageError

__all__ = ["MOST_PICKED", "Picks", "indices_of"]

MOST_PICKED = 20_000
_KEPT = 200


class Picks:
    """The picks of one server; equal picks have equal keys, and the oldest are forgotten."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, tuple[str, ...]] = OrderedDict()
        self._lock = threading.Lock()

    def keep(self, event_ids: Iterable[str]) -> str:
        """Keep a pick and return its key; an empty one has an empty key.

        Raises
        ------
        UsageError
            There are more than `MOST_PICKED`.
        """
        ids = tuple(sorted(set(event_ids)))
        if len(ids) > MOST_PICKED:
            raise UsageError(f"at most {MOST_PICKED:,} events can be selected at once")
        if not ids:
            return ""
        key = hashlib.sha256(" ".join(ids).encode()).hexdigest()[:20]
        with self._lock:
            self._kept[key] = ids
            self._kept.move_to_end(key)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return key

    def ids(self, key: str) -> tuple[str, ...]:
        """Return a pick's event ids.

        Raises
        ------
        StoreError
            There is no such pick, or none any more.
        """
        found = self._kept.get(key)
        if found is None:
            raise StoreError("this selection is not known any more; select the events again")
        return found


def indices_of(ids: Sequence[str], order: npt.NDArray[np.object_]) -> npt.NDArray[np.uint32]:
    """Return where ids stand in a revision's order; what is gone is left out."""
    wanted = set(ids)
    return np.array([k for k, one in enumerate(order) if one in wanted], dtype="<u4")
