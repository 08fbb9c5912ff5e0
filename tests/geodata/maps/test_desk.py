"""The desk in a real browser: one state, three rooms, and nothing that report text could do."""

import datetime as dt
import random

import pytest
from playwright.sync_api import Frame, Page, expect

from geodata.maps import event_columns
from geodata.model import DateRole
from geodata.query import EventQuery, Mode
from geodata.shown import visible
from tests.geodata.maps.conftest import opened
from tests.geodata.maps.sample import HOSTILE
from tests.geodata.maps.server import Desk

pytestmark = pytest.mark.browser

VIEW = "JSON.stringify([dateline.map.getCenter(), dateline.map.getZoom()])"
SHOWN = "[dateline.shown, dateline.result.undated.length, dateline.result.unplaced.length]"


def settle(frame: Frame) -> None:
    """Wait until two frames have been drawn."""
    frame.evaluate("new Promise(r => requestAnimationFrame(() => requestAnimationFrame(r)))")


def mark(frame: Frame, name: str) -> dict[str, float]:
    """Return where the mark of the first event with this toponym lies, in the page."""
    found: dict[str, float] = frame.evaluate(
        """async (name) => {
          const all = [...Array(dateline.total).keys()];
          dateline.details.want("test", all);
          while (dateline.details.rows.size < all.length)
            await new Promise(requestAnimationFrame);
          const index = all.find((i) => dateline.details.get(i).toponym === name);
          const cluster = dateline.layer.clusters.of[dateline.columns.place[index]];
          const {x, y, r, n} = dateline.hits.find((h) => h.cluster === cluster);
          const box = document.querySelector(".dl-stage").getBoundingClientRect();
          const outer = window.frameElement.getBoundingClientRect();
          return {x: x + box.left + outer.left, y: y + box.top + outer.top, r, n};
        }""",
        name,
    )
    return found


def test_counts_add_up(frame: Frame, desk: Desk) -> None:
    total = len(desk.frames["levant"])
    frame.evaluate("dateline.change({roles: DL.ROLES.filter((role) => role)})")
    settle(frame)
    assert sum(frame.evaluate(SHOWN)) == total == frame.evaluate("dateline.total")
    marks = frame.evaluate("dateline.layer.hits.reduce((sum, hit) => sum + hit.n, 0)")
    assert 0 < marks <= total


def test_filter_follows_the_query(page: Page, address: str, desk: Desk) -> None:
    frame = opened(page, address, "data=odd")
    events, columns = desk.frames["odd"], desk.columns["odd"]
    rng = random.Random(5)
    roles = list(DateRole)
    for _ in range(40):
        first, last = sorted(dt.date(2024, 1, 1) + dt.timedelta(rng.randrange(120)) for _ in "ab")
        query = EventQuery(
            date_from=rng.choice([first, None]),
            date_to=rng.choice([last, None]),
            mode=rng.choice(list(Mode)),
            roles=frozenset(rng.sample(roles, rng.randint(1, 5))),
        )
        asked = {
            "from": query.date_from and query.date_from.isoformat(),
            "to": query.date_to and query.date_to.isoformat(),
            "mode": str(query.mode),
            "roles": [str(role) for role in query.roles],
        }
        got = frame.evaluate(
            """({from, to, mode, roles}) => {
              const {fromIso} = DL.days;
              const r = dateline.columns.filter(
                {from: fromIso(from), to: fromIso(to), mode, roles, undated: true});
              return [...r.shown, ...r.undated, ...r.unplaced];
            }""",
            asked,
        )
        rows = columns.order[sorted(got)]
        assert sorted(rows) == query.mask(events).nonzero()[0].tolist(), asked


