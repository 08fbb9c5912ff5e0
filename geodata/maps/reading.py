"""A report for the reading pane: its text, and where in it names and dates stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import geopandas as gpd
import numpy as np

from geodata.maps.columns import EventColumns
from geodata.model import Event

__all__ = ["indices_of_report", "sentence_spans", "text_marks", "utf16_offsets"]

Span = list[int]


def utf16_offsets(text: str) -> Callable[[int], int]:
    """Return how an offset in code points becomes one in JavaScript's UTF-16 units."""
    if text.isascii() or max(text) <= "\uffff":
        return lambda at: at
    astral = np.flatnonzero(np.frombuffer(text.encode("utf-32-le"), np.uint32) > 0xFFFF)
    return lambda at: at + int(np.searchsorted(astral, at))


def text_marks(
    text: str, events: Iterable[Event], index_of: Mapping[str, int]
) -> list[dict[str, Any]]:
    """Return the names and date words of a text in its order, ready for `json.dumps`.

    Parameters
    ----------
    text
        Of the report.
    events
        Of the report, as they stand.
    index_of
        From an event's id to its index in the browser; an event without one has no mark.

    Returns
    -------
    list of dict
        ``start`` and ``end`` in UTF-16 units; ``kind``, "name" or "date"; ``role``; ``index``, the
        event that a name stands for, or the first of those that a date belongs to.
    """
    at = utf16_offsets(text)
    found: dict[tuple[int, int, str], dict[str, Any]] = {}
    for event in events:
        index = index_of.get(event.event_id)
        if index is None:
            continue
        toponym = event.resolution.toponym
        spans = [(toponym.start, toponym.end, "name")]
        if event.date_start_char is not None and event.date_end_char is not None:
            spans.append((event.date_start_char, event.date_end_char, "date"))
        for start, end, kind in spans:
            if 0 <= start < end <= len(text):
                mark = {"start": at(start), "end": at(end), "kind": kind, "index": index}
                found.setdefault(
                    (start, end, kind), mark | {"role": str(event.date_role or "none")}
                )
    return [found[key] for key in sorted(found)]


def indices_of_report(
    frame: gpd.GeoDataFrame, columns: EventColumns, report_id: str
) -> dict[str, int]:
    """Return the index in the browser of each of a report's events, by the event's id."""
    mine = (frame["report_id"] == report_id).to_numpy()
    indices = np.flatnonzero(mine[columns.order])
    return {str(columns.event_ids[k]): int(k) for k in indices}


def sentence_spans(event: Event) -> dict[str, Span | None]:
    """Return where the event's name and its date words stand in its sentence, or None."""
    toponym = event.resolution.toponym
    date = (event.date_start_char, event.date_end_char)
    return {"name_at": _inside(event, toponym.start, toponym.end), "date_at": _inside(event, *date)}


def _inside(event: Event, start: int | None, end: int | None) -> Span | None:
    if start is None or end is None:
        return None
    first, last = start - event.sentence_start, end - event.sentence_start
    if not 0 <= first < last <= len(event.sentence):
        return None
    at = utf16_offsets(event.sentence)
    return [at(first), at(last)]
