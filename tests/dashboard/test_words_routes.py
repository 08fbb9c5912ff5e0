"""The routes of the words' room: facets, search, what to look at, reports, decisions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard.answers import base_url
from dashboard.routes import data_routes
from dashboard.workspace import Workspace
from geodata.ingest import ingest, paste
from geodata.pipeline import Geoparser
from geodata.store import Decision

TWINS = "Two towns\n\nDecember 9, 2024\n\nFrom Homs they walked 𝒜 on Sunday, and Homs was calm."


class Client(TestClient):
    """Asks below the workspace's own address."""

    base: str

    def ask(self, path: str, **values: Any) -> Any:
        answer = self.get(self.base + path, params=values)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def tell(self, path: str, *, status: int = 200, **body: Any) -> Any:
        answer = self.post(self.base + path, json=body)
        assert answer.status_code == status, answer.text
        return answer.json()


@pytest.fixture
def client(workspace: Workspace) -> Iterator[Client]:
    app = Starlette(routes=data_routes(workspace))
    with Client(app, base_url="http://127.0.0.1") as opened:
        opened.base = "/" + base_url(workspace)
        yield opened


def event_of(workspace: Workspace, toponym: str) -> str:
    frame = workspace.store.frame()
    return str(frame["event_id"][frame["toponym"] == toponym].iloc[0])


def row_of(workspace: Workspace, event_id: str) -> Any:
    return workspace.store.event(event_id).row


def decide(client: Client, event_id: str, decision: dict[str, Any], **more: Any) -> Any:
    seen = client.ask(f"event/{event_id}")["seen"]
    body = {"event_id": event_id, "seen": seen, "who": "Ana", "decision": decision}
    return client.tell("decide", **(body | more))


def test_facets_follow_the_columns(client: Client, workspace: Workspace) -> None:
    feed = workspace.feed()
    told = client.ask(f"{feed.revision}/facets.json")
    codes = client.get(f"{client.base}{feed.revision}/facets.bin").content
    assert codes[:4] == b"DLF1"
    for facet in told["facets"]:
        column = np.frombuffer(codes, "<u2", told["events"], facet["at"])
        values = [facet["values"][code][0] for code in column]
        if facet["name"] == "cc":
            assert values == list(feed.frame["country_code"].iloc[feed.columns.order])
        if facet["name"] == "div":
            assert "SY:Homs Governorate" in values


def test_a_search_names_events_by_index(client: Client, workspace: Workspace) -> None:
    feed = workspace.feed()
    answer = client.get(f"{client.base}{feed.revision}/search", params={"q": "HOMS fell"})
    (index,) = np.frombuffer(answer.content, "<u4")
    assert feed.frame.iloc[feed.columns.order[index]]["toponym"] == "Homs"
    too_long = client.get(f"{client.base}{feed.revision}/search", params={"q": "x" * 300})
    assert too_long.status_code == 400


def test_what_a_person_decided_leaves_the_queue(client: Client, workspace: Workspace) -> None:
    def queue() -> dict[str, int]:
        feed = workspace.feed()
        content = client.get(f"{client.base}{feed.revision}/queue.bin").content
        (count,) = np.frombuffer(content, "<u4", 1)
        indices = np.frombuffer(content, "<u4", count, 4)
        doubts = np.frombuffer(content, "u1", count, 4 + 4 * count)
        ids = [str(feed.columns.event_ids[i]) for i in indices]
        return dict(zip(ids, map(int, doubts), strict=True))

    event_id = event_of(workspace, "Homs")
    assert event_id not in queue()
    decided = decide(client, event_id, {"kind": "nowhere"})
    assert event_id not in queue()
    workspace.store.undo_all(decided["numbers"], who="Ana")
    workspace.store.decide(
        event_id, Decision.on(workspace.store.event(event_id).event.date), who=""
    )
    assert event_id not in queue()


def test_a_report_is_told_with_its_marks(
    client: Client, workspace: Workspace, geoparser: Geoparser
) -> None:
    (step,) = ingest([paste(TWINS)], workspace.store, geoparser)
    assert step.report
    feed = workspace.feed()
    lines = client.ask("reports")["reports"]
    assert [line["label"] for line in lines][-1] == "Two towns"
    told = client.ask(f"{feed.revision}/report/{lines[-1]['report_id']}")
    # JavaScript counts the letter in front of "on" as two.
    text = told["text"].encode("utf-16-le")
    said = [
        (m["kind"], text[2 * m["start"] : 2 * m["end"]].decode("utf-16-le")) for m in told["marks"]
    ]
    assert said.count(("name", "Homs")) == 2
    assert ("date", "Sunday") in said or ("date", "on Sunday") in said
    indices = [m["index"] for m in told["marks"] if m["kind"] == "name"]
    assert len(set(indices)) == 2
    one, other = client.ask(f"{feed.revision}/details", i=",".join(map(str, indices)))
    assert one["sentence"] == other["sentence"]
    assert one["name_at"] != other["name_at"], "each of two equal names has its own place"
    missing = client.get(f"{client.base}{feed.revision}/report/none")
    assert missing.status_code == 404


