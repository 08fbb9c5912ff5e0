"""Processes that read and geoparse, each a file at a time.

A worker that is killed, crashes or hangs costs its one task, which another tries once more; the
run goes on. Workers know nothing of the store and end when the caller does.
"""

from __future__ import annotations

import contextlib
import multiprocessing as mp
import os
import signal
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

__all__ = ["Lost", "Pool", "cores"]

_Task = TypeVar("_Task")
_Result = TypeVar("_Result")
_MOST_SECONDS = 900.0
# Opening the language model may wait for a slow disk; it is no fault of the task.
_MOST_SECONDS_TO_START = 600.0
_READY = "ready"
_TRIES = 2


@dataclass(frozen=True, slots=True)
class Lost:
    """A task without a result, and why."""

    why: str


@dataclass(slots=True, eq=False)
class _Worker:
    process: SpawnProcess
    pipe: Connection
    ticket: int | None = None
    since: float = field(default_factory=time.monotonic)
    ready: bool = False

    def overdue(self, most_seconds: float) -> bool:
        """Say whether it has been starting, or busy with its task, for too long."""
        limit = most_seconds if self.ready else _MOST_SECONDS_TO_START
        return time.monotonic() - self.since > limit


@dataclass(slots=True)
class _Entry:
    task: Any
    tries: int = 0
    result: Any = field(default=None)
    done: bool = False


def cores() -> int:
    """Return how many processes can run at once."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Pool(Generic[_Task, _Result]):
    """Runs tasks in worker processes.

    Parameters
    ----------
    start
        A function of a module that a worker calls once; what it returns takes the tasks. It and
        `argument` are pickled.
    count
        How many processes at most; they are started when there is something to do.
    """

    def __init__(
        self,
        start: Callable[[Any], Callable[[_Task], _Result]],
        argument: object,
        *,
        count: int,
        most_seconds: float = _MOST_SECONDS,
    ) -> None:
        self._start, self._argument = start, argument
        self._most_seconds = most_seconds
        self._entries: dict[int, _Entry] = {}
        self._queue: deque[int] = deque()
        self._next = 0
        self._count = count
        self._workers: list[_Worker] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for worker in self._workers:
            worker.process.kill()
        for worker in self._workers:
            worker.process.join()
            worker.pipe.close()

    @property
    def pids(self) -> tuple[int, ...]:
        """The processes of the workers."""
        return tuple(worker.process.pid or 0 for worker in self._workers)

    def submit(self, task: _Task) -> int:
        """Queue a task and return its ticket."""
        ticket, self._next = self._next, self._next + 1
        self._entries[ticket] = _Entry(task)
        self._queue.append(ticket)
        self._feed()
        return ticket

    def result(self, ticket: int) -> _Result | Lost:
        """Wait for a task and return its result, once."""
        while not self._entries[ticket].done:
            self._turn()
        entry = self._entries.pop(ticket)
        found: _Result | Lost = entry.result
        return found

    def _hire(self) -> _Worker:
        context = mp.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs, self._start, self._argument))
        process.start()
        theirs.close()
        return _Worker(process, ours)

    def _feed(self) -> None:
        idle = sum(worker.ticket is None for worker in self._workers)
        for _ in range(min(len(self._queue) - idle, self._count - len(self._workers))):
            self._workers.append(self._hire())
        for worker in self._workers:
            if worker.ticket is None and self._queue:
                ticket = self._queue.popleft()
                worker.ticket = ticket
                worker.since = time.monotonic() if worker.ready else worker.since
                self._entries[ticket].tries += 1
                with contextlib.suppress(OSError):
                    # A broken pipe is seen in the next turn.
                    worker.pipe.send(self._entries[ticket].task)

    def _turn(self) -> None:
        """Wait until a worker has something to say, or has been busy for too long."""
        self._feed()
        busy = [worker for worker in self._workers if worker.ticket is not None]
        ready = wait([worker.pipe for worker in busy], timeout=1.0)
        for worker in busy:
            if worker.pipe in ready:
                self._hear(worker)
            elif worker.overdue(self._most_seconds):
                self._lose(worker, f"it took more than {self._most_seconds:g} seconds")

    def _hear(self, worker: _Worker) -> None:
        try:
            result = worker.pipe.recv()
        except (EOFError, OSError):
            self._lose(worker, "the process that read it ended without an answer")
            return
        if not worker.ready:
            worker.ready, worker.since = True, time.monotonic()
            return
        if worker.ticket is not None:
            self._close(worker.ticket, result)
        worker.ticket = None
        self._feed()

    def _lose(self, worker: _Worker, why: str) -> None:
        """Replace a worker; its task is tried once more, then given up."""
        worker.process.kill()
        worker.process.join()
        worker.pipe.close()
        self._workers[self._workers.index(worker)] = self._hire()
        if worker.ticket is not None:
            if self._entries[worker.ticket].tries < _TRIES:
                self._queue.appendleft(worker.ticket)
            else:
                self._close(worker.ticket, Lost(why))
        self._feed()

    def _close(self, ticket: int, result: object) -> None:
        entry = self._entries[ticket]
        entry.result, entry.done, entry.task = result, True, None


def _serve(
    pipe: Connection, start: Callable[[Any], Callable[[Any], Any]], argument: object
) -> None:
    """Take tasks until the caller is gone."""
    # Ctrl-C reaches the whole group: the caller decides when to end.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    work = start(argument)
    try:
        pipe.send(_READY)
        while True:
            pipe.send(work(pipe.recv()))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return