# Moves the range by steps, in every mode, and compares what was counted on the way with a whole
# count at the same place; returns the first difference.
SLIDE = """(seed) => {
  const {columns, layer} = dateline;
  const {tally} = columns;
  let drawn = seed;
  const random = (n) => (drawn = (drawn * 48271) % 2147483647) % n;
  const told = (result) => JSON.stringify([result.n, result.none, result.byRole, [...result.shown],
    [...result.undated], [...result.unplaced], [...tally.counts], [...tally.sure],
    [...tally.total], [...tally.marks.sums], [...tally.marks.sure], [...tally.marks.filled],
    [...tally.marks.points], [...tally.total].map((n, p) => (n ? tally.newest(p) : null))]);
  tally.group(layer.clusters);
  const day = DL.days.fromIso("2023-12-20");
  let wholes = 0;
  const whole = tally._whole.bind(tally);
  tally._whole = (...given) => { wholes += 1; whole(...given); };
  for (const mode of ["certain", "map", "possible"]) {
    for (const roles of [DL.ROLES.slice(1), ["event", "photo"]]) {
      let [from, to] = [day, day + 20];
      for (let k = 0; k < 40; k++) {
        from = k % 13 ? Math.max(day, Math.min(day + 120, from - 9 + random(19))) : null;
        to = k % 11 ? Math.max(from || day, from + 5 + random(30)) : null;
        const state = {from, to, mode, roles, undated: true};
        const slid = told(tally.of(state));
        tally.asked = null;
        if (slid !== told(tally.of(state))) return {state, k};
      }
    }
  }
  return wholes === 6 * (40 + 1) ? null : {wholes};
}"""


def test_a_range_that_slides_counts_what_a_whole_count_does(page: Page, address: str) -> None:
    frame = opened(page, address, "data=odd")
    assert frame.evaluate(SLIDE, 7) is None


def test_brushing_moves_all_rooms_and_tells_the_page(page: Page, frame: Frame) -> None:
    view = frame.evaluate(VIEW)
    before = frame.evaluate("dateline.shown")
    handle = frame.locator(".dl-handle[data-end=from]").bounding_box()
    track = frame.locator(".dl-track").bounding_box()
    assert handle
    assert track
    page.mouse.move(handle["x"] + 8, handle["y"] + 20)
    page.mouse.down()
    page.mouse.move(track["x"] + track["width"] * 0.8, handle["y"] + 20, steps=8)
    settle(frame)
    during = frame.evaluate("dateline.shown")
    page.mouse.up()
    assert 0 < during < before
    start = frame.evaluate("DL.days.toIso(dateline.state.from)")
    expect(frame.locator(".dl-range")).to_contain_text("From")
    expect(frame.get_by_role("tab", name="Events")).to_contain_text(str(during))
    frame.wait_for_function("window.told.length && told[told.length - 1].properties.dateline.from")
    told = frame.evaluate("told[told.length - 1].properties.dateline")
    assert told["from"] == start
    assert (told["to"], told["mode"], told["revision"]) == (None, "possible", 1)
    assert frame.evaluate(VIEW) == view


def test_handles_obey_the_keyboard(frame: Frame) -> None:
    frame.evaluate("dateline.setRange('2024-12-01', '2024-12-08')")
    settle(frame)
    first = frame.get_by_role("slider", name="First day")
    last = frame.get_by_role("slider", name="Last day")
    first.press("ArrowRight")
    last.press("ArrowLeft")
    expect(first).to_have_attribute("aria-valuetext", "2 December 2024")
    expect(last).to_have_attribute("aria-valuetext", "7 December 2024")
    first.press("PageUp")
    expect(first).to_have_attribute("aria-valuetext", "7 December 2024")
    first.press("Home")
    settle(frame)
    low = frame.evaluate("dateline.timeline.domain[0]")
    assert frame.evaluate("dateline.state.from") == low
    expect(frame.locator(".dl-range")).to_contain_text("7 December 2024")


def test_chips_modes_and_presets(frame: Frame) -> None:
    n = frame.evaluate("dateline.result.byRole['reported-on']")
    chip = frame.locator(".dl-chip", has_text="Reported on")
    expect(chip).to_contain_text(str(n))
    before = frame.evaluate("dateline.shown + dateline.result.unplaced.length")
    chip.click()
    settle(frame)
    assert frame.evaluate("dateline.shown + dateline.result.unplaced.length") == before - n
    expect(chip).to_have_attribute("aria-pressed", "false")
    expect(chip).to_contain_text(str(n))
    frame.get_by_role("button", name="7 days").click()
    expect(frame.locator(".dl-range")).to_have_text("6–12 December 2024")
    frame.evaluate("dateline.setRange('2024-12-08', '2024-12-08')")
    settle(frame)
    possible = frame.evaluate("dateline.shown")
    frame.get_by_role("button", name="certain").click()
    settle(frame)
    assert frame.evaluate("dateline.shown") < possible
    frame.get_by_role("button", name="all", exact=True).click()
    expect(frame.locator(".dl-range")).to_have_text("All dates")


