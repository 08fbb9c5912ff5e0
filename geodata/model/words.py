"""The words that a column may hold: one enumeration each."""

from __future__ import annotations

from enum import StrEnum

__all__ = [
    "DateBasis",
    "DatePrecision",
    "DateRole",
    "Match",
    "PlacePrecision",
    "PublishedBasis",
    "Status",
]


class PublishedBasis(StrEnum):
    """Where a report's own date comes from, best first."""

    GIVEN = "given"
    HTML = "html"
    FEED = "feed"
    TABLE = "table"
    MAIL = "mail"
    DATELINE = "dateline"
    FILE_NAME = "file name"
    PROPERTIES = "document properties"
    ENCLOSING = "enclosing file"
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
    TABLE = "table"
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
