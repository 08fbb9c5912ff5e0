"""What can be read: files, uploads and pastes, each with a name and a way to its reports."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from geodata.errors import FetchError
from geodata.fetching import Network, fetch_link
from geodata.ingest.folders import walk
from geodata.model import Report
from geodata.readers import (
    Refusal,
    read_each_fetched,
    read_each_file,
    read_each_of,
    read_text,
)
from geodata.settings import Settings

__all__ = ["Source", "expand", "from_file", "from_link", "paste", "upload"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Something to read: a name to call it, and how to get what is in it.

    Attributes
    ----------
    content_hash, size
        Of the raw bytes, where they are known before.
    """

    name: str
    read: Callable[[], Iterable[Report | Refusal]]
    path: str = ""
    content_hash: str = ""
    size: int = 0


def expand(paths: Iterable[Path], *, columns: Mapping[str, str] | None = None) -> Iterator[Source]:
    """Yield a source per file, walking folders (sorted, hidden files left out).

    A file that is named is read whatever its suffix; inside folders only known suffixes are.
    """
    for file in walk(paths).files:
        yield from_file(Path(file.path), columns=columns)


def from_file(
    path: Path, settings: Settings | None = None, *, columns: Mapping[str, str] | None = None
) -> Source:
    """Make a source of a file on disk."""
    return Source(
        name=str(path),
        path=path.absolute().as_posix(),
        read=lambda: read_each_file(path, columns=columns, settings=settings),
    )


def from_link(url: str, settings: Settings, *, network: Network | None = None) -> Source:
    """Make a source of a page's address: fetched when it is read, if the settings allow it."""

    def read() -> Iterable[Report | Refusal]:
        if not settings.allow_network:
            raise FetchError(
                f"{url}: links are not fetched unless you allow it (--allow-network, or "
                "DATELINE_ALLOW_NETWORK=1). Save the page in your browser and add the file instead."
            )
        limits = replace(network or Network(), most_bytes=settings.max_report_bytes)
        found = fetch_link(url, limits)
        return read_each_fetched(
            found.data, url=found.url, media_type=found.media_type, settings=settings
        )

    return Source(name=url, read=read)


def upload(
    name: str,
    data: bytes,
    settings: Settings | None = None,
    *,
    columns: Mapping[str, str] | None = None,
) -> Source:
    """Make a source of bytes that came with a name."""
    return Source(
        name=name,
        read=lambda: read_each_of(data, name=name, columns=columns, settings=settings),
        content_hash=hashlib.sha256(data).hexdigest(),
        size=len(data),
    )


def paste(
    text: str, *, title: str = "", source: str = "", published: dt.date | None = None
) -> Source:
    """Make a source of pasted text."""
    data = text.encode("utf-8", "surrogatepass")
    return Source(
        name=title or "pasted text",
        read=lambda: (read_text(text, title=title, source=source, published=published),),
        content_hash=hashlib.sha256(data).hexdigest(),
        size=len(data),
    )
