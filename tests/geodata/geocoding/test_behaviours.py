"""Whatever a service does: a typed answer in time, no event lost, no name in a log."""

import logging
import socket
import time
from urllib.parse import quote, quote_plus

import pytest

from geodata.geocoding import Found, NotFound, Outage, OutageReason, fill
from geodata.model import Place, Resolution, Toponym
from tests.geodata.geocoding import service as fake
from tests.geodata.geocoding.conftest import PATIENCE, SECONDS, Asking
from tests.geodata.geocoding.service import NAME, RIGHT, running

R = OutageReason
OUTAGES = {
    "slow": (fake.slow, R.TIMED_OUT),
    "dripping body": (fake.drip, R.TIMED_OUT),
    "dripping headers": (fake.drip_headers, R.TIMED_OUT),
    "301 elsewhere": (fake.redirect("301 Moved Permanently"), R.REDIRECTED),
    "302 elsewhere": (fake.redirect("302 Found"), R.REDIRECTED),
    "307 elsewhere": (fake.redirect("307 Temporary Redirect"), R.REDIRECTED),
    "308 to a file": (fake.redirect("308 Permanent Redirect", "file:///etc/hosts"), R.REDIRECTED),
    "redirect to itself": (fake.to_itself, R.REDIRECTED),
    "403": (fake.raw_body(b"go away", "403 Forbidden"), R.REFUSED),
    "404": (fake.raw_body(b"[]", "404 Not Found"), R.REFUSED),
    "429": (fake.raw_body(b"", "429 Too Many Requests"), R.RATE_LIMITED),
    "500 with a body": (fake.raw_body(b'{"error": "' + NAME.encode() + b'"}', "500 x"), R.FAILED),
    "502": (fake.raw_body(b"[]", "502 Bad Gateway"), R.FAILED),
    "503": (fake.raw_body(b"[]", "503 Service Unavailable"), R.FAILED),
    "204": (fake.raw_body(b"", "204 No Content"), R.REFUSED),
    "empty body": (fake.raw_body(b""), R.NOT_UNDERSTOOD),
    "invalid JSON": (fake.raw_body(b"[{'lat': 1}]"), R.NOT_UNDERSTOOD),
    "cut short": (fake.cut_short, R.NOT_UNDERSTOOD),
    "JSON of another shape": (fake.json_body({"hello": "world"}), R.NOT_UNDERSTOOD),
    "another shape with a list": (fake.json_body({"hello": ["world"]}), R.NOT_UNDERSTOOD),
    "null": (fake.json_body(None), R.NOT_UNDERSTOOD),
    "empty object": (fake.json_body({}), R.NOT_UNDERSTOOD),
    "a word": (fake.json_body(""), R.NOT_UNDERSTOOD),
    "zero": (fake.json_body(0), R.NOT_UNDERSTOOD),
    "error object": (fake.json_body({"error": f"no {NAME}"}), R.NOT_UNDERSTOOD),
    "list of garbage": (fake.json_body([1, "x", None, [[]]]), R.NOT_UNDERSTOOD),
    "list of empty objects": (fake.json_body([{}]), R.NOT_UNDERSTOOD),
    "deep nesting": (fake.raw_body(b"[" * 200_000), R.NOT_UNDERSTOOD),
    "long integer": (fake.raw_body(b'[{"lat": ' + b"9" * 9_000 + b"}]"), R.NOT_UNDERSTOOD),
    "NaN": (fake.raw_body(b'[{"lat": NaN, "lon": NaN}]'), R.NOT_UNDERSTOOD),
    "NaN as text": (fake.right(lat="nan"), R.NOT_UNDERSTOOD),
    "infinity as text": (fake.right(lon="1e999"), R.NOT_UNDERSTOOD),
    "latitude 91": (fake.right(lat="91.0"), R.NOT_UNDERSTOOD),
    "longitude 999": (fake.right(lon="999.0"), R.NOT_UNDERSTOOD),
    "half a point": (fake.right(lat=None), R.NOT_UNDERSTOOD),
    "zero, zero": (fake.right(lat="0", lon="0"), R.NOT_UNDERSTOOD),
    "coordinates in a list": (fake.right(lat=["34"]), R.NOT_UNDERSTOOD),
    "300 MB": (fake.endless, R.TOO_LARGE),
    "300 MB in chunks": (fake.endless_in_chunks, R.TOO_LARGE),
    "300 MB announced": (fake.announced_large, R.TOO_LARGE),
    "a page of HTML": (fake.raw_body(b"<html>Log in", kind="text/html"), R.NOT_UNDERSTOOD),
    "JSON called HTML": (fake.json_body(RIGHT, kind="text/html"), R.NOT_UNDERSTOOD),
    "not UTF-8": (fake.raw_body(b'[{"lat": "\xff"}]'), R.NOT_UNDERSTOOD),
    "compressed unasked": (
        fake.raw_body(b"\x1f\x8b\x08\x00", "200 OK", "Content-Encoding: gzip"),
        R.NOT_UNDERSTOOD,
    ),
    "reset": (fake.reset, R.UNREACHABLE),
    "reset in the body": (fake.reset_in_the_body, R.UNREACHABLE),
    "closed without a word": (fake.silent, R.UNREACHABLE),
    "no HTTP": (fake.no_http, R.NOT_UNDERSTOOD),
    "broken headers": (fake.broken_headers, R.NOT_UNDERSTOOD),
    "5,000 headers": (fake.many_headers, R.NOT_UNDERSTOOD),
    "a header of 1 MB": (fake.long_header, R.NOT_UNDERSTOOD),
}


# What never answers would take half a minute, what drips ten.
IN_TIME = 20.0


