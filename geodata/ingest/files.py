"""Folders of files into the store: resumable, in order, in as many processes as wanted.

Whatever the number of processes, reports are kept one after the other in the order of the files,
each in its own transaction of this process, so that a run gives what a serial run gives.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from geodata.ingest.folders import FileState
from geodata.ingest.marks import Marks, lag
from geodata.ingest.running import steps_without_reports
from geodata.ingest.saving import Shelf, reading_of
from geodata.ingest.steps import Ingested, Step
from geodata.ingest.work import Job, Made, Parsed, Worker, open_worker
from geodata.model import Reading, ReadOutcome, Report
from geodata.pipeline import Geoparser
from geodata.readers import Refusal
from geodata.store import Store
from geodata.workers import Lost, Pool

__all__ = ["Manner", "ingest_files"]

_BATCH_REPORTS = 16
_BATCH_CHARACTERS = 200_000
_BATCHES_AHEAD = 6

Watch = Callable[[str], None]


def _unwatched(_name: str) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How files are ingested.

    Attributes
    ----------
    columns
        For tables, which column is what; then nothing is left alone.
    workers
        Processes that read and geoparse; 1 does everything in this one.
    again
        Whether files are read again although they have not changed.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    workers: int = 1
    again: bool = False


def ingest_files(
    files: Sequence[FileState],
    store: Store,
    geoparser: Geoparser,
    manner: Manner | None = None,
    *,
    watch: Watch = _unwatched,
) -> Iterator[Ingested]:
    """Read, geoparse and keep files; yield one result per file, in their order.

    A file that is as it was when it was read (by size and time, or else by its hash) is left
    alone. What became of each file is noted in the store once its reports are kept, so that a
    run that was stopped goes on where it was.

    Parameters
    ----------
    manner
        Default: in this process, as the columns seem to be, only what is new or changed.
    watch
        Called with the label of each report as it is kept.
    """
    how = manner or Manner()
    known = {} if how.again or how.columns else {r.path: r for r in store.readings() if r.path}
    with ExitStack() as stack:
        homes = stack.enter_context(closing(store.homes()))
        hands: _Hands = _OwnHands(Worker(geoparser, homes))
        if how.workers > 1:
            pool = Pool[Job, Made](open_worker, (geoparser.settings, homes), count=how.workers)
            hands = _ManyHands(stack.enter_context(pool))
        shelf = Shelf.of(store, geoparser, repeatable=True)
        run = _Run(shelf, hands, known, dict(how.columns), watch)
        yield from run.all(files, ahead=2 * how.workers + 2 if how.workers > 1 else 1)
        run.shelf.settle()


class _OwnHands:
    """Does each job in this process when its result is asked for."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker

    def start(self, job: Job) -> Callable[[], Made]:
        return partial(self._worker.do, job)


class _ManyHands:
    """Gives jobs to worker processes."""

    def __init__(self, pool: Pool[Job, Made]) -> None:
        self._pool = pool

    def start(self, job: Job) -> Callable[[], Made]:
        ticket = self._pool.submit(job)
        return lambda: self._made(ticket, job)

    def _made(self, ticket: int, job: Job) -> Made:
        made = self._pool.result(ticket)
        if isinstance(made, Lost):
            return Made(error=f"{job.file.path} was given up: {made.why}. Try it by itself.")
        return made


_Hands = _OwnHands | _ManyHands


