"""What axe-core says of the page and of the desk inside it, in both themes and two widths."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Frame, Page, expect

from tests.browser.conftest import Server, desk, idle
from tests.chromium import patient

pytestmark = pytest.mark.browser

SERIOUS = {"serious", "critical"}


def faults(place: Page | Frame) -> list[str]:
    answer = Axe().run(place).response
    return [
        f"{found['impact']}: {found['help']}: {node['target']} {node['html'][:120]}"
        for found in answer["violations"]
        if found["impact"] in SERIOUS
        for node in found["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1440, 900), (390, 844)])
def test_axe_finds_nothing_serious(
    browser: Browser, server: Server, scheme: str, size: tuple[int, int]
) -> None:
    with browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    ) as context:
        axe_everywhere(patient(context).new_page(), server)


def axe_everywhere(page: Page, server: Server) -> None:
    page.goto(server.url)
    frame = desk(page)
    idle(page)
    assert faults(frame) == []
    frame.get_by_role("button", name="Skip").click()
    frame.locator(".dl-row").first.click()
    frame.locator(".dl-card .dl-other").first.wait_for()
    frame.get_by_role("button", name="Change place").click()
    frame.get_by_role("button", name="Filter").click()
    frame.locator(".dl-facet").first.wait_for()
    assert faults(frame) == []
    frame.get_by_role("button", name="Filter").click()
    frame.get_by_role("tab", name="To look at").click()
    assert faults(frame) == []
    frame.get_by_role("tab", name="Reports").click()
    frame.locator(".dl-report").first.click()
    frame.locator(".dl-text .dl-name").first.wait_for()
    assert faults(frame) == []
    assert faults(page) == []
    frame.get_by_role("tab", name="Events").click()
    frame.locator(".dl-row").first.click(modifiers=["Control"])
    frame.locator(".dl-picks").wait_for()
    assert faults(frame) == []
    page.get_by_role("button", name="Export").click()
    # While the page runs, Streamlit may hold the old and the new one of a choice.
    idle(page)
    expect(page.get_by_text("Everything: ")).to_have_count(1)
    assert faults(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Add reports").click()
    page.get_by_label("Paste a report").wait_for()
    idle(page)
    assert faults(page) == []
