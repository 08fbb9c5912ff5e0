"""What a worker process does with one file, or with a handful of reports of a large one."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from geodata.errors import EmptyReportError, ReadError
from geodata.ingest.folders import FileState
from geodata.model import Report
from geodata.pipeline import Geoparsed, Geoparser
from geodata.readers import Refusal, load_file, read_each_file
from geodata.settings import Settings

__all__ = ["Job", "Made", "do", "open_worker", "read_job"]

# More reports than this are handed back unparsed, to be spread over all workers.
_MOST_AT_ONCE = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A file to read, or reports of one to geoparse.

    Attributes
    ----------
    known_hash
        The file's hash when it was read last: if it still is, nothing is done.
    """

    file: FileState
    columns: Mapping[str, str] = field(default_factory=dict)
    known_hash: str = ""
    reports: tuple[Report, ...] = ()


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
    parsed: tuple[Geoparsed, ...] = ()
    reports: tuple[Report, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    error: str = ""


def open_worker(settings: Settings) -> Callable[[Job], Made]:
    """Open the geoparser of a worker process; return what takes the jobs."""
    geoparser = Geoparser.open(settings)
    return lambda job: do(job, geoparser)


def do(job: Job, geoparser: Geoparser) -> Made:
    """Do one job; whatever goes wrong is told in the result, never raised."""
    try:
        if job.reports:
            return Made(parsed=tuple(geoparser.geoparse_many(job.reports)))
        made = read_job(job, geoparser.settings)
        if len(made.reports) > _MOST_AT_ONCE:
            return made
        parsed = tuple(geoparser.geoparse_many(made.reports))
    except Exception as error:  # noqa: BLE001  # the last net: one file never ends the run
        fault = f"{type(error).__name__}: {error}"[:300]
        return Made(error=f"{job.file.path}: reading it failed ({fault}). Please report this.")
    return Made(
        content_hash=made.content_hash,
        same=made.same,
        parsed=parsed,
        refusals=made.refusals,
        error=made.error,
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
