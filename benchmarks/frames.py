"""What a frame costs while the range of days is scrubbed: CPU time of Chromium's threads.

    python -m benchmarks.frames [EVENTS ...] [--frames 100]

For each number of events, from Chromium's own trace: CPU milliseconds a frame of the page's main
thread (scripts, layout, handing pictures over), of the thread that lays the page together without a
graphics card, and of all others. Unlike frames a second they can be read on a busy machine, too.
"""

from __future__ import annotations

import argparse
import shutil
from collections import Counter
from typing import Any

from playwright.sync_api import Browser, Frame, Page, sync_playwright

from benchmarks.dashboard import SCRUB
from tests.chromium import FLAGS
from tests.geodata.maps.sample import many
from tests.geodata.maps.server import Desk, serving

TASKS = {"ThreadControllerImpl::RunTask", "ThreadPool_RunTask"}
MAIN, LAYING = "CrRendererMain", "VizCompositorThread"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("events", type=int, nargs="*", default=[1_000, 100_000, 1_000_000])
    parser.add_argument("--frames", type=int, default=100)
    args = parser.parse_args()
    desk = Desk({str(count): many(count) for count in args.events})
    print(f"{'events':>10}{'main':>8}{'laying':>8}{'others':>8}  CPU ms a frame")
    with sync_playwright() as playwright, serving(desk) as address:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for name in desk.frames:
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            page.goto(f"{address}?data={name}")
            frame = page.frames[1]
            frame.wait_for_function("window.dateline && dateline.ready", timeout=240_000)
            frame.evaluate(SCRUB, 40)
            spent = traced(browser, page, frame, args.frames)
            others = spent.total() - spent[MAIN] - spent[LAYING]
            print(f"{int(name):>10,}{spent[MAIN]:>8.1f}{spent[LAYING]:>8.1f}{others:>8.1f}")
            page.close()
        browser.close()


def traced(browser: Browser, page: Page, frame: Frame, frames: int) -> Counter[str]:
    """Scrub; return CPU milliseconds a frame by thread."""
    session = browser.new_browser_cdp_session()
    events: list[dict[str, Any]] = []
    ended: list[object] = []
    session.on("Tracing.dataCollected", lambda part: events.extend(part["value"]))
    session.on("Tracing.tracingComplete", lambda told: ended.append(told))  # noqa: PLW0108 - Playwright marks what it calls
    categories = {"includedCategories": ["toplevel", "__metadata"]}
    session.send("Tracing.start", {"transferMode": "ReportEvents", "traceConfig": categories})
    frame.evaluate(SCRUB, frames)
    session.send("Tracing.end")
    while not ended:
        page.wait_for_timeout(50)
    session.detach()
    threads = {
        (event["pid"], event["tid"]): event["args"]["name"]
        for event in events
        if event["name"] == "thread_name"
    }
    spent: Counter[str] = Counter()
    for event in events:
        if event["name"] in TASKS:
            thread = threads.get((event["pid"], event["tid"]), "")
            spent[thread] += event.get("tdur", 0) / 1000 / frames
    return spent


if __name__ == "__main__":
    main()
