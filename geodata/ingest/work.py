"""What a worker process does with one file, or with a handful of reports of a large one."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from geodata.dates.orders import DAY_FIRST, MONTH_FIRST
from geodata.errors import EmptyReportError, ReadError
from geodata.ingest.folders import FileState
from geodata.model import Report
from geodata.pipeline import Geoparser
from geodata.readers import Refusal, load_file, read_each_file
from geodata.resolution.base import Home
from geodata.settings import Settings
from geodata.store.homes import Homes
from geodata.store.preparing import Prepared, prepare

__all__ = ["Job", "Made", "Parsed", "Worker", "open_worker", "read_job"]

# More reports than this are handed back unparsed, to be spread over all workers.
_MOST_AT_ONCE = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A file to read, or reports of one to geoparse.

    Attributes
    ----------
    known_hash
        The file's hash when it was read last: if it still is, nothing is done.
    up_to
        The last event of the store (`Store.mark`) from which outlets' homes are known.
    """

    file: FileState
    columns: Mapping[str, str] = field(default_factory=dict)
    known_hash: str = ""
    up_to: int = 0
    reports: tuple[Report, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A geoparsed report, ready to be kept.

    Attributes
    ----------
    prepared
        With dates in figures kept in both readings, where nothing in the report settles them; then
    by_order
        has it in each order of day and month, for the store to choose.
    """

    prepared: Prepared
    by_order: Mapping[str, Prepared] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What came of a job.

    Attributes
    ----------
    same
        Whether the file has the hash that it had.
    parsed
        The reports, geoparsed; or
    reports
        as they were read, where there are many.
    """

    content_hash: str = ""
    same: bool = False
    parsed: tuple[Parsed, ...] = ()
    reports: tuple[Report, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    error: str = ""


def open_worker(argument: tuple[Settings, Homes]) -> Callable[[Job], Made]:
    """Open the geoparser of a worker process; return what takes the jobs."""
    settings, homes = argument
    return Worker(Geoparser.open(settings), homes).do


class Worker:
    """Does jobs with a geoparser, knowing of a store where its outlets are at home."""

    def __init__(self, geoparser: Geoparser, homes: Homes) -> None:
        self._geoparser, self._homes = geoparser, homes
        places = geoparser.gazetteer
        self._names = places.country_name, places.admin1_name

    def do(self, job: Job) -> Made:
        """Do one job; whatever goes wrong is told in the result, never raised."""
        try:
            if job.reports:
                return Made(parsed=self._parsed(job.reports, job))
            made = read_job(job, self._geoparser.settings)
            if len(made.reports) > _MOST_AT_ONCE:
                return made
            parsed = self._parsed(made.reports, job)
        except Exception as error:  # noqa: BLE001  # the last net: one file never ends the run
            fault = f"{type(error).__name__}: {error}"[:300]
            return Made(error=f"{job.file.path}: reading it failed ({fault}). Please report this.")
        return replace(made, reports=(), parsed=parsed)

    def _parsed(self, reports: Sequence[Report], job: Job) -> tuple[Parsed, ...]:
        return tuple(self._one(report, self._home(report, job.up_to)) for report in reports)

    def _home(self, report: Report, up_to: int) -> Home | None:
        if not report.source or report.given or not up_to:
            return None
        home = self._homes.home(report.source, excluding=report.report_id, up_to=up_to)
        return home if home.countries or home.admin1 else None

    def _one(self, report: Report, home: Home | None) -> Parsed:
        geoparser = self._geoparser
        parsed = geoparser.geoparse(report, home=home)
        orders = (DAY_FIRST, MONTH_FIRST) if parsed.both_ways else ()
        dated = {o: geoparser.date(report, parsed.resolutions, numeric_order=o) for o in orders}
        return Parsed(
            prepared=prepare(report, parsed.events, self._names),
            by_order={o: prepare(report, d.events, self._names) for o, d in dated.items()},
        )


def read_job(job: Job, settings: Settings) -> Made:
    """Read a file, unless it is as it was."""
    path, found = Path(job.file.path), ""
    try:
        data = load_file(path, settings=settings)
        if len(data) <= settings.max_report_bytes:
            found = hashlib.sha256(data).hexdigest()
        if found and found == job.known_hash:
            return Made(content_hash=found, same=True)
        items = list(read_each_file(path, data=data, columns=job.columns, settings=settings))
    except ReadError as error:
        return Made(content_hash=found, error=str(error))
    reports = tuple(item for item in items if isinstance(item, Report))
    refusals = tuple(item for item in items if isinstance(item, Refusal))
    empty = "" if items else str(EmptyReportError(f"{path}: there is no report in it"))
    return Made(content_hash=found, reports=reports, refusals=refusals, error=empty)
