"""Zip archives of reports: each file in one is read for itself, by its own reader."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from geodata.errors import EmptyReportError, ReadError
from geodata.readers.base import Member, Refusal
from geodata.readers.zipped import Zip, is_zip, open_zip

__all__ = ["ArchiveReader"]

_MOST_DEPTH = 2
# What programs leave in archives, which nobody put there.
_LEFTOVERS = ("__macosx", "thumbs.db", "desktop.ini")


class ArchiveReader:
    """Reads a zip that is no document; nothing in it is ever written to disk."""

    suffixes = (".zip",)
    risky = False

    def sniff(self, data: bytes, name: str) -> bool:
        """Say whether the content is a zip: those that are documents have been asked before."""
        del name
        return is_zip(data)

    def read(self, data: bytes, *, name: str) -> list[Member | Refusal]:
        """Return the files in it, in the order of their names.

        Raises
        ------
        ReadError
            When it is damaged, packed too deeply, or would unpack to more than is honest.
        """
        if name.lower().count(".zip/") >= _MOST_DEPTH:
            raise ReadError(
                f"{name} is packed {_MOST_DEPTH + 1} archives deep. Unpack it and add the folder."
            )
        with open_zip(data, name=name) as archive:
            found = list(_members(archive, name))
        if not found:
            raise EmptyReportError(f"{name} holds no file. Check that it is the right one.")
        return found


def _members(archive: Zip, name: str) -> Iterator[Member | Refusal]:
    for entry in sorted(archive.names):
        parts = PurePosixPath(entry.replace("\\", "/")).parts
        if any(part.startswith(".") and part not in {".", ".."} for part in parts):
            continue
        if any(part.lower() in _LEFTOVERS for part in parts):
            continue
        try:
            yield Member(name=entry, data=archive.read(entry))
        except ReadError as error:
            yield Refusal(name=f"{name}/{entry}"[:300], why=str(error))
