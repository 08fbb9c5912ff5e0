"""How caller and worker speak: a JSON head and a body of bytes, each with its length before it."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from typing import Any, BinaryIO

__all__ = ["BrokenFrameError", "receive", "send"]

_LENGTHS = struct.Struct(">IQ")
_MAX_HEAD = 1_000_000


class BrokenFrameError(Exception):
    """The other side ended, or sent what is no frame."""


def send(stream: BinaryIO, head: Mapping[str, Any], body: bytes = b"") -> None:
    """Write one frame."""
    raw = json.dumps(head).encode("ascii")
    stream.write(_LENGTHS.pack(len(raw), len(body)))
    stream.write(raw)
    stream.write(body)
    stream.flush()


def receive(stream: BinaryIO, *, limit: int) -> tuple[dict[str, Any], bytes]:
    """Read one frame, its body no longer than `limit`.

    Raises
    ------
    BrokenFrameError
        At the end of the stream, and for anything that is no frame.
    """
    head_length, body_length = _LENGTHS.unpack(_exactly(stream, _LENGTHS.size))
    if head_length > _MAX_HEAD or body_length > limit:
        raise BrokenFrameError("the frame is too long")
    try:
        head = json.loads(_exactly(stream, head_length))
    except (ValueError, RecursionError) as error:
        raise BrokenFrameError("the head is no JSON") from error
    if not isinstance(head, dict):
        raise BrokenFrameError("the head is no object")
    return head, _exactly(stream, body_length)


def _exactly(stream: BinaryIO, length: int) -> bytes:
    data = stream.read(length)
    if len(data) != length:
        raise BrokenFrameError("the stream ended")
    return data
