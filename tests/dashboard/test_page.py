"""The page without a browser: what it shows, what it sends, and that it never breaks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.workspace import Workspace

APP = Path(__file__).parents[2] / "dashboard" / "app.py"


def page(**link: str) -> AppTest:
    test = AppTest.from_file(APP, default_timeout=300)
    for name, value in link.items():
        test.query_params[name] = value
    test.run()
    assert not test.exception
    return test


def told(test: AppTest, **state: object) -> AppTest:
    """Let the map tell a state, as the browser does."""
    whole = {
        "from": None,
        "to": None,
        "mode": "map",
        "roles": ["event", "planned", "reported-on"],
        "undated": True,
        "seq": 1,
        **state,
    }
    test.session_state["desk map"] = {"last_active_drawing": {"properties": {"dateline": whole}}}
    test.run()
    assert not test.exception
    return test


def heading(test: AppTest, start: str) -> str:
    return next(str(h.value) for h in test.subheader if str(h.value).startswith(start))


def arguments(test: AppTest) -> dict[str, object]:
    (component,) = test.get("component_instance")
    sent: dict[str, object] = json.loads(component.proto.json_args)
    return sent


def test_counts_table_and_map_agree(workspace: Workspace) -> None:
    test = page()
    counts = workspace.store.counts()
    assert f"{counts.places} events" in heading(test, "Table")
    assert heading(test, "Reports") == "Reports: 2"
    assert len(test.dataframe[0].value) == counts.places


def test_a_date_range_moves_the_table_and_the_link(workspace: Workspace) -> None:
    test = told(page(), **{"from": "2024-12-07", "to": "2024-12-07"})
    assert list(test.dataframe[0].value["toponym"]) == ["Homs"]
    assert "2024-12-07" in test.query_params["from"]
    assert heading(test, "Table").startswith("Table: 1 of")


def test_a_link_opens_a_view(workspace: Workspace) -> None:
    test = page(**{"from": "2024-12-07", "to": "2024-12-07"})
    assert list(test.dataframe[0].value["toponym"]) == ["Homs"]


@pytest.mark.parametrize(
    "link",
    [{"from": "soon"}, {"roles": "<b>"}, {"bbox": "nan,1,2,3"}, {"q": "x" * 30_000}, {"cc": "%"}],
)
def test_hostile_links_show_the_default_view(workspace: Workspace, link: dict[str, str]) -> None:
    assert len(page(**link).dataframe[0].value) == workspace.store.counts().places


@pytest.mark.parametrize(
    "value", [None, 3, {"last_active_drawing": 3}, {"last_active_drawing": {}}]
)
def test_whatever_the_browser_sends_is_survived(workspace: Workspace, value: object) -> None:
    test = page()
    test.session_state["desk map"] = value
    test.run()
    assert not test.exception


def test_nothing_of_a_report_and_no_outside_link_enters_the_map(workspace: Workspace) -> None:
    sent = arguments(page())
    text = json.dumps([sent["script"], sent["header"], sent["html"], sent["feature_group"]])
    assert "Fighters" not in text
    assert "Damascus" not in text
    links = [*sent["js_links"], *sent["css_links"]]  # type: ignore[misc]
    assert links
    assert not [link for link in links if "://" in str(link) or str(link).startswith("//")]


def test_the_maps_script_is_the_same_on_every_run(workspace: Workspace) -> None:
    first = arguments(page())["script"]
    assert arguments(told(page(), **{"from": "2024-12-07"}))["script"] == first


def test_what_the_desk_asks_for_is_the_pages_query_and_link(workspace: Workspace) -> None:
    find = {"cc": "SY", "q": "fell saturday", "unplaced": "0", "__class__": "x"}
    looks = {"layer": "division", "way": "<b>"}
    test = told(page(), find=find, tab="look", report="<b>", selected_id="abc123", **looks)
    assert list(test.dataframe[0].value["toponym"]) == ["Homs"]
    link = {name: "".join(test.query_params[name]) for name in ("cc", "q", "tab", "event", "layer")}
    assert link == {"cc": "SY", "q": "fell saturday", "tab": "look", "event": "abc123",
                    "layer": "division"}  # fmt: skip
    assert not {"report", "way"} & set(test.query_params)
    assert "mode" not in test.query_params


def test_a_hostile_search_changes_nothing(workspace: Workspace) -> None:
    test = told(page(), find={"cc": "<script>", "area": "1,2"})
    assert len(test.dataframe[0].value) == workspace.store.counts().places


def test_without_its_server_the_page_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.workspace._current", [])
    test = page()
    assert "dateline serve" in test.error[0].value


def test_the_language_is_the_links_and_stays_in_it(workspace: Workspace) -> None:
    test = page(lang="fr", cc="SY")
    assert test.selectbox(key="language").value == "fr"
    told(test)
    assert test.query_params["lang"] == "fr"
    test.selectbox(key="language").set_value("ar").run()
    assert not test.exception
    assert test.query_params["lang"] == "ar"


def test_what_is_shared_is_said_before(workspace: Workspace) -> None:
    test = page()
    assert "share=1" not in test.code[0].value
    test.checkbox(key="export share").check().run()
    assert not test.exception
    said = [str(text.value) for text in test.text]
    assert any("leave, generalised" in text for text in said)
    assert any(text.startswith("Columns left empty: ") and "sentence" in text for text in said)
    assert "share=1" in test.code[0].value
