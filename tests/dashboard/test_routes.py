"""The server's own routes: events, details, exports, health; and whom it answers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pyogrio
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.testclient import TestClient

from dashboard.downloads import _FORMATS
from dashboard.exporting import export_url, feed_url
from dashboard.routes import data_routes, data_url, details_url, gazetteer_url
from dashboard.server import SecurityHeaders, build, configuration
from dashboard.workspace import Workspace
from geodata.errors import StoreError
from geodata.query import EventQuery
from geodata.store import Decision


@pytest.fixture
def client(workspace: Workspace) -> Iterator[TestClient]:
    app = Starlette(
        routes=data_routes(workspace),
        middleware=[
            Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1"]),
            Middleware(SecurityHeaders),
        ],
    )
    with TestClient(app, base_url="http://127.0.0.1") as opened:
        yield opened


def test_health(client: TestClient) -> None:
    assert client.get("/healthz").json()["status"] == "ok"


def test_columns_and_details_are_of_one_revision(client: TestClient, workspace: Workspace) -> None:
    revision = workspace.feed().revision
    columns = client.get("/" + data_url(workspace, revision))
    assert columns.content[:4] == b"DLE1"
    assert "immutable" in columns.headers["cache-control"]
    event_id = workspace.feed().columns.event_ids[0]
    (row,) = client.get("/" + details_url(workspace, revision) + "?i=0").json()
    assert row["event_id"] == event_id

    workspace.store.decide(event_id, Decision.confirm(), who="test")
    assert workspace.feed().revision > revision
    (old,) = client.get("/" + details_url(workspace, revision) + "?i=0").json()
    assert old == row


def test_places_are_found_by_name(client: TestClient, workspace: Workspace) -> None:
    found = client.get("/" + gazetteer_url(workspace), params={"q": "damascus"}).json()
    assert found[0]["name"] == "Damascus"
    assert found[0]["country_code"] == "SY"
    assert (round(found[0]["lat"]), round(found[0]["lon"])) == (34, 36)
    assert found[0]["country"] == "Syria"
    assert found[0]["kind"]


@pytest.mark.parametrize("name", ["", " ", "\0", "%' OR 1=1 --", "<b>", "ﷺ" * 500, "{{7*7}}"])
def test_odd_names_find_a_list(client: TestClient, workspace: Workspace, name: str) -> None:
    answer = client.get("/" + gazetteer_url(workspace), params={"q": name})
    assert answer.status_code == 200
    assert len(answer.json()) <= 12
    assert client.get("/data/wrong/gazetteer?q=Damascus").status_code == 404


@pytest.mark.parametrize("wanted", ["", "x", "-1", "99999999", "1,,2", "٣", "1e3", "0;1"])
def test_odd_indices_give_a_list(client: TestClient, workspace: Workspace, wanted: str) -> None:
    revision = workspace.feed().revision
    answer = client.get("/" + details_url(workspace, revision), params={"i": wanted})
    assert answer.status_code == 200
    assert isinstance(answer.json(), list)


def test_a_wrong_token_or_revision_is_not_found(client: TestClient, workspace: Workspace) -> None:
    revision = workspace.feed().revision
    for path in (
        f"/data/guess/{revision}/events.bin",
        f"/data/guess/{revision}/details?i=0",
        "/data/guess/export/a.geojson",
        f"/data/{workspace.token}/{revision + 7}/events.bin",
    ):
        assert client.get(path).status_code == 404


def test_an_export_holds_what_its_link_names(client: TestClient, workspace: Workspace) -> None:
    path = "/" + export_url(workspace, "shown.geojson")
    query = EventQuery.from_params({"from": "2024-12-07", "to": "2024-12-07"})
    answer = client.get(path, params=query.to_params())
    names = [f["properties"]["toponym"] for f in json.loads(answer.content)["features"]]
    assert names == ["Homs"]
    everything = client.get(path, params=EventQuery.everything().to_params())
    assert len(everything.json()["features"]) == workspace.store.counts().places


def test_an_export_is_streamed_unless_its_format_needs_all_at_once(
    client: TestClient, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def loaded(*_: object) -> None:
        raise StoreError("all events were loaded at once")

    monkeypatch.setattr(type(workspace.store), "events", loaded)
    monkeypatch.setattr(type(workspace.store), "frame", loaded)
    for suffix, _, program in _FORMATS:
        whole = suffix in {".html", ".svg", ".png", ".pdf", ".rss"}
        answer = client.get("/" + export_url(workspace, f"a{suffix}"), params={"for": program})
        assert answer.status_code == (500 if whole else 200), suffix
        assert ("all events were loaded" in answer.text) == whole, suffix


@pytest.mark.parametrize(("suffix", "program"), [(s, p) for s, _, p in _FORMATS])
@pytest.mark.parametrize("share", ["", "1"])
def test_every_offered_format_comes(
    client: TestClient, workspace: Workspace, suffix: str, program: str, share: str
) -> None:
    asked = {"for": program, "share": share}
    answer = client.get("/" + export_url(workspace, f"a{suffix}"), params=asked)
    assert answer.status_code == 200
    assert f"a{suffix}" in answer.headers["content-disposition"]
    assert answer.content
    if share and suffix in {".geojson", ".csv", ".kml", ".rss", ".json"}:
        assert b"Fighters" not in answer.content


def test_an_unknown_program_or_a_format_it_does_not_take(
    client: TestClient, workspace: Workspace
) -> None:
    for name, program in (("a.csv", "arcgis"), ("a.kml", "kepler")):
        answer = client.get("/" + export_url(workspace, name), params={"for": program})
        assert answer.status_code == 404
        assert "kepler" in answer.text or ".csv" in answer.text


def test_qgis_loads_the_address_and_asks_again_cheaply(
    client: TestClient, workspace: Workspace, tmp_path: Path
) -> None:
    path = "/" + feed_url(workspace)
    query = EventQuery.from_params({"from": "2024-12-07", "to": "2024-12-07"}).to_params()
    answer = client.get(path, params=query)
    assert answer.headers["content-type"] == "application/geo+json"
    assert answer.headers["content-disposition"] == "inline"
    (tmp_path / "feed.geojson").write_bytes(answer.content)
    assert pyogrio.read_dataframe(tmp_path / "feed.geojson")["toponym"].tolist() == ["Homs"]
    known = {"if-none-match": answer.headers["etag"]}
    assert client.get(path, params=query, headers=known).status_code == 304
    assert client.get(path, headers=known).status_code == 200
    event_id = workspace.feed().columns.event_ids[0]
    workspace.store.decide(event_id, Decision.confirm(), who="test")
    assert client.get(path, params=query, headers=known).status_code == 200
    assert client.get(path.replace(workspace.token, "guess")).status_code == 404
    assert client.get(path, params={"from": "soon"}).status_code == 400


def test_a_wrong_filter_or_format_is_said(client: TestClient, workspace: Workspace) -> None:
    answer = client.get("/" + export_url(workspace, "a.geojson"), params={"from": "soon"})
    assert (answer.status_code, "from" in answer.text) == (400, True)
    assert client.get("/" + export_url(workspace, "a.exe")).status_code == 404


def test_a_foreign_name_is_refused(client: TestClient) -> None:
    assert client.get("/healthz", headers={"host": "evil.example"}).status_code == 400


def test_strict_headers(client: TestClient) -> None:
    headers = client.get("/healthz").headers
    assert "default-src 'self'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


def test_our_options_are_used_wherever_the_command_is_started() -> None:
    options = configuration()
    assert options["browser.gatherUsageStats"] is False
    assert options["server.address"] == "127.0.0.1"
    assert options["theme.light.primaryColor"] == "#9C2B21"


def test_the_application_can_be_built(workspace: Workspace) -> None:
    assert build(workspace, host="127.0.0.1").script_path.name == "app.py"
