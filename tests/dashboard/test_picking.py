"""What is selected by hand: kept under a key, decided as one, exported as it is."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard.answers import base_url
from dashboard.picking import MOST_PICKED, Picks
from dashboard.routes import data_routes
from dashboard.workspace import Workspace
from geodata.errors import StoreError, UsageError


@pytest.fixture
def client(workspace: Workspace) -> Iterator[TestClient]:
    app = Starlette(routes=data_routes(workspace))
    with TestClient(app, base_url=f"http://127.0.0.1/{base_url(workspace)}") as opened:
        yield opened


def test_a_pick_is_decided_as_one_and_undone_as_one(
    client: TestClient, workspace: Workspace
) -> None:
    feed = workspace.feed()
    told = client.post("pick", json={"revision": feed.revision, "indices": [0, 2, 2, 999, -1, "x"]})
    key = told.json()["key"]
    wanted = {str(feed.columns.event_ids[k]) for k in (0, 2)}
    assert told.json()["n"] == 2

    body = {"key": key, "kind": "reject", "who": "Ana", "revision": feed.revision}
    done = client.post("decide-picked", json=body).json()
    assert len(done["numbers"]) == 2
    frame = workspace.store.frame()
    assert set(frame["event_id"][frame["status"] == "rejected"]) == wanted

    # Whoever has not seen that decision writes nothing.
    assert client.post("decide-picked", json=body | {"kind": "confirm"}).status_code == 409
    # The same events have their key at the new revision too.
    now = workspace.feed()
    again = np.frombuffer(client.get(f"{now.revision}/picked", params={"key": key}).content, "<u4")
    assert {str(now.columns.event_ids[k]) for k in again} == wanted

    client.post("undo", json={"numbers": done["numbers"]})
    assert "rejected" not in set(workspace.store.frame()["status"])


def test_an_export_of_a_pick_is_exactly_it(client: TestClient, workspace: Workspace) -> None:
    ids = [str(one) for one in workspace.feed().columns.event_ids[1:3]]
    key = workspace.picks.keep(ids)
    made = client.get("export/some.geojson", params={"picked": key, "cc": "ZZ"}).json()
    assert sorted(f["properties"]["event_id"] for f in made["features"]) == sorted(ids)
    unknown = client.get("export/some.geojson", params={"picked": "no-such"})
    assert unknown.status_code == 500
    assert "select the events again" in unknown.text


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"revision": -1, "indices": [0]}, 404),
        ({"revision": "now", "indices": [0]}, 404),
        ({"revision": None}, 404),
    ],
)
def test_a_pick_of_another_revision_is_refused(
    client: TestClient, body: dict[str, object], status: int
) -> None:
    assert client.post("pick", json=body).status_code == status


def test_only_confirming_and_rejecting_go_for_many(
    client: TestClient, workspace: Workspace
) -> None:
    key = workspace.picks.keep(["a"])
    body = {"key": key, "kind": "point", "revision": workspace.store.revision()}
    assert client.post("decide-picked", json=body).status_code == 400


def test_picks_are_equal_bounded_and_forgotten() -> None:
    picks = Picks()
    assert picks.keep([]) == ""
    assert picks.keep(["b", "a", "b"]) == picks.keep(["a", "b"])
    with pytest.raises(UsageError, match="at most"):
        picks.keep(str(n) for n in range(MOST_PICKED + 1))
    first = picks.keep(["first"])
    for n in range(300):
        picks.keep([str(n)])
    with pytest.raises(StoreError, match="select the events again"):
        picks.ids(first)
