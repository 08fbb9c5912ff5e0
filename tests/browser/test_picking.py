"""Selecting events by hand: exactly those are decided about, at once, and exported."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Frame, Page, expect

from tests.browser.conftest import Server, desk, idle

pytestmark = pytest.mark.browser

IDS = """async () => {
  const rows = [];
  for (const index of dateline.picks.set) rows.push((await dateline.details.of(index)).event_id);
  return rows.sort();
}"""


def exported(page: Page, folder: Path) -> list[str]:
    """Download what the export offers first, as GeoJSON, and return its ids."""
    with page.expect_download() as download:
        page.get_by_role("link", name="GeoJSON").first.click()
    saved = folder / "picked.geojson"
    download.value.save_as(saved)
    features = json.loads(saved.read_text(encoding="utf-8"))["features"]
    assert f"{len(features)}-event" in download.value.suggested_filename
    return sorted(str(f["properties"]["event_id"]) for f in features)


def test_exactly_what_is_selected_is_decided_and_exported(
    page: Page, server: Server, tmp_path: Path
) -> None:
    page.goto(server.url)
    frame = desk(page)
    frame.wait_for_function("dateline.list.rows.querySelector('.dl-sentence')")
    shown = frame.evaluate("dateline.shown")
    rows, bar = frame.locator(".dl-row"), frame.get_by_role("group", name="Selected events")
    expect(bar).to_be_hidden()

    # By pointer: one, one more, out again, and all up to a row.
    rows.nth(0).click(modifiers=["Control"])
    rows.nth(1).locator(".dl-dot").click()
    expect(bar).to_contain_text("2 selected")
    rows.nth(1).click(modifiers=["Control"])
    expect(bar).to_contain_text("1 selected")
    rows.nth(0).click(modifiers=["Control"])
    expect(bar).to_be_hidden()
    rows.nth(1).click(modifiers=["Control"])
    rows.nth(3).click(modifiers=["Shift"])
    expect(bar).to_contain_text("3 selected")
    expect(frame.locator(".dl-row[aria-pressed=true]")).to_have_count(3)

    # Download exactly those.
    bar.get_by_role("button", name="Download").click()
    expect(page.get_by_text("Selected: 3 events")).to_be_visible()
    idle(page)
    picked = frame.evaluate(IDS)
    assert exported(page, tmp_path) == picked
    page.keyboard.press("Escape")

    # Decide about exactly those, take it back as one.
    bar.get_by_role("button", name="Reject").click()
    frame.wait_for_function(f"dateline.shown === {shown - 3}")
    expect(frame.locator(".dl-said")).to_contain_text("3 events rejected")
    expect(bar).to_be_hidden()
    frame.locator(".dl-said").get_by_role("button", name="Undo").click()
    frame.wait_for_function(f"dateline.shown === {shown}")

    # By keyboard: space on a row, all, none.
    rows.nth(0).focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    expect(bar).to_contain_text("2 selected")
    page.keyboard.press("Control+a")
    expect(bar).to_contain_text(f"{shown} selected")
    page.keyboard.press("Escape")
    expect(bar).to_be_hidden()

    select_by_box(page, frame)
    bar.get_by_role("button", name="Clear").click()
    expect(bar).to_be_hidden()


def select_by_box(page: Page, frame: Frame) -> None:
    """Shift and a dragged box select what lies in it, and nothing else."""
    stage = frame.locator("#map_div, .folium-map").first.bounding_box()
    assert stage
    x, y = stage["x"] + stage["width"] / 2, stage["y"] + stage["height"] / 2
    page.keyboard.down("Shift")
    page.mouse.move(x - 150, y - 150)
    page.mouse.down()
    page.mouse.move(x + 150, y + 150, steps=4)
    page.mouse.up()
    page.keyboard.up("Shift")
    frame.wait_for_function("dateline.picks.set.size")
    inside = frame.evaluate(
        """([w, h]) => {
          const c = dateline.columns, size = map.getSize();
          const low = size.divideBy(2).subtract([w, h]), high = size.divideBy(2).add([w, h]);
          const at = (p) => map.latLngToContainerPoint(
            L.CRS.EPSG3857.pointToLatLng(L.point(c.x[p] * 256, c.y[p] * 256), 0));
          return [...dateline.result.shown, ...dateline.result.undated].filter((i) => {
            if (c.place[i] === DL.NO_PLACE) return false;
            const p = at(c.place[i]);
            return p.x >= low.x && p.y >= low.y && p.x <= high.x && p.y <= high.y;
          }).length; }""",
        [150, 150],
    )
    assert frame.evaluate("dateline.picks.set.size") == inside < frame.evaluate("dateline.shown")


def test_what_the_server_did_not_keep_is_not_decided_about(page: Page, server: Server) -> None:
    """Nor is what it kept before: the key of other events."""
    page.goto(server.url)
    frame = desk(page)
    rows, bar = frame.locator(".dl-row"), frame.get_by_role("group", name="Selected events")
    rows.nth(0).click(modifiers=["Control"])
    frame.wait_for_function("dateline.picks.key")
    frame.evaluate("""() => {
      const { api } = dateline;
      const post = api.post.bind(api);
      window.asked = [];
      api.post = (name, body) => {
        window.asked.push(name);
        return name === "pick" ? Promise.reject(new Error("no answer")) : post(name, body);
      };
    }""")
    rows.nth(1).click(modifiers=["Control"])
    bar.get_by_role("button", name="Reject").click()
    expect(frame.locator(".dl-said")).to_contain_text("no answer")
    assert set(frame.evaluate("window.asked")) == {"pick"}
    expect(bar).to_contain_text("2 selected")
