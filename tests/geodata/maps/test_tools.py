"""The map's tools: area, measuring, places by name, coordinates, picture, layers, legend."""

from __future__ import annotations

import io
import itertools
import random
import re

import pytest
from PIL import Image
from playwright.sync_api import Frame, Page, expect

from geodata.maps import online_tiles, report_events
from geodata.query import EventQuery
from tests.geodata.maps.conftest import opened
from tests.geodata.maps.server import Desk

pytestmark = pytest.mark.browser

SETTLE = "new Promise((r) => requestAnimationFrame(() => requestAnimationFrame(r)))"
VIEW = "JSON.stringify([dateline.map.getCenter(), dateline.map.getZoom()])"


def tool(frame: Frame, name: str) -> None:
    frame.locator(f"[data-tool={name}]").click()


def click(page: Page, frame: Frame, latitude: float, longitude: float, count: int = 1) -> None:
    """Click on a point of the map."""
    at = frame.evaluate(
        """([lat, lon]) => {
          const {x, y} = dateline.map.latLngToContainerPoint([lat, lon]);
          const box = dateline.map.getContainer().getBoundingClientRect();
          const outer = window.frameElement.getBoundingClientRect();
          return [x + box.left + outer.left, y + box.top + outer.top];
        }""",
        [latitude, longitude],
    )
    page.mouse.click(at[0], at[1], click_count=count)


def look(frame: Frame, latitude: float, longitude: float, zoom: float) -> None:
    frame.evaluate(f"dateline.map.setView([{latitude}, {longitude}], {zoom}, {{animate: false}})")
    frame.evaluate(SETTLE)


def test_the_drawn_area_follows_the_query(page: Page, address: str, desk: Desk) -> None:
    frame = opened(page, address, "data=odd")
    events, columns = desk.frames["odd"], desk.columns["odd"]
    rng = random.Random(8)
    for _ in range(25):
        corners = tuple(
            (round(rng.uniform(30, 190), 3), round(rng.uniform(-30, 60), 3))
            for _ in range(rng.randint(3, 6))
        )
        west, east = round(rng.uniform(-180, 180), 3), round(rng.uniform(-180, 180), 3)
        for query in (EventQuery(area=corners), EventQuery(bbox=(west, -20, east, 35))):
            asked = {"area": [list(c) for c in query.area], "bbox": query.bbox and [*query.bbox]}
            got = frame.evaluate(
                """(asked) => {
                  const open = {from: null, to: null, mode: "possible", undated: true,
                    roles: ["event", "planned", "reported-on"]};
                  const r = dateline.columns.filter(Object.assign(open, asked));
                  return [...r.shown, ...r.undated, ...r.unplaced];
                }""",
                asked,
            )
            expected = query.mask(events).nonzero()[0].tolist()
            assert sorted(columns.order[sorted(got)]) == expected, query.to_params()


def test_a_box_is_drawn_and_told_and_taken_away(page: Page, frame: Frame) -> None:
    look(frame, 34, 37, 6.5)
    before = frame.evaluate("dateline.shown")
    view = frame.evaluate(VIEW)
    tool(frame, "area")
    frame.get_by_role("button", name="Box").click()
    click(page, frame, 33, 35.9)
    click(page, frame, 34.2, 36.9)
    frame.evaluate(SETTLE)
    west, south, east, north = frame.evaluate("dateline.state.bbox")
    assert (west, south, east, north) == pytest.approx((35.9, 33, 36.9, 34.2), abs=0.02)
    assert 0 < frame.evaluate("dateline.shown") < before
    assert frame.evaluate("dateline.state.selected") is None
    assert frame.evaluate(VIEW) == view
    expect(frame.locator(".dl-tool-panel")).to_be_hidden()
    expect(frame.locator(".dl-within")).to_be_visible()
    frame.wait_for_function("told.length && told[told.length - 1].properties.dateline.find.bbox")
    bars = "dateline.timeline.bins.byRole.reduce((n, bins) => n + bins.reduce((a, b) => a + b), 0)"
    inside = frame.evaluate(bars)
    frame.get_by_role("button", name="Everywhere").click()
    frame.evaluate(SETTLE)
    assert frame.evaluate("dateline.shown") == before
    assert frame.evaluate(bars) > inside
    expect(frame.locator(".dl-within")).to_be_hidden()


