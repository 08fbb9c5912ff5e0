"""A failing browser test prints what was to be seen: words, state, the last of the server's log."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests import evidence

pytestmark = pytest.mark.browser

PAGE = """<div data-testid=stApp data-test-script-state=running><h1>Counts</h1>
<label>Name <input value="Homs"></label>
<iframe srcdoc="<button>Log out</button><script>dateline = {ready: true, total: 42}</script>">"""


def test_what_is_seen_and_what_the_server_said(
    browser: Browser, context: BrowserContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(evidence.PICTURES, str(tmp_path))
    monkeypatch.setattr(evidence, "_LOGS", [])
    log = tmp_path / "server.log"
    log.write_text("".join(f"line {n}\n" for n in range(100)), encoding="utf-8")
    evidence.keep(log)
    page = context.new_page()
    page.set_content(PAGE)
    page.locator("input").focus()
    page.frames[1].get_by_role("button", name="Log out").wait_for()
    found = dict(evidence.found(browser, "tests/x.py::test_it[<a>]"))
    (seen,) = (words for heading, words in found.items() if heading == "page about:blank")
    for part in ("script: running", "Counts", "Homs", "Log out", '"total":42', "focus: <input"):
        assert part in seen
    assert list(tmp_path.glob("*test_it*.png"))
    assert "line 99" in found[f"server's log {log}"]
    assert "line 10\n" not in found[f"server's log {log}"]
    page.close()
    assert "page about:blank" not in dict(evidence.found(browser, "t"))
