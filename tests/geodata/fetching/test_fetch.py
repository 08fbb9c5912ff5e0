"""Links: public addresses only, after every redirect; limits hold; a local server plays the web."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from geodata.errors import FetchError
from geodata.fetching import Network, fetch_link, is_link
from geodata.fetching.addresses import is_public
from geodata.ingest import Outcome, from_link, ingest
from geodata.pipeline import Geoparser
from geodata.settings import Settings
from geodata.store import open_store

PUBLIC = "93.184.215.14"
PAGE = (
    b"<html><head><title>Calm</title></head><body><p>Homs was calm on 8 December 2024.</p></body>"
)


class Handler(BaseHTTPRequestHandler):
    """Answers by the path that is asked for."""

    def do_GET(self) -> None:
        where, _, rest = self.path[1:].partition("?")
        if where == "to":
            self.send_response(302)
            self.send_header("Location", rest)
            self.end_headers()
        elif where == "drip":
            self.send_response(200)
            self.end_headers()
            while True:
                try:
                    self.wfile.write(b"x")
                except OSError:
                    return
                time.sleep(0.05)
        elif where == "huge":
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"x" * 200_000)
        elif where == "packed":
            self.send_response(200)
            self.send_header("Content-Encoding", "gzip")
            self.end_headers()
        elif where == "gone":
            self.send_error(410)
        else:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(PAGE)

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@dataclass
class Web:
    """A server behind every public name, and what was looked up and connected to."""

    port: int
    names: dict[str, list[str]] = field(default_factory=dict)
    connected: list[str] = field(default_factory=list)

    def look_up(self, host: str, _port: int) -> list[str]:
        return self.names.get(host, [PUBLIC])

    def connect(self, address: str, _port: int, seconds: float) -> socket.socket:
        self.connected.append(address)
        return socket.create_connection(("127.0.0.1", self.port), timeout=seconds)

    def network(self, seconds: float = 20.0) -> Network:
        return Network(
            look_up=self.look_up, connect=self.connect, seconds=seconds, most_bytes=100_000
        )


@pytest.fixture
def web() -> Iterator[Web]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield Web(server.server_port)
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_page_is_fetched_from_the_address_that_was_checked(web: Web) -> None:
    found = fetch_link("http://news.example/story?id=1&a=%D0%B0", web.network())
    assert (found.data, found.media_type) == (PAGE, "text/html")
    assert web.connected == [PUBLIC]


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "fe80::1%eth0",
        "fc00::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::1",
        "::127.0.0.1",
        "no address",
    ],
)
def test_no_address_of_a_private_network(web: Web, address: str) -> None:
    assert not is_public(address)
    web.names["inside.example"] = [PUBLIC, address]
    with pytest.raises(FetchError, match="not on the public internet"):
        fetch_link("http://inside.example/", web.network())
    with pytest.raises(FetchError, match="not on the public internet"):
        fetch_link("http://news.example/to?http://inside.example/", web.network())
    assert web.connected == [PUBLIC]


def test_a_name_that_means_nothing_is_refused(web: Web) -> None:
    web.names["nowhere.example"] = []
    with pytest.raises(FetchError, match="not on the public internet"):
        fetch_link("http://nowhere.example/", web.network())


@pytest.mark.parametrize(
    "host",
    [
        "2130706433",
        "0x7f000001",
        "017700000001",
        "127.1",
        "0",
        "0x7f.0.0.1",
        "127.0.0.1.",
        "\u2460\u2461\u2466.0.0.1",
        "127\u30020\u30020\u30021",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[0:0:0:0:0:ffff:7f00:0001]",
        "[64:ff9b::127.0.0.1]",
        "[fe80::1%25lo]",
        "2852039166",  # 169.254.169.254, where clouds keep their secrets
        "[fd00:ec2::254]",
    ],
)
def test_this_machine_by_any_other_name(host: str) -> None:
    """The system reads all of these as addresses, without asking anybody."""

    def connect(address: str, _port: int, _seconds: float) -> socket.socket:
        pytest.fail(f"{address} was connected to")

    network = Network(look_up=numeric, connect=connect)
    with pytest.raises(FetchError):
        fetch_link(f"http://{host}/latest/meta-data", network)


def numeric(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    return [str(entry[4][0]) for entry in found]


def test_a_name_that_changes_its_meaning_is_not_followed(web: Web) -> None:
    asked: list[str] = []

    def look_up(host: str, _port: int) -> list[str]:
        """Answer as a rebinding server does: public when it is checked, ours a moment later."""
        asked.append(host)
        return [PUBLIC] if asked.count(host) == 1 else ["127.0.0.1"]

    network = Network(look_up=look_up, connect=web.connect)
    assert fetch_link("http://turning.example/story", network).data == PAGE
    assert asked == ["turning.example"]
    assert web.connected == [PUBLIC]
    # Asked again, it has to be checked again.
    with pytest.raises(FetchError, match="not on the public internet"):
        fetch_link("http://first.example/to?http://turning.example/", network)
    assert web.connected == [PUBLIC, PUBLIC]


def test_redirects_are_followed_and_counted(web: Web) -> None:
    found = fetch_link("http://a.example/to?/to?http://b.example/story", web.network())
    assert found.url == "http://b.example/story"
    with pytest.raises(FetchError, match="from page to page"):
        fetch_link("http://a.example/to?" * 9 + "http://b.example/", web.network())


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("file:///etc/passwd", "only http"),
        ("http://user:secret@news.example/", "a name or a password"),
        ("http://news.example:22/", "port 22"),
        ("http://news.example:99999/", "no address"),
        ("http:///path", "only http"),
        ("http://news.example/a b", "no address"),
        ("http://" + "a" * 3000, "no address"),
        ("http://news.example/to?file:///etc/passwd", "only http"),
        ("http://news.example/to?gopher://x/", "only http"),
        ("http://news.example/huge", "larger than 100,000 bytes"),
        ("http://news.example/packed", "packs its page"),
        ("http://news.example/gone", "answers 410"),
    ],
)
def test_what_is_refused_says_why(web: Web, url: str, said: str) -> None:
    with pytest.raises(FetchError, match=said) as refused:
        fetch_link(url, web.network())
    assert "add the file instead" in str(refused.value)


def test_a_site_that_drips_is_left(web: Web) -> None:
    with pytest.raises(FetchError, match=r"more than 0\.5 seconds"):
        fetch_link("http://news.example/drip", web.network(seconds=0.5))


def test_a_link_becomes_a_report_only_where_that_is_allowed(
    web: Web, settings: Settings, geoparser: Geoparser
) -> None:
    from dataclasses import replace

    with open_store(settings.store_url) as store:
        closed = from_link("http://news.example/story", settings, network=web.network())
        (step,) = ingest([closed], store, geoparser)
        assert step.outcome is Outcome.SKIPPED
        assert "--allow-network" in step.why
        assert web.connected == []
        allowed = replace(settings, allow_network=True)
        source = from_link("http://news.example/story", allowed, network=web.network())
        (step,) = ingest([source], store, geoparser)
        assert step.outcome is Outcome.ADDED
        (report,) = store.reports()
        assert (report.url, report.title) == ("http://news.example/story", "Calm")
        assert [str(r.outcome) for r in store.readings()] == ["read"]


def test_what_is_a_link() -> None:
    assert is_link(" HTTPS://example.org/")
    assert not is_link("ftp://example.org/")
    assert not is_link("story.txt")
    assert Settings.from_environment({"DATELINE_ALLOW_NETWORK": "yes"}).allow_network
    assert not Settings.from_environment({}).allow_network
