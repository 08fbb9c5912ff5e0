"""Intakes in the background: they end, can be stopped, and are found again."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence

from dashboard.jobs import Intakes
from dashboard.workspace import Workspace
from geodata.errors import NotTextError
from geodata.ingest import Outcome, Source, paste
from geodata.model import Report
from geodata.pipeline import Geoparser
from geodata.readers.base import Refusal

SECONDS = 60


def test_an_intake_reads_by_itself_and_says_what_became_of_each(
    workspace: Workspace, geoparser: Geoparser
) -> None:
    def refused() -> Sequence[Report]:
        raise NotTextError("odd.bin: no text; save it as text")

    sources = [
        paste("Calm\n\nJanuary 9, 2025\n\nRaqqa was calm on Tuesday. Hasakah was too."),
        Source(name="odd.bin", read=refused),
    ]
    job = workspace.intakes.start(workspace, sources)
    assert job.wait(SECONDS)
    assert [step.outcome for step in job.steps] == [Outcome.ADDED, Outcome.SKIPPED]
    assert "odd.bin" in job.steps[1].why
    assert (job.share, job.running, job.stopped, job.error) == (1.0, False, False, "")
    assert job.summary().counts.places >= 1


def unread() -> Sequence[Report]:
    raise AssertionError("this is read although it was stopped")


def test_a_stopped_intake_keeps_what_was_read(workspace: Workspace) -> None:
    reading, go = threading.Event(), threading.Event()

    def slow() -> Iterable[Report | Refusal]:
        reading.set()
        assert go.wait(SECONDS)
        return paste(
            "Calm\n\nJanuary 9, 2025\n\nKobani was calm on Tuesday. Manbij was too."
        ).read()

    never = Source(name="never", read=unread)
    job = workspace.intakes.start(workspace, [Source(name="slow", read=slow), never])
    assert reading.wait(SECONDS)
    # Another page, or this one after a reload, finds the one that runs.
    assert workspace.intakes.get(None) is job
    assert workspace.intakes.get(999) is job
    job.stop()
    go.set()
    assert job.wait(SECONDS)
    assert (len(job.steps), job.stopped) == (1, True)
    assert workspace.intakes.get(None) is None
    assert workspace.intakes.get(job.number) is job
    assert any(report.label for report in workspace.store.reports())


def test_numbers_go_on_and_old_jobs_are_forgotten(workspace: Workspace) -> None:
    intakes = Intakes()
    jobs = [intakes.start(workspace, []) for _ in range(25)]
    assert all(job.wait(SECONDS) for job in jobs)
    assert [job.number for job in jobs] == list(range(1, 26))
    assert intakes.get(1) is None
    assert intakes.get(25) is jobs[-1]
