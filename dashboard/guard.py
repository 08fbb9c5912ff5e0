"""In front of our own routes: who may ask, and whose page sends what changes the store."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.access import Access
from dashboard.answers import WHO, refusal

__all__ = ["Guard"]

_OURS = "/data/"
_READS = frozenset({"GET", "HEAD"})
# Posted for its length; it changes nothing, and whoever reads may export what they select.
_ASKS = re.compile(r"/data/[^/]+/pick")


class Guard:
    """Lets through who may (plain ASGI); with a login it says in the scope who asks.

    The token in the path is needed as well: `dashboard.answers` looks at it.
    """

    def __init__(self, app: ASGIApp, *, access: Access | None) -> None:
        self._app, self._access = app, access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or let the application answer."""
        if scope["type"] != "http" or not scope["path"].startswith(_OURS):
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        why = self._refused(request)
        await (refusal(*why) if why else self._app)(scope, receive, send)

    def _refused(self, request: Request) -> tuple[str, int] | None:
        changes = request.method not in _READS
        origin = request.headers.get("origin")
        if changes and origin and urlsplit(origin).netloc != request.headers.get("host"):
            return "another site's page may not change anything here", 403
        if self._access is None:
            return None
        person = self._access.person_in(request.cookies)
        if person is None:
            return "log in first: reload the page", 401
        if changes and not person.may_edit and not _ASKS.fullmatch(request.url.path):
            return "you may read here, but not change anything", 403
        request.scope[WHO] = person.name
        return None
