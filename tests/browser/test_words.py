"""The words' room in a real browser on a real server: find, read, decide, look, save, share."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Frame, Page, expect

from geodata.ingest import ingest, paste
from geodata.model import Event, Report
from geodata.pipeline import Geoparser
from geodata.readers import read_text
from geodata.store import open_store
from tests.browser.conftest import Server, desk
from tests.chromium import watched

pytestmark = pytest.mark.browser

DAY = dt.date(2024, 12, 11)
BOOK = "\n".join(
    f"Line {k}: nothing of note was written down in all that time." for k in range(14_000)
)
NOWHERE = "The road to Qxzville in Syria was cut on Monday. Aleppo was quiet. Damascus waited."
REPORTS = (
    "Two towns\n\nDecember 9, 2024\n\nPeople walked from Homs on Sunday, and Homs was calm.",
    "عودة النازحين\n\n12 ديسمبر 2024\n\nعاد مئات النازحين إلى حمص يوم الأربعاء، says the BBC.",
    f"What nobody knows\n\nDecember 10, 2024\n\n{NOWHERE}",
)


def book(geoparser: Geoparser) -> tuple[Report, list[Event]]:
    """Return a megabyte with a name at its end; only what has names is geoparsed."""
    parsed = geoparser.geoparse(read_text("On Tuesday a convoy reached Palmyra.", published=DAY))
    front = f"A book about Damascus\n\n{BOOK}\n\n"
    whole = read_text(front + parsed.report.text, title="A book about Damascus", published=DAY)
    return whole, [moved(event, len(front)) for event in parsed.events]


def moved(event: Event, by: int) -> Event:
    """Return an event whose words stand further down."""
    found = event.resolution
    toponym = replace(found.toponym, start=found.toponym.start + by, end=found.toponym.end + by)
    first, last = event.date_start_char, event.date_end_char
    return replace(
        event,
        resolution=replace(found, toponym=toponym),
        sentence_start=event.sentence_start + by,
        date_start_char=None if first is None else first + by,
        date_end_char=None if last is None else last + by,
    )


@pytest.fixture(scope="module")
def server(
    tmp_path_factory: pytest.TempPathFactory,
    launch: Callable[..., Server],
    geoparser: Geoparser,
) -> Iterator[Server]:
    """A server with reports of our own, one of them a megabyte long."""
    folder = tmp_path_factory.mktemp("words")
    with open_store(
        f"sqlite:///{folder / 'store.gpkg'}",
        country_name=geoparser.gazetteer.country_name,
        admin1_name=geoparser.gazetteer.admin1_name,
    ) as store:
        list(ingest([paste(text) for text in REPORTS], store, geoparser))
        store.save(*book(geoparser))
    running = launch(folder, "--store", f"sqlite:///{folder / 'store.gpkg'}")
    yield running
    running.stop()
    assert running.outside_calls() == ""


def opened(page: Page, server: Server, link: str = "") -> Frame:
    page.goto(server.url + link)
    frame = desk(page)
    frame.wait_for_function("dateline.list.rows.querySelector('.dl-sentence')")
    return frame


def choose(frame: Frame, toponym: str) -> None:
    """Open the card of the first event with this name."""
    frame.locator(".dl-row", has=frame.locator(f".dl-toponym:text-is('{toponym}')")).first.click()
    expect(frame.locator(".dl-card .dl-verbs")).to_be_visible()


def test_reading_follows_the_map_and_the_map_the_reading(page: Page, server: Server) -> None:
    frame = opened(page, server)
    frame.get_by_role("tab", name="Reports").click()
    expect(frame.get_by_role("tab", name="Reports")).to_contain_text(str(len(REPORTS) + 1))
    frame.locator(".dl-report", has_text="Two towns").click()
    names = frame.locator(".dl-text .dl-name", has_text="Homs")
    expect(names).to_have_count(2)
    assert len({names.nth(k).get_attribute("data-index") for k in range(2)}) == 2
    expect(frame.locator(".dl-text .dl-when").first).to_contain_text("Sunday")
    names.nth(1).click()
    expect(names.nth(1)).to_have_attribute("aria-current", "true")
    expect(frame.locator(".dl-card h3")).to_have_text("Homs")
    marked = frame.locator(".dl-card blockquote")
    before = marked.evaluate(
        "node => node.querySelector('.dl-name').previousSibling.textContent.includes('Homs')"
    )
    assert before or marked.locator(".dl-name").count() == 1
    # Another report's event opens that report at its words.
    index = names.nth(0).get_attribute("data-index")
    frame.evaluate(
        """async (homs) => {
          for (let i = 0; i < dateline.total; i++) {
            const row = await dateline.details.of(i);
            if (row.toponym === "Palmyra") return dateline.select(i);
          }
        }""",
        index,
    )
    expect(frame.locator(".dl-reader h3")).to_have_text("A book about Damascus")
    palmyra = frame.locator(".dl-text .dl-name[aria-current]")
    expect(palmyra).to_have_text("Palmyra")
    expect(palmyra).to_be_in_viewport()


def test_a_book_is_read_in_a_window(page: Page, server: Server) -> None:
    frame = opened(page, server)
    frame.get_by_role("tab", name="Reports").click()
    frame.locator(".dl-report", has_text="A book about").click()
    frame.wait_for_selector(".dl-text p")
    paragraphs = ".dl-text p"
    assert frame.locator(paragraphs).count() < 700
    assert frame.evaluate("document.querySelector('.dl-text').scrollHeight") > 100_000
    frame.evaluate("document.querySelector('.dl-text').scrollTop = 1e9")
    expect(frame.locator(".dl-text .dl-name", has_text="Palmyra")).to_be_visible()
    assert frame.locator(paragraphs).count() < 900
    whole = frame.evaluate(
        """async () => {
          const {reportId, blocks} = dateline.room.reports.reader;
          const {text} = await dateline.api.get(`${dateline.revision}/report/${reportId}`);
          return blocks.map((block) => block.words).join("") === text;
        }"""
    )
    assert whole


def test_right_to_left_text_stands_by_itself(page: Page, server: Server) -> None:
    frame = opened(page, server)
    frame.get_by_role("tab", name="Reports").click()
    frame.locator(".dl-report", has_text="عودة النازحين").click()
    paragraph = frame.locator(".dl-text p", has_text="مئات")
    assert paragraph.evaluate("node => getComputedStyle(node).direction") == "rtl"
    assert paragraph.evaluate("node => node.textContent").endswith("says the BBC.")
    expect(paragraph.locator(".dl-name").first).to_have_text("حمص")


def test_a_search_and_a_facet_are_one_query_in_the_link(
    page: Page, context: BrowserContext, server: Server
) -> None:
    frame = opened(page, server)
    whole = frame.evaluate("dateline.shown")
    frame.get_by_label("Search words, places, sources").fill("homs")
    # Whoever is quicker than the search loses no word.
    for _ in "ab":
        frame.get_by_role("button", name="Filter").click()
    frame.wait_for_function(f"dateline.shown < {whole}")
    found = frame.evaluate("dateline.shown")
    frame.get_by_role("button", name="Filter").click()
    report = frame.locator(".dl-facet", has_text="Report").locator("label", has_text="Two towns")
    n = int(report.locator("b").inner_text())
    report.locator("input").check()
    frame.wait_for_function(f"dateline.shown === {n}")
    assert 0 < n <= found
    # What the page's table shows is the same.
    expect(page.get_by_role("heading", name="Table")).to_contain_text(f"Table: {n} of")
    page.wait_for_url("**q=homs**")
    assert "reports=" in page.url
    other = context.new_page()
    faults = watched(other, server.url)
    shared = opened(other, server, page.url.removeprefix(server.url))
    assert shared.evaluate("dateline.shown") == n
    expect(shared.get_by_label("Search words, places, sources")).to_have_value("homs")
    other.close()
    assert not faults
    frame.get_by_role("button", name="Close", exact=True).first.click()
    frame.get_by_role("button", name="Clear all").click()
    frame.wait_for_function(f"dateline.shown === {whole}")


def test_facets_follow_the_query(page: Page, server: Server) -> None:
    frame = opened(page, server)
    for find in (
        {"cc": "SY", "unplaced": "0"},
        {"written": "ar"},
        {"written": "en", "cc": "SY", "unplaced": "0"},
        {"place": "populated place|country"},
        {"date": "day", "status": "auto"},
    ):
        frame.evaluate("(find) => dateline.adoptParams({...find, mode: 'possible'})", find)
        listed = (
            "[...dateline.result.shown, ...dateline.result.undated, ...dateline.result.unplaced]"
        )
        ids = frame.evaluate(
            f"""async () => {{
              await new Promise((r) => requestAnimationFrame(() => requestAnimationFrame(r)));
              const rows = await Promise.all({listed}.map((i) => dateline.details.of(i)));
              return rows.map((row) => row.event_id).sort();
            }}"""
        )
        feed = frame.evaluate(
            """async (find) => {
              const params = new URLSearchParams(find);
              const answer = await fetch(`${dateline.api.base}export/a.geojson?${params}`);
              return (await answer.json()).features.map((f) => f.properties.event_id).sort();
            }""",
            find,
        )
        assert ids == feed, find
        assert ids


def test_a_view_is_saved_and_used_again(page: Page, server: Server) -> None:
    frame = opened(page, server)
    frame.evaluate("dateline.adoptParams({from: '2024-12-07', to: '2024-12-08', q: 'homs'})")
    frame.wait_for_function("dateline.params().q === 'homs'")
    frame.get_by_role("button", name="Views").click()
    frame.get_by_label("Name of this view").fill("Homs, <b>that</b> weekend")
    frame.get_by_role("button", name="Save").click()
    expect(frame.locator(".dl-view")).to_have_text("Homs, <b>that</b> weekend")
    frame = opened(page, server)
    frame.get_by_role("button", name="Views").click()
    frame.locator(".dl-view").click()
    frame.wait_for_function(
        "dateline.params().from === '2024-12-07' && dateline.params().q === 'homs'"
    )
    expect(frame.locator(".dl-panel")).to_be_hidden()


def test_a_place_is_put_right_for_every_mention_and_taken_back(page: Page, server: Server) -> None:
    frame = opened(page, server)
    choose(frame, "Homs")
    frame.get_by_role("button", name="Change place").click()
    frame.get_by_label("Search the gazetteer").fill("Idlib")
    frame.get_by_label("For", exact=True).select_option("report")
    frame.locator(".dl-found button", has_text="city").first.click()
    said = frame.locator(".dl-said")
    expect(said).to_contain_text("2 events")
    # The view has not jumped, the card shows the new place and its history.
    expect(frame.locator(".dl-card h3")).to_have_text("Idlib")
    frame.locator(".dl-history summary").click()
    expect(frame.locator(".dl-history")).to_contain_text("Homs")
    expect(frame.locator(".dl-history")).to_contain_text("desk")
    page.keyboard.press("Control+z")
    expect(said).to_contain_text("Taken back")
    expect(frame.locator(".dl-card h3")).to_have_text("Homs")
    said.get_by_role("button", name="Redo").click()
    expect(frame.locator(".dl-card h3")).to_have_text("Idlib")
    page.keyboard.press("Control+z")
    expect(frame.locator(".dl-card h3")).to_have_text("Homs")


def test_a_point_is_set_on_the_map_by_keyboard(page: Page, server: Server) -> None:
    frame = opened(page, server)
    choose(frame, "Aleppo")
    frame.get_by_role("button", name="Change place").click()
    frame.get_by_role("button", name="Set on the map").click()
    expect(frame.locator(".dl-aim")).to_be_visible()
    centre = frame.evaluate("dateline.map.getCenter()")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(frame.locator(".dl-said")).to_contain_text("placed")
    expect(frame.locator(".dl-aim")).to_have_count(0)
    row = frame.evaluate("dateline.details.get(dateline.state.selected)")
    assert row["lat"] > centre["lat"]
    assert abs(row["lon"] - centre["lng"]) < 1e-3
    assert row["status"] == "corrected"
    frame.locator(".dl-said").get_by_role("button", name="Undo").click()
    expect(frame.locator(".dl-card h3")).to_have_text("Aleppo")


def test_a_date_is_changed_with_its_role(page: Page, server: Server) -> None:
    frame = opened(page, server)
    choose(frame, "Aleppo")
    frame.get_by_role("button", name="Change date").click()
    frame.locator(".dl-days input").first.fill("2025-02-03")
    frame.locator(".dl-days input").last.fill("2025-02-01")
    frame.get_by_label("It", exact=True).select_option("planned")
    use = frame.locator(".dl-editor").get_by_role("button", name="Use")
    use.click()
    expect(frame.get_by_role("alert")).to_contain_text("before the first")
    frame.locator(".dl-days input").last.fill("2025-02-04")
    use.click()
    expect(frame.locator(".dl-day")).to_contain_text("3–4 February 2025 (planned)")
    frame.locator(".dl-said").get_by_role("button", name="Undo").click()
    expect(frame.locator(".dl-day")).not_to_contain_text("2025")


def test_a_rejected_event_can_be_found_and_restored(page: Page, server: Server) -> None:
    frame = opened(page, server)
    before = frame.evaluate("dateline.shown")
    choose(frame, "Aleppo")
    frame.locator(".dl-card").get_by_role("button", name="Reject").click()
    frame.wait_for_function(f"dateline.shown === {before - 1}")
    frame.get_by_role("button", name="Filter").click()
    rejected = frame.locator(".dl-facet label", has_text="rejected")
    expect(rejected.locator("b")).to_have_text("1")
    rejected.locator("input").check()
    frame.wait_for_function("dateline.shown === 1")
    page.keyboard.press("Escape")
    choose(frame, "Aleppo")
    frame.get_by_role("button", name="Restore").click()
    frame.wait_for_function("dateline.shown === 0")
    frame.locator(".dl-term", has_text="rejected").click()
    frame.wait_for_function(f"dateline.shown === {before}")


def test_the_queue_is_worked_by_keyboard(page: Page, server: Server) -> None:
    frame = opened(page, server)
    page.locator(".counts").get_by_role("link", name="to look at").click()
    tab = frame.get_by_role("tab", name="To look at")
    expect(tab).to_have_attribute("aria-selected", "true")
    frame.locator(".dl-doubts button", has_text="Not placed").click()
    waiting = frame.evaluate("dateline.room.queue.length")
    assert waiting > 0
    row = frame.locator(".dl-row", has_text="Qxzville").first
    expect(row).to_contain_text("Not placed")
    # A letter typed elsewhere decides nothing.
    frame.get_by_label("Search words, places, sources").press("x")
    assert frame.evaluate("dateline.room.queue.length") == waiting
    frame.get_by_label("Search words, places, sources").fill("")
    frame.wait_for_function("!dateline.params().q")
    frame.locator(".dl-scroller").focus()
    page.keyboard.press("j")
    expect(frame.locator(".dl-card")).to_be_visible()
    page.keyboard.press("c")
    frame.wait_for_function(f"dateline.room.queue.length === {waiting - 1}")
    frame.locator(".dl-scroller").focus()
    page.keyboard.press("u")
    frame.wait_for_function(f"dateline.room.queue.length === {waiting}")
    assert frame.locator(".dl-keys kbd").count() == 7


def test_two_tabs_see_each_other_and_keep_their_views(
    page: Page, context: BrowserContext, server: Server
) -> None:
    one = opened(page, server)
    other_page = context.new_page()
    faults = watched(other_page, server.url)
    two = opened(other_page, server)
    two.evaluate("dateline.setRange('2024-12-01', '2024-12-31')")
    two.evaluate("dateline.map.setView([33.5, 36.3], 9, {animate: false})")
    choose(two, "Aleppo")
    choose(one, "Aleppo")
    one.locator(".dl-card").get_by_role("button", name="Confirm").click()
    revision = "dateline.revision"
    expect(one.locator(".dl-said")).to_contain_text("confirmed")
    two.wait_for_function(f"{revision} === {one.evaluate(revision)}")
    assert two.evaluate("[dateline.map.getZoom(), DL.days.toIso(dateline.state.from)]") == [
        9,
        "2024-12-01",
    ]
    expect(two.locator(".dl-card")).to_contain_text("confirmed")
    one.locator(".dl-said").get_by_role("button", name="Undo").click()
    two.wait_for_function(f"{revision} > {one.evaluate(revision) - 1}")
    other_page.close()
    assert not faults


def test_what_a_card_gives_along(page: Page, context: BrowserContext, server: Server) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    frame = opened(page, server)
    choose(frame, "Damascus")
    copied = {}
    for what in ("coordinates", "link", "citation"):
        frame.locator(f"[data-copy={what}]").click()
        expect(frame.locator(".dl-said")).to_contain_text(what)
        copied[what] = frame.evaluate("navigator.clipboard.readText()")
    latitude, longitude = map(float, copied["coordinates"].split(","))
    assert (round(latitude), round(longitude)) == (34, 36)
    assert "Damascus" in copied["citation"]
    shared = opened(page, server, copied["link"].removeprefix(server.url))
    expect(shared.locator(".dl-card h3")).to_have_text("Damascus")


def test_the_tour_is_seen_once(page: Page, server: Server) -> None:
    page.add_init_script("if (!window.name) localStorage.removeItem('dateline.tour')")
    frame = opened(page, server)
    tour = frame.get_by_role("dialog", name="How it works")
    for button in ("Next (1 of 3)", "Next (2 of 3)", "Done"):
        tour.get_by_role("button", name=button).click()
    expect(tour).to_be_hidden()
    seen = "localStorage.getItem('dateline.tour')"
    assert frame.evaluate(seen) == "seen"
    # Escape ends it from wherever the keyboard is, and it lies on none of the map's buttons.
    frame.evaluate("localStorage.removeItem('dateline.tour'); dateline.tour.offer()")
    own = tour.bounding_box()
    assert own
    for control in frame.locator(".leaflet-control-container button:visible").all():
        box = control.bounding_box()
        assert box
        beside = box["x"] + box["width"] <= own["x"] or own["x"] + own["width"] <= box["x"]
        assert (
            beside or box["y"] >= own["y"] + own["height"] or box["y"] + box["height"] <= own["y"]
        )
    frame.locator(".dl-scroller").focus()
    page.keyboard.press("Escape")
    expect(tour).to_be_hidden()
    assert frame.evaluate(seen) == "seen"


def test_an_empty_store_says_what_to_do(
    page: Page, launch: Callable[..., Server], tmp_path: Path
) -> None:
    running = launch(tmp_path)
    page.goto(running.url)
    frame = desk(page)
    expect(frame.locator(".dl-nothing:visible")).to_contain_text("Add reports")
    expect(page.locator(".counts")).to_contain_text("Press Add reports")
    for tab in ("Reports", "To look at", "Undated"):
        frame.get_by_role("tab", name=tab).click()
        expect(frame.locator(".dl-nothing:visible")).to_have_count(1)
    running.stop()


@pytest.mark.parametrize(
    "link",
    [
        "?q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E&tab=look",
        "?source=%5C%5C%7C%22%22&written=%22%22&tab=%3Cb%3E&event=..%2F..&report=nope",
        "?area=1,2&cc=xx&div=%00",
    ],
)
def test_a_hostile_link_does_no_harm(context: BrowserContext, server: Server, link: str) -> None:
    page = context.new_page()
    faults = watched(page, server.url)
    page.goto(server.url + link)
    frame = desk(page)
    assert frame.evaluate("window.hacked === undefined && dateline.total > 0")
    assert frame.locator(".dl-list img").count() == 0
    page.close()
    # A report that does not exist is asked for and not found; nothing else goes wrong.
    assert [fault for fault in faults if "/report/nope" not in fault and "404" not in fault] == []


def test_what_is_chosen_is_exported(page: Page, server: Server, tmp_path: Path) -> None:
    frame = opened(page, server, "?from=2024-12-07&to=2024-12-09&cc=SY&unplaced=0&mode=possible")
    shown = frame.evaluate("dateline.shown + dateline.result.undated.length")
    page.get_by_role("button", name="Export").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="GeoJSON").first.click()
    saved = tmp_path / "shown.geojson"
    download.value.save_as(saved)
    assert len(json.loads(saved.read_text(encoding="utf-8"))["features"]) == shown
    name = download.value.suggested_filename
    assert name == f"dateline-syria-2024-12-07_2024-12-09-{shown}-events.geojson"