def test_a_polygon_is_drawn_by_pointer_and_by_keyboard(page: Page, frame: Frame) -> None:
    look(frame, 34, 37, 6.5)
    tool(frame, "area")
    frame.get_by_role("button", name="Polygon").click()
    for latitude, longitude in ((33, 35.9), (33, 37), (34.2, 36.5)):
        click(page, frame, latitude, longitude)
    click(page, frame, 33, 35.9)
    frame.evaluate(SETTLE)
    area = frame.evaluate("dateline.state.area")
    assert len(area) == 3
    assert area[0] == pytest.approx([35.9, 33], abs=0.02)
    tool(frame, "area")
    frame.get_by_role("button", name="Polygon").click()
    for keys in (["Enter"], ["ArrowRight", "Enter"], ["ArrowDown", "Enter", "Enter"]):
        for key in keys:
            page.keyboard.press(key)
    frame.evaluate(SETTLE)
    assert frame.evaluate("dateline.state.area") != area
    assert len(frame.evaluate("dateline.state.area")) == 3


def test_an_area_over_the_antimeridian_keeps_its_corners_together(frame: Frame) -> None:
    box = frame.evaluate("DL.boxOf([L.latLng(-20, 175), L.latLng(-15, 185)])")
    assert box == [175, -20, -175, -15]
    area = frame.evaluate("DL.areaOf([L.latLng(-20, 535), L.latLng(-20, 545), L.latLng(-15, 540)])")
    assert area == [[175, -20], [185, -20], [180, -15]]
    assert EventQuery(area=tuple(map(tuple, area)), bbox=tuple(box))


def test_a_way_is_measured_and_escape_ends_it(page: Page, frame: Frame) -> None:
    look(frame, 34, 37, 6.5)
    tool(frame, "measure")
    click(page, frame, 33, 36)
    click(page, frame, 34, 36)
    frame.evaluate(SETTLE)
    expect(frame.locator(".dl-told")).to_have_text(re.compile(r"11[01](\.\d)? km"))
    click(page, frame, 34, 37)
    click(page, frame, 33, 37, count=2)
    frame.evaluate(SETTLE)
    measured = frame.evaluate("[dateline.parts.measure.length, dateline.parts.measure.area]")
    assert measured[0] == pytest.approx(2 * 111_195 + 92_190, rel=0.01)
    # A degree by a degree between 33 and 34 north on the sphere.
    assert measured[1] == pytest.approx(10_310e6, rel=0.01)
    expect(frame.locator(".dl-told")).to_contain_text("encloses")
    assert frame.evaluate("dateline.state.selected") is None
    page.keyboard.press("Escape")
    expect(frame.locator(".dl-tool-panel")).to_be_hidden()
    assert frame.evaluate("dateline.overlay.line") is None
    assert frame.evaluate("dateline.map.doubleClickZoom.enabled()")


