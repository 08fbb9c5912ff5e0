"""`dateline serve`: one process that serves the page, its assets, the events and its health.

Nothing is fetched from elsewhere, and by default nobody but this machine is answered.
"""

from __future__ import annotations

import os
import sys
import threading
import tomllib
import webbrowser
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard import samples
from dashboard.access import Access
from dashboard.guard import Guard
from dashboard.routes import data_routes
from dashboard.workspace import Workspace, start
from geodata.files import sweep_folders
from geodata.maps import DESK_SCRIPT, asset_directories, desk_script, online_tiles
from geodata.progress import Meter
from geodata.settings import Settings

__all__ = ["build", "configuration", "serve", "warnings_of"]

_HERE = Path(__file__).parent
_OPEN_AFTER_SECONDS = 2.0
_LOCAL_HOSTS = ("127.0.0.1", "localhost", "[::1]")

# Streamlit and Leaflet need inline scripts and styles and Streamlit evaluates some; nothing may
# be loaded from, sent to, or framed by anybody else.
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
        "font-src 'self' data:; connect-src 'self' data: blob:; worker-src 'self' blob:; "
        "frame-src 'self'; frame-ancestors 'self'; form-action 'self'; base-uri 'self'; "
        "object-src 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class SecurityHeaders:
    """Adds the headers above to each response (plain ASGI: streams stay streams).

    Parameters
    ----------
    image_sources
        Hosts that pictures may come from as well: tile servers, where the user allows them.
    """

    def __init__(self, app: ASGIApp, *, image_sources: Sequence[str] = ()) -> None:
        self._app = app
        images = " ".join(["img-src 'self' data: blob:", *image_sources])
        policy = _HEADERS["Content-Security-Policy"]
        self._headers = _HEADERS | {
            "Content-Security-Policy": policy.replace("img-src 'self' data: blob:", images)
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers[name] = value
            await send(message)

        await self._app(scope, receive, with_headers if scope["type"] == "http" else send)


def build(workspace: Workspace, *, host: str = "127.0.0.1") -> st.App:
    """Return the ASGI application: the page and our own routes."""
    # "0.0.0.0" and "::" stand for every name of this machine: which ones, we cannot know.
    access = workspace.access
    named = [access.host] if access else []
    hosts = ["*"] if host in {"0.0.0.0", "::"} else [*_LOCAL_HOSTS, host, *named]  # noqa: S104 - compared
    return st.App(
        _HERE / "app.py",
        routes=[*data_routes(workspace), *_asset_routes()],
        middleware=[
            Middleware(TrustedHostMiddleware, allowed_hosts=hosts),
            Middleware(SecurityHeaders, image_sources=_tile_servers(workspace.settings)),
            Middleware(Guard, access=access),
            Middleware(GZipMiddleware, minimum_size=2000, compresslevel=6),
        ],
    )


def _tile_servers(settings: Settings) -> list[str]:
    return [tiles.source for tiles in online_tiles()] if settings.online_tiles else []


def _asset_routes() -> Iterator[BaseRoute]:
    def script(_request: Request) -> Response:
        # The address holds a hash of the content: what it names never changes.
        headers = {"Cache-Control": "public, max-age=31536000, immutable"}
        return Response(desk_script(), media_type="text/javascript", headers=headers)

    yield Route(f"/assets/{DESK_SCRIPT}", script)
    for name, folder in asset_directories().items():
        yield Mount(f"/assets/{name}", StaticFiles(directory=folder))


def serve(
    settings: Settings,
    *,
    host: str = "127.0.0.1",
    port: int = 8501,
    with_samples: bool = False,
    open_browser: bool = False,
) -> None:
    """Serve until stopped.

    Parameters
    ----------
    host, port
        Where to listen. Another host than this machine's own opens the store to the network.
    with_samples
        Put the sample reports into a store that is empty.
    open_browser
        Show the page in the person's browser, where there is a desktop.

    Raises
    ------
    StoreError, GazetteerError
        When the store or the gazetteer cannot be opened.
    """
    sweep_folders()
    with Meter("a step that is done once") as meter:
        workspace = start(settings, progress=meter.share)
    if with_samples:
        samples.load(workspace)
    for warning in warnings_of(host, workspace.access):
        print(f"Warning: {warning}", file=sys.stderr)
    address = f"http://{'localhost' if host in _LOCAL_HOSTS else host}:{port}"
    print(f"Dateline is at {address}")
    if open_browser and _has_desktop():
        # A moment later, when the server answers.
        threading.Timer(_OPEN_AFTER_SECONDS, webbrowser.open, [address]).start()
    given: dict[str, Any] = {
        "server.port": port,
        "server.address": host,
        "browser.serverAddress": host,
        "global.developmentMode": False,
    }
    if workspace.access:
        given["secrets.files"] = [str(workspace.access.path.absolute())]
        given["browser.serverAddress"] = workspace.access.host
    build(workspace, host=host).run(config=configuration() | given)


def warnings_of(host: str, access: Access | None) -> Iterator[str]:
    """Yield what somebody should know who serves on this host, with or without a login."""
    is_open = host not in _LOCAL_HOSTS
    if is_open and access is None:
        yield (
            f"listening on {host}: anybody who reaches this machine can read and change the store. "
            "There is no login: --login FILE asks for one (docs/login.md)."
        )
    if access is None:
        return
    secure = access.redirect_uri.startswith("https://") or access.host in _LOCAL_HOSTS
    if not secure:
        yield f"{access.redirect_uri} is not encrypted: whoever listens can take a login over"
    if os.name == "posix" and access.path.stat().st_mode & 0o077:
        yield f"others can read {access.path}, which holds secrets: chmod 600 {access.path}"


def _has_desktop() -> bool:
    """Say whether a browser can be shown: else `webbrowser` may start one inside the terminal."""
    shown = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return sys.platform in {"darwin", "win32"} or bool(shown)


def configuration() -> dict[str, Any]:
    """Return our Streamlit options by dotted name, wherever the command is started.

    Streamlit itself looks for ``.streamlit`` in the current folder alone.
    """
    checkout = _HERE.parent / ".streamlit" / "config.toml"
    # In an installed package the same file lies beside this one.
    path = checkout if checkout.exists() else _HERE / "config.toml"
    return dict(_dotted(tomllib.loads(path.read_text(encoding="utf-8"))))


def _dotted(table: Mapping[str, Any], start: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in table.items():
        if isinstance(value, Mapping):
            yield from _dotted(value, f"{start}{name}.")
        else:
            yield f"{start}{name}", value
