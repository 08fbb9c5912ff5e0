"""Event tables that are read part by part, and what is to be known of all of one beforehand."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from geodata.model import DateRole

__all__ = ["EventParts", "Facts"]

_ROWS_AT_ONCE = 10_000
_Days = npt.NDArray[np.datetime64]


@dataclass(slots=True)
class Facts:
    """Numbers of a whole event table, counted part by part.

    Attributes
    ----------
    bounds
        West, south, east, north; infinite (and crossed) without any place.
    days
        The first and the last day on which events happened or were reported.
    """

    events: int = 0
    placed: int = 0
    undated: int = 0
    reports: set[str] = field(default_factory=set)
    countries: Counter[str] = field(default_factory=Counter)
    bounds: tuple[float, float, float, float] = (math.inf, math.inf, -math.inf, -math.inf)
    days: tuple[dt.date, dt.date] | None = None
    newest: dt.date | None = None

    @classmethod
    def of(cls, events: gpd.GeoDataFrame | EventParts) -> Facts:
        """Count an event table."""
        if isinstance(events, EventParts):
            return events.facts
        facts = cls()
        facts.add(events)
        return facts

    def add(self, columns: gpd.GeoDataFrame | Mapping[str, Any]) -> None:
        """Count a part: a frame, or columns with `longitude` and `latitude` (NaN for unplaced)."""
        if isinstance(columns, gpd.GeoDataFrame):
            lon, lat = columns.geometry.x.to_numpy(), columns.geometry.y.to_numpy()
        else:
            lon, lat = columns["longitude"], columns["latitude"]
        self.events += len(lon)
        self._add_points(lon[~np.isnan(lon)], lat[~np.isnan(lon)])
        start, end = (_days(columns[name]) for name in ("date_start", "date_end"))
        self.undated += int((np.isnat(start) & np.isnat(end)).sum())
        self.reports.update(pd.unique(pd.Series(columns["report_id"])).tolist())
        self.reports.discard("")
        counted = pd.Series(columns["country"]).value_counts()
        self.countries.update({str(name): int(n) for name, n in counted.items() if name})
        role = pd.Series(columns["date_role"]).isin([DateRole.EVENT, DateRole.REPORTED_ON])
        self._add_days(np.concatenate([start[role.to_numpy()], end[role.to_numpy()]]))
        published = _days(columns["published"])
        if (known := published[~np.isnat(published)]).size:
            self.newest = max(known.max().item(), self.newest or dt.date.min)

    def _add_points(self, lon: npt.NDArray[np.float64], lat: npt.NDArray[np.float64]) -> None:
        if not lon.size:
            return
        self.placed += lon.size
        west, south, east, north = self.bounds
        self.bounds = (
            min(west, float(lon.min())),
            min(south, float(lat.min())),
            max(east, float(lon.max())),
            max(north, float(lat.max())),
        )

    def _add_days(self, days: _Days) -> None:
        known = days[~np.isnat(days)]
        if known.size:
            first, last = self.days or (dt.date.max, dt.date.min)
            self.days = min(first, known.min().item()), max(last, known.max().item())


def _days(column: Any) -> _Days:  # noqa: ANN401 - any array-like
    return np.asarray(column).astype("datetime64[D]")


class Read(Protocol):
    """Yields a table anew, as event GeoDataFrames of at most so many rows, in their order.

    `placed` True or False chooses the rows with or without a place.
    """

    def __call__(self, rows: int, *, placed: bool | None) -> Iterator[gpd.GeoDataFrame]: ...


class EventParts:
    """An event table that is read part by part, as often as wanted, and never whole.

    Parameters
    ----------
    facts
        Of the whole table, where they are known; else it is read through for them once.
    """

    def __init__(self, read: Read, facts: Facts | None = None) -> None:
        self._read = read
        self._facts = facts

    def read(self, rows: int, *, placed: bool | None = None) -> Iterator[gpd.GeoDataFrame]:
        """Yield the table from its beginning, in parts of at most so many rows.

        Parameters
        ----------
        placed
            Only rows with, or only rows without a place.
        """
        return (part for part in self._read(rows, placed=placed) if len(part))

    @property
    def facts(self) -> Facts:
        """What is known of the whole table."""
        if self._facts is None:
            self._facts = Facts()
            for part in self.read(_ROWS_AT_ONCE):
                self._facts.add(part)
        return self._facts

    def __len__(self) -> int:
        return self.facts.events

    def only(self, takes: Callable[[gpd.GeoDataFrame], gpd.GeoDataFrame]) -> EventParts:
        """Return the table with what a function takes of each part."""
        return EventParts(lambda rows, *, placed: map(takes, self._read(rows, placed=placed)))

    def watched(self, look: Callable[[gpd.GeoDataFrame], None]) -> EventParts:
        """Return the same table; a function looks at each part before it is given."""

        def read(rows: int, *, placed: bool | None) -> Iterator[gpd.GeoDataFrame]:
            for part in self._read(rows, placed=placed):
                look(part)
                yield part

        return EventParts(read, self._facts)