def test_the_range_slides_by_key(frame: Frame) -> None:
    frame.evaluate("dateline.setRange('2024-12-01', '2024-12-03')")
    settle(frame)
    window = frame.get_by_role("slider", name="The range")
    expect(window).to_have_attribute("aria-valuetext", "1–3 December 2024")
    for key, words in (
        ("ArrowRight", "2–4 December 2024"),
        ("Shift+ArrowRight", "5–7 December 2024"),
        ("ArrowLeft", "4–6 December 2024"),
    ):
        window.press(key)
        expect(window).to_have_attribute("aria-valuetext", words)
    for key, edge in (("End", "[1]"), ("Home", "[0]")):
        window.press(key)
        settle(frame)
        side = "to" if key == "End" else "from"
        assert frame.evaluate(f"dateline.state.{side} === dateline.timeline.domain{edge}")
        assert frame.evaluate("dateline.state.to - dateline.state.from") == 2


def test_a_bar_says_its_days_and_numbers(page: Page, frame: Frame) -> None:
    at = frame.evaluate("dateline.timeline.x(DL.days.fromIso('2024-12-08')) + 3")
    track = frame.locator(".dl-track").bounding_box()
    assert track
    page.mouse.move(track["x"] + at, track["y"] + 20)
    tip = frame.locator(".dl-bar-tip")
    expect(tip).to_contain_text("8 Dec 2024")
    expect(tip).to_contain_text("Reported on")


def test_days_are_said_in_the_pages_language(frame: Frame) -> None:
    said = frame.evaluate(
        """["en", "fr", "uk", "ar"].map((language) => {
          DL.speak(language);
          const day = DL.days.fromIso("2024-12-08");
          return [DL.days.words(day), DL.days.rangeWords(day, day + 3), DL.days.words(day, true)];
        })"""
    )
    assert said[0] == ["8 December 2024", "8–11 December 2024", "8 Dec 2024"]
    assert said[1][0] == "8 décembre 2024"
    assert "грудня" in said[2][0]
    assert "2024" in said[3][0]


def test_play_goes_faster_and_slower(frame: Frame) -> None:
    speed = frame.locator(".dl-speed")
    for words in ("1×", "2×", "4×", "½×", "1×"):
        expect(speed).to_have_text(words)
        expect(speed).to_have_attribute("aria-label", f"Speed {words}")
        speed.click()


def test_play_slides_the_range_to_the_end(page: Page, frame: Frame) -> None:
    frame.evaluate("dateline.setRange('2024-12-01', '2024-12-03')")
    frame.get_by_role("button", name="Play").click()
    frame.wait_for_function("DL.days.toIso(dateline.state.from) > '2024-12-01'")
    frame.get_by_role("button", name="Pause").click()
    assert frame.evaluate("dateline.state.to - dateline.state.from") == 2


def test_a_click_opens_the_card_beside_the_mark(page: Page, frame: Frame) -> None:
    for name in ("Deir ez-Zor", "Daraa"):
        at = mark(frame, name)
        page.mouse.click(at["x"], at["y"])
        card = frame.get_by_role("complementary")
        expect(card.get_by_role("heading")).to_be_visible()
        expect(card.locator(".dl-name")).to_have_text(name)
        box = card.bounding_box()
        assert box
        outside = (
            at["x"] < box["x"] or at["x"] > box["x"] + box["width"]
            or at["y"] < box["y"] or at["y"] > box["y"] + box["height"]
        )  # fmt: skip
        assert outside, name
    frame.wait_for_function("told.length && told[told.length - 1].properties.dateline.selected_id")
    card.get_by_role("button", name="Event after").click()
    expect(card).to_contain_text("2 of")
    card.get_by_role("button", name="Event after").focus()
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    assert frame.evaluate("dateline.state.selected") is None


def test_hover_says_place_and_date(page: Page, frame: Frame) -> None:
    at = mark(frame, "Sednaya")
    page.mouse.move(at["x"], at["y"])
    expect(frame.locator(".dl-tip")).to_have_text("Sednaya · reported on 8 Dec 2024")


