"""Routes that find: facets, words, what to look at, saved views, and an event's index."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from dashboard.answers import Ask, answering
from dashboard.workspace import Workspace
from geodata.query import EventQuery

__all__ = ["finding_routes"]

_FOR_GOOD = {"Cache-Control": "private, max-age=86400, immutable"}


def finding_routes(workspace: Workspace) -> list[BaseRoute]:
    """Return the routes, bound to a workspace."""
    found = {
        "facets.bin": _facet_codes,
        "facets.json": _facet_values,
        "search": _search,
        "queue.bin": _queue,
        "index": _index,
    }
    return [
        Route("/data/{token}/views", answering(workspace, _views), methods=["GET", "POST"]),
        *(
            Route(f"/data/{{token}}/{{revision:int}}/{name}", answering(workspace, answer))
            for name, answer in found.items()
        ),
    ]


def _facet_codes(ask: Ask) -> Response:
    codes = ask.feed.facets.to_bytes()
    return Response(codes, media_type="application/octet-stream", headers=_FOR_GOOD)


def _facet_values(ask: Ask) -> object:
    return ask.feed.facets.to_json()


def _search(ask: Ask) -> bytes:
    """Answer with the indices of the events that hold all words, whatever their role or status."""
    words = EventQuery(text=ask.query.get("q", "")).text
    feed = ask.feed
    if not words:
        return np.arange(len(feed.columns), dtype="<u4").tobytes()
    passed = ask.workspace.found(feed, words)[feed.columns.order]
    return np.flatnonzero(passed).astype("<u4").tobytes()


def _queue(ask: Ask) -> bytes:
    """Answer with a count, that many indices, riskiest first, and as many bytes of doubts."""
    feed = ask.feed
    rank = np.empty(len(feed.columns), "<u4")
    rank[feed.columns.order] = np.arange(len(rank), dtype="<u4")
    found = feed.review
    count = np.array([len(found)], "<u4")
    return b"".join([count.tobytes(), rank[found.rows].tobytes(), found.doubts.tobytes()])


def _index(ask: Ask) -> object:
    return {"index": ask.feed.columns.index_of(ask.query.get("id", ""))}


def _views(ask: Ask) -> object:
    """List the saved views; after keeping or dropping one, if the body names it."""
    store, body = ask.workspace.store, ask.body
    if name := str(body.get("name") or ""):
        params = body.get("params")
        if isinstance(params, Mapping):
            store.keep_view(name, {str(k): str(v) for k, v in params.items()})
        else:
            store.drop_view(name)
    return {"views": [{"name": v.name, "params": dict(v.params)} for v in store.views()]}
