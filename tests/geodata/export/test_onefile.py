"""The map in one file, opened from the disk in a real Chromium that has no network."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from geodata.export import About, write
from geodata.query import EventQuery
from tests.chromium import patient, watched
from tests.geodata.maps.sample import HOSTILE, hostile, levant, many

BASE_BYTES = 6_000_000
TITLE = "</title><script>window.stolen = 1</script>{{7*7}}"


def until(page: Page, condition: str) -> None:
    """Wait for a condition; the page's policy forbids what `Page.wait_for_function` does."""
    page.evaluate(
        f"async () => {{ while (!({condition})) await new Promise(requestAnimationFrame); }}"
    )


class Reader:
    """Writes a frame and opens the file; collects requests and complaints."""

    def __init__(self, context: BrowserContext, folder: Path) -> None:
        self.context, self.path = context, folder / "map.html"
        self.faults: list[str] = []

    def __call__(self, frame: gpd.GeoDataFrame, about: About | None = None) -> Page:
        write(frame, self.path, about=about)
        page = self.context.new_page()
        self.faults = watched(page, self.path.as_uri(), warnings=True)
        page.goto(self.path.as_uri())
        until(page, "window.dateline && dateline.ready")
        return page


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Reader]:
    """Open files with the cable out; at the end nothing may have been asked for or complained."""
    with browser.new_context(
        viewport={"width": 1200, "height": 800}, reduced_motion="reduce", offline=True
    ) as context:
        reader = Reader(patient(context), tmp_path)
        yield reader
    assert not reader.faults


@pytest.mark.browser
def test_the_desk_works_without_a_network(opened: Reader) -> None:
    frame = levant()
    page = opened(frame, About(title="Levant", query=EventQuery.everything()))
    expect(page.locator(".dl-head h1")).to_have_text("Levant")
    expect(page).to_have_title("Levant")
    assert page.evaluate("dateline.total") == len(frame)
    until(page, "Object.values(dateline.basemap.files).filter(Boolean).length >= 2")
    # The map is drawn: land and sea are two colours.
    colours = page.evaluate(
        """() => {
          const canvas = document.querySelector("canvas.dl-basemap");
          const {width, height} = canvas;
          const copy = Object.assign(document.createElement("canvas"), {width, height})
            .getContext("2d", {willReadFrequently: true});
          copy.drawImage(canvas, 0, 0);
          const {data} = copy.getImageData(0, 0, width, height);
          const seen = new Set();
          for (let k = 0; k < data.length; k += 400) seen.add(data.slice(k, k + 3).join());
          return seen.size;
        }"""
    )
    assert colours > 2
    first = page.locator(".dl-row").first
    expect(first.locator(".dl-sentence")).not_to_be_empty()
    first.click()
    expect(page.locator(".dl-card blockquote")).to_be_visible()
    assert page.locator(".dl-verbs").count() == 0
    page.evaluate("dateline.setRange('2024-12-08', '2024-12-08')")
    until(page, f"dateline.shown < {len(frame)}")
    page.evaluate("dateline.map.setZoom(9)")  # where every file of the basemap is wanted
    until(page, "Object.values(dateline.basemap.files).filter(Boolean).length >= 5")
    page.locator(".dl-what summary").click()
    expect(page.locator(".dl-what dl")).to_contain_text("GeoNames (CC BY 4.0)")
    expect(page.locator(".dl-what dl")).to_contain_text("none: everything there is")


