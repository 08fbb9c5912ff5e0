"""The address by which another program loads the events again and again, without a login.

Its token is one of `geodata.feedtokens`; it outlives the server, reads GeoJSON and nothing else.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from dashboard.answers import refusal
from dashboard.exporting import FEED, feed_answer
from dashboard.workspace import Workspace
from geodata.feedtokens import FeedToken

__all__ = ["feeding_routes", "lasting_url", "may_revoke"]


def lasting_url(token: str) -> str:
    """Return the path of the GeoJSON that a token gives, relative to the server's root."""
    return f"feed/{token}/{FEED}"


def feeding_routes(workspace: Workspace) -> list[BaseRoute]:
    """Return the route, bound to a workspace."""

    async def feed(request: Request) -> Response:
        held = workspace.feeds.holder(request.path_params["token"])
        if held is None or not _still_invited(held, workspace):
            return refusal("not found", 404)
        return await feed_answer(request, workspace, share=held.share)

    return [Route(f"/feed/{{token}}/{FEED}", feed)]


def may_revoke(token: FeedToken, workspace: Workspace, *, who: str, may_edit: bool) -> bool:
    """Say whether somebody may see and revoke a token: their own, and an editor all."""
    return workspace.access is None or may_edit or token.who == who


def _still_invited(token: FeedToken, workspace: Workspace) -> bool:
    """Say whether whoever made it may read here: who is off the lists takes theirs along."""
    if workspace.access is None or not token.who:
        return True
    return workspace.access.person({"email": token.who}) is not None
