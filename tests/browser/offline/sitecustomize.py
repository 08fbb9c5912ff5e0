"""Put on the path of the server under test: a try to leave the machine fails and is written down.

The file that `DATELINE_TEST_CALLS` names gets a line per try.
"""

import os
import socket
from typing import Any

_connect = socket.socket.connect
_resolve = socket.getaddrinfo
_LOCAL = ("127.", "::1", "localhost", "0.0.0.0", "::")


def _note(what: str) -> None:
    with open(os.environ["DATELINE_TEST_CALLS"], "a", encoding="utf-8") as log:  # noqa: PTH123
        log.write(what + "\n")


def _guarded_connect(self: socket.socket, address: Any) -> None:
    if isinstance(address, tuple) and not str(address[0]).startswith(_LOCAL):
        _note(f"connect {address}")
        raise OSError(f"no outside calls: {address}")
    _connect(self, address)


def _guarded_resolve(host: Any, *args: Any, **options: Any) -> Any:
    if host is not None and not str(host).startswith(_LOCAL):
        _note(f"resolve {host}")
        raise socket.gaierror(f"no outside calls: {host}")
    return _resolve(host, *args, **options)


socket.socket.connect = _guarded_connect  # type: ignore[assignment, method-assign]
socket.getaddrinfo = _guarded_resolve
