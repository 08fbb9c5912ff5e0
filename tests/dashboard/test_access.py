"""Who may read and who may decide: the login file, the cookies, the guard, the page's door."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from dashboard import entrance
from dashboard.access import Access, Role, read_access
from dashboard.guard import Guard
from dashboard.routes import data_routes, data_url, details_url
from dashboard.server import build, warnings_of
from dashboard.workspace import Workspace
from geodata.errors import UsageError

APP = Path(__file__).parents[2] / "dashboard" / "app.py"
SECRET = "s" * 40
FILE = f"""
[auth]
redirect_uri = "https://desk.example.org/oauth2callback"
cookie_secret = "{SECRET}"
client_id = "dateline"
client_secret = "hush"
server_metadata_url = "https://login.example.org/.well-known/openid-configuration"

[dateline]
editors = ["Ana@Example.org"]
readers = ["ben@other.example", "*@example.org"]
"""


@pytest.fixture
def login_file(tmp_path: Path) -> Path:
    path = tmp_path / "login.toml"
    path.write_text(FILE)
    path.chmod(0o600)
    return path


@pytest.fixture
def access(login_file: Path) -> Access:
    return read_access(login_file)


@pytest.mark.parametrize(
    ("claims", "role"),
    [
        ({"email": "ana@example.org"}, Role.EDITOR),
        ({"email": "ANA@EXAMPLE.ORG", "email_verified": True}, Role.EDITOR),
        ({"email": "carla@example.org"}, Role.READER),
        ({"email": "ben@other.example"}, Role.READER),
        ({"email": "ana@example.org", "email_verified": False}, None),
        ({"email": "ana@example.org", "email_verified": "false"}, None),
        ({"email": "eve@evil.example"}, None),
        ({"email": "eve@evil.example@example.org.evil.example"}, None),
        ({"email": "ana@notexample.org"}, None),
        ({"email": ""}, None),
        ({"name": "ana@example.org"}, None),
        ({}, None),
    ],
)
def test_a_person_has_the_role_of_their_list(access: Access, claims, role: Role | None) -> None:
    person = access.person(claims)
    assert (person and person.role) == role


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[auth]", "[author]", "needs the sections"),
        ("[dateline]", "[other]", "needs the sections"),
        (SECRET, "short", "fewer than 32"),
        ('client_secret = "hush"', "", "lacks in .*client_secret"),
        ("editors = [", "editors = [[", "cannot be read"),
        ('["Ana@Example.org"]', '"Ana@Example.org"', "list of e-mail"),
        ('editors = ["Ana@Example.org"]', 'editors = ["ana"]', "list of e-mail"),
    ],
)
def test_a_login_file_with_a_fault_is_refused(login_file: Path, old: str, new: str, said: str):
    login_file.write_text(FILE.replace(old, new))
    with pytest.raises(UsageError, match=said):
        read_access(login_file)


def test_a_login_file_that_is_missing_or_invites_nobody_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        read_access(tmp_path / "none.toml")
    path = tmp_path / "login.toml"
    path.write_text(FILE.partition("editors")[0])
    with pytest.raises(UsageError, match="nobody"):
        read_access(path)


def test_secrets_are_not_shown(access: Access) -> None:
    assert SECRET not in repr(access)


def cookie(email: str, *, secret: str = SECRET, **changes: object) -> dict[str, str]:
    claims = {
        "email": email,
        "is_logged_in": True,
        "origin": "https://desk.example.org",
        **changes,
    }
    name = "_streamlit_user"
    return {name: create_signed_value(secret, name, json.dumps(claims)).decode()}


@pytest.mark.parametrize(
    "cookies",
    [
        {},
        {"_streamlit_user": ""},
        {"_streamlit_user": "{}"},
        {"_streamlit_user": "caf\u00e9\u2603"},
        cookie("ana@example.org", secret="x" * 40),
        cookie("ana@example.org", is_logged_in=False),
        cookie("ana@example.org", is_logged_in="yes"),
        cookie("ana@example.org", origin="https://evil.example"),
        cookie("eve@evil.example"),
        {"_streamlit_user": json.dumps({"email": "ana@example.org", "is_logged_in": True})},
    ],
)
def test_a_cookie_that_we_did_not_sign_is_nobody(access: Access, cookies: dict[str, str]) -> None:
    assert access.person_in(cookies) is None


def test_a_signed_cookie_is_a_person(access: Access) -> None:
    person = access.person_in(cookie("ana@example.org"))
    assert person is not None
    assert (person.name, person.may_edit) == ("ana@example.org", True)


def asking(workspace: Workspace, access: Access | None) -> TestClient:
    app = Starlette(routes=data_routes(workspace), middleware=[Middleware(Guard, access=access)])
    return TestClient(app, base_url="https://desk.example.org")


@pytest.fixture
def guarded(workspace: Workspace, access: Access) -> Iterator[TestClient]:
    with asking(workspace, access) as client:
        yield client


def paths(workspace: Workspace) -> list[str]:
    revision = workspace.feed().revision
    return [f"/{data_url(workspace, revision)}", f"/{details_url(workspace, revision)}?i=0"]


def decide(client: TestClient, workspace: Workspace, **headers: str):
    event_id = workspace.feed().columns.event_ids[0]
    history = workspace.store.event(event_id).history
    body = {
        "event_id": event_id,
        "seen": history[-1].number if history else 0,
        "decision": {"kind": "confirm"},
        "who": "somebody else",
    }
    return client.post(f"/data/{workspace.token}/decide", json=body, headers=headers)


def test_without_a_login_the_token_is_not_enough(guarded: TestClient, workspace: Workspace) -> None:
    for path in paths(workspace):
        answer = guarded.get(path)
        assert answer.status_code == 401
        assert "Damascus" not in answer.text
    assert decide(guarded, workspace).status_code == 401
    guarded.cookies.update(cookie("eve@evil.example"))
    assert guarded.get(paths(workspace)[0]).status_code == 401
    assert guarded.get("/healthz").status_code == 200


def test_a_reader_reads_and_changes_nothing(guarded: TestClient, workspace: Workspace) -> None:
    guarded.cookies.update(cookie("ben@other.example"))
    assert [guarded.get(path).status_code for path in paths(workspace)] == [200, 200]
    before = workspace.store.revision()
    answer = decide(guarded, workspace)
    assert answer.status_code == 403
    assert "not change" in answer.json()["error"]
    for action in ("undo", "redo"):
        url = f"/data/{workspace.token}/{action}"
        assert guarded.post(url, json={}).status_code == 403
    assert workspace.store.revision() == before


def test_an_editor_decides_in_their_own_name(guarded: TestClient, workspace: Workspace) -> None:
    guarded.cookies.update(cookie("ana@example.org"))
    assert decide(guarded, workspace).status_code == 200
    event_id = workspace.feed().columns.event_ids[0]
    assert workspace.store.event(event_id).history[-1].who == "ana@example.org"
    assert guarded.get("/data/guess/revision").status_code == 404


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "https://desk.example.org:81"])
def test_another_sites_page_changes_nothing(workspace: Workspace, origin: str) -> None:
    with asking(workspace, None) as client:
        assert decide(client, workspace, Origin=origin).status_code == 403
        assert decide(client, workspace, Origin="https://desk.example.org").status_code == 200


@pytest.fixture
def door(workspace: Workspace, access: Access) -> Workspace:
    workspace.access = access
    return workspace


def page(monkeypatch: pytest.MonkeyPatch, **claims: object) -> AppTest:
    monkeypatch.setattr(entrance, "_claims", lambda: claims)
    test = AppTest.from_file(APP, default_timeout=300).run()
    assert not test.exception
    return test


def shown(test: AppTest) -> str:
    return " ".join(str(block.value) for block in [*test.title, *test.text, *test.subheader])


def may_leave(test: AppTest) -> bool:
    """Say whether there is the link that ends the login."""
    return any('href="auth/logout">Log out<' in html.proto.body for html in test.get("html"))


def test_the_page_shows_nothing_to_strangers(
    door: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    for claims, buttons, leave in (
        ({}, ["Log in"], False),
        ({"is_logged_in": False}, ["Log in"], False),
        ({"is_logged_in": True, "email": "eve@evil.example"}, [], True),
    ):
        test = page(monkeypatch, **claims)
        assert [b.label for b in test.button] == buttons
        assert may_leave(test) is leave
        assert not test.dataframe
        assert not test.get("component_instance")
        assert "Table" not in shown(test)


def test_readers_are_not_offered_to_add_reports(
    door: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = page(monkeypatch, is_logged_in=True, email="ben@other.example")
    editor = page(monkeypatch, is_logged_in=True, email="ana@example.org")
    assert "Add reports" not in [b.label for b in reader.button]
    assert "Add reports" in [b.label for b in editor.button]
    assert may_leave(reader)
    assert may_leave(editor)
    assert len(reader.dataframe[0].value) == door.store.counts().places


def test_the_guard_stands_before_the_real_application(door: Workspace) -> None:
    app = build(door)
    assert [m.kwargs["access"] for m in app._user_middleware if "access" in m.kwargs] == [
        door.access
    ]


def test_whoever_opens_the_server_is_warned(access: Access, login_file: Path) -> None:
    assert list(warnings_of("127.0.0.1", None)) == []
    assert "no login" in next(warnings_of("0.0.0.0", None))
    assert list(warnings_of("0.0.0.0", access)) == []
    login_file.chmod(0o644)
    assert "chmod 600" in next(warnings_of("127.0.0.1", access))
    login_file.write_text(FILE.replace("https://desk", "http://desk"))
    assert "not encrypted" in next(warnings_of("127.0.0.1", read_access(login_file)))
