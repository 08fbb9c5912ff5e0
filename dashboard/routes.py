"""The routes beside the page: events as columns, their details, places by name, exports, health."""

from __future__ import annotations

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from dashboard.deciding import deciding_routes
from dashboard.exporting import exporting_routes
from dashboard.feeding import feeding_routes
from dashboard.finding import finding_routes
from dashboard.reading import reading_routes
from dashboard.workspace import Feed, Workspace
from geodata.maps import details, found_places, report_events
from geodata.messages import best_language
from geodata.reasons import reason_in

__all__ = ["data_routes", "data_url", "details_url", "gazetteer_url"]

_DETAILS_AT_ONCE = 200
_PLACES_AT_ONCE, _PLACES_CONSIDERED = 12, 200
_NAME_LENGTH = 100


def data_url(workspace: Workspace, revision: int) -> str:
    """Return the path of the events' columns, relative to the server's root."""
    return f"data/{workspace.token}/{revision}/events.bin"


def details_url(workspace: Workspace, revision: int) -> str:
    """Return the path of events' details: ``?i=1,2,3``, or with ``?of=1`` all of its report."""
    return f"data/{workspace.token}/{revision}/details"


def gazetteer_url(workspace: Workspace) -> str:
    """Return the path where places are looked up by name; ``?q=`` is what a person typed."""
    return f"data/{workspace.token}/gazetteer"


def data_routes(workspace: Workspace) -> list[BaseRoute]:
    """Return our routes, bound to a workspace."""

    def healthz(_request: Request) -> Response:
        return JSONResponse({"status": "ok", "revision": workspace.store.revision()})

    async def columns(request: Request) -> Response:
        feed = await run_in_threadpool(_feed, request, workspace)
        if feed is None:
            return PlainTextResponse("no such events", status_code=404)
        return Response(
            feed.payload,
            media_type="application/octet-stream",
            # The address holds the revision: what it names never changes.
            headers={
                "Content-Encoding": "gzip",
                "Cache-Control": "private, max-age=86400, immutable",
            },
        )

    async def event_details(request: Request) -> Response:
        feed = await run_in_threadpool(_feed, request, workspace)
        if feed is None:
            return PlainTextResponse("no such events", status_code=404)
        return JSONResponse(await run_in_threadpool(_details, request, feed, workspace))

    async def gazetteer(request: Request) -> Response:
        if request.path_params["token"] != workspace.token:
            return PlainTextResponse("no such gazetteer", status_code=404)
        wanted = request.query_params.get("q", "")[:_NAME_LENGTH]
        return JSONResponse(await run_in_threadpool(_places, wanted, workspace))

    return [
        Route("/healthz", healthz),
        Route("/data/{token}/{revision:int}/events.bin", columns),
        Route("/data/{token}/{revision:int}/details", event_details),
        Route("/data/{token}/gazetteer", gazetteer),
        *exporting_routes(workspace),
        *feeding_routes(workspace),
        *finding_routes(workspace),
        *reading_routes(workspace),
        *deciding_routes(workspace),
    ]


def _feed(request: Request, workspace: Workspace) -> Feed | None:
    if request.path_params["token"] != workspace.token:
        return None
    return workspace.feed_at(request.path_params["revision"])


def _details(request: Request, feed: Feed, workspace: Workspace) -> list[dict[str, Any]]:
    """Return wanted events, or those of one event's report."""
    if of := _indices(request.query_params.get("of", ""), len(feed.frame)):
        return report_events(feed.frame, feed.columns, of[0])
    wanted = _indices(request.query_params.get("i", ""), len(feed.frame))
    rows = details(feed.frame, feed.columns, wanted, found=workspace.store.found)
    return [_in_words(row, best_language(request.query_params.get("lang"))) for row in rows]


def _in_words(row: dict[str, Any], language: str) -> dict[str, Any]:
    """Say an event's reasons in the page's language."""
    for name in ("place_reason", "date_reason"):
        row[name] = reason_in(language, row[name])
    for other in row["candidates"]:
        other["reason"] = reason_in(language, other["reason"])
    return row


def _indices(text: str, count: int) -> list[int]:
    numbers = (int(part) for part in text.split(",")[:_DETAILS_AT_ONCE] if part.isdecimal())
    return [number for number in numbers if number < count]


def _places(name: str, workspace: Workspace) -> list[dict[str, Any]]:
    gazetteer = workspace.gazetteer
    return found_places(
        name,
        gazetteer.search(name, limit=_PLACES_CONSIDERED),
        limit=_PLACES_AT_ONCE,
        country_name=gazetteer.country_name,
        admin1_name=gazetteer.admin1_name,
    )
