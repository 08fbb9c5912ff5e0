"""What every store can do; `geodata.store.told` has the records that it gives and takes.

A store keeps reports with every version of their text, the events that were found in them, and
an append-only log of what people decided about those events. What is shown of an event is always
what the machine found with the decisions applied to it, so a later reading of the same report
never overwrites a person.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

import geopandas as gpd
import numpy as np
import numpy.typing as npt

from geodata.model import Counts, Event, Reading, Report
from geodata.query import EventQuery
from geodata.schema import EventParts
from geodata.store.decisions import Decisions
from geodata.store.told import (
    Kept,
    Outcome,
    ReportSummary,
    Saved,
    SearchHits,
    StoredEvent,
    StoredReport,
)

if TYPE_CHECKING:
    from geodata.resolution.base import Home
    from geodata.store.homes import Homes
    from geodata.store.preparing import Prepared
    from geodata.store.views import SavedView

__all__ = [
    "Kept",
    "Outcome",
    "ReportSummary",
    "Saved",
    "SearchHits",
    "Store",
    "StoredEvent",
    "StoredReport",
]


class Store(Decisions, Protocol):
    """Reports, events and decisions, kept. One object may be shared by threads.

    Every method may raise `StoreError`, which says what to do next.
    """

    def save(self, report: Report, events: Sequence[Event]) -> Saved:
        """Keep a report and its events in one transaction; decisions are applied again.

        What is kept already with the same content and the same events stays unchanged; an edited
        text, or another title, source or date of the same text, becomes a new version.
        """
        ...

    def keep(self, prepared: Prepared, *readings: Reading, repeatable: bool = False) -> Saved:
        """Keep a report as `save` does, and what became of its input, in one transaction.

        Parameters
        ----------
        repeatable
            Whether the input is still there to be read again. Then nobody waits for the disk: a
            kill loses nothing, but a power cut may lose the last reports, whole, with their
            readings.
        """
        ...

    def has(self, content_hash: str) -> bool:
        """Say whether a report with these bytes is kept, as its newest version."""
        ...

    def kept_as(self, report: Report) -> Kept:
        """Say what is kept of a report before it is saved."""
        ...

    def note(self, *readings: Reading, repeatable: bool = False) -> None:
        """Keep what became of inputs, in one transaction; the newest reading of each stays.

        An input is known again by `Reading.key`. The revision does not grow: no event changes.
        """
        ...

    def readings(self) -> list[Reading]:
        """List what became of every input, first noted first."""
        ...

    def each_reading(self) -> Iterator[Reading]:
        """Yield the same one after the other, in little memory."""
        ...

    def reports(self) -> list[ReportSummary]:
        """List the reports, first read first."""
        ...

    def each_report(self) -> Iterator[ReportSummary]:
        """Yield the same one after the other, in little memory."""
        ...

    def report(self, report_id: str, *, version: int | None = None) -> StoredReport:
        """Return a report with its text; by default its newest version."""
        ...

    def frame(self) -> gpd.GeoDataFrame:
        """Return every event as a GeoDataFrame of the schema, cached by revision."""
        ...

    def events(self, query: EventQuery = ...) -> gpd.GeoDataFrame:
        """Return the events that pass the filter."""
        ...

    def event_parts(self, query: EventQuery = ...) -> AbstractContextManager[EventParts]:
        """Give the same part by part, as of one moment, in little memory."""
        ...

    def search(self, words: str) -> SearchHits:
        """Find events and reports that hold all the words, rejected events too.

        A word is found inside longer ones, in every script, whatever its case, accents, vowel
        signs and punctuation ("homs" in "HOMS", "Ḥomṣ"); words in quotation marks only next to
        each other. No sign has a special meaning else. The first 200 characters count; a question
        without a letter or digit finds nothing.
        """
        ...

    def holding(self, words: str, *, revision: int) -> npt.NDArray[np.bool_] | None:
        """Say of each row of `frame` as of a revision whether `search` would find it.

        None where that is not the revision of the frame that was asked for last, or no longer
        the store's: then ask `search`, which takes longer where much is found.
        """
        ...

    def event(self, event_id: str) -> StoredEvent:
        """Return one event with runners-up and history."""
        ...

    def found(self, event_ids: Collection[str]) -> dict[str, Event]:
        """Return events as the machine found them, with their offsets; unknown ids are left out."""
        ...

    def events_of(self, report_id: str) -> list[Event]:
        """Return a report's events as they stand, in the order of its text."""
        ...

    def counts(self) -> Counts:
        """Count what is kept."""
        ...

    def home(self, source: str, *, excluding: str = "") -> Home:
        """Say where an outlet's newest reports are about, leaving one report out."""
        ...

    def homes(self) -> Homes:
        """Return what answers such questions in another process."""
        ...

    def mark(self) -> int:
        """Return the number of the newest event, for `Homes`."""
        ...

    def views(self) -> list[SavedView]:
        """List the saved views by name."""
        ...

    def keep_view(self, name: str, params: Mapping[str, str]) -> None:
        """Keep a filter (`EventQuery.to_params`) under a name, in place of one of that name."""
        ...

    def drop_view(self, name: str) -> None:
        """Forget a saved view."""
        ...

    def revision(self) -> int:
        """Return a number that grows with every change."""
        ...

    def backup(self, path: Path) -> None:
        """Write a consistent copy while the store is in use."""
        ...

    def reindex(self) -> None:
        """Make the words for `search` anew; `check` says when that is needed."""
        ...

    def check(self) -> list[str]:
        """Look for damage; an empty list means none was found."""
        ...

    def close(self) -> None:
        """Let go of the file."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...
