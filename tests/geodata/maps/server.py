"""A small server as the dashboard's: assets, event columns, details, and a page with a frame."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import geopandas as gpd
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from geodata.maps import (
    DESK_SCRIPT,
    asset_directories,
    desk_map,
    desk_script,
    desk_update,
    details,
    event_columns,
    report_events,
)
from tests.geodata.maps.sample import PLACES

POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:"
)
OUTER = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Desk</title>
<style>body{margin:0;background:#888}header{height:52px;background:#fff}iframe{border:0;width:100%%}
html.dark header{background:#1b1f24}</style>
<header></header><iframe title="map" src="component/frame/index.html?%s" height="400"></iframe>
"""
# What st_folium does with a map once its script has run.
LISTENER = """
window.told = [];
for (const layer of Object.values(%s._layers)) {
  layer.on("click", (event) => {
    if (event.layer && event.layer.toGeoJSON) window.told.push(event.layer.toGeoJSON());
  });
}
"""


def script(_request: Request) -> Response:
    return Response(desk_script(), media_type="text/javascript")


class Desk:
    """The page of some frames by name, and the requests for details that it got."""

    def __init__(self, frames: dict[str, gpd.GeoDataFrame]) -> None:
        self.frames = frames
        self.columns = {name: event_columns(frame) for name, frame in frames.items()}
        self.asked: list[list[int]] = []
        mounts = [
            Mount(f"/assets/{name}", StaticFiles(directory=path))
            for name, path in asset_directories().items()
        ]
        self.app = Starlette(
            routes=[
                Route(f"/assets/{DESK_SCRIPT}", script),
                *mounts,
                Route("/", self.outer),
                Route("/favicon.ico", lambda _request: Response(status_code=204)),
                Route("/component/frame/index.html", self.frame),
                Route("/api/{name}.bin", self.data),
                Route("/api/{name}/details", self.details),
                Route("/api/gazetteer", self.gazetteer),
            ]
        )

    def outer(self, request: Request) -> Response:
        page = OUTER % request.url.query.replace('"', "")
        return HTMLResponse(page, headers={"content-security-policy": POLICY})

    def frame(self, request: Request) -> Response:
        name = request.query_params.get("data", "levant")
        language = request.query_params.get("language", "en")
        desk = desk_map(assets_url="../../assets", language=language)
        desk_update(
            data_url=f"../../api/{name}.bin",
            details_url=f"../../api/{name}/details",
            gazetteer_url="../../api/gazetteer",
            revision=1,
            theme=request.query_params.get("theme", "light"),  # type: ignore[arg-type]  # of a URL
        ).add_to(desk)
        html = desk.get_root().render()
        listener = f"<script>{LISTENER % desk.get_name()}</script></html>"
        return HTMLResponse(html.replace("</html>", listener))

    def data(self, request: Request) -> Response:
        columns = self.columns[request.path_params["name"]]
        return Response(columns.to_bytes(), media_type="application/octet-stream")

    def details(self, request: Request) -> Response:
        name = request.path_params["name"]
        if of := request.query_params.get("of"):
            return JSONResponse(report_events(self.frames[name], self.columns[name], int(of)))
        indices = [int(i) for i in request.query_params["i"].split(",")]
        self.asked.append(indices)
        return JSONResponse(details(self.frames[name], self.columns[name], indices))

    def gazetteer(self, request: Request) -> Response:
        wanted = request.query_params["q"].casefold()
        found = [
            {"geonameid": k, "name": name, "asked": "", "kind": "PPLA", "admin1": where,
             "country": "", "country_code": "SY", "feature_code": code, "population": 1,
             "lat": lat, "lon": lon}
            for k, (name, lat, lon, code, _, where) in enumerate(PLACES.values())
            if name.casefold().startswith(wanted)
        ]  # fmt: skip
        return JSONResponse(found)


@contextmanager
def serving(desk: Desk) -> Iterator[str]:
    """Serve on a free port of this machine; yields the address."""
    config = uvicorn.Config(desk.app, host="127.0.0.1", port=0, log_level="warning", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.should_exit = True
        thread.join()
