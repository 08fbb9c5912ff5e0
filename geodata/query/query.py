"""The filter as a frozen value."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any, Self

import numpy as np

from geodata.errors import QueryError
from geodata.folding import fold_words, pieces
from geodata.model import DatePrecision, DateRole, PlacePrecision, Status, TimeSpan
from geodata.query.masks import (
    Columns,
    Mask,
    days_mask,
    holds,
    in_area,
    isin,
    place_mask,
    text_mask,
)
from geodata.query.params import read_params, write_params
from geodata.query.terms import MONTH_DAYS, TEXT_COLUMNS, Area, BBox, Mode, faults

__all__ = ["EventQuery"]

_DEFAULT_ROLES = frozenset({DateRole.EVENT, DateRole.PLANNED, DateRole.REPORTED_ON})
_DEFAULT_STATUSES = frozenset(Status) - {Status.REJECTED}
# Columns that must hold one of the words in a field, unless the field is empty.
_WORDS = {
    "event_id": "event_ids",
    "report_id": "report_ids",
    "source": "sources",
    "language": "languages",
    "kind": "kinds",
    "place_precision": "place_precisions",
    "date_precision": "date_precisions",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class EventQuery:
    """Which events are wanted; the module's docstring has the rules.

    Attributes
    ----------
    date_from, date_to
        First and last day, inclusive; None is open.
    mode
        "certain", "map" or "possible".
    roles
        Kinds of date wanted; events whose date has no role always pass.
    include_undated, include_unplaced
        Whether events without any day, or without a place, pass.
    country_codes
        ISO 3166-1 alpha-2; empty is every country.
    divisions
        First-order divisions as ``"SY:Aleppo"``: country code and the division's name.
    bbox
        West, south, east, north in WGS 84 degrees; None is the world.
    area
        Corners of a polygon; empty is the world.
    sources, languages, kinds, place_precisions, date_precisions
        Values wanted of the columns `source`, `language`, `kind`, `place_precision` and
        `date_precision`; empty is every value.
    statuses
        Statuses wanted.
    report_ids, event_ids
        Reports and events wanted; empty is every one.
    text
        Words that must all occur.

    Raises
    ------
    QueryError
        Naming every value that cannot be.
    """

    date_from: dt.date | None = None
    date_to: dt.date | None = None
    mode: Mode = Mode.POSSIBLE
    roles: frozenset[DateRole] = _DEFAULT_ROLES
    include_undated: bool = True
    include_unplaced: bool = True
    country_codes: frozenset[str] = frozenset()
    divisions: frozenset[str] = frozenset()
    bbox: BBox | None = None
    area: Area = ()
    sources: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    place_precisions: frozenset[PlacePrecision] = frozenset()
    date_precisions: frozenset[DatePrecision] = frozenset()
    statuses: frozenset[Status] = _DEFAULT_STATUSES
    report_ids: frozenset[str] = frozenset()
    event_ids: frozenset[str] = frozenset()
    text: str = ""

    def __post_init__(self) -> None:
        if wrong := list(faults({f.name: getattr(self, f.name) for f in fields(self)})):
            raise QueryError("this filter cannot be: " + "; ".join(wrong))
        object.__setattr__(self, "mode", Mode(self.mode))
        object.__setattr__(self, "text", " ".join(self.text.split()))
        # Some ten metres: a link stays short, and says the same as the query it was made of.
        corners = tuple((round(lon, 4), round(lat, 4)) for lon, lat in self.area)
        object.__setattr__(self, "area", corners)

    @classmethod
    def everything(cls) -> Self:
        """Return the query that every event passes, rejected ones and every role included."""
        return cls(roles=frozenset(DateRole), statuses=frozenset(Status))

    @classmethod
    def for_export(  # noqa: PLR0913 - one for each option of the command
        cls,
        *,
        date_from: dt.date | None = None,
        date_to: dt.date | None = None,
        certain: bool = False,
        undated: bool = False,
        country_codes: Iterable[str] = (),
        bbox: str | None = None,
    ) -> Self:
        """Return the query of ``dateline export``: everything, rejected events too, unless asked.

        A range of days leaves undated events out unless `undated`; an area leaves unplaced ones
        out.

        Parameters
        ----------
        bbox
            ``W,S,E,N`` in WGS 84 degrees.
        """
        codes = ",".join(country_codes)
        area = read_params({"cc": codes, "bbox": bbox or ""})
        return cls(
            date_from=date_from,
            date_to=date_to,
            mode=Mode.CERTAIN if certain else Mode.POSSIBLE,
            roles=frozenset(DateRole),
            statuses=frozenset(Status),
            include_undated=undated or (date_from is None and date_to is None),
            include_unplaced=not area,
            **area,
        )

    def matches(self, event: Mapping[str, Any]) -> bool:
        """Say whether one event passes.

        Parameters
        ----------
        event
            A row of the event schema: with `geometry`, or `longitude` and `latitude`.
        """
        row = dict(event)
        if "geometry" in row and "longitude" not in row:
            point = row["geometry"]
            row["longitude"] = None if _missing(point) else point.x
            row["latitude"] = None if _missing(point) else point.y
        return (
            row["date_role"] in (*self.roles, "")
            and row["status"] in self.statuses
            and all(row[name] in words for name, words in self._wanted_words())
            and self._matches_days(row)
            and self._matches_place(row)
            and self._matches_text(row)
        )

    def _matches_days(self, row: Mapping[str, Any]) -> bool:
        reported = row["date_role"] == DateRole.REPORTED_ON
        start, end = _day(row["date_start"]), _day(row["date_end"])
        if start is None and end is None:
            return self.include_undated
        readings = [(start, end)]
        if other := TimeSpan.from_iso(row["date_alternative"]):
            readings.append((other.start, other.end))
        if reported:
            readings = [(end or start, end or start) for start, end in readings]
        if self.mode is Mode.CERTAIN:
            return all(self._is_certain(*reading) for reading in readings)
        return any(self._may_show(*reading) for reading in readings)

    def _is_certain(self, start: dt.date | None, end: dt.date | None) -> bool:
        starts = self.date_from is None or (start is not None and start >= self.date_from)
        ends = self.date_to is None or (end is not None and end <= self.date_to)
        return starts and ends

    def _may_show(self, start: dt.date | None, end: dt.date | None) -> bool:
        """Say whether a reading is possible and, for the map, certain or short."""
        if self._is_certain(start, end):
            return True
        first, last = self.date_from or dt.date.min, self.date_to or dt.date.max
        short = start is not None and end is not None and (end - start).days < MONTH_DAYS
        if self.mode is Mode.MAP and not short:
            return False
        return (end or last) >= first and (start or first) <= last

    def _matches_place(self, row: Mapping[str, Any]) -> bool:
        lon, lat = row["longitude"], row["latitude"]
        if _missing(lon) or _missing(lat):
            return self.include_unplaced
        if self.country_codes and row["country_code"] not in self.country_codes:
            return False
        division = f"{row['country_code']}:{row['admin1']}"
        if self.divisions and division not in self.divisions:
            return False
        if self.area and not in_area(lon, lat, self.area):
            return False
        if self.bbox is None:
            return True
        west, south, east, north = self.bbox
        inside = west <= lon <= east if west <= east else lon >= west or lon <= east
        return bool(inside and south <= lat <= north)

    def _wanted_words(self) -> Iterator[tuple[str, frozenset[str]]]:
        """Yield the columns that must hold one of some words."""
        for name, words in _WORDS.items():
            if wanted := getattr(self, words):
                yield name, wanted

    def _matches_text(self, row: Mapping[str, Any]) -> bool:
        texts = (fold_words(str(row[name])) for name in TEXT_COLUMNS)
        return not self.text or holds(texts, list(pieces(self.text)))

    def mask(self, columns: Columns, *, found: Collection[str] | Mask | None = None) -> Mask:
        """Say of each event whether it passes: `matches` for whole columns.

        Parameters
        ----------
        columns
            An event GeoDataFrame, or a mapping of equally long columns: `date_start`, `date_end`
            (datetime64), `date_alternative`, `date_role`, `status`, `country_code`, `admin1`,
            `longitude`, `latitude` (NaN for unplaced) and, for the fields that ask for them alone,
            the columns that they look in.
        found
            Ids of the events that hold the words of `text`, or a mask of them, where a full-text
            index knows them (a store's `search`, `holding`); else the columns are looked through.
        """
        mask = isin(columns["date_role"], {*self.roles, ""})
        mask &= isin(columns["status"], self.statuses)
        for name, words in self._wanted_words():
            mask &= isin(columns[name], words)
        mask &= days_mask(
            columns,
            date_from=self.date_from,
            date_to=self.date_to,
            mode=self.mode,
            include_undated=self.include_undated,
        )
        somewhere = self.bbox or self.area or self.country_codes or self.divisions
        if somewhere or not self.include_unplaced:
            mask &= place_mask(
                columns,
                bbox=self.bbox,
                area=self.area,
                country_codes=self.country_codes,
                divisions=self.divisions,
                include_unplaced=self.include_unplaced,
            )
        if found is not None:
            held = found if isinstance(found, np.ndarray) else isin(columns["event_id"], found)
            return mask & held
        return text_mask(columns, mask, self.text) if self.text else mask

    def to_params(self) -> dict[str, str]:
        """Return the query as short strings for a URL; what is at its default is left out."""
        changed = {
            f.name: getattr(self, f.name)
            for f in fields(self)
            if getattr(self, f.name) != f.default
        }
        return write_params(changed)

    @classmethod
    def from_params(cls, params: Mapping[str, str]) -> Self:
        """Read a query from the strings of a URL; unknown names and empty strings are ignored.

        Raises
        ------
        QueryError
            A value is not of its kind, or too long.
        """
        return cls(**read_params(params))


def _day(value: Any) -> dt.date | None:  # noqa: ANN401 - any kind of day
    """From a date, a timestamp, ISO text, NaT, NaN or None."""
    if _missing(value):
        return None
    day: dt.date | None = np.datetime64(value).astype("datetime64[D]").item()
    return day


def _missing(value: Any) -> bool:  # noqa: ANN401 - what a row may hold for nothing
    # pandas writes None, NaN or NaT for nothing; the last two are not equal to themselves.
    return value is None or bool(value != value)  # noqa: PLR0124