def test_a_runner_up_a_point_a_date_and_their_history(client: Client, workspace: Workspace) -> None:
    event_id = event_of(workspace, "Aleppo")
    full = client.ask(f"event/{event_id}")
    assert full["history"] == []
    other = next(p for p in full["places"] if p["geonameid"] != full["now"])
    answer = decide(client, event_id, {"kind": "place", "geonameid": other["geonameid"]})
    assert answer["revision"] == workspace.store.revision()
    assert row_of(workspace, event_id)["place_name"] == other["name"]
    assert answer["index"] == workspace.feed().columns.index_of(event_id)
    decide(client, event_id, {"kind": "point", "lat": 36.5, "lon": 37.5})
    assert row_of(workspace, event_id)["latitude"] == 36.5
    decide(
        client, event_id, {"kind": "date", "start": "2025-01-03", "end": None, "role": "planned"}
    )
    event = workspace.store.event(event_id).event
    assert (event.date.start, event.date.end) == (dt.date(2025, 1, 3), None)
    history = client.ask(f"event/{event_id}")["history"]
    assert [(e["what"], e["who"]) for e in history] == [
        ("place", "Ana"), ("place", "Ana"), ("date", "Ana"),
    ]  # fmt: skip
    assert history[0]["after"]["place_name"] == other["name"]


def test_undo_and_redo_are_of_what_one_did(client: Client, workspace: Workspace) -> None:
    one, other = event_of(workspace, "Homs"), event_of(workspace, "Aleppo")
    mine = decide(client, one, {"kind": "reject"})
    workspace.store.decide(other, Decision.confirm(), who="somebody else")
    undone = client.tell("undo", numbers=mine["numbers"], who="Ana")
    assert undone["targets"] == mine["numbers"]
    assert row_of(workspace, one)["status"] == "auto"
    assert row_of(workspace, other)["status"] == "confirmed"
    client.tell("redo", numbers=undone["targets"])
    assert row_of(workspace, one)["status"] == "rejected"
    decide(client, one, {"kind": "restore"})
    assert row_of(workspace, one)["status"] == "auto"
    # Without numbers: what anybody did last.
    assert client.tell("undo")["event_id"] == other


def test_a_name_is_put_right_in_the_report_or_everywhere(
    client: Client, workspace: Workspace, geoparser: Geoparser
) -> None:
    list(ingest([paste(TWINS)], workspace.store, geoparser))
    frame = workspace.store.frame()
    mine = frame[frame["report_title"] == "Two towns"]
    event_id = str(mine["event_id"][mine["toponym"] == "Homs"].iloc[0])
    mentions = client.ask(f"event/{event_id}")["mentions"]
    assert mentions == {"report": 2, "everywhere": 3}
    told = decide(client, event_id, {"kind": "point", "lat": 1, "lon": 2}, scope="report")
    assert len(told["numbers"]) == 2
    told = decide(client, event_id, {"kind": "point", "lat": 3, "lon": 4}, scope="everywhere")
    assert len(told["numbers"]) == 3
    frame = workspace.store.frame()
    assert set(frame.geometry[frame["toponym"] == "Homs"].y) == {3.0}


def test_two_people_do_not_overwrite_each_other(client: Client, workspace: Workspace) -> None:
    event_id = event_of(workspace, "Homs")
    seen = client.ask(f"event/{event_id}")["seen"]
    decide(client, event_id, {"kind": "confirm"})
    body = {"event_id": event_id, "seen": seen, "decision": {"kind": "reject"}}
    assert "changed" in client.tell("decide", status=409, **body)["error"]
    assert row_of(workspace, event_id)["status"] == "confirmed"


@pytest.mark.parametrize(
    "decision",
    [
        None,
        {"kind": "explode"},
        {"kind": "place", "geonameid": -5},
        {"kind": "place", "geonameid": "1; DROP TABLE events"},
        {"kind": "point", "lat": "x", "lon": 1},
        {"kind": "point", "lat": 1e9, "lon": 1},
        {"kind": "point", "lat": True, "lon": 1},
        {"kind": "date", "start": "soon"},
        {"kind": "date", "start": "2024-12-09", "end": "2024-12-08"},
        {"kind": "date", "start": "2024-12-09", "role": "<b>"},
    ],
)
def test_what_cannot_be_decided_is_refused(
    client: Client, workspace: Workspace, decision: dict[str, Any] | None
) -> None:
    revision = workspace.store.revision()
    body = {"event_id": event_of(workspace, "Homs"), "seen": 0, "decision": decision}
    answer = client.post(client.base + "decide", json=body)
    assert answer.status_code in {400, 404}
    assert answer.json()["error"]
    assert workspace.store.revision() == revision


def test_only_json_with_the_token_is_heard(client: Client, workspace: Workspace) -> None:
    revision = workspace.store.revision()
    body = {"event_id": event_of(workspace, "Homs"), "seen": 0, "decision": {"kind": "reject"}}
    assert client.post("/data/guess/decide", json=body).status_code == 404
    form = {"content-type": "text/plain"}
    for content in (b"[1]", b"{" * 5000, b"\xff", b"x" * 300_000):
        assert client.post(client.base + "decide", content=content).status_code in {400, 413}
        answer = client.post(client.base + "decide", content=content, headers=form)
        assert answer.status_code in {400, 413}
    assert client.get(client.base + "decide").status_code == 405
    assert client.get(f"/data/guess/{revision}/queue.bin").status_code == 404
    assert client.get(f"{client.base}{revision + 9}/queue.bin").status_code == 404
    assert workspace.store.revision() == revision
