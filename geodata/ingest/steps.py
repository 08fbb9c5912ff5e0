"""What became of each report and each source, in numbers that add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from geodata.model import Counts, Reading, ReadOutcome, Report

__all__ = ["Ingested", "Outcome", "Step", "Summary", "Tally"]


class Outcome(StrEnum):
    """What became of one report, or of a source or part of one that gave none."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    SKIPPED = "skipped"
    LEFT_OUT = "left out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One report done, one source refused, or a part left out; `why` says what is amiss."""

    name: str
    outcome: Outcome
    counts: Counts = field(default_factory=Counts)
    why: str = ""
    report: Report | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A run, in numbers that add up."""

    steps: tuple[Step, ...] = ()

    @property
    def counts(self) -> Counts:
        """Counts over the reports that are new or changed."""
        return sum((step.counts for step in self.steps), Counts())

    @property
    def skipped(self) -> tuple[Step, ...]:
        """The sources that could not be read."""
        return self.of(Outcome.SKIPPED)

    @property
    def undated_reports(self) -> tuple[Report, ...]:
        """Reports whose own date nobody knows, and whose text may hang on it: ask the user."""
        reports = (step.report for step in self.steps if step.report)
        return tuple(r for r in reports if r.published is None and not r.given)

    def of(self, outcome: Outcome) -> tuple[Step, ...]:
        """Return the steps with this outcome."""
        return tuple(step for step in self.steps if step.outcome is outcome)

    def __str__(self) -> str:
        return _sentence(Counter(step.outcome for step in self.steps), self.counts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingested:
    """One file done.

    Attributes
    ----------
    reading
        How its reading ended; of a file that has not changed, how it ended before.
    steps
        What became of its reports and of the parts without any. Their texts are let go.
    unchanged
        Whether it was left alone, because it is as it was when it was read.
    """

    reading: Reading
    steps: tuple[Step, ...] = ()
    unchanged: bool = False

    @property
    def counts(self) -> Counts:
        """Counts over its reports that are new or changed."""
        return sum((step.counts for step in self.steps), Counts())


class Tally:
    """Counts files as they are done, in constant memory.

    files = read + partly read + refused + unchanged since the last run.
    """

    def __init__(self) -> None:
        self.files = 0
        self.unchanged = 0
        self.by_outcome: Counter[ReadOutcome] = Counter()
        self.steps: Counter[Outcome] = Counter()
        self.counts = Counts()

    def add(self, done: Ingested) -> None:
        """Count one file more."""
        self.files += 1
        if done.unchanged:
            self.unchanged += 1
            return
        self.by_outcome[done.reading.outcome] += 1
        self.steps.update(step.outcome for step in done.steps)
        self.counts += done.counts

    @property
    def refused(self) -> int:
        """How many files could not be read at all."""
        return self.by_outcome[ReadOutcome.REFUSED]

    def __str__(self) -> str:
        parts = [f"{self.by_outcome[ReadOutcome.READ]} read"]
        if self.by_outcome[ReadOutcome.PARTLY]:
            parts.append(f"{self.by_outcome[ReadOutcome.PARTLY]} partly read")
        if self.refused:
            parts.append(f"{self.refused} refused")
        if self.unchanged:
            parts.append(f"{self.unchanged} unchanged since the last run")
        files = f"{self.files} file{'' if self.files == 1 else 's'}: {', '.join(parts)}."
        return f"{files}\n{_sentence(self.steps, self.counts)}"


def _sentence(steps: Counter[Outcome], counts: Counts) -> str:
    parts = [
        f"{steps[outcome]} {outcome}"
        for outcome in _OF_REPORTS
        if steps[outcome] or outcome is Outcome.ADDED
    ]
    total = sum(steps[outcome] for outcome in _OF_REPORTS)
    left_out = steps[Outcome.LEFT_OUT]
    more = f" {left_out} part{'' if left_out == 1 else 's'} left out." if left_out else ""
    return f"{total} report{'' if total == 1 else 's'}: {', '.join(parts)}.{more} {counts}."


_OF_REPORTS: Iterable[Outcome] = (
    Outcome.ADDED,
    Outcome.UPDATED,
    Outcome.UNCHANGED,
    Outcome.SKIPPED,
)
