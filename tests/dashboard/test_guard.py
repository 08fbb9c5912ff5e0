"""With a login strangers get the page's door and nothing else: no uploads, no files, no metrics."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from dashboard import guard
from dashboard.access import Access, read_access
from dashboard.guard import Guard
from dashboard.workspace import Workspace
from geodata.ingest import paste
from tests.dashboard.test_access import FILE, cookie

UPLOAD = "/_stcore/upload_file/session/file"
CLOSED = [
    UPLOAD,
    "/desk/_stcore/upload_file/session/file",
    "/_stcore/metrics",
    "/_stcore/agent/interact",
    "/_stcore/bidi-components/a/b.js",
    "/_stcore/something-new",
    "/media/0a1b.png",
    "/component/streamlit_folium.st_folium/index.html",
]
OPEN = [
    "/",
    "/static/js/index.js",
    "/static/media/SourceSans.woff2",
    "/_stcore/health",
    "/_stcore/host-config",
    "/healthz",
]
METHODS = ("GET", "PUT", "DELETE", "OPTIONS", "POST")


@pytest.fixture
def access(tmp_path: Path) -> Access:
    path = tmp_path / "login.toml"
    path.write_text(FILE)
    return read_access(path)


def asking(access: Access | None) -> TestClient:
    """Return a client of a server that answers whoever the guard lets through."""

    async def anything(_request: Request) -> PlainTextResponse:
        return PlainTextResponse("let through")

    async def talk(socket: WebSocket) -> None:
        await socket.accept()
        async for data in socket.iter_bytes():
            await socket.send_text(str(len(data)))

    app = Starlette(
        routes=[
            WebSocketRoute("/_stcore/stream", talk),
            Route("/{path:path}", anything, methods=list(METHODS)),
        ],
        middleware=[Middleware(Guard, access=access)],
    )
    return TestClient(app, base_url="https://desk.example.org")


@pytest.fixture
def guarded(access: Access) -> Iterator[TestClient]:
    with asking(access) as client:
        yield client


@pytest.mark.parametrize("who", [{}, cookie("eve@evil.example")])
def test_a_stranger_comes_to_the_door_and_no_further(
    guarded: TestClient, who: dict[str, str]
) -> None:
    guarded.cookies.update(who)
    for path in CLOSED:
        for method in METHODS:
            answer = guarded.request(method, path, content=b"x" * 1000)
            assert answer.status_code == 401, (method, path)
            assert "let through" not in answer.text
    for path in OPEN:
        assert guarded.get(path).text == "let through", path


def test_readers_get_files_and_upload_none(guarded: TestClient) -> None:
    guarded.cookies.update(cookie("ben@other.example"))
    for method in METHODS:
        assert guarded.request(method, UPLOAD).status_code == 403, method
    assert guarded.get("/media/0a1b.png").text == "let through"
    guarded.cookies.clear()
    guarded.cookies.update(cookie("ana@example.org"))
    assert guarded.put(UPLOAD, content=b"x").text == "let through"


def test_without_a_login_nobody_is_asked() -> None:
    with asking(None) as client:
        assert client.put(UPLOAD, content=b"x").text == "let through"


def test_the_host_header_does_not_say_which_path_is_asked_for(guarded: TestClient) -> None:
    guarded.cookies.update(cookie("ben@other.example"))
    for host in ("desk.example.org/data/x/pick?", "desk.example.org:1/data/x/pick#"):
        answer = guarded.post("/data/x/decide", headers={"Host": host})
        assert answer.status_code == 403
    assert guarded.post("/data/x/pick").text == "let through"


def test_a_stranger_has_little_to_say(guarded: TestClient) -> None:
    with guarded.websocket_connect("/_stcore/stream") as socket:
        socket.send_bytes(b"a click")
        assert socket.receive_text() == "7"
        socket.send_bytes(b"x" * 30_000)
        with pytest.raises(WebSocketDisconnect):
            socket.receive_text()
    with guarded.websocket_connect("/_stcore/stream") as socket:
        for _ in range(200):
            socket.send_bytes(b"x")
            socket.receive_text()
        socket.send_bytes(b"x")
        with pytest.raises(WebSocketDisconnect):
            socket.receive_text()
    guarded.cookies.update(cookie("ben@other.example"))
    with guarded.websocket_connect("/_stcore/stream") as socket:
        for _ in range(300):
            socket.send_bytes(b"x" * 30_000)
            assert socket.receive_text() == "30000"


def test_a_crowd_at_the_door_keeps_nobody_out_who_was_invited(
    guarded: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard._Stranger, "MOST", 1)
    again = guarded.websocket_connect("/_stcore/stream")
    with guarded.websocket_connect("/_stcore/stream"):
        with pytest.raises(WebSocketDisconnect):
            again.__enter__()
        guarded.cookies.update(cookie("ben@other.example"))
        with guarded.websocket_connect("/_stcore/stream") as socket:
            socket.send_bytes(b"x")
            assert socket.receive_text() == "1"
        guarded.cookies.clear()
    with guarded.websocket_connect("/_stcore/stream") as socket:
        socket.send_bytes(b"x")
        assert socket.receive_text() == "1"


def test_an_intake_is_found_again_by_whoever_began_it_alone(workspace: Workspace) -> None:
    source = paste("Calm\n\nJanuary 9, 2025\n\nRaqqa was calm on Tuesday.")
    jobs = workspace.intakes
    with jobs._turn:
        job = jobs.start(workspace, [source], who="ana@example.org")
        assert jobs.get(None, who="ana@example.org") is job
        assert jobs.get(job.number, who="ben@other.example") is None
        assert jobs.get(None) is None
        job.stop()
    assert job.wait(60)
    # What was uploaded is let go of once it is read, whoever still follows the intake.
    assert (job._sources, job.count) == ((), 1)
