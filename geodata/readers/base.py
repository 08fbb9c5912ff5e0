"""What every reader can do, and what it may find."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

from geodata.model import Report

__all__ = ["Member", "Reader", "Refusal"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A file inside a file, still to be read: an attachment, a mail of a mailbox, a zip's entry.

    Attributes
    ----------
    name
        Its path inside the outer file; the outer file's name is put before it.
    published, source
        What the outer file says of it, for reports that do not say it themselves.
    """

    name: str
    data: bytes
    published: dt.date | None = None
    source: str = ""

    # Bytes that are no UTF-8 must survive the way back from a worker.
    __pydantic_config__: ClassVar[dict[str, str]] = {
        "ser_json_bytes": "base64",
        "val_json_bytes": "base64",
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A part that could not be read: its name, and why, with what to do."""

    name: str
    why: str


class Reader(Protocol):
    """Turns the bytes of one file of one format family into reports.

    A reader is a class without state. It is registered in `geodata.readers.registry`.
    """

    @property
    def suffixes(self) -> tuple[str, ...]:
        """Suffixes that files of this format have, with their dot and in lower case."""
        ...

    @property
    def risky(self) -> bool:
        """Whether the format is so intricate that it is read in a worker process."""
        ...

    def sniff(self, data: bytes, name: str) -> bool:
        """Say whether the content (rather than the suffix of `name`) is of this format.

        Runs in the caller's process: it looks at bytes and parses nothing.
        """
        ...

    def read(self, data: bytes, *, name: str) -> Sequence[Report | Member | Refusal]:
        """Return the reports in it, and the files that are still to be read by their readers.

        Raises
        ------
        ReadError
            With the file's name and what to do next.
        """
        ...
