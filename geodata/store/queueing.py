"""Writers of different processes wait in line.

SQLite lets whoever asks first after a commit go on, which is mostly the process that has just
committed: another may wait for seconds. So whoever waits to begin holds a lock of the operating
system beside SQLite's own; the others, the last writer too, wait behind it. Nothing depends on it
but the order: where it cannot be had, all ask SQLite at once.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from geodata.model import digest

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

__all__ = ["first_in_line"]


@contextmanager
def first_in_line(path: Path) -> Iterator[None]:
    """Wait until nobody else waits to write to the store at `path`; be the one who does."""
    handle = _lock(path)
    try:
        yield
    finally:
        if handle is not None:
            os.close(handle)


def _lock(path: Path) -> int | None:
    if fcntl is None:
        return None
    # Few names, so that few empty files stay: two stores of one name only queue together.
    line = digest(os.fsencode(path.resolve()))[:2]
    name = f"dateline-{os.getuid()}-{line}.line"
    try:
        flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
        handle = os.open(Path(tempfile.gettempdir()) / name, flags, 0o600)
    except OSError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
    except OSError:
        os.close(handle)
        return None
    return handle