def test_marks_are_walked_by_keyboard(page: Page, frame: Frame) -> None:
    frame.locator("canvas.dl-events").focus()
    page.keyboard.press("ArrowDown")
    expect(frame.locator(".dl-tip")).to_be_visible()
    one = frame.evaluate("dateline.layer.focused")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert frame.evaluate("dateline.layer.focused") != one
    page.keyboard.press("Enter")
    expect(frame.get_by_role("complementary")).to_be_visible()


def test_the_list_selects_and_is_walked(page: Page, frame: Frame) -> None:
    row = frame.locator(".dl-row", has_text="Trains to Aleppo")
    row.click()
    expect(row).to_have_attribute("aria-current", "true")
    expect(frame.get_by_role("complementary").locator(".dl-day")).to_have_text(
        "January 2025 (planned)"
    )
    page.keyboard.press("ArrowDown")
    assert frame.evaluate("document.activeElement.parentNode.ariaPosInSet") == "2"
    frame.get_by_role("tab", name="Not placed").click()
    expect(frame.locator(".dl-row", has_text="Qamhane")).to_be_visible()
    expect(frame.locator(".dl-row", has_text="Tell Sultan")).to_contain_text("undated")
    frame.get_by_role("tab", name="Undated").click()
    expect(frame.locator(".dl-row")).to_have_count(1)


def test_long_lists_fetch_only_what_is_seen(page: Page, address: str, desk: Desk) -> None:
    desk.asked.clear()
    page.goto(f"{address}?data=many")
    frame = page.frames[1]
    frame.wait_for_function("window.dateline && dateline.ready")
    frame.wait_for_function("document.querySelector('.dl-row .dl-date')")
    assert frame.evaluate("dateline.shown") == 20_000
    assert frame.locator(".dl-row").count() < 20
    frame.evaluate("dateline.list.scroller.scrollTop = 1e9")
    frame.wait_for_function("document.querySelector('[data-index=\"0\"] .dl-date')")
    assert frame.locator(".dl-row").last.get_attribute("data-index") == "0"
    assert sum(map(len, desk.asked)) < 400
    assert max(map(len, desk.asked)) <= 40


# Letters that turn what follows, in any text or label of the desk or name on its map.
TURNING = """[document.body.innerText, dateline.rooms.tip.textContent,
  ...[...document.querySelectorAll("[aria-label]")].map((node) => node.getAttribute("aria-label")),
  ...[...dateline.details.rows.values()].map(DL.mapName)]
  .filter((text) => /[\\u202a-\\u202e\\u2066-\\u2069]/.test(text)).length"""


def test_report_text_is_inert(page: Page, address: str) -> None:
    frame = opened(page, address, "data=hostile")
    expect(frame.locator(".dl-row")).to_have_count(len(HOSTILE))
    for index in range(len(HOSTILE)):
        frame.evaluate("(index) => dateline.select(index)", index)
        expect(frame.locator(".dl-card h3")).to_have_text(visible(HOSTILE[index]))
    # Letters that would turn the line around are written out; what goes out is exact.
    expect(frame.locator(".dl-card h3")).to_have_text("\\u202eright to left")
    assert "\\u202eright" in (frame.locator(".dl-card").get_attribute("aria-label") or "")
    assert frame.evaluate("dateline.details.get(dateline.state.selected).toponym") == HOSTILE[-1]
    assert not frame.evaluate(TURNING)
    frame.evaluate("dateline.layer.fire('point', {mark: dateline.hits[0], newest: 0})")
    settle(frame)
    shown = frame.locator(".dl-row .dl-toponym").all_text_contents()
    assert sorted(shown) == sorted(map(visible, HOSTILE))
    assert not frame.evaluate(TURNING)
    assert frame.evaluate("document.querySelectorAll('.dl-desk img, .dl-desk script').length") == 0
    assert frame.evaluate("[window.stolen, parent.stolen]") == [None, None]
    assert frame.locator(".dl-card a").count() == 0


