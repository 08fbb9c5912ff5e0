"""Small matrices are multiplied fastest by one thread.

The library behind numpy shares every product among all cores; for a report's few hundred rows,
waking them costs more than it saves, and takes the cores from other reports.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import cache

import numpy as np  # noqa: F401  # the controller sees the libraries that are loaded
from threadpoolctl import ThreadpoolController

__all__ = ["one_thread"]


def one_thread() -> AbstractContextManager[object]:
    """Multiply in the calling thread alone, and as before afterwards.

    The limit is the process's: of several threads that ask, the first to come sets it and lifts it.
    """
    limit: AbstractContextManager[object] = _controller().limit(limits=1, user_api="blas")
    return limit


@cache
def _controller() -> ThreadpoolController:
    return ThreadpoolController()
