"""Which files there are: folders walked in order, what nobody can read counted by suffix."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from geodata.readers import supported_suffixes

__all__ = ["FileState", "Walk", "walk"]


@dataclass(frozen=True, slots=True)
class FileState:
    """A file as it is now: by its size and its time it is known again without reading it."""

    path: str
    size: int = 0
    modified: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """The files to read, in order, and how many others there are in the folders, by suffix.

    `closed` are folders that could not be opened.
    """

    files: tuple[FileState, ...]
    others: Mapping[str, int] = field(default_factory=dict)
    closed: tuple[str, ...] = ()

    def __str__(self) -> str:
        listed = sorted(self.others.items(), key=lambda item: (-item[1], item[0]))
        kinds = ", ".join(f"{suffix or 'no suffix'} {count}" for suffix, count in listed[:8])
        more = ", ..." if len(listed) > 8 else ""
        total = sum(self.others.values())
        plural = "" if total == 1 else "s"
        return f"{total} file{plural} of other kinds left out ({kinds}{more})" if total else ""


def walk(paths: Iterable[Path]) -> Walk:
    """Find the files under some paths: hidden ones are left out, links to folders not followed.

    A file that is named is read whatever its suffix; inside folders only known suffixes are.
    """
    known, others = supported_suffixes(), Counter[str]()
    files: list[FileState] = []
    closed: list[str] = []
    for path in paths:
        if not path.is_dir():
            files.append(_state(os.fspath(path)))
            continue
        for inner in _inside(os.fspath(path), closed):
            suffix = os.path.splitext(inner)[1].lower()  # noqa: PTH122  # a million paths
            if suffix in known:
                files.append(_state(inner))
            else:
                others[suffix] += 1
    return Walk(files=tuple(files), others=dict(others), closed=tuple(closed))


def _inside(folder: str, closed: list[str]) -> Iterator[str]:
    """Yield the files under a folder, sorted as their paths are."""
    try:
        with os.scandir(folder) as entries:
            listed = sorted(entries, key=lambda entry: entry.name)
    except OSError:
        closed.append(folder)
        return
    for entry in listed:
        if entry.name.startswith("."):
            continue
        try:
            is_folder, is_file = entry.is_dir(follow_symlinks=False), entry.is_file()
        except OSError:
            continue
        if is_folder:
            yield from _inside(entry.path, closed)
        elif is_file:
            yield entry.path


def _state(path: str) -> FileState:
    try:
        stat = os.stat(path)  # noqa: PTH116
    except (OSError, ValueError):
        return FileState(path)
    return FileState(path, stat.st_size, stat.st_mtime_ns)
