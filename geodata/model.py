"""The records that pass between the steps: frozen, typed, ignorant of database and screen.

Offsets (``start``, ``end``) count Unicode code points in `Report.text`, end exclusive.
Coordinates are WGS 84 degrees. Days are inclusive at both ends.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

__all__ = [
    "Candidate",
    "Counts",
    "DateBasis",
    "DateMention",
    "DatePrecision",
    "DateRole",
    "Event",
    "Match",
    "Place",
    "PlacePrecision",
    "PublishedBasis",
    "Report",
    "Resolution",
    "RunnerUp",
    "Status",
    "TimeSpan",
    "Toponym",
    "digest",
]


def digest(*parts: str | bytes) -> str:
    """Return a 16-digit hexadecimal content id: equal parts give equal ids, on every machine."""
    h = hashlib.sha256()
    for part in parts:
        raw = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        h.update(len(raw).to_bytes(8, "big"))
        h.update(raw)
    return h.hexdigest()[:16]


class PublishedBasis(StrEnum):
    """Where a report's own date comes from, best first."""

    GIVEN = "given"
    HTML = "html"
    FEED = "feed"
    DATELINE = "dateline"
    FILE_NAME = "file name"
    UNKNOWN = "unknown"


class DatePrecision(StrEnum):
    """How fine a time span is."""

    DAY = "day"
    RANGE = "range"
    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"
    DECADE = "decade"
    OPEN = "open"
    UNKNOWN = "unknown"


class DateRole(StrEnum):
    """What a date says of an event."""

    EVENT = "event"
    REPORTED_ON = "reported-on"
    PLANNED = "planned"
    BACKGROUND = "background"
    PHOTO = "photo"


class DateBasis(StrEnum):
    """The rule that dated an event."""

    CAPTION = "caption"
    CLAUSE = "clause"
    SENTENCE = "sentence"
    PREVIOUS_SENTENCE = "previous sentence"
    DATELINE = "dateline"
    CORRECTED = "corrected"
    NONE = ""


class PlacePrecision(StrEnum):
    """What kind of area a point stands for."""

    EXACT = "exact"
    FACILITY = "facility"
    POPULATED_PLACE = "populated place"
    ADMIN2 = "admin2"
    ADMIN1 = "admin1"
    COUNTRY = "country"
    REGION = "region"
    UNKNOWN = ""


class Status(StrEnum):
    """Who stands behind an event."""

    AUTO = "auto"
    CONFIRMED = "confirmed"
    CORRECTED = "corrected"
    REJECTED = "rejected"


