"""In front of every route: who may ask, and whose page sends what changes the store.

Where a login is wanted, whoever has none gets Streamlit's page, which asks for one, and what that
page cannot do without. Files, components, metrics and uploads are for those who were invited.
"""

from __future__ import annotations

import re
from typing import ClassVar
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.access import Access, Person
from dashboard.answers import WHO, refusal

__all__ = ["Guard"]

_OURS = "/data/"
_READS = frozenset({"GET", "HEAD"})
# Posted for its length; it changes nothing, and whoever reads may export what they select.
_ASKS = re.compile(r"/data/[^/]+/pick")
# Wherever they stand in a path: Streamlit may be told to serve below another one.
# The page's own fonts, in static/media, are part of its door.
_INVITED = re.compile(r"/(?:_stcore|(?<!/static/)media|component)(?:/|$)")
_FOR_ALL = re.compile(r"/_stcore/(?:health|host-config)$")
# Codes of the WebSocket protocol: too much of a message, come back later.
_TOO_MUCH, _LATER = 1009, 1013
_UPLOADS = "/_stcore/upload_file"


class Guard:
    """Lets through who may (plain ASGI); with a login it says in the scope who asks.

    The token in the path is needed as well: `dashboard.answers` looks at it.
    """

    def __init__(self, app: ASGIApp, *, access: Access | None) -> None:
        self._app, self._access = app, access
        self._waiting = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or let the application answer."""
        if scope["type"] == "websocket" and self._access is not None:
            await self._talk(scope, receive, send)
            return
        why = self._refused(Request(scope)) if scope["type"] == "http" else None
        await (refusal(*why) if why else self._app)(scope, receive, send)

    async def _talk(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let everybody come to the page's door; who has not logged in has little to say there."""
        if self._person(HTTPConnection(scope)) is not None:
            await self._app(scope, receive, send)
        elif self._waiting >= _Stranger.MOST:
            await send({"type": "websocket.close", "code": _LATER})
        else:
            self._waiting += 1
            stranger = _Stranger(receive)
            try:
                await self._app(scope, stranger, send)
            finally:
                self._waiting -= 1
            if stranger.cut_off:
                await send({"type": "websocket.close", "code": _TOO_MUCH})

    def _person(self, asked: HTTPConnection) -> Person | None:
        return self._access.person_in(asked.cookies) if self._access else None

    def _refused(self, request: Request) -> tuple[str, int] | None:
        # Not the path of `request.url`, in which the Host header has a say.
        path, changes = str(request.scope["path"]), request.method not in _READS
        ours = path.startswith(_OURS)
        origin = request.headers.get("origin")
        if ours and changes and origin and urlsplit(origin).netloc != request.headers.get("host"):
            return "another site's page may not change anything here", 403
        theirs = _INVITED.search(path) and not _FOR_ALL.search(path)
        if self._access is None or not (ours or theirs):
            return None
        person = self._person(request)
        if person is None:
            return "log in first: reload the page", 401
        if ours:
            request.scope[WHO] = person.name
        edits = changes and not _ASKS.fullmatch(path) if ours else _UPLOADS in path
        if edits and not person.may_edit:
            return "you may read here, but not change anything", 403
        return None


class _Stranger:
    """What somebody sends who has not logged in: enough to press a button, no more."""

    MOST: ClassVar = 300
    _MESSAGES: ClassVar = 200
    _BYTES: ClassVar = 20_000

    def __init__(self, receive: Receive) -> None:
        self._receive, self._messages = receive, 0
        self.cut_off = False

    async def __call__(self) -> Message:
        message = await self._receive()
        if message["type"] == "websocket.receive":
            self._messages += 1
            size = len(message.get("bytes") or b"") + len(message.get("text") or "")
            if size > self._BYTES or self._messages > self._MESSAGES:
                self.cut_off = True
                return {"type": "websocket.disconnect", "code": _TOO_MUCH}
        return message
