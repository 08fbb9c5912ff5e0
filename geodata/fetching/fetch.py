"""One page over HTTP: addresses checked before each connection, limits over the whole of it.

The name of a host is looked up once for each step, every address that it has must be public, and
the connection goes to the address that was checked: what the name means a moment later does not
matter. Redirects are followed by hand, each checked as the first address was. No cookies, no
proxies, no passwords, nothing kept.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from geodata.errors import FetchError
from geodata.fetching.addresses import is_public

__all__ = ["PRIVACY_NOTE", "Network", "Resource", "fetch_link", "is_link"]

PRIVACY_NOTE = (
    "Links are fetched from this computer: the site, and whoever watches the line, can see which "
    "page was asked for, when, and from where."
)
_AGENT = "Dateline/0.1 (one page, on behalf of a reader)"
_ACCEPT = "text/html,application/xhtml+xml,application/rss+xml,text/plain;q=0.9,*/*;q=0.5"
_PORTS = frozenset({80, 443, 8080, 8443})
_MOST_STEPS = 6
_CHUNK_BYTES = 65_536
_LONGEST_LINK = 2000


def _look_up(host: str, port: int) -> Sequence[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def _connect(address: str, port: int, seconds: float) -> socket.socket:
    return socket.create_connection((address, port), timeout=seconds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """How names are looked up and connections made, and the limits of one fetch.

    Attributes
    ----------
    look_up
        From host and port to addresses.
    connect
        From address, port and seconds to a connected socket.
    seconds
        For all of it, redirects included.
    """

    look_up: Callable[[str, int], Sequence[str]] = _look_up
    connect: Callable[[str, int, float], socket.socket] = _connect
    context: Callable[[], ssl.SSLContext] = ssl.create_default_context
    seconds: float = 30.0
    most_bytes: int = 20_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """What was fetched: its address after redirects, its bytes, and what the site says it is."""

    url: str
    data: bytes = field(repr=False)
    media_type: str = ""


def is_link(text: str) -> bool:
    """Say whether a text is the address of a page."""
    return text.strip().lower().startswith(("http://", "https://"))


def fetch_link(url: str, network: Network | None = None) -> Resource:
    """Return the page at an address.

    Raises
    ------
    FetchError
        With the reason and what to do, `Network.seconds` from now at the latest.
    """
    job = _Fetch(network or Network(), url.strip())
    done: Future[Resource] = Future()

    def work() -> None:
        try:
            done.set_result(job.run())
        except (FetchError, OSError, HTTPException, ValueError) as error:
            done.set_exception(error)

    # Looking up a name, a handshake and dripping headers have no deadline of their own.
    threading.Thread(target=work, name="fetch", daemon=True).start()
    try:
        return done.result(timeout=job.network.seconds)
    except FetchError:
        raise
    except TimeoutError:
        job.abort()
        raise _refused(url, f"it took more than {job.network.seconds:g} seconds") from None
    except ssl.SSLCertVerificationError:
        raise _refused(url, "the site cannot prove who it is (its certificate)") from None
    except (OSError, HTTPException, ValueError) as error:
        raise _refused(url, f"the site cannot be reached ({type(error).__name__})") from None


def _refused(url: str, why: str) -> FetchError:
    shown = url if len(url) <= 200 else f"{url[:200]}..."
    return FetchError(f"{shown}: {why}. Save the page in your browser and add the file instead.")


@dataclass(slots=True)
class _Fetch:
    """One fetch with its redirects."""

    network: Network
    url: str
    _deadline: float = 0.0
    _socket: socket.socket | None = None
    _aborted: bool = False

    def run(self) -> Resource:
        self._deadline = time.monotonic() + self.network.seconds
        url = self.url
        for _ in range(_MOST_STEPS):
            parts, host, port = _checked(url)
            with (
                contextlib.closing(self._connected(parts, host, port)) as connection,
                connection.getresponse() as response,
            ):
                location = response.getheader("Location")
                if 300 <= response.status < 400 and location:
                    url = _next(url, location)
                    continue
                return self._resource(url, response)
        raise _refused(self.url, f"it leads from page to page, more than {_MOST_STEPS} times")

    def abort(self) -> None:
        """Wake the thread that waits for the site, so that it ends."""
        self._aborted = True
        if self._socket is not None:
            with contextlib.suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)

    def _connected(self, parts: SplitResult, host: str, port: int) -> HTTPConnection:
        """Connect to an address that was checked, and ask for the page."""
        addresses = self.network.look_up(host, port)
        if not addresses or not all(map(is_public, addresses)):
            raise _refused(self.url, f"{host} is not on the public internet")
        left = max(0.1, self._deadline - time.monotonic())
        connection = HTTPConnection(host, port, timeout=left)
        connection.sock = self._socket = self.network.connect(addresses[0], port, left)
        if parts.scheme == "https":
            connection.sock = self._secured(self._socket, host)
        if self._aborted:
            connection.close()
            raise TimeoutError
        path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
        query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
        headers = {"User-Agent": _AGENT, "Accept": _ACCEPT, "Accept-Encoding": "identity"}
        connection.request("GET", f"{path}?{query}" if query else path, headers=headers)
        return connection

    def _secured(self, plain: socket.socket, host: str) -> ssl.SSLSocket:
        try:
            self._socket = self.network.context().wrap_socket(plain, server_hostname=host)
        except (OSError, ValueError):
            plain.close()
            raise
        return self._socket

    def _resource(self, url: str, response: HTTPResponse) -> Resource:
        if response.status != 200:
            raise _refused(url, f"the site answers {response.status} {response.reason}"[:100])
        if response.getheader("Content-Encoding", "identity").lower() != "identity":
            raise _refused(url, "the site packs its page although it was asked not to")
        body = bytearray()
        most = self.network.most_bytes
        while chunk := response.read1(_CHUNK_BYTES):
            body += chunk
            if len(body) > most:
                raise _refused(url, f"the page is larger than {most:,} bytes")
            if time.monotonic() > self._deadline:
                raise TimeoutError
        kind = response.getheader("Content-Type", "").partition(";")[0].strip().lower()
        return Resource(url=url, data=bytes(body), media_type=kind)


def _checked(url: str) -> tuple[SplitResult, str, int]:
    """Return the parts of an address, its host and its port; refuse what is no page's."""
    if len(url) > _LONGEST_LINK or any(ord(char) < 33 for char in url):
        raise _refused(url, "it is no address of a page")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise _refused(url, "it is no address of a page") from None
    if parts.scheme not in {"http", "https"} or not host:
        raise _refused(url, "only http:// and https:// can be fetched")
    if parts.username is not None or parts.password is not None:
        raise _refused(url, "it holds a name or a password, which are not sent")
    port = port or (443 if parts.scheme == "https" else 80)
    if port not in _PORTS:
        raise _refused(url, f"port {port} is not one that pages are at")
    try:
        return parts, host.encode("idna").decode("ascii"), port
    except UnicodeError:
        raise _refused(url, "it is no address of a page") from None


def _next(url: str, location: str) -> str:
    """Return where a redirect leads; never from a secured page to an open one."""
    target = urljoin(url, location.strip())
    if url.lower().startswith("https:") and not target.lower().startswith("https:"):
        raise _refused(url, "it leads from a secured page to one that is not")
    return target
