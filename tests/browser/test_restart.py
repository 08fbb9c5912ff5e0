"""Close, start again: all is still there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Server, desk

pytestmark = pytest.mark.browser


def test_all_is_still_there(page: Page, launch: Callable[..., Server], tmp_path: Path) -> None:
    first = launch(tmp_path, "--samples")
    page.goto(first.url)
    before = desk(page).evaluate("dateline.total")
    assert before > 20
    page.goto("about:blank")
    first.stop()

    second = launch(tmp_path)
    page.goto(second.url)
    assert desk(page).evaluate("dateline.total") == before
    expect(page.locator(".counts")).to_contain_text("5 reports")
    page.goto("about:blank")
    second.stop()
    assert second.outside_calls() == ""


def test_an_empty_store_says_how_to_begin(
    page: Page, launch: Callable[..., Server], tmp_path: Path
) -> None:
    server = launch(tmp_path)
    page.goto(server.url)
    assert desk(page).evaluate("dateline.total") == 0
    expect(page.get_by_role("button", name="Add reports")).to_be_visible()
    page.goto("about:blank")
    server.stop()