def resolutions() -> tuple[Resolution, ...]:
    homs = Place(
        geonameid=169577, name="Homs", latitude=34.7, longitude=36.7, feature_class="P",
        feature_code="PPLA", country_code="SY",
    )  # fmt: skip
    return (
        Resolution(toponym=Toponym(text="Homs", start=0, end=4), place=homs, score=0.9),
        Resolution(toponym=Toponym(text=NAME, start=9, end=22), reason="no such name"),
        Resolution(toponym=Toponym(text="Syrian", start=30, end=36, demonym=True)),
        Resolution(toponym=Toponym(text=NAME, start=40, end=53)),
    )


def assert_no_name_was_logged(caplog: pytest.LogCaptureFixture) -> None:
    for record in caplog.records:
        said = f"{record.getMessage()} {record.args} {record.exc_text} {record.__dict__}"
        assert not any(form in said for form in (NAME, quote(NAME), quote_plus(NAME))), said


@pytest.mark.parametrize("case", OUTAGES)
def test_an_outage_is_typed_in_time_and_loses_nothing(
    case: str, asking: Asking, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.DEBUG)
    behaviour, reason = OUTAGES[case]
    with running(behaviour) as server:
        geocoder = asking(server.address, seconds=SECONDS if reason is R.TIMED_OUT else PATIENCE)
        before = time.monotonic()
        answer = geocoder.ask(NAME)
        if reason is R.TIMED_OUT:
            assert time.monotonic() - before < IN_TIME
        assert isinstance(answer, Outage)
        assert answer.reason is reason
        assert len(server.calls) == 1
        filled = fill(resolutions(), geocoder)
    assert [r.toponym for r in filled] == [r.toponym for r in resolutions()]
    assert filled[0] == resolutions()[0]
    assert [r.place is None for r in filled] == [False, True, True, True]
    assert filled[1].reason.startswith("no such name; nominatim at 127.0.0.1")
    assert_no_name_was_logged(caplog)


def test_little_is_read_of_a_large_answer(asking: Asking):
    with running(fake.endless) as server:
        asking(server.address).ask(NAME)
    (call,) = server.calls
    # What the sockets of both sides buffer is sent, though never read.
    assert call.sent < 30_000_000


def test_a_closed_port(asking: Asking, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = f"127.0.0.1:{listener.getsockname()[1]}"
    assert asking(address).ask(NAME) == Outage(reason=R.UNREACHABLE)
    assert_no_name_was_logged(caplog)


def test_a_handshake_that_never_ends(asking: Asking):
    before = time.monotonic()
    with running(fake.slow) as server:
        answer = asking(server.address, scheme="https", seconds=SECONDS).ask(NAME)
    assert answer == Outage(reason=R.TIMED_OUT)
    assert time.monotonic() - before < IN_TIME


def test_a_service_without_a_certificate(asking: Asking):
    with running(fake.slow, greeting=b"220 mail.example.org ESMTP\r\n") as server:
        answer = asking(server.address, scheme="https").ask(NAME)
    assert answer == Outage(reason=R.UNREACHABLE)
    assert server.calls == []


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("120", 120.0), ("Thu, 01 Jan 1970 00:00:00 GMT", 0.0), ("soon", None), ("-5", None),
     ("9" * 400, None), ("Mon, 99 Foo 2024", None)],
)  # fmt: skip
def test_a_service_says_when_to_come_back(header: str, seconds: float | None, asking: Asking):
    busy = fake.raw_body(b"", "429 Too Many Requests", f"Retry-After: {header}")
    with running(busy) as server:
        answer = asking(server.address).ask(NAME)
    assert answer == Outage(reason=R.RATE_LIMITED, retry_after=seconds)


def test_a_right_answer_is_a_place(asking: Asking, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)
    with running(fake.right()) as server:
        answer = asking(server.address).ask(NAME)
    assert isinstance(answer, Found)
    place = answer.place
    assert (place.name, place.latitude, place.longitude) == ("Qarmutiya", 34.51, 36.27)
    assert (place.country_code, place.feature_class, place.feature_code) == ("SY", "P", "PPL")
    assert place.geonameid < 0
    assert_no_name_was_logged(caplog)


def test_only_the_name_and_the_country_are_sent(asking: Asking):
    with running(fake.right()) as server:
        asking(server.address).ask(NAME, "SY")
        (call,), (sent,) = server.calls, server.asked
    assert sent.pop("q") == [NAME]
    assert sent.pop("countrycodes") == ["sy"]
    assert set(sent) == {"format", "limit", "addressdetails", "namedetails", "accept-language"}
    headers = dict(line.split(": ", 1) for line in call.headers.strip().split("\r\n"))
    assert headers == {
        "Host": server.address,
        "Accept-Encoding": "identity",
        "User-Agent": "dateline tests, tests@example.org",
    }


@pytest.mark.parametrize("body", [b"[]", b" [ ] "])
def test_an_empty_list_is_not_found(body: bytes, asking: Asking):
    with running(fake.raw_body(body)) as server:
        assert asking(server.address).ask(NAME) == NotFound()


@pytest.mark.parametrize(
    "name",
    ["دمشق", "北京市", "Дніпро & Київ", "a/b?c#d%20e+f", "Saint-Étienne", "🏝", "x" * 100,
     "DatelineStandsInForTheName"],
)  # fmt: skip
def test_any_name_arrives_as_it_is(name: str, asking: Asking):
    with running(fake.right()) as server:
        assert not isinstance(asking(server.address).ask(name), Outage)
        assert server.asked[0]["q"] == [name]


@pytest.mark.parametrize("name", ["", "  ", "x" * 101, "a\nb", "a\x00b", "\ud800"])
def test_what_is_no_name_is_not_sent(name: str, asking: Asking):
    with running(fake.right()) as server:
        assert asking(server.address).ask(name) == NotFound()
        assert server.calls == []
