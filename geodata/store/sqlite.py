"""The store in one SQLite file that is a GeoPackage too."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeVar, cast

import geopandas as gpd
import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection

from geodata.files import private_folder
from geodata.model import Counts, Event, Place, Reading, Report
from geodata.query import EventQuery
from geodata.schema import EventParts
from geodata.store import deciding, found, log, noting, reading, views
from geodata.store.asking import search
from geodata.store.base import (
    Kept,
    ReportSummary,
    Saved,
    SearchHits,
    StoredEvent,
    StoredReport,
)
from geodata.store.checking import faults_of
from geodata.store.copies import back_up
from geodata.store.corrections import list_corrections
from geodata.store.decisions import Decision, LogEntry
from geodata.store.engine import Writing, fold_log, transaction, wal_is_safe
from geodata.store.eventtable import EventTable
from geodata.store.homes import Homes
from geodata.store.opening import open_engine
from geodata.store.preparing import Prepared, prepare
from geodata.store.records import Names
from geodata.store.saving import save_report
from geodata.store.searching import make_words_anew
from geodata.store.streaming import event_parts, in_passing
from geodata.store.views import SavedView

if TYPE_CHECKING:
    from geodata.resolution.base import Home

__all__ = ["SqliteStore"]

_Answer = TypeVar("_Answer")


class SqliteStore:
    """A `Store` in a file; threads may share it, and processes the file.

    Parameters
    ----------
    path
        The file, made if missing; None for a store that is gone when closed.
    names
        From codes to the names of countries and divisions.

    Raises
    ------
    StoreError
        The file is no store, or cannot be opened.
    """

    def __init__(self, path: Path | None, names: Names) -> None:
        self._folder = private_folder() if path is None else None
        self.path = path or Path(self._folder.name if self._folder else "") / "temporary.gpkg"
        self._names = names
        self._engine = open_engine(self.path)
        self._write_lock = threading.Lock()
        self._answers: dict[str, tuple[int, object]] = {}
        self._table = EventTable(self._reading)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with transaction(self._engine, self.path) as connection:
            yield connection

    @contextmanager
    def _writing(self, *, repeatable: bool = False) -> Iterator[Connection]:
        kind = Writing.REPEATABLE if repeatable else Writing.DURABLE
        # Threads queue here rather than in SQLite, which would have them poll.
        with self._write_lock, transaction(self._engine, self.path, writes=kind) as connection:
            yield connection

    def _remembered(self, name: str, ask: Callable[[Connection], _Answer]) -> _Answer:
        """Ask only once a revision: a page asks again at every click."""
        with self._reading() as connection:
            revision = reading.read_revision(connection)
            known, answer = self._answers.get(name, (-1, None))
            if known != revision:
                answer = ask(connection)
                self._answers[name] = (revision, answer)
        return cast("_Answer", answer)

    def save(self, report: Report, events: Sequence[Event]) -> Saved:
        """Keep a report and its events in one transaction; decisions are applied again."""
        return self.keep(prepare(report, events, self._names))

    def keep(self, prepared: Prepared, *readings: Reading, repeatable: bool = False) -> Saved:
        """Keep a prepared report, and what became of its input, in one transaction."""
        with self._writing(repeatable=repeatable) as connection:
            saved = save_report(connection, prepared, names=self._names)
            noting.note(connection, readings)
            return saved

    def has(self, content_hash: str) -> bool:
        """Say whether a report with these bytes is kept, as its newest version."""
        with self._reading() as connection:
            return reading.has_content(connection, content_hash)

    def kept_as(self, report: Report) -> Kept:
        """Say what is kept of a report before it is saved."""
        with self._reading() as connection:
            return reading.kept_as(connection, report.content_hash, report.report_id)

    def note(self, *readings: Reading, repeatable: bool = False) -> None:
        """Keep what became of inputs, in one transaction; the newest reading of each stays."""
        with self._writing(repeatable=repeatable) as connection:
            noting.note(connection, readings)

    def readings(self) -> list[Reading]:
        """List what became of every input, first noted first."""
        with self._reading() as connection:
            return list(noting.each_reading(connection))

    def each_reading(self) -> Iterator[Reading]:
        """Yield the same one after the other."""
        with self._reading() as connection:
            yield from noting.each_reading(connection)

    def reports(self) -> list[ReportSummary]:
        """List the reports, first read first."""
        return list(self._remembered("reports", lambda c: list(reading.each_report(c))))

    def each_report(self) -> Iterator[ReportSummary]:
        """Yield the same one after the other."""
        with self._reading() as connection:
            yield from reading.each_report(connection)

    def report(self, report_id: str, *, version: int | None = None) -> StoredReport:
        """Return a report with its text; by default its newest version."""
        with self._reading() as connection:
            return reading.read_report(connection, report_id, version)

    def frame(self) -> gpd.GeoDataFrame:
        """Return every event as a GeoDataFrame of the schema, cached by revision."""
        return self._table.frame()

    def events(self, query: EventQuery | None = None) -> gpd.GeoDataFrame:
        """Return the events that pass the filter, by default `EventQuery()`."""
        return self._table.events(query or EventQuery())

    @contextmanager
    def event_parts(self, query: EventQuery | None = None) -> Iterator[EventParts]:
        """Give the events that pass the filter part by part, as of one moment."""
        with self._reading() as connection, in_passing(connection):
            yield event_parts(connection, query or EventQuery())

    def search(self, words: str) -> SearchHits:
        """Find events and reports that hold all the words, rejected events too."""
        with self._reading() as connection:
            return search(connection, words)

    def holding(self, words: str, *, revision: int) -> npt.NDArray[np.bool_] | None:
        """Say of each row of the frame of a revision whether it holds all the words."""
        return self._table.holding(words, revision)

    def event(self, event_id: str) -> StoredEvent:
        """Return one event with runners-up and history."""
        with self._reading() as connection:
            return reading.find_event(connection, event_id)

    def found(self, event_ids: Collection[str]) -> dict[str, Event]:
        """Return events as the machine found them, with their offsets; unknown ids are left out."""
        with self._reading() as connection:
            return found.found_events(connection, event_ids)

    def events_of(self, report_id: str) -> list[Event]:
        """Return a report's events as they stand, in the order of its text."""
        with self._reading() as connection:
            return found.events_of_report(connection, report_id)

    def counts(self) -> Counts:
        """Count what is kept."""
        return self._remembered("counts", reading.count_all)

    def home(self, source: str, *, excluding: str = "") -> Home:
        """Say where an outlet's newest reports are about, leaving one report out."""
        with self._reading() as connection:
            return reading.home_of(connection, source, excluding)

    def homes(self) -> Homes:
        """Return what answers such questions in another process."""
        return Homes(self.path)

    def mark(self) -> int:
        """Return the number of the newest event."""
        with self._reading() as connection:
            return reading.last_number(connection)

    def decide(self, event_id: str, decision: Decision, *, who: str) -> LogEntry:
        """Log a decision and apply it."""
        with self._writing() as connection:
            return deciding.decide(connection, event_id, decision, who=who, names=self._names)

    def decide_all(
        self, event_ids: Iterable[str], decision: Decision, *, who: str
    ) -> list[LogEntry]:
        """Decide the same about several events: all of them or, at the first fault, none."""
        with self._writing() as connection:
            return deciding.decide_all(connection, event_ids, decision, who=who, names=self._names)

    def undo_all(self, numbers: Iterable[int], *, who: str) -> list[LogEntry]:
        """Take back those of some decisions (by number) that stand."""
        with self._writing() as connection:
            return deciding.undo_all(connection, numbers, who=who, names=self._names)

    def redo_all(self, numbers: Iterable[int], *, who: str) -> list[LogEntry]:
        """Apply again those of some decisions (by number) that are undone."""
        with self._writing() as connection:
            return deciding.redo_all(connection, numbers, who=who, names=self._names)

    def undo(self, *, who: str) -> LogEntry | None:
        """Take the newest standing decision back; None if there is none."""
        with self._writing() as connection:
            return deciding.undo(connection, who=who, names=self._names)

    def redo(self, *, who: str) -> LogEntry | None:
        """Apply again what was undone last, unless something was decided since."""
        with self._writing() as connection:
            return deciding.redo(connection, who=who, names=self._names)

    def orphans(self) -> list[LogEntry]:
        """List standing decisions about events that no report has any more."""
        with self._reading() as connection:
            return log.orphans(connection)

    def corrections(self) -> list[tuple[str, Place]]:
        """List the names that people placed and their places, each pair once."""
        with self._reading() as connection:
            return list_corrections(connection)

    def views(self) -> list[SavedView]:
        """List the saved views by name."""
        with self._reading() as connection:
            return views.list_views(connection)

    def keep_view(self, name: str, params: Mapping[str, str]) -> None:
        """Keep a filter under a name, in place of one of that name."""
        with self._writing() as connection:
            views.keep_view(connection, name, params)

    def drop_view(self, name: str) -> None:
        """Forget a saved view."""
        with self._writing() as connection:
            views.drop_view(connection, name)

    def revision(self) -> int:
        """Return a number that grows with every change."""
        with self._reading() as connection:
            return reading.read_revision(connection)

    def backup(self, path: Path) -> None:
        """Write a consistent, checked copy while the store is in use."""
        back_up(self.path, path)

    def reindex(self) -> None:
        """Make the words for `search` anew."""
        with self._writing() as connection:
            make_words_anew(connection)

    def check(self) -> list[str]:
        """Look for damage; an empty list means none was found."""
        with self._reading() as connection:
            return list(faults_of(connection))

    def close(self) -> None:
        """Let go of the file."""
        if wal_is_safe() and self.path.exists():
            fold_log(self._engine)
        self._engine.dispose()
        if self._folder is not None:
            self._folder.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
