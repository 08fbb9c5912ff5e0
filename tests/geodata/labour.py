"""Work for worker processes of tests: a module, because workers import it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path


def open_bench(folder: str) -> Callable[[str], str]:
    """Return what doubles a word, or dies, hangs or fails when it is told to."""

    def work(task: str) -> str:
        if task == "die":
            os._exit(3)
        if task == "die once":
            mark = Path(folder) / "died"
            if not mark.exists():
                mark.touch()
                os._exit(3)
        if task == "hang":
            time.sleep(600)
        if task == "wait for the mark":
            while not (Path(folder) / "mark").exists():
                time.sleep(0.01)
        return task * 2

    return work
