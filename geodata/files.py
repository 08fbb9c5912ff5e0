"""Files written aside and put in place when whole, and folders that are nobody else's business."""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from geodata.errors import ExportError

__all__ = ["private_folder", "sweep_folders", "writing"]

_OURS = re.compile(r"dateline-(\d+)-\w+")


@contextmanager
def writing(path: Path | None) -> Iterator[TextIO]:
    """Open a UTF-8 text file for writing, or standard output when `path` is None.

    Raises
    ------
    ExportError
        When the file cannot be written; what was there before is untouched.
    """
    if path is None:
        yield sys.stdout
        return
    aside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with aside.open("w", encoding="utf-8", newline="\n") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        aside.replace(path)
    except OSError as error:
        raise ExportError(
            f"{path}: cannot be written ({error.strerror}); is there room?"
        ) from error
    finally:
        aside.unlink(missing_ok=True)


def private_folder() -> tempfile.TemporaryDirectory[str]:
    """Return a new temporary folder that only this user may look into, named after this process."""
    return tempfile.TemporaryDirectory(prefix=f"dateline-{os.getpid()}-")


def sweep_folders() -> int:
    """Delete the private folders of processes that ended without doing so, and count them.

    A process that is killed leaves what it was writing, report texts among it.
    """
    if os.name != "posix":
        # Elsewhere asking whether a process lives may end it.
        return 0
    gone = 0
    for folder in Path(tempfile.gettempdir()).glob("dateline-*"):
        named = _OURS.fullmatch(folder.name)
        if named and _is_mine(folder) and not _lives(int(named[1])):
            shutil.rmtree(folder, ignore_errors=True)
            gone += not folder.exists()
    return gone


def _is_mine(folder: Path) -> bool:
    try:
        return not folder.is_symlink() and folder.stat().st_uid == os.getuid()
    except OSError:
        return False


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