def test_news_reaches_the_desk_without_a_new_map(frame: Frame, desk: Desk) -> None:
    frame.evaluate("window.same = dateline.map")
    frame.evaluate(
        """dateline.update({data_url: "../../api/hostile.bin", revision: 2, theme: "dark",
             details_url: "../../api/hostile/details", state: {from: "2024-12-06", selected: 3}})"""
    )
    frame.wait_for_function("dateline.total === 8")
    expect(frame.locator(".dl-card h3")).to_have_text(HOSTILE[3])
    assert frame.evaluate("dateline.map === window.same")
    assert frame.evaluate("document.documentElement.dataset.theme") == "dark"
    assert frame.evaluate("DL.days.toIso(dateline.state.from)") == "2024-12-06"


def test_an_older_state_is_not_adopted(frame: Frame) -> None:
    frame.evaluate("dateline.setRange('2024-12-01', '2024-12-02')")
    seq = frame.evaluate("dateline.seq")
    for given, expected in ((seq - 1, "2024-12-01"), (seq, "2024-11-05")):
        frame.evaluate("(seq) => dateline.update({state: {from: '2024-11-05', seq}})", given)
        assert frame.evaluate("DL.days.toIso(dateline.state.from)") == expected


def test_the_layers_of_a_link_are_shown_and_told(frame: Frame) -> None:
    frame.evaluate("dateline.update({state: {layer: 'heat', way: 'date', seq: dateline.seq}})")
    frame.wait_for_function("dateline.told && dateline.told.layer === 'heat'")
    assert frame.evaluate("[dateline.view, dateline.told.way, dateline.layer.points]") == [
        "heat", "date", False]  # fmt: skip
    frame.evaluate("dateline.update({state: {layer: '<b>', way: 'constructor', seq: 1e9}})")
    assert frame.evaluate("[dateline.view, dateline.parts.layers.order]") == ["heat", "date"]
    frame.evaluate("dateline.look('points')")
    frame.wait_for_function("dateline.told.layer === 'points'")


def test_the_frame_fills_the_window_and_stacks_on_a_phone(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    frame = opened(page, address)
    assert page.evaluate("document.documentElement.scrollHeight") == 844
    tops = [
        box["y"]
        for room in (".dl-stage", ".dl-time", ".dl-list")
        if (box := frame.locator(room).bounding_box())
    ]
    assert tops == sorted(tops)
    assert len(tops) == 3
    at = mark(frame, "Daraa")
    page.mouse.click(at["x"], at["y"])
    card = frame.get_by_role("complementary")
    expect(card).to_be_visible()
    settle(frame)
    box = card.bounding_box()
    assert box
    assert mark(frame, "Daraa")["y"] < box["y"]


def test_columns_are_read_as_written(frame: Frame, desk: Desk) -> None:
    columns = event_columns(desk.frames["levant"])
    for name, ours in (("start", columns.start), ("end", columns.end), ("place", columns.place),
                       ("role", columns.role), ("placedAs", columns.placed_as),
                       ("score", columns.score)):  # fmt: skip
        assert frame.evaluate("(name) => [...dateline.columns[name]]", name) == ours.tolist()


def test_typefaces_are_the_pages_own(page: Page, frame: Frame) -> None:
    page.evaluate(
        "document.head.append(Object.assign(document.createElement('style'), {textContent:"
        '\'@font-face { font-family: "Source Serif"; src: local("Noto Serif"); }\'}))'
    )
    frame.evaluate("DL.borrowFonts()")
    assert frame.evaluate("[...document.fonts].map(f => f.family)") == ["Source Serif"]


def test_an_empty_desk_fills_up(page: Page, address: str) -> None:
    page.goto(f"{address}?data=empty")
    frame = page.frames[1]
    frame.wait_for_function("window.dateline && dateline.ready")
    expect(frame.locator(".dl-nothing")).to_contain_text("Nothing here yet. Add reports")
    frame.get_by_role("button", name="7 days").click()
    frame.get_by_role("button", name="Play").click()
    frame.get_by_role("button", name="Show all events").click()
    expect(frame.get_by_role("slider")).to_have_count(0)
    zoom = frame.evaluate("dateline.map.getZoom()")
    frame.evaluate("""dateline.update({data_url: "../../api/levant.bin", revision: 2,
                        details_url: "../../api/levant/details"})""")
    frame.wait_for_function("dateline.shown > 0")
    assert frame.evaluate("dateline.map.getZoom()") > zoom
