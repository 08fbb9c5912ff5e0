"""Intakes that go on by themselves: a reload, another tab or a closed dialog loses nothing.

What was uploaded is in memory until it is read, and no longer. Where people log in, an intake is
found again by whoever began it, and by nobody else.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

from geodata.errors import DatelineError

if TYPE_CHECKING:
    from dashboard.workspace import Workspace
    from geodata.ingest import Source, Step, Summary

__all__ = ["Intake", "Intakes"]

_KEPT = 20


class Intake:
    """One intake: what is read, and what became of each so far.

    `count` is how many files, texts and links there are; `who` began it (empty without a login).
    """

    def __init__(self, number: int, sources: Sequence[Source], *, who: str = "") -> None:
        self.number, self.who = number, who
        self.count = len(sources)
        self.error = ""
        self._sources = tuple(sources)
        self._steps: list[Step] = []
        self._stop, self._ended = threading.Event(), threading.Event()

    @property
    def steps(self) -> tuple[Step, ...]:
        """What became of the reports that were read."""
        return tuple(self._steps)

    @property
    def running(self) -> bool:
        """Whether there is still something to read."""
        return not self._ended.is_set()

    @property
    def stopped(self) -> bool:
        """Whether a person stopped it."""
        return self._stop.is_set()

    @property
    def share(self) -> float:
        """Which part (0-1) is done; a file may hold many reports."""
        return min(1.0, len(self._steps) / max(1, self.count))

    def summary(self) -> Summary:
        """Return the run in numbers."""
        from geodata.ingest import Summary

        return Summary(steps=self.steps)

    def stop(self) -> None:
        """Read no further; what was read stays."""
        self._stop.set()

    def wait(self, seconds: float) -> bool:
        """Wait for the end; say whether it has come."""
        return self._ended.wait(seconds)

    def run(self, workspace: Workspace) -> None:
        """Read everything, report by report, unless it is stopped."""
        from geodata.ingest import ingest

        try:
            for step in ingest(self._sources, workspace.store, workspace.geoparser()):
                self._steps.append(step)
                if self._stop.is_set():
                    break
        except DatelineError as error:
            self.error = str(error)
        finally:
            self._sources = ()
            self._ended.set()


class Intakes:
    """The intakes of one server, one after the other."""

    def __init__(self) -> None:
        self._jobs: list[Intake] = []
        self._lock, self._turn = threading.Lock(), threading.Lock()

    def start(self, workspace: Workspace, sources: Sequence[Source], *, who: str = "") -> Intake:
        """Begin to read in the background; the job tells how far it is."""
        with self._lock:
            job = Intake(self._jobs[-1].number + 1 if self._jobs else 1, sources, who=who)
            self._jobs = [*self._jobs, job][-_KEPT:]
        threading.Thread(target=self._run, args=(job, workspace), daemon=True).start()
        return job

    def _run(self, job: Intake, workspace: Workspace) -> None:
        with self._turn:
            job.run(workspace)

    def get(self, number: int | None, *, who: str = "") -> Intake | None:
        """Return a person's job by its number, or theirs that is running, if there is one."""
        theirs = [job for job in self._jobs if job.who == who]
        found = [job for job in theirs if job.number == number or job.running]
        return min(found, key=lambda job: job.number != number) if found else None
