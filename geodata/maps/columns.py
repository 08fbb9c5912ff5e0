"""What the browser knows of every event: numbers alone, in one compact binary.

Layout "DLE1", little-endian, without gaps:

========================  =============================================================
bytes                     meaning
========================  =============================================================
``4``                     ``b"DLE1"``
``u32 P, u32 E, u32 D``   numbers of distinct places, of events, and of dated events
``f32 x[P], f32 y[P]``    Web Mercator, 0-1 from west to east and from north to south
``u32 place[E]``          index into the places; 0xFFFFFFFF: not placed
``i32 start[E]``          first day since 1970-01-01; -2**31: open
``i32 end[E]``            last day, inclusive; 2**31-1: open
``u16 country[P]``        two letters of ISO 3166-1, the first in the low byte; 0: unknown
``u16 reach[P]``          how far around the point the place may reach, in 100 m
``u8 role[E]``            index into `ROLES`
``u8 precision[E]``       index into `PRECISIONS`
``u8 status[E]``          index into `STATUSES`
``u8 placed_as[E]``       index into `PLACE_PRECISIONS`
``u8 score[E]``           0-100
``u32, 4 * i32`` [A]      of each event whose date can be read in two ways: its index, then
                          start and end of one reading and of the other
========================  =============================================================

Of an event with two readings `start` and `end` are the first and the last day of both. Events come
in order of start, end and row; the first ``D`` are dated. A reported-on event starts
and ends on its last day, as `geodata.query` rules. An event's place in this order is the only id
that the browser sees.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from geodata.maps.reach import reaches
from geodata.model import DatePrecision, DateRole, PlacePrecision, Status, TimeSpan

__all__ = [
    "NO_PLACE",
    "OPEN_END",
    "OPEN_START",
    "PLACE_PRECISIONS",
    "PRECISIONS",
    "ROLES",
    "STATUSES",
    "EventColumns",
    "event_columns",
]

ROLES = (
    "",
    DateRole.EVENT,
    DateRole.REPORTED_ON,
    DateRole.PLANNED,
    DateRole.PHOTO,
    DateRole.BACKGROUND,
)
PRECISIONS = tuple(DatePrecision)
STATUSES = tuple(Status)
PLACE_PRECISIONS = tuple(PlacePrecision)

NO_PLACE = 2**32 - 1
OPEN_START = -(2**31)
OPEN_END = 2**31 - 1
_MAX_LATITUDE = 85.05112878

_Int32 = npt.NDArray[np.int32]
_Bytes = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EventColumns:
    """The events of one frame in the browser's order.

    Attributes
    ----------
    order
        Row of the frame for each index, int64.
    event_ids
        The event's id for each index.
    dated
        How many events have any day; they come first.
    x, y
        Distinct places in Web Mercator, 0-1, float32.
    country, reach
        Of each distinct place, uint16, as the module's docstring says.
    place
        Index of each event's place, uint32; `NO_PLACE` where it has none.
    start, end
        Days since 1970-01-01, int32; `OPEN_START` and `OPEN_END` where open.
    role, precision, status, placed_as, score
        Codes as the module's docstring says, uint8.
    readings
        Index, start, end, start, end of each event whose date can be read in two ways, int32.
    """

    order: npt.NDArray[np.int64]
    event_ids: npt.NDArray[np.object_]
    dated: int
    x: npt.NDArray[np.float32]
    y: npt.NDArray[np.float32]
    country: npt.NDArray[np.uint16]
    reach: npt.NDArray[np.uint16]
    place: npt.NDArray[np.uint32]
    start: _Int32
    end: _Int32
    role: _Bytes
    precision: _Bytes
    status: _Bytes
    placed_as: _Bytes
    score: _Bytes
    readings: _Int32

    def __len__(self) -> int:
        return len(self.order)

    def index_of(self, event_id: str) -> int | None:
        """Return the index of an event, or None where the frame has no such event."""
        found = np.flatnonzero(self.event_ids == event_id)
        return int(found[0]) if len(found) else None

    def to_bytes(self) -> bytes:
        """Return the binary "DLE1"."""
        wide = (self.x, self.y, self.place, self.start, self.end, self.country, self.reach)
        narrow = (self.role, self.precision, self.status, self.placed_as, self.score)
        head = b"DLE1" + struct.pack("<III", len(self.x), len(self), self.dated)
        return b"".join(
            [
                head,
                *(column.astype(column.dtype.newbyteorder("<")).tobytes() for column in wide),
                *(column.tobytes() for column in narrow),
                self.readings.astype("<i4").tobytes(),
            ]
        )


def event_columns(frame: gpd.GeoDataFrame) -> EventColumns:
    """Return the columns of an event GeoDataFrame.

    Parameters
    ----------
    frame
        Of the event schema, EPSG:4326. Every row becomes an event, rejected ones too: filter the
        frame before.
    """
    role = _codes(frame["date_role"], ROLES)
    start, end = _days(frame, role)
    rows, readings = _readings(frame, role, start, end)
    start[rows], end[rows] = readings[:, ::2].min(axis=1), readings[:, 1::2].max(axis=1)
    undated = (start == OPEN_START) & (end == OPEN_END)
    order = np.lexsort((end, start, undated))
    place, x, y, first = _places(frame)
    index = np.argsort(order)[rows]
    score = np.nan_to_num(frame["score"].to_numpy(dtype=float))
    return EventColumns(
        order=order,
        event_ids=frame["event_id"].to_numpy(dtype=object)[order],
        dated=int(len(frame) - undated.sum()),
        x=x,
        y=y,
        country=_countries(frame["country_code"].iloc[first]),
        reach=_widest(place, reaches(frame), len(x)),
        place=place[order],
        start=start[order],
        end=end[order],
        role=role[order],
        precision=_codes(frame["date_precision"], PRECISIONS, DatePrecision.UNKNOWN)[order],
        status=_codes(frame["status"], STATUSES, Status.AUTO)[order],
        placed_as=_codes(frame["place_precision"], PLACE_PRECISIONS)[order],
        score=np.rint(np.clip(score, 0, 1) * 100).astype(np.uint8)[order],
        readings=np.column_stack([index, readings]).astype(np.int32)[np.argsort(index)],
    )


def _codes(column: pd.Series[Any], words: tuple[str, ...], other: str = "") -> _Bytes:
    codes = pd.Categorical(column, categories=[str(word) for word in words]).codes
    return np.where(codes < 0, words.index(other), codes).astype(np.uint8)


def _days(frame: gpd.GeoDataFrame, role: _Bytes) -> tuple[_Int32, _Int32]:
    start = frame["date_start"].to_numpy().astype("datetime64[D]")
    end = frame["date_end"].to_numpy().astype("datetime64[D]")
    return _days_of(start, end, role)


def _days_of(
    start: npt.NDArray[np.datetime64], end: npt.NDArray[np.datetime64], role: _Bytes
) -> tuple[_Int32, _Int32]:
    """Return the days by which events are judged: of reported-on ones the last alone."""
    reported = role == ROLES.index(DateRole.REPORTED_ON)
    day = np.where(np.isnat(end), start, end)
    start, end = np.where(reported, day, start), np.where(reported, day, end)
    return _int_days(start, OPEN_START), _int_days(end, OPEN_END)


def _readings(
    frame: gpd.GeoDataFrame, role: _Bytes, start: _Int32, end: _Int32
) -> tuple[npt.NDArray[np.intp], _Int32]:
    """Return the rows whose date can be read in two ways, with start and end of both."""
    texts = frame["date_alternative"].to_numpy(dtype=object)
    rows = np.flatnonzero(texts != "")
    spans = [TimeSpan.from_iso(text) or TimeSpan() for text in texts[rows]]
    first = np.array([span.start for span in spans], dtype="datetime64[D]")
    last = np.array([span.end for span in spans], dtype="datetime64[D]")
    other = _days_of(first, last, role[rows])
    return rows, np.column_stack([start[rows], end[rows], *other])


def _int_days(days: npt.NDArray[np.datetime64], open_day: int) -> _Int32:
    return np.where(np.isnat(days), open_day, days.astype(np.int64)).astype(np.int32)


def _countries(column: pd.Series[Any]) -> npt.NDArray[np.uint16]:
    def packed(code: str) -> int:
        known = len(code) == 2 and code.isascii()
        return ord(code[0]) | ord(code[1]) << 8 if known else 0

    return np.array(column.map(packed), dtype=np.uint16)


def _widest(
    place: npt.NDArray[np.uint32], reach: npt.NDArray[np.uint16], places: int
) -> npt.NDArray[np.uint16]:
    """Return the widest reach of the events at each place."""
    widest = np.zeros(places, dtype=np.uint16)
    placed = place != NO_PLACE
    np.maximum.at(widest, place[placed], reach[placed])
    return widest


_Places = tuple[
    npt.NDArray[np.uint32],
    npt.NDArray[np.float32],
    npt.NDArray[np.float32],
    npt.NDArray[np.int64],
]


def _places(frame: gpd.GeoDataFrame) -> _Places:
    """Return each event's place, the places' Mercator coordinates, and a row of each place."""
    lon, lat = frame.geometry.x.to_numpy(), frame.geometry.y.to_numpy()
    placed = np.isfinite(lon) & np.isfinite(lat)
    # One integer a point, a centimetre fine, is quicker to compare than pairs of floats.
    key = np.zeros(len(frame), dtype=np.int64)
    key[placed] = np.rint(lon[placed] * 1e7).astype(np.int64) * 4_000_000_000 + np.rint(
        lat[placed] * 1e7
    ).astype(np.int64)
    codes, _ = pd.factorize(key[placed])
    _, first = np.unique(codes, return_index=True)
    place = np.full(len(frame), NO_PLACE, dtype=np.uint32)
    place[placed] = codes
    x, y = _mercator(lon[placed][first], lat[placed][first])
    return place, x.astype(np.float32), y.astype(np.float32), np.flatnonzero(placed)[first]


def _mercator(
    lon: npt.NDArray[np.float64], lat: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    phi = np.radians(np.clip(lat, -_MAX_LATITUDE, _MAX_LATITUDE))
    y = 0.5 - np.log(np.tan(np.pi / 4 + phi / 2)) / (2 * np.pi)
    return lon / 360 + 0.5, y
