"""One question over HTTP and its answer, within limits that hold for the whole of it.

Written on `http.client`, which logs nothing: urllib3 writes the address, and so the name that was
asked for, to its log.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from email.utils import mktime_tz, parsedate_tz
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from urllib.parse import SplitResult

from geodata.geocoding.answers import OutageReason, ServiceFault

__all__ = ["Limits", "fetch"]

_CHUNK_BYTES = 65_536
_BY_STATUS = {
    401: OutageReason.REFUSED,
    403: OutageReason.REFUSED,
    407: OutageReason.REFUSED,
    429: OutageReason.RATE_LIMITED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long an answer may take from the first packet to the last, and how large it may be."""

    seconds: float = 10.0
    most_bytes: int = 1_000_000


def fetch(
    url: SplitResult,
    headers: Mapping[str, str],
    *,
    limits: Limits,
    context: ssl.SSLContext | None = None,
) -> bytes:
    """Return the body of a JSON answer. Redirects are not followed.

    Raises
    ------
    ServiceFault
        In every other case, `limits.seconds` from now at the latest.
    """
    exchange = _Exchange(url, headers, limits, context)
    body: Future[bytes] = Future()

    def work() -> None:
        try:
            body.set_result(exchange.run())
        except (ServiceFault, OSError, HTTPException, ValueError) as error:
            body.set_exception(error)

    # Looking up a host, a handshake and dripping headers have no deadline of their own.
    threading.Thread(target=work, name="geocoder", daemon=True).start()
    try:
        return body.result(timeout=limits.seconds)
    except TimeoutError:
        exchange.abort()
        raise ServiceFault(OutageReason.TIMED_OUT) from None
    except ssl.SSLCertVerificationError:
        raise ServiceFault(OutageReason.INSECURE) from None
    except OSError:
        raise ServiceFault(OutageReason.UNREACHABLE) from None
    except (HTTPException, ValueError):
        raise ServiceFault(OutageReason.NOT_UNDERSTOOD) from None


@dataclass(slots=True)
class _Exchange:
    """One connection, used once."""

    url: SplitResult
    headers: Mapping[str, str]
    limits: Limits
    context: ssl.SSLContext | None
    _aborted: bool = False
    _deadline: float = 0.0
    _connection: HTTPConnection | None = None
    _socket: socket.socket | None = None

    def run(self) -> bytes:
        self._deadline = time.monotonic() + self.limits.seconds
        self._connection = connection = self._made()
        try:
            connection.connect()
            self._socket = connection.sock
            if self._aborted:
                raise TimeoutError
            target = f"{self.url.path or '/'}?{self.url.query}"
            connection.request("GET", target, headers=dict(self.headers))
            with connection.getresponse() as response:
                _refuse_status(response)
                return self._read(response)
        finally:
            connection.close()

    def abort(self) -> None:
        """Wake the thread that waits for the service, so that it ends."""
        self._aborted = True
        # In a handshake only the connection knows the socket; later it may have let go of it.
        waiting = self._socket or (self._connection.sock if self._connection else None)
        if waiting:
            with contextlib.suppress(OSError):
                waiting.shutdown(socket.SHUT_RDWR)

    def _made(self) -> HTTPConnection:
        host, port, seconds = self.url.hostname or "", self.url.port, self.limits.seconds
        if self.url.scheme == "http":
            return HTTPConnection(host, port, timeout=seconds)
        context = self.context or ssl.create_default_context()
        return HTTPSConnection(host, port, timeout=seconds, context=context)

    def _read(self, response: HTTPResponse) -> bytes:
        most = self.limits.most_bytes
        body = bytearray()
        if (response.length or 0) > most:
            raise ServiceFault(OutageReason.TOO_LARGE)
        while chunk := response.read1(_CHUNK_BYTES):
            body += chunk
            if len(body) > most:
                raise ServiceFault(OutageReason.TOO_LARGE)
            if time.monotonic() > self._deadline:
                raise TimeoutError
        return bytes(body)


def _refuse_status(response: HTTPResponse) -> None:
    """Let only a JSON answer with status 200 pass."""
    status = response.status
    if 300 <= status < 400:
        raise ServiceFault(OutageReason.REDIRECTED)
    if status != 200:
        fallback = OutageReason.FAILED if status >= 500 else OutageReason.REFUSED
        wait = _seconds(response.getheader("Retry-After", ""))
        raise ServiceFault(_BY_STATUS.get(status, fallback), wait)
    kind = response.getheader("Content-Type", "json")
    if "json" not in kind.lower():
        raise ServiceFault(OutageReason.NOT_UNDERSTOOD)


def _seconds(retry_after: str) -> float | None:
    """Return the seconds that a Retry-After header asks for: a number, or a day and time."""
    text = retry_after.strip()
    if text.isascii() and text.isdecimal() and len(text) < 9:
        return float(text)
    when = parsedate_tz(text) if text and len(text) < 60 else None
    try:
        return max(0.0, mktime_tz(when) - time.time()) if when else None
    except (ValueError, OverflowError):
        return None
