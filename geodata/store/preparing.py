"""A report and its events as the rows that a store keeps, made without the store.

What is costly about keeping a report needs no database: another process can do it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from geodata.model import Counts, Event, Report, digest
from geodata.store.layer import LAYER_ROW
from geodata.store.records import Names, dump_event, layer_row, load_event
from geodata.store.words import event_words

__all__ = ["Prepared", "Shown", "prepare", "shown"]

Shown = tuple[tuple[Any, ...], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A report, and its events as rows.

    Attributes
    ----------
    report_id
        The id that the rows carry.
    counts
        Of the events as the machine found them.
    linked_ids, event_ids
        The ids that linking gave, and those that the events are kept under.
    records
        The events as `found_events` keeps them.
    shown
        The events as rows of the layer (`LAYER_ROW`), and their words.
    """

    report: Report
    report_id: str
    counts: Counts
    linked_ids: tuple[str, ...]
    event_ids: tuple[str, ...]
    records: tuple[str, ...]
    shown: tuple[Shown, ...]

    def under(self, report_id: str, names: Names) -> Prepared:
        """Return the same under another id of the report."""
        if report_id == self.report_id:
            return self
        events = [
            replace(load_event(record), event_id=linked)
            for record, linked in zip(self.records, self.linked_ids, strict=True)
        ]
        return prepare(self.report, events, names, report_id=report_id)


def prepare(
    report: Report, events: Sequence[Event], names: Names, *, report_id: str = ""
) -> Prepared:
    """Make the rows of a report.

    Parameters
    ----------
    names
        From codes to the names of countries and divisions.
    report_id
        The id to keep it under, if not its own.
    """
    kept_id = report_id or report.report_id
    found = list(_with_own_ids(events, report, kept_id))
    return Prepared(
        report=report,
        report_id=kept_id,
        counts=Counts.of(events),
        linked_ids=tuple(event.event_id for event in events),
        event_ids=tuple(event.event_id for event in found),
        records=tuple(dump_event(event) for event in found),
        shown=tuple(shown(report, kept_id, event, names) for event in found),
    )


def shown(report: Report, report_id: str, event: Event, names: Names) -> Shown:
    """Return an event's row of the layer, and the words to find it by."""
    row = layer_row(report, report_id, event, names)
    return tuple(row[name] for name in LAYER_ROW), event_words(row)


def _with_own_ids(events: Sequence[Event], report: Report, report_id: str) -> Iterator[Event]:
    """Yield the events with ids that no other event has, the same ones at every reading."""
    seen: dict[str, int] = {}
    for event in events:
        event_id = event.event_id
        if report_id != report.report_id:
            event_id = digest("event", report_id, event_id)
        seen[event_id] = seen.get(event_id, 0) + 1
        if seen[event_id] > 1:
            event_id = digest("event", event_id, str(seen[event_id]))
        yield event if event_id == event.event_id else replace(event, event_id=event_id)
