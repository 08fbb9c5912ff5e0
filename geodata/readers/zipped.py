"""Zip files that nobody should trust: their directory is judged before anything is unpacked.

Nothing is ever written to disk, so that names in a zip lead nowhere.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from geodata.errors import DamagedReportError, ProtectedReportError, ReadError

__all__ = ["Zip", "is_zip", "open_zip", "zip_names"]

MAX_ENTRIES = 20_000
MAX_UNPACKED = 400_000_000
# Text packs at most a hundredfold by honest means; small files may do what they like.
MAX_RATIO = 200
SMALL = 20_000_000
_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
# What zipfile and zlib were seen to raise on damaged files.
_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    UnicodeError,
    ValueError,
)


def is_zip(data: bytes) -> bool:
    """Say whether some bytes begin like a zip file."""
    return data.startswith(_MAGIC)


def zip_names(data: bytes) -> frozenset[str]:
    """Return the names in a zip's directory, to tell its kind; none if it cannot be read."""
    if not is_zip(data):
        return frozenset()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return frozenset(archive.namelist())
    except _FAULTS:
        return frozenset()


class Zip:
    """An open zip file whose directory has been judged."""

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self._archive = archive
        self._name = name
        self.names = tuple(
            entry.filename for entry in archive.infolist() if not entry.filename.endswith("/")
        )

    def __contains__(self, entry: str) -> bool:
        return entry in self.names

    def read(self, entry: str) -> bytes:
        """Return an entry's bytes, never more than the directory says.

        Raises
        ------
        ReadError
            When it is damaged or has a password.
        """
        if self._archive.getinfo(entry).flag_bits & 1:
            raise ProtectedReportError(
                f"{self._name} has a password. Open it, save it without one, and add that."
            )
        try:
            return self._archive.read(entry)
        except (*_FAULTS, KeyError) as error:
            raise DamagedReportError(
                f"{self._name} is damaged ({entry[:80]}: {error}). Get another copy of it."
            ) from error


@contextmanager
def open_zip(data: bytes, *, name: str) -> Iterator[Zip]:
    """Open a zip file in memory.

    Raises
    ------
    ReadError
        When it is damaged, or would unpack to more than is honest.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _FAULTS as error:
        raise DamagedReportError(
            f"{name} is a damaged or cut-off zip file ({error}). Get another copy of it."
        ) from error
    with archive:
        _judge(archive, len(data), name)
        yield Zip(archive, name)


def _judge(archive: zipfile.ZipFile, packed: int, name: str) -> None:
    entries = archive.infolist()
    size = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ENTRIES:
        raise ReadError(
            f"{name} holds {len(entries):,} files, more than {MAX_ENTRIES:,}. Unpack it yourself "
            "and add the folder."
        )
    bomb = size > SMALL and size > MAX_RATIO * packed
    if bomb or size > MAX_UNPACKED or any(entry.header_offset < 0 for entry in entries):
        raise ReadError(
            f"{name} would unpack from {packed:,} to {size:,} bytes: it is made to fill a "
            "computer, or is no document. Unpack it yourself and add what you need."
        )
