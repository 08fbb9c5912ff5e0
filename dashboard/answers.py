"""How our routes answer: the token first, work off the event loop, errors as words.

Every path starts with a token that nobody can guess, and what changes the store must come as
JSON, which another site's page cannot send without being asked first.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from dashboard.workspace import Feed, Workspace
from geodata.errors import DatelineError, StoreError

__all__ = ["WHO", "Ask", "answering", "base_url", "refusal"]

WHO = "dateline.who"

_MAX_BODY = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What somebody asks for: the path's and the query's values, and the JSON body.

    `who` is who has logged in; empty where no login is wanted.
    """

    workspace: Workspace
    path: Mapping[str, Any]
    query: Mapping[str, str]
    body: Mapping[str, Any] = field(default_factory=dict)
    who: str = ""

    @property
    def feed(self) -> Feed:
        """The events at the revision in the path."""
        feed = self.workspace.feed_at(self.path["revision"])
        if feed is None:
            raise StoreError("these events are of an older revision; reload the page")
        return feed


Answer = Callable[[Ask], Any]
Endpoint = Callable[[Request], Awaitable[Response]]


def base_url(workspace: Workspace) -> str:
    """Return the path that all our routes start with, relative to the server's root."""
    return f"data/{workspace.token}/"


def answering(workspace: Workspace, answer: Answer) -> Endpoint:
    """Return an endpoint that answers with a function's JSON-ready value, bytes or response."""

    async def endpoint(request: Request) -> Response:
        if request.path_params.get("token") != workspace.token:
            return refusal("not found", 404)
        body: Any = {}
        if request.method == "POST":
            raw = b""
            async for chunk in request.stream():
                raw += chunk
                if len(raw) > _MAX_BODY:
                    return refusal("that is too much at once", 413)
            body = _json(request, raw)
            if not isinstance(body, dict):
                return refusal("a JSON object is wanted", 400)
        ask = Ask(
            workspace=workspace,
            path=request.path_params,
            query=dict(request.query_params),
            body=body,
            who=request.scope.get(WHO, ""),
        )
        return await run_in_threadpool(_answered, answer, ask)

    return endpoint


def refusal(why: str, status: int) -> Response:
    """Return an answer that says in words why not."""
    return JSONResponse({"error": why}, status_code=status)


def _json(request: Request, raw: bytes) -> object:
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        return None
    try:
        value: object = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    return value


def _answered(answer: Answer, ask: Ask) -> Response:
    try:
        value = answer(ask)
    except StoreError as error:
        return refusal(str(error), 404)
    except DatelineError as error:
        return refusal(str(error), 400)
    if isinstance(value, Response):
        return value
    if isinstance(value, bytes):
        return Response(value, media_type="application/octet-stream")
    return JSONResponse(value)
