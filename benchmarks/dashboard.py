"""How quickly the desk answers in a real Chromium, beside Folium's own layers in the same run.

    python -m benchmarks.dashboard [--events 1000 100000 1000000] [--moves 40] [--layers 1000]
                                   [--markercluster DIR]

For each number of events: seconds to build the columns; bytes of the first load (scripts, basemap,
events) and of the events as they are sent (gzip); seconds of the first load; then medians in
milliseconds: the filter alone, a whole move of the range (filter, timeline, list, map), the time
until its frame is on the screen, from a click to the card, from a move to the list's rows;
and frames a second while the range is scrubbed.

Then what st_folium does on a change of the range with `--layers` events, on the page that Folium
makes of them: markers, a GeoJson layer, and, where DIR holds ``leaflet.markercluster.js`` (the
folder ``xstatic/pkg/leaflet_markercluster/data`` of the package XStatic-Leaflet-MarkerCluster, or
npm's ``leaflet.markercluster/dist``), FastMarkerCluster: rendered and drawn anew each time.

How long a real page of Streamlit takes from a filter to the rows of its table, Dateline's and plain
ones with the same layers, is measured by `benchmarks.filter_to_table`.

Exits with 1 if a frame over 1,000 events takes over 16.7 ms of work, if a move is not at least 20
times faster than the markers.
"""

from __future__ import annotations

import argparse
import gzip
import shutil
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import folium
import geopandas as gpd
from folium.plugins import FastMarkerCluster
from playwright.sync_api import Browser, Frame, Page, sync_playwright
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from geodata.maps import event_columns
from geodata.maps.assets import localise
from tests.chromium import FLAGS
from tests.geodata.maps.sample import many
from tests.geodata.maps.server import Desk, serving

FRAME_MS = 1000 / 60
SHOWN = (
    "new Promise(r => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(r, 0))))"
)
# Moves a window of 60 days by three days; resolves when its frame has been shown.
MOVE = """async (moves) => {
  const first = DL.days.fromIso("2023-07-01");
  const times = [];
  for (let k = 0; k < moves; k++) {
    const draws = dateline.draws;
    const began = performance.now();
    dateline.change({from: first + 3 * k, to: first + 60 + 3 * k});
    while (dateline.draws === draws) await new Promise(requestAnimationFrame);
    await new Promise((done) => setTimeout(done, 0));
    const {filter, draw} = dateline.ms;
    times.push([filter, filter + draw, performance.now() - began]);
    await SHOWN;
  }
  return times;
}""".replace("SHOWN", SHOWN)
# The range moves in every frame, as under a dragging hand; frames that were shown in a second.
SCRUB = """async (frames) => {
  const first = DL.days.fromIso("2023-07-01");
  const began = performance.now();
  for (let k = 0; k < frames; k++) {
    dateline.change({from: first + k, to: first + 60 + k});
    await new Promise(requestAnimationFrame);
  }
  return (1000 * frames) / (performance.now() - began);
}"""
CARD = """async () => {
  const mark = dateline.hits[Math.floor(Math.random() * dateline.hits.length)];
  dateline.select(null);
  await SHOWN;
  const began = performance.now();
  dateline.layer.fire("open", {mark: Object.assign({}, mark, {n: 1})});
  while (dateline.card.node.hidden) await new Promise(requestAnimationFrame);
  return performance.now() - began;
}""".replace("SHOWN", SHOWN)
TABLE = """async (k) => {
  const first = DL.days.fromIso("2023-07-01") + 10 * k;
  const began = performance.now();
  dateline.change({from: first, to: first + 30});
  const draws = dateline.draws;
  const filled = () => dateline.draws > draws && document.querySelector(".dl-row .dl-date") &&
    !document.querySelector(".dl-row .dl-wait");
  while (!filled()) await new Promise(requestAnimationFrame);
  return performance.now() - began;
}"""


BYTES = """performance.getEntriesByType("resource").reduce(
  (sum, entry) => sum + entry.decodedBodySize, 0)"""


@dataclass(frozen=True, slots=True)
class Answers:
    """What one number of events took; milliseconds unless said."""

    first_load_s: float
    megabytes: float
    filter: float
    redraw: float
    screen: float
    card: float
    table: float
    frames_a_second: float