class Match(StrEnum):
    """How a name in a text met a name in the gazetteer."""

    NAME = "name"
    ALTERNATE = "alternate name"
    ABBREVIATION = "abbreviation"
    DEMONYM = "demonym"
    VARIANT = "spelling variant"
    USER = "your own places"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One report as it was read.

    Attributes
    ----------
    key
        What makes it the same report when it is read again: its link, its path, or, for pasted
        text, its content. An edited report keeps its key and gets a new `content_hash`.
    content_hash
        SHA-256 of the raw bytes, hexadecimal.
    source
        The outlet ("Reuters"); resolution may learn from it.
    notes
        What reading had to leave out or repair, in words ("3 bytes were no UTF-8").
    """

    text: str
    key: str
    content_hash: str
    title: str = ""
    source: str = ""
    author: str = ""
    url: str = ""
    path: str = ""
    published: dt.date | None = None
    published_basis: PublishedBasis = PublishedBasis.UNKNOWN
    language: str = "en"
    media_type: str = "text/plain"
    notes: tuple[str, ...] = ()

    @property
    def report_id(self) -> str:
        """Content id of the key: survives edits."""
        return digest("report", self.key)

    @property
    def label(self) -> str:
        """What to call the report before a person."""
        return self.title or self.path or self.url or self.report_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Toponym:
    """A place name found in a text.

    Attributes
    ----------
    origin
        What found it: "model", "sweep", "nested", "propagated" or "given".
    label
        The model's label ("GPE", "ORG"...), empty where the sweep alone found it.
    demonym
        True for "Syrian", "American": recognised, but not an event unless asked for.
    facility
        The type word of a site named after a place ("prison" in "Sednaya prison"), else empty.
        `start`, `end` and `text` cover the name alone ("Sednaya").
    name
        The form to look up where the text has another one (a case ending: "Киеве" for "Киев"),
        else empty.
    """

    text: str
    start: int
    end: int
    origin: str = "model"
    label: str = ""
    demonym: bool = False
    facility: str = ""
    name: str = ""

    @property
    def lookup(self) -> str:
        """The form of the name that a gazetteer may know."""
        return self.name or self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A row of the gazetteer.

    `geonameid` is GeoNames' own where GeoNames has the place; rows from other sources have
    negative ids that are stable across builds. `population` is 0 where unknown.
    """

    geonameid: int
    name: str
    latitude: float
    longitude: float
    feature_class: str
    feature_code: str
    country_code: str = ""
    admin1_code: str = ""
    admin2_code: str = ""
    population: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A place that a toponym may mean, and how the names met.

    `similarity` is 1 for exact matches, rapidfuzz's ratio (0-1) for spelling variants.
    """

    place: Place
    name: str
    match: Match
    similarity: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RunnerUp:
    """A candidate that was not chosen, its share of belief (0-1), and what spoke for it."""

    place: Place
    score: float
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """The choice made for a toponym: a place or none.

    `score` is the calibrated probability that the place is right; of an unplaced toponym, that
    of its best candidate (0 where there was none).
    """

    toponym: Toponym
    place: Place | None = None
    score: float = 0.0
    reason: str = ""
    place_precision: PlacePrecision = PlacePrecision.UNKNOWN
    runners_up: tuple[RunnerUp, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeSpan:
    """First and last day, inclusive; None at an end is open."""

    start: dt.date | None = None
    end: dt.date | None = None
    precision: DatePrecision = DatePrecision.UNKNOWN

    def __post_init__(self) -> None:
        if self.start and self.end and self.start > self.end:
            msg = f"a time span cannot end ({self.end}) before it starts ({self.start})"
            raise ValueError(msg)

    @property
    def known(self) -> bool:
        """Whether any end is known."""
        return self.start is not None or self.end is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class DateMention:
    """Date words in a text and their meaning.

    Attributes
    ----------
    type, value
        As in TIMEX3: DATE, TIME, DURATION or SET; "2024-12-08", "2024-W49", "P3D", "PAST_REF".
    span
        The calendar days that it names, or None where it names none (durations, sets, "now").
    alternative
        The other reading of an ambiguous numeric date (3/4/2024), else None.
    future
        Whether tense or cue words place it after the report ("will meet on Tuesday").
    reason
        How the words became days, in plain words.
    """

    text: str
    start: int
    end: int
    type: str
    value: str
    span: TimeSpan | None = None
    alternative: TimeSpan | None = None
    future: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A place in a report with the date that belongs to it, and the sentence that says so.

    `event_id` is made of the report's id, the sentence and the name in it: it survives edits
    elsewhere in the report, so corrections stay with their event.
    """

    event_id: str
    resolution: Resolution
    sentence: str
    sentence_start: int
    date: TimeSpan = field(default_factory=TimeSpan)
    date_role: DateRole | None = None
    date_basis: DateBasis = DateBasis.NONE
    date_text: str = ""
    date_start_char: int | None = None
    date_end_char: int | None = None
    date_reason: str = ""
    status: Status = Status.AUTO

    @property
    def placed(self) -> bool:
        """Whether it has a place."""
        return self.resolution.place is not None

    @property
    def dated(self) -> bool:
        """Whether any day is known, be it only an upper bound."""
        return self.date.known


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Numbers that add up: places = placed + unplaced = dated + undated.

    `upper_bounds` are those of the dated whose only day is "reported on", an upper bound.
    """

    reports: int = 0
    places: int = 0
    placed: int = 0
    dated: int = 0
    upper_bounds: int = 0

    @classmethod
    def of(cls, events: Iterable[Event], *, reports: int = 1) -> Counts:
        """Count events."""
        listed = tuple(events)
        return cls(
            reports=reports,
            places=len(listed),
            placed=sum(event.placed for event in listed),
            dated=sum(event.dated for event in listed),
            upper_bounds=sum(event.date_role is DateRole.REPORTED_ON for event in listed),
        )

    @property
    def unplaced(self) -> int:
        """Places whose point is not known."""
        return self.places - self.placed

    @property
    def undated(self) -> int:
        """Places without any day."""
        return self.places - self.dated

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            reports=self.reports + other.reports,
            places=self.places + other.places,
            placed=self.placed + other.placed,
            dated=self.dated + other.dated,
            upper_bounds=self.upper_bounds + other.upper_bounds,
        )

    def __str__(self) -> str:
        bound = f" ({self.upper_bounds} by an upper bound only)" if self.upper_bounds else ""
        return (
            f"{self.places} place{'' if self.places == 1 else 's'}: {self.placed} placed, "
            f"{self.unplaced} not placed; {self.dated} dated{bound}, {self.undated} undated"
        )
