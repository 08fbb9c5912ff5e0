"""Read: a file, an upload or pasted text to reports.

The content decides which reader takes it; the suffix is a hint at most. Nothing is fetched.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace
from os import PathLike
from pathlib import Path, PurePath
from urllib.parse import urlsplit

from geodata.errors import ReadError
from geodata.model import PublishedBasis, Report, digest
from geodata.readers.assemble import Found, assemble
from geodata.readers.base import Refusal
from geodata.readers.inside import guess_inside as guess_columns
from geodata.readers.registry import suffixes
from geodata.readers.tables import FIELDS, Columns, TableGuess, check_fields
from geodata.readers.unpacking import read_each
from geodata.settings import Settings
from geodata.text import clean

__all__ = [
    "FIELDS",
    "Columns",
    "Refusal",
    "TableGuess",
    "check_fields",
    "guess_columns",
    "load_file",
    "read_bytes",
    "read_each_fetched",
    "read_each_file",
    "read_each_of",
    "read_file",
    "read_text",
    "supported_suffixes",
]

_SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "text/csv": ".csv",
    "application/json": ".json",
    "text/markdown": ".md",
}


def supported_suffixes() -> frozenset[str]:
    """Return the suffixes, with their dot and in lower case, that a folder is searched for."""
    return suffixes()


def read_file(
    path: str | PathLike[str],
    *,
    published: dt.date | None = None,
    columns: Mapping[str, str] | None = None,
    settings: Settings | None = None,
) -> tuple[Report, ...]:
    """Return the reports in a file.

    Parameters
    ----------
    path
        The file; its absolute path becomes the key of its reports.
    published
        The date that the user gives, which overrules any other.
    columns
        For a table, which column is what: from a field (``text``, ``published``...) to a name.
    settings
        For the size limit. Default: from the environment.

    Raises
    ------
    ReadError
        When the file cannot be opened, is empty, binary or too large.
    """
    items = read_each_file(path, published=published, columns=columns, settings=settings)
    return _reports(items, Path(path).name)


def read_each_file(
    path: str | PathLike[str],
    *,
    data: bytes | None = None,
    published: dt.date | None = None,
    columns: Mapping[str, str] | None = None,
    settings: Settings | None = None,
) -> Iterator[Report | Refusal]:
    """Yield the reports in a file, and what of it could not be read; see `read_file`.

    `data` are its bytes, where they have been loaded already.
    """
    file = Path(path)
    raw = load_file(file, settings=settings) if data is None else data
    # A name that is no valid text on its disk must not reach a table or a page as it is.
    absolute = clean(file.absolute().as_posix())[0]
    for item in read_each_of(
        raw, name=file.name, published=published, columns=columns, settings=settings
    ):
        if isinstance(item, Report):
            key = _at_path(item.key, f"file:{clean(file.name)[0]}", absolute)
            yield replace(item, key=key, path=absolute)
        else:
            yield item


def read_bytes(
    data: bytes,
    *,
    name: str,
    published: dt.date | None = None,
    columns: Mapping[str, str] | None = None,
    settings: Settings | None = None,
) -> tuple[Report, ...]:
    """Return the reports in bytes that came with a name, as uploads do; see `read_file`.

    A part that could not be read (an attachment, an entry of an archive) is among the `gaps` of
    the first report.
    """
    items = read_each_of(data, name=name, published=published, columns=columns, settings=settings)
    return _reports(items, name)


def read_each_of(
    data: bytes,
    *,
    name: str,
    published: dt.date | None = None,
    columns: Mapping[str, str] | None = None,
    settings: Settings | None = None,
) -> Iterator[Report | Refusal]:
    """Yield the reports in some bytes, and what of them could not be read; see `read_file`."""
    bare = clean(PurePath(name.replace("\\", "/")).name)[0] or "upload"
    for item in read_each(data, name=bare, limit=_limit(settings), columns=columns):
        yield _given(item, published) if isinstance(item, Report) else item


def read_each_fetched(
    data: bytes, *, url: str, media_type: str, settings: Settings | None = None
) -> Iterator[Report | Refusal]:
    """Yield the reports in what was fetched from an address, which becomes their key."""
    stem = PurePath(urlsplit(url).path).name[-100:] or "page"
    name = stem if "." in stem else f"{stem}{_SUFFIXES.get(media_type, '')}"
    for item in read_each_of(data, name=name, settings=settings):
        if not isinstance(item, Report):
            yield item
            continue
        own = item.key.startswith(f"file:{name}")
        key = f"{url}{item.key.removeprefix(f'file:{name}')}" if own else item.key
        yield replace(item, key=key, url=item.url or (url if own else ""))


def _reports(items: Iterator[Report | Refusal], name: str) -> tuple[Report, ...]:
    listed = tuple(items)
    refused = [item.why for item in listed if isinstance(item, Refusal)]
    reports = [item for item in listed if isinstance(item, Report)]
    if not reports:
        raise ReadError("; ".join(refused[:3]) or f"{name} holds no report. Check the file.")
    reports[0] = replace(reports[0], gaps=(*reports[0].gaps, *refused))
    return tuple(reports)


def _at_path(key: str, old: str, absolute: str) -> str:
    """Return a report's key by the path of its file; a link stays what it is."""
    return f"path:{absolute}{key.removeprefix(old)}" if key.startswith(old) else key


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


def load_file(file: Path, *, settings: Settings | None = None) -> bytes:
    """Return the bytes of a file, at most one more than the settings allow.

    Raises
    ------
    ReadError
        When it cannot be opened.
    """
    limit = _limit(settings)
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
