"""Which column of a table is what: guessed, shown for confirmation, or named by the user."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace

from geodata.errors import UsageError

__all__ = ["FIELDS", "Columns", "check_fields", "folded", "named"]

# How a person names a field, where that is not its own name.
_ALIASES = {
    "body": "text",
    "date": "published",
    "day": "published",
    "headline": "title",
    "link": "url",
    "outlet": "source",
    "id": "key",
    "lat": "latitude",
    "lon": "longitude",
    "lng": "longitude",
    "division": "admin1",
    "start": "date_start",
    "event_date": "date_start",
    "end": "date_end",
    "type": "kind",
}
_NONE = {"", "-", "none"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The name of the column for each field, "" where the table has none.

    Attributes
    ----------
    text, title, source, author, url, language
        Of a report: its words, and what is known of it.
    published
        The report's own day.
    key
        What identifies the row, so that an edited row is the same report.
    latitude, longitude, geometry
        Where an event was: degrees, or a point as well-known text.
    place, country, admin1
        Its place in words; without coordinates the gazetteer looks it up.
    date_start, date_end, date_precision, place_precision, kind
        When it was, how exactly both are known, and what it was.
    schema
        The data set whose export this is ("UCDP GED"), where its columns say so.
    day_first
        "yes" or "no" where 3/4/2024 is known to be in April or in March; "" lets the column's
        other values decide.
    """

    text: str = ""
    title: str = ""
    source: str = ""
    author: str = ""
    url: str = ""
    language: str = ""
    published: str = ""
    key: str = ""
    latitude: str = ""
    longitude: str = ""
    geometry: str = ""
    place: str = ""
    country: str = ""
    admin1: str = ""
    date_start: str = ""
    date_end: str = ""
    date_precision: str = ""
    place_precision: str = ""
    kind: str = ""
    schema: str = ""
    day_first: str = ""

    @property
    def located(self) -> bool:
        """Whether the rows have points."""
        return bool((self.latitude and self.longitude) or self.geometry)

    @property
    def events(self) -> bool:
        """Whether the rows are events as they are, rather than reports to be read."""
        return bool(self.schema) or self.located or bool(self.place and not self.text)

    @property
    def reports(self) -> bool:
        """Whether the rows are reports."""
        return bool(self.text) and not self.events

    def used(self) -> dict[str, str]:
        """Return the fields that have a column, with its name."""
        return {name: getattr(self, name) for name in FIELDS if getattr(self, name)}


_SETTINGS = ("schema", "day_first")
FIELDS = tuple(f.name for f in fields(Columns) if f.name not in _SETTINGS)


def named(columns: Columns, given: Mapping[str, str], names: Sequence[str]) -> Columns:
    """Return the columns with those that the user names.

    Parameters
    ----------
    given
        From field ("text", "published", "date"...) to the column's name; "-" for none.
    names
        The table's columns.

    Raises
    ------
    UsageError
        For a field or a column that there is not, with those that there are.
    """
    check_fields(given)
    by_fold = {folded(name): name for name in reversed(names)}
    changes: dict[str, str] = {}
    for field, column in given.items():
        name = _ALIASES.get(field.strip().lower(), field.strip().lower())
        if name in _SETTINGS:
            bare = column.strip().lower()
            changes[name] = "" if bare in _NONE else bare
        elif column.strip().lower() in _NONE:
            changes[name] = ""
        elif folded(column) in by_fold:
            changes[name] = by_fold[folded(column)]
        else:
            shown = ", ".join(names[:30]) + (" ..." if len(names) > 30 else "")
            raise UsageError(f"the table has no column {column}. It has: {shown}")
    return replace(columns, **changes)


def check_fields(given: Mapping[str, str]) -> None:
    """Refuse fields that no table has, before anything is read.

    Raises
    ------
    UsageError
        With those that there are.
    """
    for field in given:
        name = _ALIASES.get(field.strip().lower(), field.strip().lower())
        if name not in FIELDS and name not in _SETTINGS:
            raise UsageError(f"{field} is no field of a table. Use one of: {', '.join(FIELDS)}")


def folded(name: str) -> str:
    """Return a column's name for comparison: lower case, letters and digits, "_" between."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    kept = (char if char.isalnum() or char in ".#+'" else "_" for char in plain)
    return "_".join(part for part in "".join(kept).split("_") if part)