def measured(browser: Browser, address: str, name: str, count: int) -> Answers:
    """Measure the desk with one of its frames, in a browser that was never there."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    began = time.perf_counter()
    page.goto(f"{address}?data={name}")
    frame = page.frames[1]
    frame.wait_for_function("window.dateline && dateline.ready", timeout=120_000)
    first_load = time.perf_counter() - began
    frame.evaluate(MOVE, 5)
    times = frame.evaluate(MOVE, count)
    filtered, redrawn, on_screen = (statistics.median(c) for c in zip(*times, strict=True))
    answers = Answers(
        first_load_s=first_load,
        megabytes=frame.evaluate(BYTES) / 1e6,
        filter=filtered,
        redraw=redrawn,
        screen=on_screen,
        card=median(frame, CARD, count),
        table=median(frame, TABLE, count),
        frames_a_second=frame.evaluate(SCRUB, 3 * count),
    )
    context.close()
    return answers


def median(frame: Frame, script: str, count: int) -> float:
    times = [float(frame.evaluate(script, k)) for k in range(min(count, 15))]
    return statistics.median(times)


def page_of(events: gpd.GeoDataFrame, add: Callable[[gpd.GeoDataFrame, folium.Map], None]) -> Route:
    """Return a page that Folium makes of a layer, anew on every request."""

    def page(_request: Request) -> Response:
        shown = folium.Map(location=(20, 20), zoom_start=2, tiles=None, maxZoom=18)
        add(events, shown)
        clustered = add is add_cluster
        plugin = '<script src="cluster/leaflet.markercluster.js"></script>' if clustered else ""
        for child in shown._children.values():  # noqa: SLF001 - Folium has no public way
            if isinstance(child, FastMarkerCluster):
                child.default_js, child.default_css = [], []
        localise(shown, "assets")
        html: str = shown.get_root().render()
        # Leaflet looks for its icons where it guesses its style sheet to be.
        icons = '<script>L.Icon.Default.imagePath = "assets/leaflet/images/";</script>'
        return HTMLResponse(html.replace("<body>", f"<body>{icons}{plugin}"))

    return Route(f"/{add.__name__}", page)


def add_markers(events: gpd.GeoDataFrame, shown: folium.Map) -> None:
    for point in events.geometry:
        folium.Marker((point.y, point.x)).add_to(shown)


def add_geojson(events: gpd.GeoDataFrame, shown: folium.Map) -> None:
    dots = folium.CircleMarker(radius=5, fill=True)
    folium.GeoJson(events[["event_id", "geometry"]], marker=dots).add_to(shown)


def add_cluster(events: gpd.GeoDataFrame, shown: folium.Map) -> None:
    points = [[point.y, point.x] for point in events.geometry]
    # Its own callback wants a script for icons that is not ours to serve.
    marker = "function (row) { return L.marker(new L.LatLng(row[0], row[1])); }"
    FastMarkerCluster(points, callback=marker).add_to(shown)  # type: ignore[no-untyped-call]  # folium is half typed


DRAWN = {
    "add_markers": "document.querySelectorAll('.leaflet-marker-icon').length >= {n}",
    "add_geojson": "document.querySelectorAll('path.leaflet-interactive').length >= {n}",
    "add_cluster": "document.querySelectorAll('.marker-cluster').length > 0",
}


def layer_moves(browser: Browser, address: str, name: str, events: int) -> float:
    """Measure redrawing a layer: milliseconds from the request until it is shown."""
    page: Page = browser.new_page(viewport={"width": 1440, "height": 900})
    times = []
    for _ in range(6):
        began = time.perf_counter()
        page.goto(f"{address}{name}")
        page.wait_for_function(DRAWN[name].format(n=events), timeout=120_000)
        page.evaluate(SHOWN)
        times.append(1000 * (time.perf_counter() - began))
    page.close()
    return statistics.median(times[1:])


HEADS = ("events", "build s", "gz MB", "load s", "load MB", "filter", "redraw", "screen", "card",
         "table", "frames/s")  # fmt: skip


def desk_rows(browser: Browser, desk: Desk, address: str, moves: int) -> dict[str, Answers]:
    """Measure and print the desk with each of its frames."""
    results = {}
    print("".join(f"{head:>10}" for head in HEADS))
    for name, frame in desk.frames.items():
        began = time.process_time()
        sent = event_columns(frame).to_bytes()
        built = time.process_time() - began
        packed = len(gzip.compress(sent, compresslevel=6)) / 1e6
        got = results[name] = measured(browser, address, name, moves)
        figures = (built, packed, got.first_load_s, got.megabytes, got.filter, got.redraw,
                   got.screen, got.card, got.table, got.frames_a_second)  # fmt: skip
        print(f"{int(name):>10,}" + "".join(f"{figure:>10.2f}" for figure in figures), flush=True)
    return results


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--events", type=int, nargs="+", default=[1_000, 100_000, 1_000_000])
    parser.add_argument("--moves", type=int, default=40)
    parser.add_argument("--layers", type=int, default=1_000)
    parser.add_argument("--markercluster", type=Path)
    args = parser.parse_args()
    desk = Desk({str(count): many(count) for count in args.events})
    layers = [add_markers, add_geojson, *([add_cluster] if args.markercluster else [])]
    routes = desk.app.router.routes
    routes.extend(page_of(many(args.layers), layer) for layer in layers)
    if args.markercluster:
        routes.append(Mount("/cluster", StaticFiles(directory=args.markercluster)))
    with sync_playwright() as playwright, serving(desk) as address:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        results = desk_rows(browser, desk, address, args.moves)
        first = results[str(args.events[0])]
        others = {}
        for layer in layers:
            name = layer.__name__
            others[name] = layer_moves(browser, address, name, args.layers)
            words = name.removeprefix("add_")
            print(f"{args.layers:,} events as Folium's {words}: {others[name]:,.0f} ms a change, "
                  f"{others[name] / first.screen:.0f} times the desk's")  # fmt: skip
        browser.close()
    quick = others["add_markers"] >= 20 * first.screen and first.redraw <= FRAME_MS
    return 0 if quick else 1


if __name__ == "__main__":
    sys.exit(main())