@pytest.mark.browser
def test_words_and_facets_find_within_the_file(opened: Reader) -> None:
    frame = levant()
    frame["source"] = np.where(frame.index % 2 == 0, "Ṭhe Desk “A”", "Ὁ Κόσμος {{7*7}}")
    page = opened(frame, About(language="fr", query=EventQuery.everything()))
    expect(page.locator(".dl-search")).to_be_visible()
    assert not page.locator(".dl-opens-views, #dl-tab-reports").locator("visible=true").count()
    # Words: whole, in part, without marks or case, in any order; quoted, in another script.
    for text, found in {
        "SAYDNAYA gate": ["Sednaya"],
        "refin Ḥoms": ["Homs"],
        '"power came"': ["Aleppo"],
        "“came power”": [],
        "ο κοσμος latakia reopened": [],
        "θε": [],
    }.items():
        page.locator(".dl-search").fill(text)
        until(page, f"dateline.finder.foundFor === {json.dumps(text)}")
        page.evaluate("new Promise(requestAnimationFrame)")
        shown = page.evaluate("dateline.finder.found.reduce((n, b) => n + b, 0)")
        assert shown == len(found), text
        until(page, f"dateline.shown === {len(found)}")
        assert page.locator(".dl-row .dl-toponym").all_text_contents()[:1] == found
    page.locator(".dl-search").fill("κοσμος")
    until(page, "dateline.finder.found && dateline.finder.foundFor === 'κοσμος'")
    expected = int((frame["source"] != "Ṭhe Desk “A”").sum())
    assert page.evaluate("dateline.finder.found.reduce((n, b) => n + b, 0)") == expected
    page.locator(".dl-search").fill("")
    until(page, "!dateline.finder.found")
    # Facets, in the file's language, count within the days and with each other.
    page.evaluate("dateline.setRange('2024-12-07', '2024-12-10')")
    page.locator(".dl-opener").first.click()
    facets = page.locator(".dl-facet legend")
    expect(facets.first).to_have_text("Pays")
    assert {"Source", "Langue", "Statut"} <= set(facets.all_text_contents())
    within = page.evaluate("dateline.shown + dateline.result.undated.length")
    syria = page.locator(".dl-facet label", has_text="Syrie")
    syria.locator("input").press("Space")
    until(page, "dateline.finder.terms.chosen.get('cc').has('SY') && dateline.columns.allowed")
    until(page, f"dateline.shown + dateline.result.undated.length < {within}")
    shown = page.evaluate("dateline.shown + dateline.result.undated.length")
    assert syria.locator("b").text_content() == str(shown)
    expect(page.locator(".dl-term")).to_contain_text("Pays: Syrie")
    page.keyboard.press("Escape")
    expect(page.locator(".dl-panel")).to_be_hidden()


@pytest.mark.browser
def test_areas_are_drawn_and_counted_and_a_report_has_its_way(opened: Reader) -> None:
    frame = levant()
    state = {"roles": ["event", "reported-on", "planned", "photo", "background"]}
    page = opened(frame, About(language="fr", state=state))
    until(page, "dateline.basemap.files['names.fr.json']")
    carried = page.evaluate(
        "[...document.querySelectorAll('script[id^=carried-names]')].map((s) => s.id)"
    )
    assert carried == ["carried-names.fr.json"]
    page.evaluate("dateline.look('country')")
    until(page, "dateline.overlay.legend && dateline.overlay.legend.kind === 'counts'")
    groups = page.evaluate("[...dateline.overlay.legend.groups]")
    dated = frame[frame.geometry.notna()]
    assert dict(groups) == dated["country_code"].value_counts().to_dict()
    expect(page.locator(".dl-legend .dl-area").first).to_contain_text("Syrie")
    page.evaluate("dateline.look('division')")
    until(page, "dateline.overlay.legend && dateline.overlay.legend.groups.size > 6")
    page.evaluate("dateline.look('points')")
    page.locator("[data-tool=layers]").click()
    page.locator("input[name=dl-way][value=text]").check()
    page.evaluate("dateline.select(0)")
    until(page, "(dateline.overlay.way || []).length > 1")
    report = frame["report_id"].iloc[0]
    at = page.evaluate("dateline.overlay.way.flatMap((stop) => stop.events).length")
    assert at <= (frame["report_id"] == report).sum()


