"""A real Chromium on the desk: nothing may leave the machine, fail or complain."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Frame, Page, sync_playwright

from tests.geodata.maps.sample import hostile, levant, many, odd
from tests.geodata.maps.server import Desk, serving

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        try:
            path = shutil.which("chromium")
            browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        except Error as error:
            pytest.skip(f"no Chromium to drive: {error}")
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def desk() -> Desk:
    return Desk(
        {
            "levant": levant(),
            "hostile": hostile(),
            "odd": odd(),
            "empty": levant().iloc[:0],
            "many": many(20_000),
        }
    )


@pytest.fixture(scope="session")
def address(desk: Desk) -> Iterator[str]:
    with serving(desk) as url:
        yield url


@pytest.fixture(scope="session")
def window(chromium: Browser) -> Iterator[BrowserContext]:
    """One profile, so that scripts and basemap are fetched once."""
    with chromium.new_context(
        viewport={"width": 1200, "height": 900}, reduced_motion="reduce"
    ) as context:
        yield context


@pytest.fixture
def page(window: BrowserContext, address: str) -> Iterator[Page]:
    """A page that may ask nobody but the test's server, and may not complain."""
    page = window.new_page()
    faults: list[str] = []

    def complain(told: str, wrong: bool) -> None:  # noqa: FBT001 - two words a call
        if wrong:
            faults.append(told)

    page.on("console", lambda m: complain(m.text, m.type in {"error", "warning"}))
    page.on("pageerror", lambda error: complain(str(error), True))
    page.on("request", lambda r: complain(r.url, not r.url.startswith((address, "data:"))))
    page.on("response", lambda r: complain(f"{r.status} {r.url}", r.status >= 400))
    yield page
    page.close()
    assert not faults


@pytest.fixture
def frame(page: Page, address: str) -> Frame:
    """The desk with the Levant's events, ready."""
    return opened(page, address)


def opened(page: Page, address: str, query: str = "") -> Frame:
    page.goto(f"{address}?{query}")
    frame = page.frames[1]
    frame.wait_for_function("window.dateline && dateline.ready")
    frame.wait_for_function("dateline.list.rows.querySelector('.dl-sentence')")
    return frame
