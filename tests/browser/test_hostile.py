"""Documents that carry scripts wherever words may stand: nothing runs, nobody is called.

Every room of the page, the files that go out of it and the printed page, in one real browser.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, FilePayload, Frame, Page, expect

from geodata.ingest import Outcome, ingest, upload
from geodata.pipeline import Geoparser
from geodata.store import open_store
from tests.browser.conftest import Server, desk
from tests.chromium import patient, watched
from tests.hostile.carriers import FOREIGN, PAYLOADS, carriers

pytestmark = pytest.mark.browser

# Opens an event's card and, in the reading room, its report; waits until both show it.
OPEN_ALL = """async () => {
  const soon = () => new Promise((done) => setTimeout(done, 15));
  const seen = new Set();
  for (let i = 0; i < dateline.total; i++) {
    dateline.select(i);
    for (let n = 0; dateline.shownCard !== i && n < 400; n++) await soon();
    if (dateline.shownCard !== i) return `event ${i} has no card`;
    seen.add(document.querySelector(".dl-reader h3")?.textContent);
  }
  return seen.size;
}"""
# What would be there if a text had become markup; our own pictures are drawn without any of these.
STRANGE = (
    "img[src*='outside'], a[href^='javascript'], [onerror], [onload], [onmouseover], b b, h1 svg"
)


# Streamlit takes labels for Markdown: a file's name or a report's title may be in one.
MARKDOWN = f"![m]({FOREIGN}-m.png) [a]({FOREIGN}-a) **bold** :red[red] $x$"
FILE = MARKDOWN.replace("/", "")


@pytest.fixture(scope="module")
def carried(
    tmp_path_factory: pytest.TempPathFactory, launch: Callable[..., Server], geoparser: Geoparser
) -> Iterator[Server]:
    """A server whose store holds every carrier of every payload."""
    folder = tmp_path_factory.mktemp("hostile")
    names = geoparser.gazetteer
    with open_store(
        f"sqlite:///{folder / 'store.gpkg'}",
        country_name=names.country_name,
        admin1_name=names.admin1_name,
    ) as store:
        files = (file for payload in PAYLOADS.values() for file in carriers(payload).items())
        sources = (upload(name, data, geoparser.settings) for name, data in files)
        steps = list(ingest(sources, store, geoparser))
    refused = [step.why for step in steps if step.outcome is Outcome.SKIPPED]
    assert not refused
    running = launch(folder, "--store", f"sqlite:///{folder / 'store.gpkg'}")
    yield running
    running.stop()
    assert running.outside_calls() == ""


def harmless(*frames: Page | Frame) -> None:
    for frame in frames:
        assert frame.evaluate("window.hacked") is None
        assert frame.locator(STRANGE).count() == 0, frame.locator(STRANGE).first.evaluate(
            "node => node.outerHTML.slice(0, 300)"
        )


def test_nothing_runs_in_any_room(page: Page, carried: Server) -> None:
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    page.goto(carried.url)
    frame = desk(page)
    total = frame.evaluate("dateline.total")
    assert total > 2 * 14 * len(PAYLOADS)
    frame.get_by_role("tab", name="Reports").click()
    frame.locator(".dl-report").first.click()
    expect(frame.locator(".dl-reader h3")).to_be_visible()
    reports = frame.evaluate(OPEN_ALL)
    assert isinstance(reports, int), reports
    assert reports > 3 * len(PAYLOADS)
    harmless(page, frame)
    frame.get_by_role("button", name="Filter").click()
    expect(frame.locator(".dl-facet").first).to_be_visible()
    harmless(page, frame)
    page.get_by_role("button", name="Add reports").click()
    # A table without a usable column: its name is in a label, and then in the summary.
    table = FilePayload(name=f"{FILE}.csv", mimeType="text/csv", buffer=b"a,b\n<i>,</b>\n")
    page.locator("input[type=file]").first.set_input_files([table])
    expect(page.get_by_text(f"{FILE}.csv").last).to_be_visible()
    page.get_by_role("button", name="Find places and dates").click()
    expect(page.locator(".st-key-summary")).to_contain_text("skipped")
    harmless(page, frame)


def test_nothing_runs_in_what_goes_out(
    page: Page, carried: Server, browser: Browser, tmp_path: Path
) -> None:
    page.goto(carried.url)
    desk(page)
    page.get_by_role("button", name="Export").click()
    page.get_by_text("Everything: ").click()
    for suffix in (".html", ".svg", ".kml", ".rss"):
        link = page.locator(f'.downloads a[download^="dateline-all-"][download$="events{suffix}"]')
        url = urljoin(carried.url, link.get_attribute("href") or "")
        answer = page.request.get(url)
        assert answer.ok
        path = tmp_path / f"out{suffix}"
        path.write_bytes(answer.body())
        # A browser would save these, not show them; as XML it shows them, and runs what it can.
        shown = path if suffix in {".html", ".svg"} else path.rename(f"{path}.xml")
        with browser.new_context(offline=True) as context:
            opened = patient(context).new_page()
            faults = watched(opened, shown.as_uri())
            opened.on("dialog", lambda dialog: pytest.fail(dialog.message))
            opened.goto(shown.as_uri())
            if suffix == ".html":
                opened.locator(".dl-row").first.click()
                expect(opened.locator(".dl-card blockquote")).to_be_visible()
                assert isinstance(opened.evaluate(OPEN_ALL), int)
            harmless(opened)
            assert not faults
