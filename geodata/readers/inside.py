"""Reading in a worker process, and the way of what was found back to the caller.

What comes back is JSON, checked field by field against the records: never a pickle, so that a
worker that was taken over can send wrong reports and nothing worse.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from geodata.errors import ReadError
from geodata.isolation import call
from geodata.model import Report
from geodata.readers.base import Member, Reader, Refusal
from geodata.readers.registry import named, reader_for
from geodata.readers.tables import TableGuess, TabularReader, guess_columns

__all__ = ["guess_inside", "read_inside", "serve", "serve_guess"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What one reader found in one file."""

    reports: tuple[Report, ...]
    members: tuple[Member, ...]
    refusals: tuple[Refusal, ...]


def read_inside(
    reader: Reader, data: bytes, *, name: str, columns: Mapping[str, str] | None = None
) -> tuple[Report | Member | Refusal, ...]:
    """Read in a worker process: as ``reader.read`` does, with limits.

    Raises
    ------
    ReadError
        As ``reader.read`` does; or when time or memory ran out.
    """
    options: dict[str, Any] = {"reader": type(reader).__name__, "name": name}
    if isinstance(reader, TabularReader):
        options["columns"] = dict(columns or {})
    raw = call(f"{__name__}:serve", data, options, name=name)
    try:
        found = _adapter().validate_json(raw)
    except ValidationError as error:
        raise ReadError(
            f"{name} cannot be read: what its reader found makes no report. Save it as plain text "
            "and add that."
        ) from error
    return (*found.reports, *found.members, *found.refusals)


def serve(data: bytes, options: dict[str, Any]) -> bytes:
    """Read, in the worker."""
    reader = named(options.pop("reader"))
    items: Sequence[Any] = reader.read(data, **options)
    return _adapter().dump_json(
        _Found(
            reports=tuple(item for item in items if isinstance(item, Report)),
            members=tuple(item for item in items if isinstance(item, Member)),
            refusals=tuple(item for item in items if isinstance(item, Refusal)),
        )
    )


def guess_inside(data: bytes, name: str) -> tuple[TableGuess, ...]:
    """Guess the columns of a table, those of risky formats in a worker process.

    Raises
    ------
    ReadError
        As `guess_columns` does; or when time or memory ran out.
    """
    reader = reader_for(data, name)
    if not isinstance(reader, TabularReader) or not reader.risky:
        return guess_columns(data, name)
    raw = call(f"{__name__}:serve_guess", data, {"name": name}, name=name)
    try:
        return TypeAdapter(tuple[TableGuess, ...]).validate_json(raw)
    except ValidationError as error:
        raise ReadError(f"{name} cannot be read as a table. Save it as CSV.") from error


def serve_guess(data: bytes, options: dict[str, Any]) -> bytes:
    """Guess, in the worker."""
    found = guess_columns(data, options["name"])
    return TypeAdapter(tuple[TableGuess, ...]).dump_json(found)


@cache
def _adapter() -> TypeAdapter[_Found]:
    return TypeAdapter(_Found)
