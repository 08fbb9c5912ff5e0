"""How long a move of the date range takes in a real Chromium, beside 1,000 Folium markers.

    python -m benchmarks.map [--events 1000 100000 1000000] [--moves 40]

For each number of events: seconds to build the columns, megabytes sent, and per move of the range
the filter, the whole redraw, and the time until the frame is on the screen. Then, in the same run,
the same move on a page that redraws 1,000 Folium markers each time: rendering on the server, and
in the browser until the markers are on the screen. Exits with 1 if a move over 1,000 events takes
150 ms or more, or is not at least 20 times faster than the markers.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

import folium
import geopandas as gpd
from playwright.sync_api import Browser, Page, sync_playwright
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from geodata.maps import event_columns
from geodata.maps.assets import localise
from tests.chromium import FLAGS
from tests.geodata.maps.sample import many
from tests.geodata.maps.server import Desk, serving

# Moves a window of 60 days by a day; resolves when its frame has been shown.
MOVE = """async (moves) => {
  const first = DL.days.fromIso("2023-07-01");
  const shown = () => new Promise((done) =>
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 0))));
  const times = [];
  for (let k = 0; k < moves; k++) {
    const draws = dateline.draws;
    const began = performance.now();
    dateline.change({from: first + 3 * k, to: first + 60 + 3 * k});
    while (dateline.draws === draws) await new Promise(requestAnimationFrame);
    await new Promise((done) => setTimeout(done, 0));
    const {filter, draw} = dateline.ms;
    times.push([filter, filter + draw, performance.now() - began]);
    await shown();
  }
  return times;
}"""
SHOWN = (
    "new Promise(r => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(r, 0))))"
)


@dataclass(frozen=True, slots=True)
class Move:
    """Median milliseconds of a move."""

    filter: float
    redraw: float
    screen: float


def markers_page(events: gpd.GeoDataFrame) -> Callable[[Request], Response]:
    """Return a page that draws a Folium marker for each event, anew on every request."""

    def page(_request: Request) -> Response:
        shown = folium.Map(location=(20, 20), zoom_start=2, tiles=None)
        for point in events.geometry:
            folium.Marker((point.y, point.x)).add_to(shown)
        localise(shown, "assets")
        html: str = shown.get_root().render()
        # Leaflet looks for its icons where it guesses its style sheet to be.
        icons = '<script>L.Icon.Default.imagePath = "assets/leaflet/images/";'
        return HTMLResponse(html.replace("<body>", f"<body>{icons}</script>"))

    return page


def moves(browser: Browser, address: str, name: str, count: int) -> Move:
    """Measure moves of the range on the desk."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(f"{address}?data={name}")
    frame = page.frames[1]
    frame.wait_for_function("window.dateline && dateline.ready", timeout=120_000)
    frame.evaluate(MOVE, 5)
    times = frame.evaluate(MOVE, count)
    page.close()
    return Move(*(statistics.median(column) for column in zip(*times, strict=True)))


def marker_moves(browser: Browser, address: str, count: int) -> float:
    """Measure redrawing the markers: milliseconds from the request until they are shown."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    times = []
    for _ in range(count):
        began = time.perf_counter()
        page.goto(f"{address}markers")
        wait_for_markers(page)
        times.append(1000 * (time.perf_counter() - began))
    page.close()
    return statistics.median(times[1:])


def wait_for_markers(page: Page) -> None:
    page.wait_for_function("document.querySelectorAll('.leaflet-marker-icon').length >= 1000")
    page.evaluate(SHOWN)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--events", type=int, nargs="+", default=[1_000, 100_000, 1_000_000])
    parser.add_argument("--moves", type=int, default=40)
    args = parser.parse_args()
    frames = {str(count): many(count) for count in args.events}
    heads = ("events", "build s", "MB", "filter ms", "redraw ms", "screen ms")
    print("".join(f"{head:>11}" for head in heads))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        desk = Desk(frames)
        desk.app.router.routes.append(Route("/markers", markers_page(many(1_000))))
        with serving(desk) as address:
            results = {}
            for name, frame in frames.items():
                began = time.process_time()
                size = len(event_columns(frame).to_bytes()) / 1e6
                built = time.process_time() - began
                move = results[name] = moves(browser, address, name, args.moves)
                figures = (built, size, move.filter, move.redraw, move.screen)
                print(f"{int(name):>11,}" + "".join(f"{figure:>11.2f}" for figure in figures))
            markers = marker_moves(browser, address, 6)
        browser.close()
    print(f"1,000 Folium markers redrawn: {markers:,.0f} ms a move")
    first = results[str(args.events[0])].screen
    print(
        f"{args.events[0]:,} events on the desk: {first:.1f} ms, {markers / first:.0f} times faster"
    )
    return 0 if first < 150 and markers >= 20 * first else 1


if __name__ == "__main__":
    sys.exit(main())
