"""A real Chromium on the desk: nothing may leave the machine, fail or complain."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Frame, Page

from tests.chromium import patient, watched
from tests.geodata.maps.sample import hostile, levant, many, odd, precise
from tests.geodata.maps.server import Desk, serving


@pytest.fixture(scope="session")
def desk() -> Desk:
    return Desk(
        {
            "levant": levant(),
            "hostile": hostile(),
            "odd": odd(),
            "precise": precise(),
            "empty": levant().iloc[:0],
            "many": many(20_000),
        }
    )


@pytest.fixture(scope="session")
def address(desk: Desk) -> Iterator[str]:
    with serving(desk) as url:
        yield url


@pytest.fixture(scope="session")
def window(browser: Browser) -> Iterator[BrowserContext]:
    """One profile, so that scripts and basemap are fetched once."""
    with browser.new_context(
        viewport={"width": 1200, "height": 900}, reduced_motion="reduce"
    ) as context:
        yield patient(context)


@pytest.fixture
def page(window: BrowserContext, address: str) -> Iterator[Page]:
    """A page that may ask nobody but the test's server, and may not complain."""
    page = window.new_page()
    faults = watched(page, address, warnings=True)
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
