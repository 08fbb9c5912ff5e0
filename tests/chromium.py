"""A real Chromium for the tests that need one, and a page that writes down what is wrong."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

__all__ = ["FLAGS", "PATIENCE", "launched", "patient", "watched"]

# Milliseconds that a test waits for what it expects: nothing on a quiet machine takes a tenth.
PATIENCE = 90_000
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Playwright's own, which a second list takes away, and the address bar's pages: unseen, they
    # are loaded anew for each profile, and cost three times what an empty page does.
    (
        "--disable-features=AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,"
        "HttpsUpgrades,LensOverlay,MediaRouter,OptimizationHints,PaintHolding,"
        "ThirdPartyStoragePartitioning,Translate,"
        "WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup"
    ),
]
OWN = ("data:", "blob:", "about:")


@contextmanager
def launched() -> Iterator[Browser]:
    """Launch the Chromium that `DATELINE_CHROMIUM` names, the system's, or Playwright's own.

    Without one the tests are skipped, or failed where `CI` is set.
    """
    with sync_playwright() as playwright:
        path = os.environ.get("DATELINE_CHROMIUM") or shutil.which("chromium")
        if not path and not Path(playwright.chromium.executable_path).exists():
            message = "no Chromium: install it or set DATELINE_CHROMIUM to its path"
            pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
        browser = playwright.chromium.launch(executable_path=path or None, args=FLAGS)
        yield browser
        browser.close()


def patient(context: BrowserContext) -> BrowserContext:
    """Let everything in a context wait as long as `expect` does, and return it."""
    context.set_default_timeout(PATIENCE)
    return context


def watched(page: Page, address: str, *, warnings: bool = False) -> list[str]:
    """Return a list that fills with what a user should never meet.

    Requests to anybody but `address`, answers of 400 and more, script errors, and errors (with
    `warnings` also warnings) on the console.
    """
    faults: list[str] = []
    levels = {"error", "warning"} if warnings else {"error"}
    own = (address.rstrip("/"), address.rstrip("/").replace("http", "ws", 1), *OWN)

    def note(told: str, *, wrong: bool) -> None:
        if wrong:
            faults.append(told)

    page.on("console", lambda m: note(f"console: {m.text}", wrong=m.type in levels))
    page.on("pageerror", lambda error: note(f"script: {error}", wrong=True))
    page.on("request", lambda r: note(f"outside: {r.url}", wrong=not r.url.startswith(own)))
    page.on("response", lambda r: note(f"{r.status} {r.url}", wrong=r.status >= 400))
    return faults
