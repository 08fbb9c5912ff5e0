"""The event table of a store in memory: loaded once a revision, shared by all who ask."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection

from geodata.query import EventQuery
from geodata.schema import build_frame
from geodata.store.asking import numbers_of_events, search
from geodata.store.reading import load_columns, read_revision

__all__ = ["EventTable"]

Mask = npt.NDArray[np.bool_]

_ANSWERS_KEPT = 8


@dataclass(frozen=True, slots=True, eq=False)
class _Loaded:
    revision: int
    frame: gpd.GeoDataFrame
    numbers: npt.NDArray[np.int64]


class EventTable:
    """Every event as one frame, and which of its rows hold some words.

    Parameters
    ----------
    reading
        Gives a connection that sees one state of the store.
    """

    def __init__(self, reading: Callable[[], AbstractContextManager[Connection]]) -> None:
        self._reading = reading
        self._lock = threading.Lock()
        self._loaded: _Loaded | None = None
        self._answers: OrderedDict[tuple[int, str], Mask] = OrderedDict()

    def frame(self) -> gpd.GeoDataFrame:
        """Return every event, cached by revision."""
        # A shallow copy shares the columns until either side writes to them.
        return self._now().frame.copy(deep=False)

    def events(self, query: EventQuery) -> gpd.GeoDataFrame:
        """Return the events that pass the filter."""
        now = self._now()
        found: Mask | tuple[str, ...] | None = None
        if query.text:
            found = self.holding(query.text, now.revision)
            if found is None:  # somebody has written since
                with self._reading() as connection:
                    found = search(connection, query.text).event_ids
        return now.frame[query.mask(now.frame, found=found)].reset_index(drop=True)

    def holding(self, words: str, revision: int) -> Mask | None:
        """Say of each row of the frame of a revision whether it holds all the words.

        None where the store, or the frame in memory, is of another revision.
        """
        loaded, key = self._loaded, (revision, words)
        if loaded is None or loaded.revision != revision:
            return None
        if key not in self._answers:
            with self._reading() as connection:
                if read_revision(connection) != revision:
                    return None
                numbers = numbers_of_events(connection, words)
            self._keep(key, np.isin(loaded.numbers, numbers, assume_unique=True))
        return self._answers.get(key)

    def _keep(self, key: tuple[int, str], answer: Mask) -> None:
        with self._lock:
            self._answers[key] = answer
            while len(self._answers) > _ANSWERS_KEPT:
                self._answers.popitem(last=False)

    def _now(self) -> _Loaded:
        with self._lock:
            with self._reading() as connection:
                revision = read_revision(connection)
            if self._loaded is None or self._loaded.revision != revision:
                self._loaded = self._load()
                self._answers.clear()
            return self._loaded

    def _load(self) -> _Loaded:
        with self._reading() as connection:
            revision = read_revision(connection)
            columns = load_columns(connection)
        # Building takes as long as reading: by now nobody waits for us.
        numbers = np.array(columns.pop("fid"), dtype=np.int64)
        return _Loaded(revision, build_frame(columns), numbers)
