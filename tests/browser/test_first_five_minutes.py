"""A new user's first five minutes, in a real browser on a real server."""

from __future__ import annotations

import json
import re
from pathlib import Path

import geopandas as gpd
import pytest
from playwright.sync_api import FilePayload, Frame, Page, expect

from tests.browser.conftest import Server, desk, idle

pytestmark = pytest.mark.browser

REPORT = (Path(__file__).parent.parent / "data" / "siege.txt").read_text(encoding="utf-8")
# In the three tabs of the list together: what the table and the export show too.
LISTED = "['shown', 'undated', 'unplaced'].reduce((n, k) => n + dateline.result[k].length, 0)"
HOSTILE = (
    "{{7*7}} {% raw %} {# note ${window.hacked=1} `x` </script>"
    "<img src=x onerror='window.top.hacked=1'> fell"
)


def add(page: Page, text: str) -> str:
    """Paste a report, wait for the summary, and return it."""
    page.get_by_role("button", name="Add reports").click()
    box = page.get_by_label("Paste a report")
    box.fill(text)
    page.get_by_role("button", name="Find places and dates").click()
    summary = page.locator(".st-key-summary")
    expect(summary).to_contain_text("places:")
    return summary.inner_text()


def show(page: Page, total: int) -> Frame:
    """Close the summary and wait until the map has the new events."""
    page.get_by_role("button", name="Show on the map").click()
    frame = desk(page)
    frame.wait_for_function(f"dateline.total === {total}")
    return frame


def numbers(text: str) -> dict[str, int]:
    match = re.search(
        r"(\d+) places?: (\d+) placed, (\d+) not placed; (\d+) dated.*?, (\d+) undated", text
    )
    assert match, text
    names = ("places", "placed", "unplaced", "dated", "undated")
    return dict(zip(names, map(int, match.groups()), strict=True))


def test_the_samples_are_on_the_map(page: Page, server: Server) -> None:
    page.goto(server.url)
    frame = desk(page)
    assert frame.evaluate("dateline.shown") > 20
    expect(page.locator(".counts")).to_contain_text("5 reports")


def test_paste_slide_click_download(page: Page, server: Server, tmp_path: Path) -> None:
    page.goto(server.url)
    before = desk(page).evaluate("dateline.total")
    found = numbers(add(page, REPORT))
    assert found["placed"] + found["unplaced"] == found["places"] > 5
    assert found["dated"] + found["undated"] == found["places"]
    frame = show(page, before + found["places"])
    frame.evaluate("window.same = 1")
    whole = frame.evaluate("dateline.shown")
    zoom = frame.evaluate("window.map.getZoom() + ' ' + window.map.getCenter()")

    # A dialog that closes gives the focus back to what had opened it.
    expect(page.get_by_role("dialog")).to_have_count(0)
    idle(page)
    frame.get_by_role("slider").first.press("PageUp")
    frame.wait_for_function(f"dateline.shown < {whole}")
    frame.evaluate("dateline.setRange('2024-12-11', '2024-12-14')")
    frame.wait_for_function("dateline.told && dateline.told.from === '2024-12-11'")
    assert 0 < frame.evaluate("dateline.shown") < whole
    shown = frame.evaluate(LISTED)
    expect(page.get_by_role("heading", name="Table")).to_contain_text(f"{shown} of")
    assert frame.evaluate("window.same") == 1, "the map was built again"
    assert frame.evaluate("window.map.getZoom() + ' ' + window.map.getCenter()") == zoom
    assert "from=2024-12-11" in page.url

    click_a_mark(page, frame)
    card = frame.locator(".dl-card")
    expect(card).to_be_visible()
    for part in ("When", "Why here", "Source"):
        expect(card).to_contain_text(part)

    page.get_by_role("button", name="Export").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="GeoJSON").click()
    saved = tmp_path / "shown.geojson"
    download.value.save_as(saved)
    collection = json.loads(saved.read_text(encoding="utf-8"))
    assert collection["type"] == "FeatureCollection"
    assert len(collection["features"]) == shown == len(gpd.read_file(saved))
    assert "2024-12-11" in download.value.suggested_filename
    for feature in collection["features"]:
        if feature["geometry"] is None:
            continue
        longitude, latitude = feature["geometry"]["coordinates"]
        assert -180 <= longitude <= 180
        assert -90 <= latitude <= 90


def click_a_mark(page: Page, frame: Frame) -> None:
    hit = frame.evaluate(
        "(() => { const s = window.map.getSize(); return dateline.hits.filter("
        "h => h.x > 40 && h.y > 40 && h.x < s.x - 40 && h.y < s.y - 40)[0]; })()"
    )
    box = frame.locator(".folium-map, #map_div").first
    box.click(position={"x": hit["x"], "y": hit["y"]})


