"""Events and reports as rows, and back: nothing of a record is lost on the way."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from geodata.model import (
    DateBasis,
    DatePrecision,
    DateRole,
    Event,
    Place,
    PlacePrecision,
    PublishedBasis,
    Report,
    Resolution,
    RunnerUp,
    Status,
    TimeSpan,
    Toponym,
)
from geodata.schema import event_row
from geodata.store.geopackage import point_blob
from geodata.store.layer import LAYER_COLUMNS

__all__ = [
    "Names",
    "day",
    "day_text",
    "dump_event",
    "dump_place",
    "dump_span",
    "layer_row",
    "load_event",
    "load_place",
    "load_report",
    "load_span",
    "report_row",
    "row_hash",
]

# How to name a country by its code, and a division by its country and its own.
Names = tuple[Callable[[str], str], Callable[[str, str], str]]

_REPORT_TEXTS = (
    "content_hash",
    "title",
    "source",
    "author",
    "url",
    "path",
    "published_basis",
    "language",
    "media_type",
    "text",
)
_REPORT_LISTS = ("notes", "pages", "gaps")
_DATE_FIELDS = ("date_text", "date_start_char", "date_end_char", "date_reason")
_TABLE_FIELDS = ("kind", "extra")


def row_hash(values: Sequence[object]) -> str:
    """Return a hash of a row's values, to find what the database itself would not notice."""
    return hashlib.sha256(json.dumps(values, ensure_ascii=False).encode()).hexdigest()[:16]


def day(text: str | None) -> dt.date | None:
    """Return the day that ISO text names."""
    return dt.date.fromisoformat(text) if text else None


def day_text(day: dt.date | None) -> str | None:
    """Return a day as ISO text."""
    return day.isoformat() if day else None


def _flat(record: Toponym | Place) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.__slots__}


def dump_place(place: Place | None) -> dict[str, Any] | None:
    """Return a place as JSON values."""
    return _flat(place) if place else None


def load_place(values: Mapping[str, Any] | None) -> Place | None:
    """Return the place that `dump_place` wrote."""
    return Place(**values) if values else None


def dump_span(span: TimeSpan) -> list[str | None]:
    """Return a time span as JSON values."""
    return [day_text(span.start), day_text(span.end), str(span.precision)]


def load_span(values: Sequence[str | None]) -> TimeSpan:
    """Return the time span that `dump_span` wrote."""
    start, end, precision = values
    return TimeSpan(start=day(start), end=day(end), precision=DatePrecision(precision or ""))


def dump_event(event: Event) -> str:
    """Return an event as JSON text."""
    resolution = event.resolution
    record = {
        "event_id": event.event_id,
        "toponym": _flat(resolution.toponym),
        "place": dump_place(resolution.place),
        "score": resolution.score,
        "reason": resolution.reason,
        "place_precision": str(resolution.place_precision),
        "runners_up": [[_flat(r.place), r.score, r.reason] for r in resolution.runners_up],
        "sentence": event.sentence,
        "sentence_start": event.sentence_start,
        "date": dump_span(event.date),
        "date_role": event.date_role and str(event.date_role),
        "date_basis": str(event.date_basis),
        "status": str(event.status),
    }
    record |= {name: getattr(event, name) for name in _DATE_FIELDS}
    # Left out where empty: an event that was kept before there were such fields is still the same.
    record |= {name: value for name in _TABLE_FIELDS if (value := getattr(event, name))}
    if event.date_alternative:
        record["date_alternative"] = dump_span(event.date_alternative)
    return json.dumps(record, ensure_ascii=False)


def load_event(text: str) -> Event:
    """Return the event that `dump_event` wrote."""
    record = json.loads(text)
    resolution = Resolution(
        toponym=Toponym(**record["toponym"]),
        place=load_place(record["place"]),
        score=record["score"],
        reason=record["reason"],
        place_precision=PlacePrecision(record["place_precision"]),
        runners_up=tuple(
            RunnerUp(place=Place(**place), score=score, reason=reason)
            for place, score, reason in record["runners_up"]
        ),
    )
    return Event(
        event_id=record["event_id"],
        resolution=resolution,
        sentence=record["sentence"],
        sentence_start=record["sentence_start"],
        date=load_span(record["date"]),
        date_role=DateRole(record["date_role"]) if record["date_role"] else None,
        date_basis=DateBasis(record["date_basis"]),
        status=Status(record["status"]),
        **{name: record[name] for name in _DATE_FIELDS},
        **{name: record.get(name, "") for name in _TABLE_FIELDS},
        date_alternative=load_span(other) if (other := record.get("date_alternative")) else None,
    )


def layer_row(report: Report, report_id: str, event: Event, names: Names) -> dict[str, Any]:
    """Return an event as a row of the layer that GIS programs see."""
    country_name, admin1_name = names
    row = event_row(report, event, country_name=country_name, admin1_name=admin1_name)
    place = event.resolution.place
    row["report_id"] = report_id
    row["admin1_code"] = place.admin1_code if place else ""
    for name in ("published", "date_start", "date_end"):
        row[name] = day_text(row[name])
    row["row_hash"] = row_hash([row[name] for name in LAYER_COLUMNS])
    row["geom"] = point_blob(row["longitude"], row["latitude"])
    return row


def report_row(report: Report, **extra: object) -> dict[str, Any]:
    """Return a report as a row of its versions, `extra` columns included."""
    row: dict[str, Any] = {name: str(getattr(report, name)) for name in _REPORT_TEXTS}
    row["published"] = day_text(report.published)
    for name in _REPORT_LISTS:
        row[name] = json.dumps(getattr(report, name), ensure_ascii=False)
    row |= extra
    row["row_hash"] = row_hash([row[name] for name in sorted(row)])
    return row


def load_report(row: Mapping[str, Any], key: str) -> Report:
    """Return the report of a row of its versions."""
    return Report(
        **{name: row[name] for name in _REPORT_TEXTS if name != "published_basis"},
        key=key,
        published=day(row["published"]),
        published_basis=PublishedBasis(row["published_basis"]),
        notes=tuple(json.loads(row["notes"])),
        pages=tuple(json.loads(row["pages"])),
        gaps=tuple(json.loads(row["gaps"])),
    )
