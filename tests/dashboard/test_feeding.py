"""The address that QGIS loads under a login: by a token, until it is revoked, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from dashboard import entrance
from dashboard.access import read_access
from dashboard.feeding import lasting_url
from dashboard.guard import Guard
from dashboard.routes import data_routes
from dashboard.workspace import Workspace
from geodata.feedtokens import FeedTokens
from geodata.store import Decision
from tests.dashboard.test_access import APP, FILE


@pytest.fixture
def door(workspace: Workspace, tmp_path: Path) -> Workspace:
    path = tmp_path / "login.toml"
    path.write_text(FILE)
    workspace.access = read_access(path)
    return workspace


@pytest.fixture
def stranger(door: Workspace) -> Iterator[TestClient]:
    app = Starlette(routes=data_routes(door), middleware=[Middleware(Guard, access=door.access)])
    with TestClient(app, base_url="https://desk.example.org") as client:
        yield client


def names(client: TestClient, token: str, **asked: str) -> list[str]:
    answer = client.get("/" + lasting_url(token), params=asked)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/geo+json"
    return sorted(feature["properties"]["toponym"] for feature in answer.json()["features"])


def test_a_token_reads_under_a_login_and_after_a_restart(
    stranger: TestClient, door: Workspace
) -> None:
    token = door.feeds.new(who="ben@other.example")
    assert "Damascus" in names(stranger, token)
    assert names(stranger, token, **{"from": "2024-12-07", "to": "2024-12-07"}) == ["Homs"]
    answer = stranger.get("/" + lasting_url(token))
    assert "Fighters entered" in answer.text
    known = {"if-none-match": answer.headers["etag"]}
    assert stranger.get("/" + lasting_url(token), headers=known).status_code == 304
    event_id = door.feed().columns.event_ids[0]
    door.store.decide(event_id, Decision.confirm(), who="test")
    assert stranger.get("/" + lasting_url(token), headers=known).status_code == 200
    # Another run of the server: another token of its own, the same of the feed.
    door.token, door.feeds = "another", FeedTokens.beside(door.settings)
    assert "Damascus" in names(stranger, token)


def test_a_token_is_worth_nothing_once_revoked_or_uninvited(
    stranger: TestClient, door: Workspace
) -> None:
    token, of_eve = door.feeds.new(), door.feeds.new(who="eve@evil.example")
    path = "/" + lasting_url(token)
    assert stranger.get("/" + lasting_url(of_eve)).status_code == 404
    assert stranger.get("/" + lasting_url("guess")).status_code == 404
    assert stranger.get("/" + lasting_url(door.token)).status_code == 404
    known = {"if-none-match": stranger.get(path).headers["etag"]}
    number = next(one.number for one in door.feeds.all() if not one.who)
    assert door.feeds.revoke(number)
    for headers in ({}, known):
        answer = stranger.get(path, headers=headers)
        assert answer.status_code == 404
        assert "Damascus" not in answer.text


def test_a_token_reads_one_thing_and_changes_nothing(stranger: TestClient, door: Workspace) -> None:
    token = door.feeds.new()
    before = door.store.revision()
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert stranger.request(method, "/" + lasting_url(token), json={}).status_code == 405
    for path in (f"feed/{token}/revision", f"feed/{token}/events.csv", f"feed/{token}/"):
        assert stranger.get("/" + path).status_code == 404
    for path in (f"data/{token}/revision", f"data/{token}/reports"):
        assert stranger.get("/" + path).status_code == 401
    assert door.store.revision() == before


def test_what_is_safe_to_share_stays_so_whatever_the_address_asks(
    stranger: TestClient, door: Workspace
) -> None:
    token = door.feeds.new(share=True)
    for asked in ({}, {"share": "0"}, {"share": ""}, {"for": "umap"}, {"share": "1"}):
        answer = stranger.get("/" + lasting_url(token), params=asked)
        assert answer.status_code == 200
        assert "Fighters entered" not in answer.text, asked


def page(monkeypatch: pytest.MonkeyPatch, email: str) -> AppTest:
    claims = {"is_logged_in": True, "email": email}
    monkeypatch.setattr(entrance, "_claims", lambda: claims)
    test = AppTest.from_file(APP, default_timeout=60).run()
    assert not test.exception
    return test


def addresses(test: AppTest) -> list[str]:
    return [block.value for block in test.code if "/feed/" in block.value]


def test_readers_make_and_revoke_their_own_in_the_export_panel(
    stranger: TestClient, door: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = door.feeds.new(who="ana@example.org")
    test = page(monkeypatch, "ben@other.example")
    assert addresses(test) == []
    test.button(key="feed token").click().run()
    (address,) = addresses(test)
    token = address.partition("/feed/")[2].partition("/")[0]
    assert "Damascus" in names(stranger, token)
    held = door.feeds.holder(token)
    assert held is not None
    assert held.who == "ben@other.example"
    revoking = [b.key for b in test.button if str(b.key).startswith("revoke")]
    assert revoking == [f"revoke {held.number}"]
    # It is shown this once: another page has the list and no address.
    editor = page(monkeypatch, "ana@example.org")
    assert addresses(editor) == []
    assert len([b for b in editor.button if str(b.key).startswith("revoke")]) == 2
    editor.button(key=f"revoke {held.number}").click().run()
    assert stranger.get("/" + lasting_url(token)).status_code == 404
    assert "Damascus" in names(stranger, ana)
