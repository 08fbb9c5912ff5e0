"""From a change of the date filter to the new rows in the table, beside plain st_folium pages.

    python -m benchmarks.filter_to_table [--events 1000] [--changes 5] [--markercluster DIR]

Dateline's own page and plain Streamlit pages (`st.slider` of dates, `st_folium` with markers, with
one GeoJson layer, and with FastMarkerCluster where DIR holds ``leaflet.markercluster.js``; see
`benchmarks.dashboard`; `st.dataframe`), one after the other, each on a real server and all in one
Chromium, with the same events and the same columns in the table. Every change takes the newest 20
days away, so that the first rows change and nearly all events stay. Medians in wall milliseconds,
by the page's own clock, from the key on the slider, or the change that a brush makes in Dateline's
frame, which takes no key, to

- table: `st.dataframe` draws the name of the newest event that is left;
- list: the first row of the list in Dateline's frame has it (a plain page has no such list);
- map: it has been drawn with the new events (a plain page: all its markers, in a new frame).

The plain pages are as quick as we know to make them: their events are cached, the map sends nothing
back (`returned_objects=[]`), has no tiles, and loads only the scripts that its layer needs, from
this machine. Not by intercepted requests: that would turn the browser's cache off for every frame.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
from playwright.sync_api import Browser, Page, sync_playwright
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from benchmarks.export import make_store
from benchmarks.plain_pages import (
    CLUSTER,
    COLUMNS,
    FIRST,
    GEOJSON,
    LAST,
    MARKERS,
    STEP,
    Layer,
    source_of,
    streamlit,
)
from geodata.settings import Settings
from tests.browser.conftest import desk, idle, start_server
from tests.chromium import FLAGS, patient
from tests.geodata.maps.sample import many
from tests.geodata.maps.server import Desk, serving

# The table is a canvas: what is drawn on it is heard where it is drawn.
HEAR = """if (window === window.top) {
  window.drawn = new Set();
  const draw = CanvasRenderingContext2D.prototype.fillText;
  CanvasRenderingContext2D.prototype.fillText = function (text, ...rest) {
    window.drawn.add(text);
    return draw.call(this, text, ...rest);
  };
}"""
# Looks in every frame of the page whether it has come, and notes when.
WATCH = """
  const names = new Set(asked.names);
  const frames = () => [...document.querySelectorAll("iframe[data-testid=stCustomComponentV1]")];
  const watch = (seen) => {
    window.drawn.clear();
    window.times = {};
    window.began = null;
    const look = () => {
      for (const [what, has] of Object.entries(seen)) {
        if (!(what in window.times) && has()) window.times[what] = performance.now();
      }
      if (Object.keys(window.times).length < Object.keys(seen).length) requestAnimationFrame(look);
      else window.arrived = true;
    };
    window.arrived = false;
    requestAnimationFrame(look);
  };
  const table = () => asked.names.some((name) => window.drawn.has(name));
"""
DATELINE = f"""(asked) => {{ {WATCH}
  const {{ dateline, DL, document: inside }} = frames()[0].contentWindow;
  const draws = dateline.draws;
  const list = () => {{
    const name = inside.querySelector(".dl-row .dl-toponym");
    return name && names.has(name.textContent);
  }};
  watch({{ table, list, map: () => dateline.draws > draws && dateline.shown === asked.count }});
  window.began = performance.now();
  dateline.change({{ from: DL.days.fromIso(asked.first), to: DL.days.fromIso(asked.last) }});
}}"""
PLAIN = f"""(asked) => {{ {WATCH}
  const drawn = (inside) => COUNT;
  const map = () => frames().some(({{ contentDocument: d }}) => d && drawn(d) === asked.count);
  document.addEventListener("keydown", () => {{ window.began = performance.now(); }},
    {{ capture: true, once: true }});
  watch({{ table, map }});
}}"""


def newest_first(events: int) -> gpd.GeoDataFrame:
    """Return events of `FIRST` to `LAST` with a name each, in one report."""
    frame = many(events)
    days = frame["date_start"].clip(upper=pd.Timestamp(LAST))
    frame = frame.assign(date_start=days, date_end=days, report_id="report")
    frame = frame.sort_values("date_start", ascending=False, ignore_index=True)
    names = [f"Name {number}" for number in range(events)]
    return frame.assign(toponym=names, place_name=names, sentence=[f"{n} fell." for n in names])


def questions(events: gpd.GeoDataFrame, changes: int) -> Iterator[dict[str, Any]]:
    """Yield what each change asks for, and what is to be seen then; the first is to warm up."""
    for number in range(changes + 1):
        last = LAST - (number + 1) * STEP
        left = events[events["date_start"] <= pd.Timestamp(last)]
        newest = left[left["date_start"] == left["date_start"].iloc[0]]
        yield {"first": FIRST.isoformat(), "last": last.isoformat(), "count": len(left),
               "names": newest["toponym"].tolist()}  # fmt: skip


def medians(page: Page, script: str, asked: list[dict[str, Any]], *, key: bool) -> dict[str, float]:
    """Change the filter again and again; return the median of each time but the first's."""
    every = []
    for ask in asked:
        idle(page)
        page.evaluate(script, ask)
        if key:
            page.get_by_role("slider").nth(1).press("ArrowLeft")
        page.wait_for_function("window.arrived")
        began, times = page.evaluate("[window.began, window.times]")
        every.append({what: at - began for what, at in times.items()})
        if min(every[-1].values()) <= 0:
            raise SystemExit("what was waited for was there before the change")
    return {what: statistics.median(t[what] for t in every[1:]) for what in every[0]}