@dataclass(slots=True)
class _Run:
    """One run: jobs are started ahead, their results taken in order."""

    shelf: Shelf
    hands: _Hands
    known: Mapping[str, Reading]
    columns: dict[str, str]
    watch: Watch
    started: deque[tuple[FileState, Callable[[], Made] | None]] = field(default_factory=deque)

    def all(self, files: Sequence[FileState], *, ahead: int) -> Iterator[Ingested]:
        marks, finished = Marks(self.shelf.store), 0
        waiting = enumerate(files)
        following = next(waiting, None)
        while following is not None or self.started:
            while following is not None and len(self.started) < ahead:
                number, file = following
                if not marks.may_start(number, finished):
                    break
                self.started.append((file, self._start(file, marks.of(number))))
                following = next(waiting, None)
            yield self._finish(*self.started.popleft())
            finished += 1
            marks.set(finished)

    def _before(self, file: FileState) -> Reading | None:
        return self.known.get(Path(file.path).absolute().as_posix())

    def _start(self, file: FileState, up_to: int) -> Callable[[], Made] | None:
        """Start on a file; None if it is as it was when it was read."""
        before = self._before(file)
        kept = before is not None and before.outcome is not ReadOutcome.REFUSED
        if before and kept and (before.size, before.modified) == (file.size, file.modified):
            return None
        known_hash = before.content_hash if before and kept else ""
        job = Job(file=file, columns=self.columns, known_hash=known_hash, up_to=up_to)
        return self.hands.start(job)

    def _finish(self, file: FileState, result: Callable[[], Made] | None) -> Ingested:
        before = self._before(file)
        if result is None and before is not None:
            return Ingested(reading=before, unchanged=True)
        made = result() if result else Made()
        if made.same and before is not None:
            reading = replace(before, size=file.size, modified=file.modified)
            self.shelf.note(reading)
            return Ingested(reading=reading, unchanged=True)
        return self._kept(file, made)

    def _kept(self, file: FileState, made: Made) -> Ingested:
        reports: list[Report] = []
        refusals, steps = list(made.refusals), list[Step]()
        if len(made.parsed) == 1:
            # The report and the note that its file was read are kept together.
            reports.append(made.parsed[0].prepared.report)
            noted = self._readings(file, made, reports, refusals)
            steps.append(self._put(made.parsed[0], *noted))
            steps += steps_without_reports(file.path, refusals, made.error, some=True)
            return Ingested(reading=noted[0], steps=tuple(steps))
        for parsed in made.parsed:
            reports.append(_light(parsed.prepared.report))
            steps.append(self._put(parsed))
        for report, outcome in self._spread(file, made.reports):
            if isinstance(outcome, Refusal):
                refusals.append(outcome)
            else:
                reports.append(_light(report))
                steps.append(outcome)
        steps += steps_without_reports(file.path, refusals, made.error, some=bool(reports))
        noted = self._readings(file, made, reports, refusals)
        self.shelf.note(*noted)
        return Ingested(reading=noted[0], steps=tuple(steps))

    @staticmethod
    def _readings(
        file: FileState, made: Made, reports: Sequence[Report], refusals: Sequence[Refusal]
    ) -> tuple[Reading, ...]:
        """Return how the reading of a file ended, and of the files inside it."""
        blank = Reading(
            name=Path(file.path).name,
            path=Path(file.path).absolute().as_posix(),
            outcome=ReadOutcome.READ,
            content_hash=made.content_hash,
            size=file.size,
            modified=file.modified,
        )
        reading = reading_of(blank, reports, refusals, error=made.error)
        return (reading, *_members(reading, reports, refusals))

    def _put(self, parsed: Parsed, *readings: Reading) -> Step:
        step = replace(self.shelf.put_parsed(parsed, *readings), report=None)
        self.watch(step.name)
        return step

    def _spread(
        self, file: FileState, reports: Sequence[Report]
    ) -> Iterator[tuple[Report, Step | Refusal]]:
        """Geoparse the reports of a large file in batches, several ahead; those kept are not."""
        going: deque[tuple[tuple[Report, ...], Callable[[], Made] | Step]] = deque()
        waiting = enumerate(self._batches(reports))
        following = next(waiting, None)
        while following is not None or going:
            while following is not None and len(going) < min(lag(following[0]), _BATCHES_AHEAD):
                batch, kept = following[1]
                up_to = self.shelf.store.mark()
                job = Job(file=file, reports=batch, up_to=up_to)
                going.append((batch, kept or self.hands.start(job)))
                following = next(waiting, None)
            batch, result = going.popleft()
            yield from self._batch(batch, result)

    def _batches(
        self, reports: Sequence[Report]
    ) -> Iterator[tuple[tuple[Report, ...], Step | None]]:
        batch: list[Report] = []
        length = 0
        for report in reports:
            kept = self.shelf.has(report)
            if kept is None:
                batch.append(report)
                length += len(report.text)
            full = len(batch) >= _BATCH_REPORTS or length >= _BATCH_CHARACTERS
            if batch and (kept or full):
                yield tuple(batch), None
                batch, length = [], 0
            if kept is not None:
                yield (report,), kept
        if batch:
            yield tuple(batch), None

    def _batch(
        self, batch: tuple[Report, ...], result: Callable[[], Made] | Step
    ) -> Iterator[tuple[Report, Step | Refusal]]:
        if isinstance(result, Step):
            yield batch[0], replace(result, report=None)
            return
        made = result()
        if made.error:
            yield from ((r, Refusal(name=r.label, why=made.error)) for r in batch)
        for parsed in made.parsed:
            yield parsed.prepared.report, self._put(parsed)


def _light(report: Report) -> Report:
    """Return a report without its text and events, which are in the store by now."""
    return replace(report, text="", given=())


def _members(
    file: Reading, reports: Sequence[Report], refusals: Sequence[Refusal]
) -> Iterator[Reading]:
    """Yield the files inside a file: each is an input with an outcome of its own."""
    by_name: dict[str, list[Report]] = {}
    start = f"path:{file.path}/"
    for report in reports:
        if report.key.startswith(start):
            inner = report.key.removeprefix(start).partition("#")[0]
            by_name.setdefault(f"{file.name}/{inner}", []).append(report)
    amiss: dict[str, list[Refusal]] = {}
    for refusal in refusals:
        if refusal.name.startswith(f"{file.name}/"):
            amiss.setdefault(refusal.name, []).append(refusal)
    for name in dict.fromkeys([*by_name, *amiss]):
        path = file.path + name.removeprefix(file.name)
        blank = Reading(name=name, path=path, outcome=ReadOutcome.READ)
        yield reading_of(blank, by_name.get(name, ()), amiss.get(name, ()))
