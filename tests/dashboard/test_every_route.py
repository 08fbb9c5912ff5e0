"""Every route there is, the next one too: its token, its login, its role, its headers."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route
from starlette.testclient import TestClient

from dashboard.access import Access, read_access
from dashboard.guard import Guard
from dashboard.routes import data_routes
from dashboard.server import SecurityHeaders, _asset_routes
from dashboard.workspace import Workspace
from geodata.maps import DESK_SCRIPT
from tests.dashboard.test_access import FILE, cookie

# The feed has tokens of its own, which need no login: tests/dashboard/test_feeding.py.
OPEN = {"/healthz", "/feed/{token}/events.geojson"}
BASE = "https://desk.example.org"
NONSENSE = ["..", "%2e%2e%2fetc%2fpasswd", "-1", "1e9", "%00", "<b>", "'--", "a" * 3000, "٣"]


@pytest.fixture
def access(tmp_path) -> Access:
    path = tmp_path / "login.toml"
    path.write_text(FILE)
    return read_access(path)


def asking(workspace: Workspace, access: Access | None) -> TestClient:
    app = Starlette(
        routes=[*data_routes(workspace), *_asset_routes()],
        middleware=[Middleware(SecurityHeaders), Middleware(Guard, access=access)],
    )
    return TestClient(app, base_url=BASE, raise_server_exceptions=True)


@pytest.fixture
def open_door(workspace: Workspace) -> Iterator[TestClient]:
    with asking(workspace, None) as client:
        yield client


@pytest.fixture
def guarded(workspace: Workspace, access: Access) -> Iterator[TestClient]:
    with asking(workspace, access) as client:
        yield client


def ours(workspace: Workspace) -> list[Route]:
    listed = [route for route in data_routes(workspace) if isinstance(route, Route)]
    assert len(listed) == len(data_routes(workspace)) > 12
    return [route for route in listed if route.path not in OPEN]


def filled(route: Route, workspace: Workspace, token: str = "", **values: str) -> str:
    """Return a route's path with what it wants."""
    feed = workspace.feed()
    known = {
        "token": token or workspace.token,
        "revision": str(feed.revision),
        "event_id": str(feed.columns.event_ids[0]),
        "report_id": str(feed.frame["report_id"].iloc[0]),
        "name": "a.geojson",
        **values,
    }
    return re.sub(r"\{(\w+)(?::\w+)?\}", lambda found: known[found[1]], route.path)


def test_all_of_our_paths_stand_behind_the_guard_and_the_token(
    workspace: Workspace, open_door: TestClient
) -> None:
    for route in ours(workspace):
        assert route.path.startswith("/data/{token}/")
        for method in (route.methods or set()) - {"HEAD"}:
            for token in ("guess", workspace.token[:-1], workspace.token.swapcase()):
                answer = open_door.request(method, filled(route, workspace, token), json={})
                assert answer.status_code == 404, route.path
                assert "Damascus" not in answer.text


def test_with_a_login_strangers_get_nothing_and_readers_change_nothing(
    workspace: Workspace, guarded: TestClient
) -> None:
    before = workspace.store.revision()
    for route in ours(workspace):
        path = filled(route, workspace)
        for method in (*(route.methods or ()), "PUT", "DELETE", "PATCH", "OPTIONS"):
            guarded.cookies.clear()
            answer = guarded.request(method, path)
            assert answer.status_code == 401, (method, path)
            assert "Damascus" not in answer.text
            guarded.cookies.update(cookie("eve@evil.example"))
            assert guarded.request(method, path).status_code == 401
            guarded.cookies.clear()
            guarded.cookies.update(cookie("ben@other.example"))
            answer = guarded.request(method, path)
            expected = {200, 304} if method in {"GET", "HEAD"} else {403}
            # Choosing events changes nothing that is kept: a reader may, with a body.
            if method not in {"GET", "HEAD"} and path.endswith("/pick"):
                expected = {400, 405}
            if method in {"GET", "HEAD"} and path.endswith("/picked"):
                expected = {404}  # nothing was chosen before
            if method in (route.methods or ()) or method not in {"GET", "HEAD"}:
                assert answer.status_code in expected, (method, path, answer.text[:200])
    assert workspace.store.revision() == before


def test_nonsense_in_a_path_is_answered_in_words(
    workspace: Workspace, open_door: TestClient
) -> None:
    before = workspace.store.revision()
    for route in ours(workspace):
        names = [n for n in route.param_convertors if n != "token"]
        for name in names:
            for text in NONSENSE:
                path = filled(route, workspace, **{name: text})
                for method in (route.methods or set()) - {"HEAD"}:
                    answer = open_door.request(method, path, json={"event_id": text, "seen": text})
                    assert answer.status_code in {400, 404, 405}, (method, path, answer.text[:200])
                    assert "Traceback" not in answer.text
                    assert "root:" not in answer.text
    assert workspace.store.revision() == before


def test_every_answer_has_the_strict_headers(workspace: Workspace, open_door: TestClient) -> None:
    paths = [filled(route, workspace) for route in ours(workspace)]
    assets = [f"/assets/{DESK_SCRIPT}", "/assets/leaflet/leaflet.css", "/assets/leaflet/no"]
    for path in [*paths, *assets, "/healthz", "/nowhere", "/data/guess/revision"]:
        answer = open_door.get(path)
        headers = answer.headers
        assert "default-src 'self'" in headers["content-security-policy"], path
        assert "frame-ancestors 'self'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert "set-cookie" not in headers
        assert "access-control-allow-origin" not in headers
        # What a person's report says is no page of ours, whatever it is called.
        assert "html" not in headers.get("content-type", ""), path


def test_assets_lead_nowhere_else(open_door: TestClient) -> None:
    for path in ("../app.py", "..%2fapp.py", "%2e%2e/%2e%2e/pyproject.toml", "/etc/passwd", "x%00"):
        answer = open_door.get(f"/assets/leaflet/{path}")
        assert answer.status_code in {400, 404, 405}, path


def test_files_of_reports_are_downloads(workspace: Workspace, open_door: TestClient) -> None:
    for name in ("a.html", "a.svg", "a.kml"):
        answer = open_door.get(f"/data/{workspace.token}/export/{name}")
        assert answer.headers["content-disposition"].startswith("attachment")
    evil = "%0d%0aX-Evil: 1%22;<b>.csv"
    answer = open_door.get(f"/data/{workspace.token}/export/{evil}")
    assert "x-evil" not in answer.headers
