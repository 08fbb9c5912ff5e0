"""The loop over uploads, pastes and files, one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from geodata.dates.orders import DayOrders
from geodata.errors import EmptyReportError, ReadError
from geodata.ingest.saving import Shelf, reading_of
from geodata.ingest.sources import Source
from geodata.ingest.steps import Ingested, Outcome, Step
from geodata.model import Reading, ReadOutcome, Report
from geodata.pipeline import Geoparsed, Geoparser
from geodata.readers import Refusal
from geodata.store import Store

__all__ = ["geoparse_sources", "ingest", "ingest_source", "steps_without_reports", "take"]


def take(source: Source) -> tuple[list[Report], list[Refusal], str]:
    """Read a source: its reports, what of it was refused, and why all of it was."""
    try:
        items = list(source.read())
    except ReadError as error:
        return [], [], str(error)
    reports = [item for item in items if isinstance(item, Report)]
    refusals = [item for item in items if isinstance(item, Refusal)]
    if reports or refusals:
        return reports, refusals, ""
    return [], [], str(EmptyReportError(f"{source.name}: there is no report in it"))


def ingest(sources: Iterable[Source], store: Store, geoparser: Geoparser) -> Iterator[Step]:
    """Read, geoparse and store each source; yield a step per report as it is done.

    What became of each source is noted in the store.
    """
    shelf = Shelf.of(store, geoparser)
    for source in sources:
        reports, refusals, error = take(source)
        for report in reports:
            yield shelf.put(report)
        yield from steps_without_reports(source.name, refusals, error, some=bool(reports))
        store.note(_reading(source, reports, refusals, error))
    shelf.settle()


def ingest_source(source: Source, store: Store, geoparser: Geoparser) -> Ingested:
    """Read, geoparse and store one source that is no file; see `ingest_files`."""
    steps: list[Step] = []
    reports, refusals, error = take(source)
    shelf = Shelf.of(store, geoparser)
    steps += [replace(shelf.put(report), report=None) for report in reports]
    steps += steps_without_reports(source.name, refusals, error, some=bool(reports))
    shelf.settle()
    reading = _reading(source, reports, refusals, error)
    store.note(reading)
    return Ingested(reading=reading, steps=tuple(steps))


def _reading(
    source: Source, reports: Sequence[Report], refusals: Sequence[Refusal], error: str
) -> Reading:
    blank = Reading(
        name=source.name,
        outcome=ReadOutcome.READ,
        path=source.path,
        content_hash=source.content_hash,
        size=source.size,
    )
    return reading_of(blank, reports, refusals, error=error)


def steps_without_reports(
    name: str, refusals: Iterable[Refusal], error: str, *, some: bool
) -> Iterator[Step]:
    """Yield a step for each part of a source that was left out, or for all of it."""
    if error:
        yield Step(name=name, outcome=Outcome.SKIPPED, why=error)
    for refusal in refusals:
        outcome = Outcome.LEFT_OUT if some else Outcome.SKIPPED
        yield Step(name=refusal.name, outcome=outcome, why=refusal.why)


def geoparse_sources(
    sources: Iterable[Source], geoparser: Geoparser
) -> tuple[tuple[Geoparsed, ...], tuple[str, ...]]:
    """Geoparse without a store: what was found, and why each skipped source was skipped."""
    parsed: list[Geoparsed] = []
    skipped: list[str] = []
    for source in sources:
        reports, refusals, error = take(source)
        parsed.extend(geoparser.geoparse_many(reports))
        skipped += [refusal.why for refusal in refusals] + ([error] if error else [])
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
