"""The worker: a process that runs named functions on bytes, one after another."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable
from typing import Any, BinaryIO

from geodata.errors import DatelineError
from geodata.isolation.frames import BrokenFrameError, receive, send
from geodata.isolation.limits import allow_cpu, confine

__all__ = ["main"]

Target = Callable[[bytes, dict[str, Any]], bytes]


def main() -> None:
    """Serve calls from standard input until it ends, or until a fault."""
    memory, preload = int(sys.argv[1]), sys.argv[2]
    source, sink = _pipes()
    if preload:
        importlib.import_module(preload)
    given_up = confine(memory)
    send(sink, {"ready": given_up})
    while True:
        try:
            head, data = receive(source, limit=sys.maxsize)
        except BrokenFrameError:
            return
        answer, body = _answer(head, data)
        send(sink, answer, body)
        if answer.get("fault"):
            # Memory ran out or worse: whatever is left of this process is not to be trusted.
            os._exit(1)


def _pipes() -> tuple[BinaryIO, BinaryIO]:
    """Keep the two pipes to ourselves: what a library prints must not reach the caller."""
    source, sink = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    return source, sink


def _answer(head: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
    allow_cpu(int(head["cpu_seconds"]))
    if not head["target"]:
        return {}, b""
    try:
        return {}, _target(head["target"])(data, head["options"])
    except DatelineError as error:
        return {"error": type(error).__name__, "message": str(error)}, b""
    except MemoryError:
        return {"fault": "memory"}, b""
    except Exception as error:  # noqa: BLE001 - the last net: the caller makes a ReadError of it
        return {"fault": f"{type(error).__name__}: {error}"[:300]}, b""


def _target(name: str) -> Target:
    module, _, function = name.partition(":")
    target: Target = getattr(importlib.import_module(module), function)
    return target
