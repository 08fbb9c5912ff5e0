"""Marks say what is known: how precisely, how surely, how many."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from playwright.sync_api import Frame, Page, expect

import geodata
from geodata.maps import asset_directories, event_columns
from geodata.maps.reach import reach_of, reaches
from tests.geodata.maps.conftest import opened
from tests.geodata.maps.sample import precise
from tests.geodata.maps.server import Desk

MARK = """async (name) => {
  const all = [...Array(dateline.total).keys()];
  dateline.details.want("test", all);
  while (dateline.details.rows.size < all.length) await new Promise(requestAnimationFrame);
  const index = [...Array(dateline.total).keys()].find(
    (i) => dateline.details.get(i) && dateline.details.get(i).toponym === name);
  const cluster = dateline.layer.clusters.of[dateline.columns.place[index]];
  return dateline.hits.find((h) => h.cluster === cluster && h.index === undefined);
}"""
SETTLE = "new Promise((r) => requestAnimationFrame(() => requestAnimationFrame(r)))"
# How many pixels of the events' canvas have any ink, in a box around a point of the map.
INK = """([latitude, longitude]) => {
  const {map, layer} = dateline;
  const at = map.latLngToLayerPoint([latitude, longitude]).subtract(layer._bounds.min);
  const half = 6;
  const copy = Object.assign(document.createElement("canvas"), {width: 12, height: 12});
  const g = copy.getContext("2d", {willReadFrequently: true});
  g.drawImage(layer._container, half - at.x, half - at.y);
  const {data} = g.getImageData(0, 0, 12, 12);
  let ink = 0;
  for (let k = 3; k < data.length; k += 4) if (data[k] > 0) ink++;
  return ink;
}"""


@pytest.mark.parametrize(
    ("code", "precision", "reach"),
    [
        ("PPLC", "populated place", 127),
        ("PPLA", "populated place", 48),
        ("PPLA2", "populated place", 20),
        ("PPL", "facility", 20),
        ("PPLC", "region", 127),
        ("RGN", "region", 1000),
        ("PRN", "facility", 5),
        ("", "exact", 0),
        ("ADM2", "admin2", 320),
        ("", "", 0),
    ],
)
def test_the_reach_of_a_place_is_that_of_its_kind(code: str, precision: str, reach: int) -> None:
    assert reach_of(code, precision) == reach


@pytest.mark.parametrize(
    ("name", "country", "code", "reach"),
    [
        ("Golan Heights", "SY", "RGN", 239),
        ("Eastern Ghouta", "SY", "RGN", 56),
        ("Siberia", "RU", "RGN", 20420),
        ("A region that nobody knows", "SY", "RGN", 1000),
        ("A peak", "SY", "MT", 50),
        ("A desert", "", "DSRT", 2000),
    ],
)
def test_a_region_reaches_as_far_as_it_is_large(
    name: str, country: str, code: str, reach: int
) -> None:
    assert reach_of(code, "region", name, country) == reach
    # A place that only shares the name is as large as its own kind.
    assert reach_of("PPL", "populated place", name, country) == 20


def test_regions_whose_area_is_known_are_those_of_the_gazetteer() -> None:
    data = Path(geodata.__file__).parent
    with (data / "maps" / "data" / "region_areas.csv").open(encoding="utf-8") as lines:
        areas = list(csv.DictReader(lines))
    with (data / "gazetteer" / "data" / "regions.csv").open(encoding="utf-8") as lines:
        named = {(row["name"], row["country_code"]) for row in csv.DictReader(lines)}
    keys = [(row["name"], row["country_code"]) for row in areas]
    assert len(keys) == len(set(keys)) > 250
    assert not set(keys) - named
    frame = precise()
    frame["place_precision"] = "region"
    frame["feature_code"] = "RGN"
    frame.loc[frame.index[0], ["place_name", "country_code"]] = ["Golan Heights", "SY"]
    assert reaches(frame).tolist() == [239] + [1000] * (len(frame) - 1)


def test_columns_carry_country_and_the_widest_reach() -> None:
    columns = event_columns(precise())
    letters = {chr(code & 255) + chr(code >> 8) for code in columns.country.tolist()}
    assert letters == {"SY", "RU"}
    assert len(columns.x) == len(columns.country) == len(columns.reach) == 9
    assert sorted(columns.reach.tolist()) == [0, 48, 48, 127, 320, 600, 600, 600, 3000]
    size = len(columns.to_bytes())
    assert size == 16 + 9 * 12 + len(columns) * 17


def test_areas_are_small_and_name_their_codes() -> None:
    folder = asset_directories()["basemap"]
    rows = json.loads((folder / "areas.json").read_text("utf-8"))
    assert (folder / "areas.bin").read_bytes()[:4] == b"DLA1"
    assert (folder / "areas.bin").stat().st_size < 1_000_000
    assert ["SY", "14", "Tartus Governorate"] in rows
    assert len({tuple(row[:2]) for row in rows if row[1]}) == sum(1 for row in rows if row[1])
    assert all(len(country) == 2 for country, _, _ in rows)


@pytest.mark.browser
def test_areas_hold_what_lies_in_them(page: Page, address: str) -> None:
    frame = opened(page, address, "data=precise")
    frame.wait_for_function("dateline.layer.areas.ready()")
    for latitude, longitude, expected in (
        (34.73, 36.72, ["SY", "11"]),  # Homs
        (45.44, 12.33, ["IT", "20"]),  # Venice, whose province is joined to its region
        (51.75, -1.25, ["GB", "ENG"]),  # Oxford
        (61.2, -149.9, ["US", "AK"]),
        (66.0, -173.0, ["RU", "15"]),  # Chukotka beyond the antimeridian
        (66.0, 175.0, ["RU", "15"]),
    ):
        got = frame.evaluate(
            """([lat, lon]) => {
              const at = L.CRS.EPSG3857.latLngToPoint(L.latLng(lat, lon), 0);
              return dateline.layer.areas.rows[dateline.layer.areas.at(at.x / 256, at.y / 256)];
            }""",
            [latitude, longitude],
        )
        assert got[:2] == expected
    assert frame.evaluate("dateline.layer.areas.at(0.4, 0.5)") == -1


@pytest.mark.browser
def test_precision_is_visible_in_the_mark(page: Page, address: str) -> None:
    frame = opened(page, address, "data=precise")
    frame.evaluate("dateline.change({roles: DL.ROLES.filter((role) => role)})")
    frame.evaluate("dateline.map.setView([34.6, 36.9], 8, {animate: false})")
    frame.wait_for_function("dateline.layer.areas.ready()")
    frame.evaluate(SETTLE)
    square = {name: frame.evaluate(MARK, name)["square"]
              for name in ("Homs Governorate", "Tartus Governorate", "A checkpoint")}  # fmt: skip
    assert square == {"Homs Governorate": True, "Tartus Governorate": True, "A checkpoint": False}
    # The outline of Tartus runs along its southern border; a chosen one is filled as well.
    inland = [34.78, 36.15]
    assert frame.evaluate(INK, inland) < 20
    tartus = frame.evaluate(MARK, "Tartus Governorate")
    frame.evaluate(
        "(place) => dateline.select(dateline.columns.tally.newest(place))", tartus["place"]
    )
    frame.evaluate(SETTLE)
    assert frame.evaluate(INK, inland) == 144


@pytest.mark.browser
def test_what_is_known_to_the_month_is_striped(page: Page, address: str) -> None:
    frame = opened(page, address, "data=precise")
    frame.evaluate("dateline.map.setView([34.6, 36.9], 8, {animate: false})")
    frame.evaluate(SETTLE)
    aleppo, damascus = (frame.evaluate(MARK, name) for name in ("Aleppo", "Damascus"))
    assert (aleppo["sure"], aleppo["n"]) == (0, 1)
    assert (damascus["sure"], damascus["n"]) == (1, 2)
    frame.evaluate("dateline.setRange('2024-12-05', '2024-12-07')")
    frame.evaluate(SETTLE)
    assert frame.evaluate(MARK, "Damascus")["sure"] == 1


@pytest.mark.browser
def test_marks_count_every_event_once(page: Page, address: str) -> None:
    frame = opened(page, address, "data=levant")
    shown = frame.evaluate(
        "dateline.shown + dateline.result.undated.filter((i) => dateline.columns.place[i] !== "
        "DL.NO_PLACE).length"
    )
    for zoom in (2, 2.5):
        frame.evaluate(f"dateline.map.setView([25, 100], {zoom}, {{animate: false}})")
        frame.evaluate(SETTLE)
        assert frame.evaluate("dateline.hits.reduce((sum, hit) => sum + hit.n, 0)") == shown


@pytest.mark.browser
def test_events_at_one_place_fan_out_and_are_walked(page: Page, frame: Frame) -> None:
    frame.evaluate("dateline.map.setView([34.73, 36.72], 8, {animate: false})")
    frame.wait_for_function("dateline.hits.length > 3 && dateline.details.rows.size > 3")
    one = frame.evaluate(MARK, "Homs")
    frame.evaluate("(mark) => dateline.layer.fire('open', {mark})", one)
    frame.evaluate(SETTLE)
    fan = frame.evaluate("dateline.hits.filter((h) => h.index !== undefined)")
    assert len(fan) == one["n"]
    gaps = [(a["x"] - b["x"]) ** 2 + (a["y"] - b["y"]) ** 2 for a in fan for b in fan if a is not b]
    assert min(gaps) > 13**2
    last = fan[-1]
    box = frame.locator(".dl-stage").bounding_box()
    assert box
    page.mouse.click(box["x"] + last["x"], box["y"] + last["y"])
    assert frame.evaluate("dateline.state.selected") == last["index"]
    expect(frame.get_by_role("complementary")).to_contain_text(f"of {one['n']} here")
    frame.locator("canvas.dl-events").focus()
    for key in ("ArrowDown", "ArrowLeft", "ArrowUp"):
        page.keyboard.press(key)
    expect(frame.locator(".dl-tip")).to_be_visible()
    page.keyboard.press("Escape")
    frame.evaluate(SETTLE)
    assert frame.evaluate("dateline.layer.fan") is None
    assert frame.evaluate("dateline.hits.every((h) => h.index === undefined)")


@pytest.mark.browser
def test_long_fans_say_what_they_leave_out(frame: Frame) -> None:
    places = frame.evaluate("DL.fanPlaces(40, 12)")
    assert len(places) == 40
    near = min(
        (ax - bx) ** 2 + (ay - by) ** 2
        for k, (ax, ay) in enumerate(places)
        for bx, by in places[:k]
    )
    assert near > 15**2


@pytest.mark.browser
def test_runners_up_are_faint_marks(page: Page, frame: Frame, desk: Desk) -> None:
    frame.evaluate("dateline.select(dateline.result.shown[0])")
    frame.wait_for_function("dateline.layer.others.length === 1")
    assert frame.evaluate("dateline.layer.others[0].name") == "Seydnaya"


# Marks copied as pixels beside the same marks drawn as shapes: how many of their pixels differ
# by more than a shade, and how many there are; then the same against a mark with another share.
PLATE = """(wrong) => {
  const looks = [[9, 0, 0], [0, 16, 0], [1, 0, 0], [30, 20, 14], [5, 3, 0], [700, 300, 1500]];
  const colours = DL.colours();
  const canvas = () => Object.assign(document.createElement("canvas"), {width: 480, height: 320})
    .getContext("2d", {willReadFrequently: true});
  const [copied, drawn] = [canvas(), canvas()];
  const plate = new DL.Plate();
  plate.open(480, 320, 1, colours);
  looks.forEach(([event, reported, photo], k) => {
    for (const square of [false, true]) {
      for (const sure of [0, 1]) {
        const mark = {x: 40 + 80 * k, y: 40 + 80 * (2 * square + sure), sure, square,
          byRole: DL.ROLES.map((role) => ({event, "reported-on": reported, photo})[role] || 0)};
        plate.mark(mark);
        if (wrong) mark.byRole.reverse();
        DL.drawMark(drawn, mark, colours);
      }
    }
  });
  plate.put(copied);
  const [a, b] = [copied, drawn].map((g) => g.getImageData(0, 0, 480, 320).data);
  let differ = 0, ink = 0;
  for (let k = 0; k < a.length; k += 4) {
    if (a[k + 3] || b[k + 3]) ink++;
    const far = [0, 1, 2].map((c) => Math.abs(a[k + c] * a[k + 3] - b[k + c] * b[k + 3]) / 255);
    if (Math.max(...far) > 96) differ++;
  }
  return [differ, ink];
}"""
# A range that moves in every frame; then the first row of the list, and what it should be.
SLIDE = """async () => {
  for (let k = 0; k < 30; k++) {
    const from = DL.days.fromIso("2024-11-01") + k;
    dateline.change({from, to: from + 30});
    await new Promise(requestAnimationFrame);
  }
  const {list} = dateline.room;
  const first = () => Number(document.querySelector(".dl-row").dataset.index);
  while (first() !== list.at(0)) await new Promise(requestAnimationFrame);
  return [first(), dateline.result.shown[dateline.result.shown.length - 1]];
}"""


@pytest.mark.browser
def test_marks_of_ready_pixels_are_those_that_are_drawn(page: Page, address: str) -> None:
    frame = opened(page, address, "data=levant")
    differ, ink = frame.evaluate(PLATE, False)
    assert ink > 15_000
    assert differ < 0.05 * ink
    assert frame.evaluate(PLATE, True)[0] > 0.1 * ink
    first, newest = frame.evaluate(SLIDE)
    assert first == newest


@pytest.mark.browser
def test_marks_leave_each_other_room(page: Page, address: str) -> None:
    frame = opened(page, address, "data=many")
    nearest = frame.evaluate("""Math.min(...dateline.hits.map((a, k) => Math.min(...dateline.hits
      .filter((_, j) => j > k).map((b) => Math.hypot(a.x - b.x, a.y - b.y) / (a.r + b.r)))))""")
    assert frame.evaluate("dateline.hits.length") > 30
    assert nearest > 0.7
