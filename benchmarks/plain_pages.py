"""The plain Streamlit pages that `benchmarks.filter_to_table` measures Dateline's beside.

A slider of dates, a map by `st_folium`, a table; each an app of one file, run by Streamlit's own
command.
"""

from __future__ import annotations

import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from tests.browser.conftest import free_port

FIRST = date(2023, 6, 1)
STEP = timedelta(days=20)
LAST = FIRST + 36 * STEP
COLUMNS = ["toponym", "place_name", "country", "admin1", "date_start", "date_end", "date_role",
           "sentence", "report_title", "source", "score", "place_reason",
           "date_reason"]  # fmt: skip
APP = """
import datetime

import folium
import geopandas as gpd
import pandas as pd
import streamlit as st
from folium.plugins import FastMarkerCluster
from streamlit_folium import st_folium

from geodata.maps.assets import localise


@st.cache_data
def read():
    return pd.read_pickle({events!r})


st.set_page_config(layout="wide")
first, last, step = {first!r}, {last!r}, {step!r}
start, end = st.slider("Dates", first, last, (first, last), step=step)
events = read()
rows = events[(events["date_start"].dt.date >= start) & (events["date_start"].dt.date <= end)]
shown = folium.Map(location=(20, 10), zoom_start=1, tiles=None, maxZoom=18)
{layer}
localise(shown, {assets!r})
{after}
st_folium(shown, key="map", height=400, use_container_width=True, returned_objects=[])
st.dataframe(rows[{columns!r}], hide_index=True)
"""


@dataclass(frozen=True, slots=True)
class Layer:
    """A way to put events on a map: the app's lines, and a script that counts what is drawn."""

    name: str
    lines: str
    drawn: str
    after: str = ""


MARKERS = Layer(
    "st_folium, markers",
    "for row in rows.itertuples():\n    folium.Marker((row.latitude, row.longitude)).add_to(shown)",
    'inside.querySelectorAll(".leaflet-marker-icon").length',
)
GEOJSON = Layer(
    "st_folium, a GeoJson layer",
    "points = gpd.points_from_xy(rows['longitude'], rows['latitude'], crs=4326)\n"
    "frame = gpd.GeoDataFrame(rows[['toponym']], geometry=points)\n"
    "folium.GeoJson(frame, marker=folium.CircleMarker(radius=5, fill=True)).add_to(shown)",
    'inside.querySelectorAll("path.leaflet-interactive").length',
)
# Its own callback wants a script for icons that is not ours to serve. A cluster counts what it has.
CLUSTER = Layer(
    "st_folium, FastMarkerCluster",
    "one = 'function (row) { return L.marker(new L.LatLng(row[0], row[1])); }'\n"
    "cluster = FastMarkerCluster(rows[['latitude', 'longitude']].values.tolist(), callback=one)\n"
    "cluster.default_js, cluster.default_css = [], []\n"
    "cluster.add_to(shown)",
    '[...inside.querySelectorAll(".leaflet-marker-icon")]'
    ".reduce((sum, icon) => sum + (Number(icon.textContent) || 1), 0)",
    "cluster.default_js = [('cluster', {cluster!r})]",
)


def source_of(layer: Layer, events: Path, assets: str) -> str:
    """Return the app of a page with a layer, for pickled events and the assets' server."""
    after = layer.after.format(cluster=f"{assets}cluster/leaflet.markercluster.js")
    return APP.format(
        events=str(events), first=FIRST, last=LAST, step=STEP, columns=COLUMNS,
        layer=layer.lines, assets=f"{assets}assets", after=after,
    )  # fmt: skip


@contextmanager
def streamlit(app: Path) -> Iterator[str]:
    """Run an app in a server of its own; yields its address once it answers."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(app), "--server.port", str(port)]
    options = ("--server.headless=true", "--server.fileWatcherType=none",
               "--server.address=127.0.0.1", "--browser.serverAddress=127.0.0.1",
               "--browser.gatherUsageStats=false")  # fmt: skip
    with (app.parent / "app.log").open("ab") as log:
        process = subprocess.Popen([*command, *options], stdout=log, stderr=log, cwd=app.parent)
    address = f"http://127.0.0.1:{port}/"
    try:
        while process.poll() is None and not _answers(f"{address}_stcore/health"):
            time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait()


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2):
            return True
    except OSError:
        return False
