"""Reports into the store: the one loop behind `dateline ingest` and the dashboard's intake.

One broken file is one line in the summary, never the end of the run.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from geodata.collection import CollectionOrders
from geodata.dates.orders import DayOrders
from geodata.errors import EmptyReportError, ReadError, StoreError
from geodata.model import Counts, PublishedBasis, Report
from geodata.pipeline import Geoparsed, Geoparser
from geodata.readers import read_bytes, read_file, read_text, supported_suffixes
from geodata.settings import Settings
from geodata.store import Store

__all__ = [
    "Outcome",
    "Source",
    "Step",
    "Summary",
    "expand",
    "from_file",
    "geoparse_sources",
    "ingest",
    "paste",
    "redate",
    "reread",
    "upload",
]


class Outcome(StrEnum):
    """What became of one report."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Something to read: a name to call it, and how to get the reports in it."""

    name: str
    read: Callable[[], Sequence[Report]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One report done (or one source refused): `why` says why it was skipped or what is amiss."""

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
        """The steps that could not be read."""
        return self.of(Outcome.SKIPPED)

    @property
    def undated_reports(self) -> tuple[Report, ...]:
        """Reports whose own date nobody knows: ask the user."""
        reports = (step.report for step in self.steps if step.report)
        return tuple(report for report in reports if report.published is None)

    def of(self, outcome: Outcome) -> tuple[Step, ...]:
        """Return the steps with this outcome."""
        return tuple(step for step in self.steps if step.outcome is outcome)

    def __str__(self) -> str:
        parts = [
            f"{len(self.of(outcome))} {outcome}"
            for outcome in Outcome
            if self.of(outcome) or outcome is Outcome.ADDED
        ]
        total = len(self.steps)
        return f"{total} report{'' if total == 1 else 's'}: {', '.join(parts)}. {self.counts}."


def expand(paths: Iterable[Path]) -> Iterator[Source]:
    """Yield a source per file, walking folders (sorted, hidden files left out).

    A file that is named is read whatever its suffix; inside folders only known suffixes are.
    """
    known = supported_suffixes()
    for path in paths:
        if not path.is_dir():
            yield from_file(path)
            continue
        for inner in sorted(path.rglob("*")):
            hidden = any(part.startswith(".") for part in inner.relative_to(path).parts)
            if inner.is_file() and not hidden and inner.suffix.lower() in known:
                yield from_file(inner)


def from_file(path: Path, settings: Settings | None = None) -> Source:
    """Make a source of a file on disk."""
    return Source(name=str(path), read=lambda: read_file(path, settings=settings))


def upload(name: str, data: bytes, settings: Settings | None = None) -> Source:
    """Make a source of bytes that came with a name."""
    return Source(name=name, read=lambda: read_bytes(data, name=name, settings=settings))


def paste(
    text: str, *, title: str = "", source: str = "", published: dt.date | None = None
) -> Source:
    """Make a source of pasted text."""

    def read() -> Sequence[Report]:
        return (read_text(text, title=title, source=source, published=published),)

    return Source(name=title or "pasted text", read=read)


def ingest(sources: Iterable[Source], store: Store, geoparser: Geoparser) -> Iterator[Step]:
    """Read, geoparse and store each source; yield a step per report as it is done."""
    orders = CollectionOrders(store)
    for source in sources:
        try:
            reports = source.read()
        except ReadError as error:
            yield Step(name=source.name, outcome=Outcome.SKIPPED, why=str(error))
            continue
        if not reports:
            why = str(EmptyReportError(f"{source.name}: there is no report in it"))
            yield Step(name=source.name, outcome=Outcome.SKIPPED, why=why)
        for report in reports:
            yield _one(report, store, geoparser, orders)
    for report in orders.settled_since():
        reread(report, store, geoparser, orders)


def geoparse_sources(
    sources: Iterable[Source], geoparser: Geoparser
) -> tuple[tuple[Geoparsed, ...], tuple[str, ...]]:
    """Geoparse without a store: what was found, and why each skipped source was skipped."""
    parsed: list[Geoparsed] = []
    skipped: list[str] = []
    for source in sources:
        try:
            parsed.extend(geoparser.geoparse_many(source.read()))
        except ReadError as error:
            skipped.append(str(error))
    return tuple(_in_one_order(parsed, geoparser)), tuple(skipped)


def _in_one_order(parsed: Sequence[Geoparsed], geoparser: Geoparser) -> Iterator[Geoparsed]:
    """Read dates in figures as the others of their outlet settle it."""
    orders = DayOrders()
    for one in parsed:
        orders.observe(one.report.source, one.report.text)
    for one in parsed:
        order = orders.order(one.report.source) if one.both_ways else ""
        again = geoparser.date(one.report, one.resolutions, numeric_order=order) if order else one
        yield again


def redate(report: Report, published: dt.date) -> Report:
    """Return the report with the date that a person gave it."""
    return replace(report, published=published, published_basis=PublishedBasis.GIVEN)


def reread(
    report: Report,
    store: Store,
    geoparser: Geoparser,
    orders: CollectionOrders | None = None,
) -> Step:
    """Geoparse and store a report again, although its text has not changed.

    Parameters
    ----------
    orders
        What the collection tells of the order of day and month; by default the store is asked.
    """
    home = store.home(report.source, excluding=report.report_id) if report.source else None
    known = orders or CollectionOrders(store)
    parsed = known.date(geoparser.geoparse(report, home=home), geoparser)
    saved = store.save(parsed.report, parsed.events)
    lost = f"{saved.orphaned} corrections belong to places that this version no longer has"
    return Step(
        name=report.label,
        outcome=Outcome(saved.outcome),
        counts=parsed.counts,
        why="; ".join([*report.notes, *([lost] if saved.orphaned else [])]),
        report=report,
    )


def _one(report: Report, store: Store, geoparser: Geoparser, orders: CollectionOrders) -> Step:
    if store.has(report.content_hash):
        why = "the same content is in the store already"
        return Step(name=report.label, outcome=Outcome.UNCHANGED, why=why)
    return reread(_dated_as_before(report, store), store, geoparser, orders)


def _dated_as_before(report: Report, store: Store) -> Report:
    """Keep the date that a person gave an earlier version."""
    if report.published_basis is PublishedBasis.GIVEN:
        return report
    try:
        before = store.report(report.report_id).report
    except StoreError:
        return report
    given = before.published if before.published_basis is PublishedBasis.GIVEN else None
    return redate(report, given) if given else report
