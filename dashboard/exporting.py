"""The routes of what goes out: files by suffix, and a GeoJSON address that other programs load.

Beside the filter (`geodata.query`) the parameters say what is made of the events: ``share=1``
leaves report text, sources and exact spots out, ``for=kepler`` makes what one program takes,
``small=1`` an HTML map without sentences, ``lang`` and ``title`` name it; ``picked=KEY`` takes
the events that somebody selected by hand in the place of the filter.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from dashboard.workspace import Workspace
from geodata.errors import DatelineError, ExportError, QueryError
from geodata.export import FORMATS, About, Preset, for_program, generalise, write
from geodata.files import private_folder
from geodata.messages import best_language
from geodata.query import EventQuery
from geodata.schema import EventParts

__all__ = ["FEED", "export_url", "exporting_routes", "feed_answer", "feed_url", "only"]

FEED = "events.geojson"
_TITLE_LENGTH = 200


def export_url(workspace: Workspace, name: str) -> str:
    """Return the path of an export; the suffix is the format, the parameters the filter."""
    return f"data/{workspace.token}/export/{name}"


def feed_url(workspace: Workspace) -> str:
    """Return the path of the GeoJSON that QGIS and others load, and load again when it changed."""
    return f"data/{workspace.token}/feed/{FEED}"


def exporting_routes(workspace: Workspace) -> list[BaseRoute]:
    """Return the routes, bound to a workspace."""

    async def export(request: Request) -> Response:
        if request.path_params["token"] != workspace.token:
            return PlainTextResponse("no such export", status_code=404)
        name = Path(request.path_params["name"]).name
        return await run_in_threadpool(_export, request, workspace, name)

    async def feed(request: Request) -> Response:
        if request.path_params["token"] != workspace.token:
            return PlainTextResponse("no such events", status_code=404)
        return await feed_answer(request, workspace)

    return [
        Route("/data/{token}/export/{name}", export),
        Route(f"/data/{{token}}/feed/{FEED}", feed),
    ]


async def feed_answer(request: Request, workspace: Workspace, *, share: bool = False) -> Response:
    """Answer with the events of the filter as GeoJSON, or that they are still the same.

    `share` leaves out what is not safe to share, whatever the address asks for.
    """
    tag = _tag(request, workspace)
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    made = await run_in_threadpool(_export, request, workspace, FEED, share=share)
    if made.status_code == 200:
        made.headers.update({**headers, "Content-Disposition": "inline"})
        made.headers["Content-Type"] = "application/geo+json"
    return made


def only(event_ids: Iterable[str]) -> EventQuery:
    """Return the query of some events, whatever their role or status."""
    return replace(EventQuery.everything(), event_ids=frozenset(event_ids))


def _tag(request: Request, workspace: Workspace) -> str:
    """Name what the address gives now: the same events under the same filter, the same name."""
    asked = f"{workspace.store.revision()} {request.url.query}"
    return f'"{hashlib.sha256(asked.encode()).hexdigest()[:16]}"'


def _export(request: Request, workspace: Workspace, name: str, *, share: bool = False) -> Response:
    asked, suffix = request.query_params, Path(name).suffix.lower()
    try:
        program = for_program(asked["for"]) if asked.get("for") else None
    except ExportError as error:
        return PlainTextResponse(str(error), status_code=404)
    formats = program.formats if program else FORMATS
    if suffix not in formats:
        return PlainTextResponse(f"{name}: unknown format; try {', '.join(formats)}", 404)
    folder = private_folder()
    path = Path(folder.name) / f"export{suffix}"
    try:
        about = _about(request, workspace, share=share)
        with _taken(workspace, about, program, whole=formats[suffix].whole) as events:
            write(
                events,
                path,
                about=about,
                reports=workspace.store.each_report(),
                readings=workspace.store.each_reading(),
                formats=formats,
            )
    except DatelineError as error:
        folder.cleanup()
        status = 400 if isinstance(error, QueryError) else 500
        return PlainTextResponse(str(error), status_code=status)
    return FileResponse(path, filename=name, background=BackgroundTask(folder.cleanup))


@contextmanager
def _taken(
    workspace: Workspace, about: About, program: Preset | None, *, whole: bool
) -> Iterator[gpd.GeoDataFrame | EventParts]:
    """Give what is to be written: part by part, unless all of it is needed at once."""
    query = about.query or EventQuery()
    if whole or about.generalised:
        events = workspace.store.events(query)
        events = generalise(events) if about.generalised else events
        yield program.takes(events) if program else events
        return
    with workspace.store.event_parts(query) as parts:
        yield program.takes_parts(parts) if program else parts


def _about(request: Request, workspace: Workspace, *, share: bool) -> About:
    asked = request.query_params
    query = EventQuery.from_params(dict(asked))
    if asked.get("picked"):
        query = only(workspace.picks.ids(asked["picked"]))
    return About(
        title=asked.get("title", "")[:_TITLE_LENGTH],
        query=query,
        language=best_language(asked.get("lang")),
        generalised=share or asked.get("share") == "1",
        small=asked.get("small") == "1",
    )