@contextmanager
def opened(browser: Browser, address: str) -> Iterator[Page]:
    context = patient(browser.new_context(viewport={"width": 1440, "height": 900}))
    context.add_init_script(HEAR)
    # The tour would lie over the page.
    context.add_init_script(
        "if (location.protocol !== 'about:') localStorage.setItem('dateline.tour', 'seen')"
    )
    page = context.new_page()
    page.goto(address)
    yield page
    context.close()


def ours(browser: Browser, folder: Path, asked: list[dict[str, Any]]) -> dict[str, float]:
    """Measure Dateline's page on the store in a folder."""
    url = f"sqlite:///{folder / 'store.gpkg'}"
    cache = Settings.from_environment(os.environ).cache_dir
    server = start_server(folder, cache, "--store", url)
    try:
        with opened(browser, server.url) as page:
            desk(page).wait_for_function("dateline.list.rows.querySelector('.dl-sentence')")
            return medians(page, DATELINE, asked, key=False)
    finally:
        server.stop()


def plain(
    browser: Browser, folder: Path, layer: Layer, assets: str, asked: list[dict[str, Any]]
) -> dict[str, float]:
    """Measure a plain page with a layer."""
    app = folder / "app.py"
    app.write_text(source_of(layer, folder / "events.pickle", assets), encoding="utf-8")
    script = PLAIN.replace("COUNT", layer.drawn)
    with streamlit(app) as address, opened(browser, address) as page:
        page.wait_for_selector("[data-testid=stDataFrame] canvas")
        return medians(page, script, asked, key=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--events", type=int, default=1_000)
    # Each takes 20 days of two years away.
    parser.add_argument("--changes", type=int, default=5, choices=range(1, 31), metavar="N")
    parser.add_argument("--markercluster", type=Path)
    args = parser.parse_args()
    events = newest_first(args.events)
    asked = list(questions(events, args.changes))
    assets = Desk({})
    layers = [MARKERS, GEOJSON, *([CLUSTER] if args.markercluster else [])]
    if args.markercluster:
        files = StaticFiles(directory=args.markercluster)
        assets.app.router.routes.append(Mount("/cluster", files))
    else:
        print("FastMarkerCluster is left out: --markercluster names no folder with its script")
    with (
        tempfile.TemporaryDirectory() as name,
        sync_playwright() as playwright,
        serving(assets) as address,
    ):
        folder = Path(name)
        make_store(events, folder / "store.gpkg")
        pd.DataFrame(events[[*COLUMNS, "geometry"]]).assign(
            latitude=events.geometry.y, longitude=events.geometry.x
        ).drop(columns="geometry").to_pickle(folder / "events.pickle")
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        print(f"{args.events:,} events, medians of {args.changes} changes, ms\n")
        print("| page | table | list | map |\n|---|--:|--:|--:|")
        show("Dateline", ours(browser, folder, asked))
        for layer in layers:
            show(layer.name, plain(browser, folder, layer, address, asked))
        browser.close()
    return 0


def show(name: str, got: dict[str, float]) -> None:
    cells = (f"{got[what]:,.0f}" if what in got else "-" for what in ("table", "list", "map"))
    print(f"| {name} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    sys.exit(main())
