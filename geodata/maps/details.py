"""What list and card say of an event: JSON-ready rows, fetched by index."""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from geodata.maps.columns import EventColumns
from geodata.maps.reading import sentence_spans, utf16_offsets
from geodata.maps.words import kind_key
from geodata.model import Event, TimeSpan

__all__ = ["details", "report_events"]

Found = Callable[[Sequence[str]], Mapping[str, Event]]

_COPIED = (
    "event_id",
    "toponym",
    "place_name",
    "admin1",
    "country",
    "country_code",
    "date_text",
    "date_reason",
    "place_reason",
    "sentence",
    "report_id",
    "report_title",
    "source",
    "author",
    "url",
    "language",
    "status",
)
_MAX_CANDIDATES = 5
_MAX_OF_A_REPORT = 2000


def details(
    frame: gpd.GeoDataFrame,
    columns: EventColumns,
    indices: Iterable[int],
    *,
    found: Found | None = None,
) -> list[dict[str, Any]]:
    """Return what the page shows of some events, ready for `json.dumps`.

    Parameters
    ----------
    frame
        The event GeoDataFrame that the columns were made of.
    columns
        `event_columns` of it.
    indices
        Wanted events in the columns' order; unknown ones are left out.
    found
        From ids of events to the events as the machine found them (a store's `found`): they know
        which of two equal names in a sentence is meant. Without it the first one is marked.

    Returns
    -------
    list of dict
        With the schema's own texts; ``index``; ``kind`` of the place, as the catalogues name it
        (``event_kind`` is what happened, where a table said so); ``when`` and, of a date that can
        be read both ways, ``or_else``: ``{start, end, precision}``, ISO days or None; ``extra``,
        the further columns of a source table; ``page`` or None; ``score`` 0-100 or None; ``role``;
        ``published``, an ISO day or None; ``name_at`` and
        ``date_at``, ``[start, end)`` in `sentence` counted in UTF-16 units as JavaScript does, or
        None; ``candidates`` as
        ``{geonameid, name, where, score, lat, lon, reason}``; ``lat``, ``lon`` in
        degrees or None.
    """
    wanted = [index for index in indices if 0 <= index < len(columns)]
    rows = frame.iloc[columns.order[wanted]].to_dict("records")
    events = found([row["event_id"] for row in rows]) if found else {}
    return [
        _detail(index, row, events.get(row["event_id"]))
        for index, row in zip(wanted, rows, strict=True)
    ]


def report_events(
    frame: gpd.GeoDataFrame, columns: EventColumns, index: int
) -> list[dict[str, int]]:
    """Return the events of an event's report in the order of the text, ready for `json.dumps`.

    Parameters
    ----------
    frame, columns
        As for `details`.
    index
        Of one event of the report, in the columns' order.

    Returns
    -------
    list of dict
        ``index`` and ``at``, the toponym's offset in the text; the first 2,000 at most.
    """
    if not 0 <= index < len(columns):
        return []
    report_id = frame["report_id"].iloc[columns.order[index]]
    rows = np.flatnonzero((frame["report_id"] == report_id).to_numpy())
    index_of = np.empty(len(columns), dtype=np.int64)
    index_of[columns.order] = np.arange(len(columns))
    at = frame["char_start"].to_numpy()[rows].astype(np.int64)
    found = np.argsort(at, kind="stable")[:_MAX_OF_A_REPORT]
    return [{"index": int(index_of[rows[k]]), "at": int(at[k])} for k in found]


def _detail(index: int, row: Mapping[str, Any], event: Event | None) -> dict[str, Any]:
    start, end, published = (_date(row[n]) for n in ("date_start", "date_end", "published"))
    role, sentence = row["date_role"], row["sentence"]
    point = row["geometry"]
    spans = sentence_spans(event) if event else {}
    return {
        "index": index,
        **{name: row[name] for name in _COPIED},
        "page": None if pd.isna(row["page"]) else int(row["page"]),
        "event_kind": row["kind"],
        "extra": json.loads(row["extra"]) if row["extra"] else {},
        "kind": kind_key(row["feature_code"], row["place_precision"]),
        "role": role,
        "score": None if point is None or math.isnan(row["score"]) else round(row["score"] * 100),
        "when": _when(start, end, row["date_precision"]),
        "or_else": _or_else(row["date_alternative"]),
        "published": published.isoformat() if published else None,
        "name_at": spans.get("name_at") or _span(sentence, row["toponym"]),
        # A corrected date has no words.
        "date_at": (row["date_text"] and spans.get("date_at")) or _span(sentence, row["date_text"]),
        "candidates": _candidates(row["candidates"]),
        "lat": None if point is None else point.y,
        "lon": None if point is None else point.x,
    }


def _when(start: dt.date | None, end: dt.date | None, precision: str) -> dict[str, str | None]:
    first, last = (day.isoformat() if day else None for day in (start, end))
    return {"start": first, "end": last, "precision": precision}


def _or_else(alternative: str) -> dict[str, str | None] | None:
    """Return the other reading of a date whose figures can be read both ways."""
    other = TimeSpan.from_iso(alternative)
    return _when(other.start, other.end, str(other.precision)) if other else None


def _date(value: pd.Timestamp) -> dt.date | None:
    return None if pd.isna(value) else value.date()


def _span(sentence: str, words: str) -> list[int] | None:
    """Find words in a sentence, whole words first; in UTF-16 units."""
    start = _find(sentence, words) if words else -1
    if start < 0:
        return None
    at = utf16_offsets(sentence)
    return [at(start), at(start + len(words))]


def _find(sentence: str, words: str) -> int:
    first = at = sentence.find(words)
    while at >= 0:
        end = at + len(words)
        if not sentence[at - 1 : at].isalnum() and not sentence[end : end + 1].isalnum():
            return at
        at = sentence.find(words, at + 1)
    return first


def _candidates(text: str) -> list[dict[str, Any]]:
    """Read the runners-up, best first; a table made elsewhere may leave some of it out."""
    rows = json.loads(text) if text else []
    return [
        {
            "geonameid": _id(row.get("geonameid")),
            "name": str(row.get("name", "")),
            "where": str(row.get("country_code", "")),
            "score": round(100 * (_number(row.get("score")) or 0)),
            "lat": _number(row.get("latitude")),
            "lon": _number(row.get("longitude")),
            "reason": str(row.get("reason", "")),
        }
        for row in rows[:_MAX_CANDIDATES]
        if isinstance(row, dict)
    ]


def _id(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and math.isfinite(value) else None
