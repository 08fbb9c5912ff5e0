"""A login with a real provider: strangers see nothing, readers read, editors decide."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Frame, Page, expect

from tests.browser.conftest import desk, free_port, idle, start_server
from tests.browser.provider import provider

pytestmark = pytest.mark.browser

LOGIN = """
[auth]
redirect_uri = "http://127.0.0.1:{port}/oauth2callback"
cookie_secret = "{secret}"
client_id = "dateline"
client_secret = "hush"
server_metadata_url = "{provider}/.well-known/openid-configuration"

[dateline]
editors = ["ana@example.org"]
readers = ["ben@example.org"]
"""


def log_in(page: Page) -> None:
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("link", name="Log out").wait_for()


def log_out(page: Page) -> None:
    page.get_by_role("link", name="Log out").click()
    page.get_by_role("button", name="Log in").wait_for()


def reads_without_deciding(frame: Frame) -> None:
    """A reader is told so on the card, is offered no verb, and may select to export."""
    rows = frame.locator(".dl-row")
    rows.nth(0).click()
    expect(frame.locator(".dl-card")).to_contain_text("may read and export here, but not decide")
    expect(frame.locator(".dl-card .dl-verbs, .dl-card .dl-other")).to_have_count(0)
    rows.nth(1).click(modifiers=["Control"])
    frame.wait_for_function("dateline.picks.key")
    bar = frame.get_by_role("group", name="Selected events")
    expect(bar.get_by_role("button", name="Download")).to_be_visible()
    expect(bar.get_by_role("button", name="Reject")).to_be_hidden()
    frame.get_by_role("tab", name="To look at").click()
    expect(frame.locator(".dl-keys kbd:visible")).to_have_count(2)


def test_who_may_see_and_who_may_change(page: Page, cache_dir: Path, tmp_path: Path) -> None:
    port = free_port()
    file = tmp_path / "login.toml"
    with provider() as people:
        file.write_text(LOGIN.format(port=port, secret="s" * 40, provider=people.url))
        file.chmod(0o600)
        server = start_server(tmp_path, cache_dir, "--samples", "--login", str(file), port=port)
        try:
            page.goto(server.url)
            page.get_by_role("button", name="Log in").wait_for()
            idle(page)
            assert page.locator("iframe").count() == 0
            assert "Damascus" not in page.content()

            people.email = "eve@evil.example"
            log_in(page)
            expect(page.get_by_text("not invited")).to_be_visible()
            assert page.locator("iframe").count() == 0
            log_out(page)

            people.email = "ben@example.org"
            log_in(page)
            assert desk(page).evaluate("dateline.total") > 20
            expect(page.get_by_role("button", name="Add reports")).to_have_count(0)
            reads_without_deciding(desk(page))
            log_out(page)

            people.email = "ana@example.org"
            log_in(page)
            assert desk(page).evaluate("dateline.total") > 20
            expect(page.get_by_role("button", name="Add reports")).to_be_visible()
            idle(page)
            page.goto("about:blank")
        finally:
            server.stop()
    log = (tmp_path / "server.log").read_text(encoding="utf-8")
    assert "hush" not in log
    assert "s" * 40 not in log
    assert "Damascus" not in log
