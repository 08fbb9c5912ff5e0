"""The caller's side: workers kept for the next call, ended when they take too long."""

from __future__ import annotations

import atexit
import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO, cast

from geodata.errors import DamagedReportError, DatelineError, ReadError
from geodata.isolation.clock import Clock
from geodata.isolation.frames import BrokenFrameError, receive, send
from geodata.isolation.limits import Limits

__all__ = ["call", "warm_up"]

# More calls at once than this start workers of their own, which end with the call.
MAX_IDLE = 2
MAX_CALLS = 1000
_READY_SECONDS = 60.0
# Nothing of the environment that is not here reaches a worker: no keys, no tokens.
_ENVIRONMENT = (
    "HOME",
    "LANG",
    "LC_ALL",
    "LC_CTYPE",
    "LD_LIBRARY_PATH",
    "PATH",
    "PYTHONHOME",
    "PYTHONPATH",
    "SYSTEMROOT",
    "TEMP",
    "TMP",
    "TMPDIR",
    "TZ",
    "USERPROFILE",
    "VIRTUAL_ENV",
)
_START = (
    "import sys; sys.path.append(sys.argv.pop()); from geodata.isolation.worker import main; main()"
)


class _Worker:
    """One worker process."""

    def __init__(self, memory: int, preload: str) -> None:
        root = str(Path(__file__).parents[2])
        command = [sys.executable, "-P", "-B", "-c", _START, str(memory), preload, root]
        self.memory = memory
        self.calls = 0
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter, our own code
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={key: os.environ[key] for key in _ENVIRONMENT if key in os.environ},
        )
        self._source = cast("BinaryIO", self._process.stdout)
        self._sink = cast("BinaryIO", self._process.stdin)
        self.given_up: tuple[str, ...] = ()
        self._ready = False

    def ask(
        self, head: Mapping[str, Any], data: bytes, limits: Limits
    ) -> tuple[dict[str, Any], bytes]:
        """Send a call and wait for the answer as long as `limits` allow.

        Raises
        ------
        TimeoutError, BrokenFrameError
            The worker took too long (and is ended), or has ended by itself.
        """
        process = self._process
        overdue = threading.Event()
        seconds = limits.seconds + (0 if self._ready else _READY_SECONDS)

        def give_up() -> None:
            overdue.set()
            process.kill()

        clock = Clock(process.pid, seconds, give_up)
        try:
            if not self._ready:
                self.given_up = tuple(receive(self._source, limit=0)[0]["ready"])
                self._ready = True
            send(self._sink, head, data)
            self.calls += 1
            return receive(self._source, limit=limits.answer)
        except (BrokenFrameError, OSError) as error:
            if overdue.is_set():
                raise TimeoutError from error
            raise BrokenFrameError from error
        finally:
            clock.cancel()

    @property
    def fresh(self) -> bool:
        """Whether it is alive and has not served so many calls that leaks would count."""
        return self._process.poll() is None and self.calls < MAX_CALLS

    @property
    def out_of_time(self) -> bool:
        """Whether the system ended it for using too much of the processor."""
        try:
            code = self._process.wait(timeout=2)
        except subprocess.TimeoutExpired:
            return False
        return code == -getattr(signal, "SIGXCPU", 0) != 0

    def end(self) -> None:
        """End the process now."""
        self._process.kill()
        for stream in (self._sink, self._source):
            with contextlib.suppress(OSError):
                stream.close()
        self._process.wait()


class _Workers:
    """The idle workers of this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._idle: list[_Worker] = []

    def take(self, memory: int, preload: str) -> _Worker:
        with self._lock:
            for worker in reversed([*self._idle]):
                if not worker.fresh:
                    self._idle.remove(worker)
                    worker.end()
                elif worker.memory == memory:
                    self._idle.remove(worker)
                    return worker
        return _Worker(memory, preload)

    def give_back(self, worker: _Worker) -> None:
        with self._lock:
            if len(self._idle) < MAX_IDLE:
                self._idle.append(worker)
                return
        worker.end()

    def end(self) -> None:
        with self._lock:
            idle, self._idle = self._idle, []
        for worker in idle:
            worker.end()

    def forget(self) -> None:
        """Begin anew: after a fork the workers are the parent's."""
        self._lock, self._idle = threading.Lock(), []


_workers = _Workers()
atexit.register(_workers.end)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_workers.forget)


def call(
    target: str,
    data: bytes,
    options: Mapping[str, Any],
    *,
    name: str,
    limits: Limits | None = None,
) -> bytes:
    """Return what a function makes of some bytes, in a worker process.

    Parameters
    ----------
    target
        ``"package.module:function"``; the function takes ``(data, options)`` and returns bytes.
    options
        What JSON can say.
    name
        What to call the bytes in an error.
    limits
        Default: 50 seconds, 1.8 GB.

    Raises
    ------
    ReadError
        What the function raised of ours; or that it ran out of time or memory, or ended. The
        next call is served by a fresh worker.
    """
    allowed = limits or Limits()
    worker = _workers.take(allowed.memory, target.partition(":")[0])
    head = {"target": target, "options": dict(options), "cpu_seconds": allowed.cpu_seconds}
    try:
        answer, body = worker.ask(head, data, allowed)
    except TimeoutError as error:
        worker.end()
        raise _too_slow(name, allowed) from error
    except BrokenFrameError as error:
        slow = worker.out_of_time
        worker.end()
        if slow:
            raise _too_slow(name, allowed) from error
        raise _damaged(name, "reading it ended without an answer") from error
    except BaseException:
        worker.end()
        raise
    if fault := answer.get("fault"):
        worker.end()
        raise _too_big(name, allowed) if fault == "memory" else _damaged(name, str(fault))
    _workers.give_back(worker)
    if kind := answer.get("error"):
        raise _ours(str(kind))(str(answer.get("message", "")))
    return body


def warm_up(target: str) -> tuple[str, ...]:
    """Start a worker ahead of the first call; return in words what it gave up."""
    allowed = Limits()
    worker = _workers.take(allowed.memory, target.partition(":")[0])
    try:
        worker.ask({"target": "", "options": {}, "cpu_seconds": allowed.cpu_seconds}, b"", allowed)
    except (TimeoutError, BrokenFrameError):
        worker.end()
        return ()
    _workers.give_back(worker)
    return worker.given_up


def _ours(kind: str) -> type[DatelineError]:
    """Return the class of an error by its name: only ours can be named."""
    pending = [DatelineError]
    for known in pending:
        if known.__name__ == kind:
            return known
        pending += known.__subclasses__()
    return ReadError


def _too_slow(name: str, limits: Limits) -> ReadError:
    return ReadError(
        f"{name} was given up after {limits.seconds:.0f} seconds: it is damaged or made to keep "
        "a reader busy. Open it in the program it comes from, save it as plain text and add that."
    )


def _too_big(name: str, limits: Limits) -> ReadError:
    return ReadError(
        f"{name} needs more than {limits.memory / 1e9:.1f} GB of memory to be read. Split it, or "
        "save its text as plain text and add that."
    )


def _damaged(name: str, fault: str) -> ReadError:
    return DamagedReportError(
        f"{name} cannot be read: it is damaged ({fault}). Open it in the program it comes from, "
        "save it again or as plain text, and add that."
    )
