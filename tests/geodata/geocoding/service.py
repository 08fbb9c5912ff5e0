"""A geocoding service on this machine that can misbehave in every way, and a clock of our own."""

from __future__ import annotations

import json
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

NAME = "Qarmutiya Zyx"
RIGHT = [
    {
        "lat": "34.51",
        "lon": "36.27",
        "display_name": "Qarmutiya, Homs, Syria",
        "type": "village",
        "address": {"country_code": "sy"},
    }
]
Behaviour = Callable[["Call"], None]


@dataclass(slots=True)
class Call:
    """One connection: what was asked, and ways to answer."""

    connection: socket.socket
    target: str
    headers: str
    over: threading.Event
    address: str
    sent: int = 0

    def send(self, data: bytes) -> None:
        self.connection.sendall(data)
        self.sent += len(data)

    def head(self, status: str = "200 OK", *lines: str, kind: str = "application/json") -> None:
        head = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", "Connection: close", *lines]
        self.send("\r\n".join([*head, "", ""]).encode())

    def answer(self, body: bytes, status: str = "200 OK", *lines: str, **more: str) -> None:
        self.head(status, f"Content-Length: {len(body)}", *lines, **more)
        self.send(body)


@dataclass(slots=True)
class FakeService:
    """Listens on the loopback and does what `behaviour` says."""

    behaviour: Behaviour
    greeting: bytes = b""
    address: str = ""
    calls: list[Call] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def asked(self) -> list[dict[str, list[str]]]:
        """The parameters of each request."""
        return [parse_qs(urlsplit(call.target).query) for call in self.calls]

    def serve(self, connection: socket.socket) -> None:
        # The client may leave at any moment: that is what is tested.
        with connection, suppress(OSError):
            connection.sendall(self.greeting)
            received = b""
            while b"\r\n\r\n" not in received:
                chunk = connection.recv(65_536)
                if not chunk:
                    return
                received += chunk
            line, _, headers = received.decode().partition("\r\n")
            call = Call(connection, line.split(" ")[1], headers, self.over, self.address)
            self.calls.append(call)
            self.behaviour(call)


@contextmanager
def running(behaviour: Behaviour, *, greeting: bytes = b"") -> Iterator[FakeService]:
    """Run a service until the block is left."""
    service = FakeService(behaviour, greeting)
    threads: list[threading.Thread] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        service.address = f"127.0.0.1:{listener.getsockname()[1]}"

        def accept() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                threads.append(threading.Thread(target=service.serve, args=(connection,)))
                threads[-1].start()

        acceptor = threading.Thread(target=accept)
        acceptor.start()
        try:
            yield service
        finally:
            service.over.set()
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            acceptor.join(5)
            for thread in threads:
                thread.join(5)


class FakeClock:
    """Time that passes only when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1_000_000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def json_body(value: object, **more: str) -> Behaviour:
    return lambda call: call.answer(json.dumps(value).encode(), **more)


def raw_body(body: bytes, status: str = "200 OK", *lines: str, **more: str) -> Behaviour:
    return lambda call: call.answer(body, status, *lines, **more)


def right(**changes: object) -> Behaviour:
    """The right answer with some of its values changed."""
    return json_body([RIGHT[0] | changes])


def slow(call: Call) -> None:
    call.over.wait(30)


def drip(call: Call) -> None:
    call.head()
    _drip(call, b"[" + b" " * 10_000)


def drip_headers(call: Call) -> None:
    _drip(call, b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 10_000)


def _drip(call: Call, data: bytes) -> None:
    for position in range(len(data)):
        if call.over.wait(0.05):
            return
        call.send(data[position : position + 1])


def redirect(status: str, location: str = "http://127.0.0.2:9/search?q=x") -> Behaviour:
    return lambda call: call.answer(b"", status, f"Location: {location}")


def to_itself(call: Call) -> None:
    call.answer(b"", "302 Found", f"Location: http://{call.address}{call.target}")


def endless(call: Call) -> None:
    """300 MB, made as they are sent."""
    call.head()
    block = b"[" + b" " * 65_535
    for _ in range(300_000_000 // len(block)):
        call.send(block)


def endless_in_chunks(call: Call) -> None:
    call.head("200 OK", "Transfer-Encoding: chunked")
    for _ in range(300_000_000 // 0x10000):
        call.send(b"10000\r\n" + b" " * 0x10000 + b"\r\n")


def announced_large(call: Call) -> None:
    call.head("200 OK", "Content-Length: 300000000")
    call.over.wait(30)


def reset(call: Call) -> None:
    # Closing with no time to linger sends a reset.
    call.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def reset_in_the_body(call: Call) -> None:
    call.head("200 OK", "Content-Length: 1000")
    call.send(b"[{")
    reset(call)


def silent(_call: Call) -> None:
    """Closes without a word."""


def no_http(call: Call) -> None:
    call.send(b"220 mail.example.org ESMTP\r\n\r\n")


def broken_headers(call: Call) -> None:
    call.send(b"HTTP/1.1 200 OK\r\nno colon here\r\n\x00\xff: y\r\n\r\n[]x")


def many_headers(call: Call) -> None:
    call.head("200 OK", *(f"X-{number}: y" for number in range(5_000)))
    call.send(b"[]")


def long_header(call: Call) -> None:
    call.head("200 OK", "X-Long: " + "y" * 1_000_000)
    call.send(b"[]")


def cut_short(call: Call) -> None:
    call.head("200 OK", "Content-Length: 1000")
    call.send(json.dumps(RIGHT).encode()[:-4])
