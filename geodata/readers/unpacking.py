"""A file, and the files inside it: each read by its own reader, to a limited depth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePath

from geodata.errors import EmptyReportError, ReadError, ReportTooLargeError
from geodata.model import PublishedBasis, Report
from geodata.readers.base import Member, Refusal
from geodata.readers.inside import read_inside
from geodata.readers.parts import in_parts
from geodata.readers.registry import reader_for
from geodata.readers.tables import TabularReader
from geodata.text import clean

__all__ = ["read_each"]

# A zip in a mail in a mailbox in a zip is honest; more is made to keep us busy.
MAX_DEPTH = 5
MAX_MEMBERS = 20_000
# All that is inside one file, whichever way it is packed.
MAX_UNPACKED = 1_000_000_000


@dataclass(slots=True)
class _Budget:
    """What the files inside one file may still use together, and how each is read."""

    limit: int
    columns: dict[str, str]
    members: int = MAX_MEMBERS
    size: int = MAX_UNPACKED


def read_each(
    data: bytes, *, name: str, limit: int, columns: Mapping[str, str] | None = None
) -> Iterator[Report | Refusal]:
    """Yield the reports in a file and in the files inside it, and what could not be read.

    Parameters
    ----------
    name
        The file's name; for files inside it theirs are added ("mails.mbox/12.eml/plan.pdf").
    limit
        Bytes that a file may have.
    columns
        Which column of a table is what, where the user says so.

    Raises
    ------
    ReadError
        When the file itself cannot be read; a fault of a file inside it is a `Refusal`.
    """
    left = _Budget(limit=limit, columns=dict(columns or {}))
    yield from _read(Member(name=name, data=data), 0, left)


def _read(file: Member, depth: int, left: _Budget) -> Iterator[Report | Refusal]:
    name, taken = file.name, set[str]()
    for item in _items(file, left):
        if isinstance(item, Refusal):
            yield item
        elif isinstance(item, Report):
            yield from in_parts(_dated(item, file))
        else:
            inner = replace(item, name=_unique(f"{name}/{_safe(item.name)}", taken))
            try:
                _admit(inner, depth + 1, left)
                yield from _read(inner, depth + 1, left)
            except ReadError as error:
                yield Refusal(name=inner.name, why=str(error))


def _items(file: Member, left: _Budget) -> Iterator[Report | Member | Refusal]:
    name, data = file.name, file.data
    if len(data) > left.limit:
        raise ReportTooLargeError(
            f"{name} is larger than {left.limit:,} bytes. "
            "Split it, or raise the limit in the settings."
        )
    if not data.strip():
        raise EmptyReportError(f"{name} is empty. Check that it is the right file.")
    reader = reader_for(data, name, table=bool(left.columns))
    if reader.risky:
        yield from read_inside(reader, data, name=name, columns=left.columns)
    elif isinstance(reader, TabularReader):
        yield from reader.read(data, name=name, columns=left.columns)
    else:
        yield from reader.read(data, name=name)


def _admit(member: Member, depth: int, left: _Budget) -> None:
    left.members -= 1
    left.size -= len(member.data)
    if depth > MAX_DEPTH:
        raise ReadError(
            f"{member.name} is packed {depth} files deep. Take it out and add it by itself."
        )
    if left.members < 0 or left.size < 0:
        raise ReadError(
            f"{member.name} was left out: more than {MAX_MEMBERS:,} files or "
            f"{MAX_UNPACKED:,} bytes are packed together. Unpack them and add the folder."
        )


def _dated(report: Report, file: Member) -> Report:
    """Give a report of a file inside another what the outer one says of it."""
    if report.published is None and file.published is not None:
        report = replace(report, published=file.published, published_basis=PublishedBasis.ENCLOSING)
    return report if report.source or not file.source else replace(report, source=file.source)


def _safe(name: str) -> str:
    """Return a member's path without ways out of it."""
    one_line = " ".join(clean(name)[0].split())
    parts = PurePath(one_line.replace("\\", "/")).parts
    kept = [part for part in parts if part.strip("./ ") and not part.endswith(":")]
    return "/".join(kept)[-200:] or "file"


def _unique(name: str, taken: set[str]) -> str:
    """Return the name, numbered where two files inside one have the same."""
    stem, dot, suffix = name.rpartition(".")
    number = 1
    free = name
    while free in taken:
        number += 1
        free = f"{stem} ({number}){dot}{suffix}" if dot else f"{name} ({number})"
    taken.add(free)
    return free
