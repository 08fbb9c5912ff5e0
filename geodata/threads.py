"""Small matrices are multiplied fastest by one thread.

The library behind numpy shares every product among all cores; for a report's few hundred rows,
waking them costs more than it saves, and takes the cores from other reports.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import numpy as np  # noqa: F401  # the controller sees the libraries that are loaded
from threadpoolctl import ThreadpoolController

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
    try:
        with _controller().limit(limits=1, user_api="blas"):
            yield
    finally:
        _LIMITED.release()


@cache
def _controller() -> ThreadpoolController:
    return ThreadpoolController()
