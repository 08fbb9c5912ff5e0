"""What a parser that was taken over, or lost its way, might do."""

import ctypes
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

from geodata.errors import NotTextError


def echo(data, options):
    return data + options.get("more", "").encode()


def process(data, options):
    return str(os.getpid()).encode()


def secrets(data, options):
    return " ".join(os.environ).encode()


def refuse(data, options):
    raise NotTextError("a.bin holds no text. Add another.")


def stumble(data, options):
    raise ZeroDivisionError("division by zero")


def hang(data, options):
    while True:
        time.sleep(1)


def spin(data, options):
    while True:
        pass


def hoard(data, options):
    return bytes(10_000_000_000)


def crash(data, options):
    ctypes.string_at(0)


def leave(data, options):
    os._exit(0)


def chatter(data, options):
    sys.stdout.write("no frame")
    sys.stdout.flush()
    os.write(1, b"no frame either")
    return b"still fine"


def flood(data, options):
    return bytes(2000)


def connect(data, options):
    with socket.socket() as s:
        s.connect((options["host"], options["port"]))
    return b"out"


def connect_in_c(data, options):
    """Connect without Python's own socket module: no audit hook sees it."""
    libc = ctypes.CDLL(None, use_errno=True)
    fd = libc.socket(socket.AF_INET, socket.SOCK_STREAM, 0)
    port = options["port"].to_bytes(2, "big")
    address = socket.AF_INET.to_bytes(2, sys.byteorder) + port + bytes([127, 0, 0, 1]) + bytes(8)
    return b"out" if libc.connect(fd, address, len(address)) == 0 else b"no way"


def write(data, options):
    Path(options["path"]).write_bytes(data)
    return b"written"


def write_in_c(data, options):
    libc = ctypes.CDLL(None)
    fd = libc.open(options["path"].encode(), os.O_WRONLY | os.O_CREAT, 0o600)
    return b"written" if libc.write(fd, data, len(data)) > 0 else b"not written"


def run(data, options):
    return subprocess.check_output(["/bin/echo", "ran"])
