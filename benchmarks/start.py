"""How long a person waits: from the second start to the first map, and from a paste to its pins.

    python -m benchmarks.start [ROUNDS]

A real server and a real Chromium; wall seconds, best and median of the rounds (machines are
shared: the best is what the code needs). "Second start" is what it says: the store, the compiled
gazetteer and the browser's cache are there from the first. Beside it the same with a browser that
has never been there, and, for scale, an empty Streamlit page in such a browser.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

from geodata.settings import Settings
from tests.browser.conftest import READY, free_port, start_server
from tests.chromium import FLAGS

SENTENCES = (
    "Lorries with flour entered Manbij on Wednesday, residents said. ",
    "A second convoy left Gaziantep for Aleppo on Thursday after talks in Ankara and Damascus. ",
    "The road between Homs and Hama was open again, and schools in Latakia began on Sunday. ",
    "Officials from Jordan visited Daraa and the crossing at Nasib. ",
)
WORDS = 500
VIEWPORT: ViewportSize = {"width": 1440, "height": 900}


def report(number: int) -> str:
    """Return a report of 500 words that no earlier round has read."""
    text = f"Convoys, part {number}\n\nDecember 13, 2024\n\n"
    while len(text.split()) < WORDS:
        text += SENTENCES[len(text.split()) % len(SENTENCES)]
    return text


def first_map(context: BrowserContext, url: str) -> Page:
    page = context.new_page()
    page.goto(url)
    page.wait_for_function(READY, timeout=120_000)
    return page


def paste(page: Page, number: int) -> float:
    """Paste a report and return the seconds from the button to the pins."""
    frame = page.locator("iframe[data-testid=stCustomComponentV1]").element_handle().content_frame()
    assert frame
    before = frame.evaluate("dateline.total")
    page.get_by_role("button", name="Add reports").click()
    page.get_by_label("Paste a report").fill(report(number))
    page.get_by_role("button", name="Find places and dates").click()
    began = time.perf_counter()
    page.locator(".st-key-summary").get_by_text("places:").wait_for(timeout=120_000)
    page.get_by_role("button", name="Show on the map").click()
    frame.wait_for_function(f"dateline.total > {before}", timeout=60_000)
    return time.perf_counter() - began


def empty_page(browser: Browser, folder: Path) -> float:
    """Return the seconds from starting an empty Streamlit page to seeing its word."""
    script, port = folder / "empty.py", free_port()
    script.write_text("import streamlit as st\nst.text('ready')\n", encoding="utf-8")
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.headless=true"]
    options = ["--browser.gatherUsageStats=false", "--server.address=127.0.0.1"]
    began = time.perf_counter()
    process = subprocess.Popen(
        [*command, *options, f"--server.port={port}"], stdout=subprocess.DEVNULL
    )
    page = browser.new_page()
    while time.perf_counter() - began < 60:
        try:
            page.goto(f"http://127.0.0.1:{port}/")
            break
        except Exception:  # noqa: BLE001 - the server is not there yet, whatever Chromium calls it
            time.sleep(0.05)
    page.get_by_text("ready").wait_for()
    took = time.perf_counter() - began
    page.close()
    process.terminate()
    process.wait(10)
    return took


def line(what: str, values: list[float]) -> str:
    return f"{what:46} best {min(values):6.2f} s   median {statistics.median(values):6.2f} s"


def main(rounds: int) -> None:
    cache = Settings.from_environment().cache_dir
    starts: list[float] = []
    strange: list[float] = []
    firsts: list[float] = []
    pastes: list[float] = []
    empty: list[float] = []
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        known, port = browser.new_context(viewport=VIEWPORT), free_port()
        server = start_server(folder, cache, "--samples", port=port)
        first_map(known, server.url).close()
        server.stop()
        for number in range(rounds):
            began = time.perf_counter()
            server = start_server(folder, cache, port=port)
            page = first_map(known, server.url)
            starts.append(time.perf_counter() - began)
            # The first paste of a server loads the language model; both are told.
            firsts.append(paste(page, 1000 + number))
            pastes.append(paste(page, number))
            page.close()
            server.stop()
            began = time.perf_counter()
            server = start_server(folder, cache, port=port)
            stranger = browser.new_context(viewport=VIEWPORT)
            first_map(stranger, server.url)
            strange.append(time.perf_counter() - began)
            stranger.close()
            server.stop()
            empty.append(empty_page(browser, folder))
        browser.close()
    print(line("second start to first map", starts))
    print(line("the same, with a browser new to the page", strange))
    print(line(f"the first pasted {WORDS}-word report to its pins", firsts))
    print(line("the next one", pastes))
    print(line("an empty Streamlit page, start to first word", empty))


def chromium() -> str | None:
    """Return the Chromium that the tests use."""
    return os.environ.get("DATELINE_CHROMIUM") or shutil.which("chromium")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