def test_a_place_is_found_by_its_name(page: Page, frame: Frame) -> None:
    tool(frame, "find")
    frame.get_by_role("combobox").fill("dam")
    expect(frame.get_by_role("option")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    expect(frame.get_by_role("option")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    told = frame.locator(".dl-tool-panel [role=status]")
    expect(told).to_have_text("Damascus: 33.51020, 36.29130")
    centre = frame.evaluate("[dateline.map.getCenter().lat, dateline.map.getCenter().lng]")
    assert centre == pytest.approx([33.5102, 36.2913], abs=0.01)
    frame.get_by_role("combobox").fill("nowhere")
    expect(told).to_contain_text("nowhere")
    page.keyboard.press("Escape")
    assert frame.evaluate("dateline.overlay.found") is None
    assert frame.evaluate("document.activeElement.dataset.tool") == "find"


def test_coordinates_of_a_point_are_copied(page: Page, frame: Frame) -> None:
    look(frame, 34, 37, 8)
    frame.locator("canvas.dl-events").focus()
    page.keyboard.press("Shift+F10")
    menu = frame.get_by_role("menu")
    expect(menu.get_by_role("menuitem").first).to_have_text("34.00000, 37.00000")
    expect(menu.get_by_role("menuitem").last).to_have_text("34°00′00″N 37°00′00″E")
    page.keyboard.press("Enter")
    expect(menu.get_by_role("menuitem").first).to_have_text("Copied")
    expect(menu).to_be_hidden()
    degrees = frame.evaluate("DL.sexagesimal(-33.99999, -0.5)")
    assert degrees == "34°00′00″S 0°30′00″W"


def test_a_picture_holds_title_map_and_scale(page: Page, frame: Frame) -> None:
    frame.evaluate("dateline.setRange('2024-12-01', '2024-12-08')")
    frame.evaluate(SETTLE)
    shown = frame.evaluate("dateline.shown + dateline.result.undated.length")
    with page.expect_download() as waiting:
        tool(frame, "picture")
    download = waiting.value
    name = f"dateline-map-2024-12-01-to-2024-12-08-{shown}-events.png"
    assert download.suggested_filename == name
    image = Image.open(io.BytesIO(download.path().read_bytes())).convert("RGB")
    stage = frame.locator(".dl-stage").bounding_box()
    assert stage
    assert image.size == (round(stage["width"]), round(stage["height"]) + 62 + 74)
    body = image.crop((0, 62, image.width, image.height - 74))
    colours = {colour for _, colour in body.getcolors(1 << 24) or []}
    assert {(246, 243, 236), (228, 234, 238)} <= colours
    for strip in ((0, 0, image.width, 62), (0, image.height - 74, image.width, image.height)):
        assert len(image.crop(strip).getcolors(1 << 24) or []) > 20


def test_layers_show_density_and_counts_that_add_up(page: Page, frame: Frame) -> None:
    shown = frame.evaluate("dateline.hits.reduce((sum, hit) => sum + hit.n, 0)")
    tool(frame, "layers")
    frame.get_by_label("Density").check()
    frame.evaluate(SETTLE)
    assert frame.evaluate("dateline.overlay.legend.most") > 0
    assert frame.evaluate("dateline.hits") == []
    expect(frame.locator(".dl-legend")).to_contain_text("per square kilometre")
    for view in ("country", "province"):
        frame.get_by_label(f"Counts by {view}").check()
        frame.wait_for_function(
            "dateline.overlay.legend && dateline.overlay.legend.kind === 'counts'"
        )
        counted = frame.evaluate(
            """(() => {
              const {groups, apart} = dateline.overlay.legend;
              return [...groups.values()].reduce((sum, n) => sum + n, apart);
            })()"""
        )
        assert counted >= shown
        assert counted == frame.evaluate(
            "dateline.shown + dateline.result.undated.filter("
            "(i) => dateline.columns.place[i] !== DL.NO_PLACE).length"
        )
    expect(frame.locator(".dl-legend")).to_contain_text("Latakia Governorate")
    frame.get_by_role("button", name="Latakia Governorate").click()
    at = frame.evaluate("dateline.map.getBounds().contains([35.5, 35.9])")
    assert at
    frame.get_by_role("radio", name="Marks").check()
    frame.evaluate(SETTLE)
    assert frame.evaluate("dateline.hits.length") > 0


def test_what_is_known_to_the_country_is_in_no_division(page: Page, address: str) -> None:
    frame = opened(page, address, "data=precise")
    frame.evaluate("dateline.look('division')")
    frame.wait_for_function("dateline.overlay.legend && dateline.overlay.legend.kind === 'counts'")
    assert frame.evaluate("dateline.overlay.legend.apart") == 1
    frame.evaluate("dateline.look('country')")
    legend = frame.evaluate("[dateline.overlay.legend.apart, ...dateline.overlay.legend.groups]")
    assert legend == [0, ["SY", 8], ["RU", 1]]


@pytest.mark.parametrize(
    ("most", "steps"),
    [(0, []), (1, [1]), (12, [1, 2, 5, 10]), (400, [1, 3, 10, 30, 100, 300]),
     (1_000_000, [1, 10, 100, 1000, 10000, 100000])],
)  # fmt: skip
def test_classes_have_even_steps(frame: Frame, most: int, steps: list[int]) -> None:
    assert frame.evaluate("(most) => DL.classesOf(most)", most) == steps


def test_the_ramp_is_even_to_the_eye(frame: Frame) -> None:
    for theme, sign in (("light", -1), ("dark", 1)):
        lightness = frame.evaluate(
            """(theme) => { const r = DL.ramp(theme); return [...Array(32).keys()].map((k) =>
              DL.lightness("#" + [0, 1, 2].map((c) =>
                r[32 * k + c].toString(16).padStart(2, "0")).join(""))); }""",
            theme,
        )
        steps = [sign * (b - a) for a, b in itertools.pairwise(lightness)]
        assert min(steps) > 0


def test_the_chosen_reports_places_are_joined_in_order(frame: Frame, desk: Desk) -> None:
    frame.evaluate("dateline.parts.layers._way('text')")
    frame.evaluate("dateline.select(20)")
    frame.wait_for_function("dateline.overlay.way && dateline.overlay.way.length > 1")
    by_text = frame.evaluate("dateline.overlay.way.flatMap((stop) => stop.events)")
    expected = report_events(desk.frames["levant"], desk.columns["levant"], 20)
    places = desk.columns["levant"].place
    assert by_text == [e["index"] for e in expected if places[e["index"]] != 2**32 - 1]
    frame.evaluate("dateline.parts.layers._way('date')")
    frame.wait_for_function("dateline.parts.layers.joined === 'date'")
    by_day = frame.evaluate(
        "dateline.overlay.way.flatMap((stop) => stop.events).map((i) => dateline.columns.day(i))"
    )
    assert by_day == sorted(by_day)
    frame.evaluate("dateline.parts.layers._way('')")
    frame.wait_for_function("dateline.overlay.way.length === 0")


def test_the_legend_explains_each_mark(page: Page, frame: Frame) -> None:
    legend = frame.locator(".dl-legend")
    expect(legend).not_to_have_attribute("open", "")
    legend.locator("summary").click()
    expect(legend.locator(".dl-meaning")).to_have_count(12)
    page.keyboard.press("Escape")
    expect(legend.locator(".dl-meaning").first).to_be_hidden()


def test_tools_are_walked_by_keyboard(page: Page, frame: Frame) -> None:
    frame.locator("[data-tool=find]").focus()
    page.keyboard.press("ArrowDown")
    assert frame.evaluate("document.activeElement.dataset.tool") == "area"
    page.keyboard.press("Enter")
    expect(frame.locator("[data-tool=area]")).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    assert frame.evaluate("document.activeElement.dataset.tool") == "area"


def test_full_screen_shows_the_whole_desk(frame: Frame) -> None:
    tool(frame, "full")
    frame.wait_for_function("document.fullscreenElement === document.documentElement")
    tool(frame, "full")
    frame.wait_for_function("document.fullscreenElement === null")


def test_online_tiles_are_named_with_their_hosts() -> None:
    tiles = {offer.name: offer for offer in online_tiles()}
    assert tiles["OpenStreetMap"].url == "https://tile.openstreetmap.org/{z}/{x}/{y}.png"
    assert tiles["OpenTopoMap"].source == "https://*.tile.opentopomap.org"
    assert all("{z}" in offer.url and "{x}" in offer.url for offer in tiles.values())
    assert all("<" not in offer.attribution for offer in tiles.values())


def test_online_tiles_are_not_offered_unless_they_are_allowed(frame: Frame) -> None:
    tool(frame, "layers")
    expect(frame.get_by_text("Base map")).to_have_count(0)
