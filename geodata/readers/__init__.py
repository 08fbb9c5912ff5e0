"""Read: a file, an upload or pasted text to reports.

The content decides which reader takes it; the suffix is a hint at most. Nothing is fetched.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from os import PathLike
from pathlib import Path, PurePath

from geodata.errors import ReadError
from geodata.model import PublishedBasis, Report, digest
from geodata.readers.assemble import Found, assemble
from geodata.readers.base import Refusal
from geodata.readers.registry import suffixes
from geodata.readers.unpacking import read_each
from geodata.settings import Settings

__all__ = ["read_bytes", "read_file", "read_text", "supported_suffixes"]


def supported_suffixes() -> frozenset[str]:
    """Return the suffixes, with their dot and in lower case, that a folder is searched for."""
    return suffixes()


def read_file(
    path: str | PathLike[str],
    *,
    published: dt.date | None = None,
    settings: Settings | None = None,
) -> tuple[Report, ...]:
    """Return the reports in a file.

    Parameters
    ----------
    path
        The file; its absolute path becomes the key of its reports.
    published
        The date that the user gives, which overrules any other.
    settings
        For the size limit. Default: from the environment.

    Raises
    ------
    ReadError
        When the file cannot be opened, is empty, binary or too large.
    """
    file = Path(path)
    data = _load(file, _limit(settings))
    absolute = file.absolute().as_posix()
    reports = read_bytes(data, name=file.name, published=published, settings=settings)
    old = f"file:{file.name}"
    return tuple(
        replace(report, key=f"path:{absolute}{report.key.removeprefix(old)}", path=absolute)
        for report in reports
    )


def read_bytes(
    data: bytes,
    *,
    name: str,
    published: dt.date | None = None,
    settings: Settings | None = None,
) -> tuple[Report, ...]:
    """Return the reports in bytes that came with a name, as uploads do; see `read_file`.

    A part that could not be read (an attachment, an entry of an archive) is among the `gaps` of
    the first report.
    """
    bare = PurePath(name.replace("\\", "/")).name or "upload"
    items = tuple(read_each(data, name=bare, limit=_limit(settings)))
    refused = [item.why for item in items if isinstance(item, Refusal)]
    reports = [_given(item, published) for item in items if isinstance(item, Report)]
    if not reports:
        raise ReadError("; ".join(refused[:3]) or f"{bare} holds no report. Check the file.")
    reports[0] = replace(reports[0], gaps=(*reports[0].gaps, *refused))
    return tuple(reports)


def read_text(
    text: str, *, title: str = "", source: str = "", published: dt.date | None = None
) -> Report:
    """Return pasted text as a report; its key is its content.

    Raises
    ------
    EmptyReportError
        If there is no text.
    """
    data = text.encode("utf-8", "surrogatepass")
    found = Found(text=text, title=title, source=source)
    key = f"text:{digest(data)}"
    report = assemble(found, data, key=key, name=title or "The text", media_type="text/plain")
    return _given(report, published)


def _load(file: Path, limit: int) -> bytes:
    try:
        # Devices and pipes may never end.
        if file.is_file():
            with file.open("rb") as stream:
                return stream.read(limit + 1)
        why = "is a folder" if file.is_dir() else "is not there"
    except (OSError, ValueError) as error:
        why = f"cannot be opened ({error})"
    raise ReadError(f"{file} {why}. Give the path of a file.")


def _given(report: Report, published: dt.date | None) -> Report:
    if published is None:
        return report
    return replace(report, published=published, published_basis=PublishedBasis.GIVEN)


def _limit(settings: Settings | None) -> int:
    return (settings or Settings.from_environment()).max_report_bytes