def test_everything_is_downloaded_whole(page: Page, server: Server, tmp_path: Path) -> None:
    page.goto(server.url)
    frame = desk(page)
    page.get_by_role("button", name="Export").click()
    page.get_by_text("Everything: ").click()
    everything = page.locator('.downloads a[download^="dateline-all-"][download$="events.geojson"]')
    with page.expect_download() as download:
        everything.click()
    saved = tmp_path / "all.geojson"
    download.value.save_as(saved)
    assert len(json.loads(saved.read_text(encoding="utf-8"))["features"]) == frame.evaluate(
        "dateline.total"
    )


def test_a_link_opens_the_same_view(page: Page, server: Server) -> None:
    page.goto(server.url + "?from=2024-12-07&to=2024-12-08&roles=event&undated=0")
    frame = desk(page)
    state = frame.evaluate("dateline.state")
    assert state["roles"] == ["event"]
    heading = page.get_by_role("heading", name="Table")
    expect(heading).to_contain_text(f"{frame.evaluate(LISTED)} of")


@pytest.mark.parametrize("link", ["?from=soon", "?roles=<script>", "?bbox=1,2", "?from=9999-99-99"])
def test_a_broken_link_shows_the_default_view(page: Page, server: Server, link: str) -> None:
    page.goto(server.url + link)
    assert desk(page).evaluate("dateline.shown") > 20


def test_hostile_text_is_shown_as_text(page: Page, server: Server) -> None:
    page.goto(server.url)
    before = desk(page).evaluate("dateline.total")
    summary = add(
        page, f"{HOSTILE}\n\nJanuary 5, 2025\n\nDamascus {HOSTILE} near Homs on January 3, 2025."
    )
    assert numbers(summary)["places"] >= 2
    frame = show(page, before + numbers(summary)["places"])
    frame.evaluate("dateline.setRange('2025-01-02', '2025-01-04')")
    row = frame.locator(".dl-list").get_by_text("{{7*7}}").first
    expect(row).to_be_visible()
    row.click()
    card = frame.locator(".dl-card")
    expect(card).to_contain_text("<img src=x onerror=")
    expect(card).to_contain_text("${window.hacked=1}")
    assert frame.locator(".dl-card img, .dl-list img").count() == 0
    page.get_by_role("heading", name="Reports").scroll_into_view_if_needed()
    assert page.evaluate("window.hacked === undefined")
    assert frame.evaluate("window.hacked === undefined")


def test_a_bad_file_is_named_and_the_others_go_on(page: Page, server: Server) -> None:
    page.goto(server.url)
    desk(page)
    page.get_by_role("button", name="Add reports").click()
    kobani = "January 9, 2025\n\nKobani was calm on Tuesday."
    files = {"empty.txt": b"", "binary.txt": bytes(range(256)) * 9, "kobani.txt": kobani.encode()}
    page.locator("input[type=file]").set_input_files(
        [FilePayload(name=name, mimeType="text/plain", buffer=data) for name, data in files.items()]
    )
    idle(page)
    page.get_by_role("button", name="Find places and dates").click()
    summary = page.locator(".st-key-summary")
    expect(summary).to_contain_text("3 reports: 1 added, 2 skipped")
    expect(summary).to_contain_text("empty.txt")
    expect(summary).to_contain_text("binary.txt")


def test_closing_the_dialog_shows_what_was_read(page: Page, server: Server) -> None:
    page.goto(server.url)
    before = desk(page).evaluate("dateline.total")
    found = numbers(add(page, "January 12, 2025\n\nRaqqa and Hasakah were calm on Saturday."))
    page.keyboard.press("Escape")
    desk(page).wait_for_function(f"dateline.total === {before + found['places']}")
    page.get_by_role("button", name="Add reports").click()
    expect(page.get_by_label("Paste a report")).to_be_visible()
    expect(page.locator(".st-key-summary")).to_have_count(0)


def test_a_correction_is_kept_and_can_be_undone(page: Page, server: Server) -> None:
    page.goto(server.url)
    frame = desk(page)
    before = frame.evaluate("dateline.shown")
    frame.locator(".dl-list [role=option], .dl-list .dl-row").first.click()
    frame.locator(".dl-card").get_by_role("button", name="Reject").click()
    frame.wait_for_function(f"dateline.shown === {before - 1}")
    frame.locator(".dl-said").get_by_role("button", name="Undo").click()
    frame.wait_for_function(f"dateline.shown === {before}")
