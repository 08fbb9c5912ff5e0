"""What of the events passes a filter: worked out once for all that ask, kept for the last filters.

Head, table, downloads and the desk's own search ask for the same filter in one run of the page, and
go back to one they had a moment ago. What is kept is one byte an event; rows are copied only where
somebody looks at them.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from geopandas import GeoDataFrame

from geodata.query import EventQuery

__all__ = ["EventRows", "Mask", "Passing", "PassingQueries"]

Mask = npt.NDArray[np.bool_]

_KEPT = 24
_DAYS = ("date_start", "date_end")
# Few distinct values: comparing their codes is some thirty times as quick as comparing texts.
_CODED = frozenset(
    {"date_role", "status", "country_code", "country", "admin1", "source", "language", "kind",
     "place_precision", "date_precision", "report_id"}
)  # fmt: skip


class EventRows(Mapping[str, Any]):
    """The columns of a frame as a filter reads them, each made when it is first asked for."""

    def __init__(self, frame: GeoDataFrame) -> None:
        self.frame = frame
        self._made: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - columns of any kind
        if name not in self._made:
            self._made[name] = self._column(name)
        return self._made[name]

    def _column(self, name: str) -> Any:  # noqa: ANN401
        if name in {"longitude", "latitude"}:
            points = self.frame.geometry
            return (points.x if name == "longitude" else points.y).to_numpy()
        if name in _DAYS:
            return self.frame[name].to_numpy().astype("datetime64[D]")
        column = self.frame[name]
        return column.astype("category") if name in _CODED else column

    def __iter__(self) -> Iterator[str]:
        return iter(self.frame.columns)

    def __len__(self) -> int:
        return len(self.frame.columns)

    @cached_property
    def placed(self) -> Mask:
        """Which rows have a place."""
        return np.asarray(~np.isnan(self["longitude"]), dtype=bool)

    @cached_property
    def undated(self) -> Mask:
        """Which rows have no day at all."""
        return np.asarray(np.isnat(self["date_start"]) & np.isnat(self["date_end"]))

    @cached_property
    def row_of(self) -> pd.Index[Any]:
        """The rows by the ids of their events."""
        rows: pd.Index[Any] = pd.Index(self.frame["event_id"].to_numpy())
        return rows

    def with_ids(self, event_ids: Collection[str]) -> Mask:
        """Say of each row whether its event is one of those."""
        found = np.zeros(len(self.frame), dtype=bool)
        rows = self.row_of.get_indexer(pd.Index(list(event_ids), dtype=object))
        found[rows[rows >= 0]] = True
        return found


@dataclass(frozen=True, kw_only=True, eq=False)
class Passing:
    """The rows of a frame that pass a filter."""

    events: EventRows
    mask: Mask

    @cached_property
    def rows(self) -> npt.NDArray[np.intp]:
        """Their numbers."""
        return np.flatnonzero(self.mask)

    def __len__(self) -> int:
        return len(self.rows)

    @cached_property
    def placed(self) -> int:
        """How many have a place."""
        return int(np.count_nonzero(self.mask & self.events.placed))

    @cached_property
    def undated(self) -> int:
        """How many have no day."""
        return int(np.count_nonzero(self.mask & self.events.undated))

    def distinct(self, name: str) -> list[str]:
        """Return the values that a column has among them."""
        coded = self.events[name].cat
        codes = coded.codes.to_numpy()[self.mask]
        often = np.bincount(codes, minlength=len(coded.categories))
        return [str(coded.categories[k]) for k in np.flatnonzero(often)]

    def first(self, count: int) -> GeoDataFrame:
        """Return the first of them as a table."""
        return self.events.frame.iloc[self.rows[:count]]

    @property
    def frame(self) -> GeoDataFrame:
        """All of them as a table; copying a million rows takes seconds."""
        return self.events.frame[self.mask]


class PassingQueries:
    """What passes the last filters that were asked of each revision.

    Parameters
    ----------
    holding
        Says of each row of a revision's events whether it holds some words.
    """

    def __init__(self, holding: Callable[[int, EventRows, str], Mask]) -> None:
        self._holding = holding
        self._kept: OrderedDict[tuple[int, EventQuery | str], Any] = OrderedDict()
        self._locks: dict[tuple[int, EventQuery | str], threading.Lock] = {}
        self._lock = threading.Lock()

    def of(self, revision: int, events: EventRows, query: EventQuery) -> Passing:
        """Return what of a revision's events passes; who asks for the same meanwhile waits."""

        def make() -> Passing:
            words = self.words(revision, events, query.text) if query.text else None
            ids = events.with_ids(query.event_ids) if query.event_ids else None
            mask = replace(query, text="", event_ids=frozenset()).mask(events)
            for other in (words, ids):
                mask = mask if other is None else mask & other
            return Passing(events=events, mask=mask)

        made: Passing = self._once((revision, query), make)
        return made

    def words(self, revision: int, events: EventRows, text: str) -> Mask:
        """Say of each row whether it holds all the words."""
        found: Mask = self._once((revision, text), lambda: self._holding(revision, events, text))
        return found

    def forget(self, revision: int) -> None:
        """Let go of a revision: what passes its filters holds on to all its rows."""
        with self._lock:
            for key in [key for key in self._kept if key[0] == revision]:
                del self._kept[key]

    def _once(self, key: tuple[int, EventQuery | str], make: Callable[[], Any]) -> Any:  # noqa: ANN401
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
            mine = self._locks.setdefault(key, threading.Lock())
        with mine:
            with self._lock:
                known = self._kept.get(key)
            if known is None:
                known = make()
                with self._lock:
                    self._kept[key] = known
                    self._locks.pop(key, None)
                    while len(self._kept) > _KEPT:
                        self._kept.popitem(last=False)
            return known
