"""Files written aside and put in place when whole: a failure leaves the old file."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from geodata.errors import ExportError

__all__ = ["writing"]


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