@pytest.mark.browser
def test_every_text_is_text(opened: Reader) -> None:
    page = opened(hostile(), About(title=TITLE))
    expect(page.locator(".dl-head h1")).to_have_text(TITLE)
    until(page, "dateline.list.rows.querySelector('.dl-sentence')")
    for k, text in enumerate(HOSTILE):
        page.evaluate(f"dateline.select({k})")
        until(page, f"dateline.shownCard === {k}")
        shown = text.replace("\u202e", "\\u202e")  # what turns text is written out
        expect(page.locator(".dl-card h3")).to_have_text(re.compile(re.escape(shown[:6])))
    for word in ("stolen", "{{7*7}}", "`tick`", "onerror"):
        page.locator(".dl-search").fill(word)
        until(page, f"dateline.finder.foundFor === {json.dumps(word)} && dateline.finder.found")
        assert page.evaluate("dateline.finder.found.includes(1)")
    page.locator(".dl-search").fill("")
    page.locator(".dl-opener").first.click()
    expect(page.locator(".dl-facet").first).to_be_visible()
    assert page.evaluate("window.stolen") is None
    assert page.locator("img, iframe, .dl-head script").count() == 0


@pytest.mark.browser
def test_nothing_can_be_sent_from_the_page(opened: Reader) -> None:
    page = opened(levant())
    blocked = page.evaluate(
        """async () => {
          const blocked = [];
          document.addEventListener("securitypolicyviolation",
            (event) => blocked.push(event.effectiveDirective));
          await fetch("https://example.org/").catch(() => {});
          const image = new Image(); image.src = "https://example.org/a.png";
          const script = document.createElement("script"); script.textContent = "window.ran = 1";
          document.body.append(script);
          await new Promise((done) => setTimeout(done, 100));
          return [window.ran, ...blocked];
        }"""
    )
    assert blocked[0] is None
    assert {"connect-src", "img-src", "script-src-elem"} <= set(blocked[1:])
    assert all("example.org" in fault or "script" in fault for fault in opened.faults)
    opened.faults.clear()  # they were this test's own doing


@pytest.mark.browser
def test_a_small_file_shows_places_and_dates(opened: Reader) -> None:
    page = opened(levant(), About(small=True))
    page.locator(".dl-row").first.click()
    expect(page.locator(".dl-card h3")).to_be_visible()
    assert page.locator(".dl-card blockquote").count() == 0
    page.locator(".dl-search").fill("tartous")
    until(page, "dateline.finder.foundFor === 'tartous' && dateline.finder.found")
    assert page.evaluate("dateline.finder.found.includes(1)")
    page.locator(".dl-opener").first.click()
    expect(page.locator(".dl-facet legend").first).to_have_text("Country")
    assert "Source" not in page.locator(".dl-facet legend").all_text_contents()


@pytest.mark.browser
def test_a_file_without_events_says_so(opened: Reader) -> None:
    page = opened(levant().iloc[:0])
    expect(page.locator(".dl-nothing")).to_be_visible()


def test_the_file_is_small(tmp_path: Path) -> None:
    write(levant().iloc[:0], tmp_path / "none.html")
    base = (tmp_path / "none.html").stat().st_size
    assert base < BASE_BYTES
    write(many(20_000), tmp_path / "many.html", about=About(small=True))
    assert ((tmp_path / "many.html").stat().st_size - base) / 20_000 < 60


def test_the_same_events_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.html", "b.html"):
        write(levant(), tmp_path / name)
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()


def test_no_text_of_a_report_is_in_the_markup(tmp_path: Path) -> None:
    write(hostile(), tmp_path / "map.html", about=About(title=TITLE))
    page = (tmp_path / "map.html").read_text(encoding="utf-8")
    assert "stolen = 1</script>" not in page
    assert page.count("</title>") == 1
    assert "://" not in re.sub(r"<script.*?</script>|<style>.*?</style>", "", page, flags=re.DOTALL)
