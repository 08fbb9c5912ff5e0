"""What every reader can do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from geodata.model import Report

__all__ = ["Reader"]


class Reader(Protocol):
    """Turns the bytes of one file of one format family into reports."""

    media_type: str

    def sniff(self, data: bytes, name: str) -> bool:
        """Say whether the content (rather than the suffix of `name`) is of this format."""
        ...

    def read(self, data: bytes, *, name: str) -> Sequence[Report]:
        """Return the reports in it.

        Raises
        ------
        ReadError
            With the file's name and what to do next.
        """
        ...
