"""Small matrices are multiplied fastest by one thread.

The library behind numpy shares every product among all cores; for a report's few hundred rows,
waking them costs more than it saves, and takes the cores from other reports.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache

import numpy as np  # noqa: F401  # the controller sees the libraries that are loaded
from threadpoolctl import LibController, ThreadpoolController

__all__ = ["one_thread"]

_LIMITED = threading.Lock()


@contextmanager
def one_thread() -> Iterator[None]:
    """Multiply in the calling thread alone, and as before afterwards.

    The limit is the process's: who comes first sets it and lifts it, others leave it alone.
    """
    if not _LIMITED.acquire(blocking=False):
        yield
        return
    before = [(library, library.get_num_threads()) for library in _libraries()]
    try:
        for library, _ in before:
            library.set_num_threads(1)
        yield
    finally:
        for library, threads in before:
            library.set_num_threads(threads)
        _LIMITED.release()


@cache
def _libraries() -> Sequence[LibController]:
    """Return the libraries that multiply matrices."""
    return [c for c in ThreadpoolController().lib_controllers if c.user_api == "blas"]
