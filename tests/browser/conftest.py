"""A real server, a real Chromium, and a page that fails on whatever a user should not see."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Frame, Page, Playwright, sync_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
START_SECONDS = 120


@dataclass
class Server:
    """A running `dateline serve`."""

    url: str
    folder: Path
    process: subprocess.Popen[bytes]
    calls: Path

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(20)

    def outside_calls(self) -> str:
        return self.calls.read_text(encoding="utf-8") if self.calls.exists() else ""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def start_server(folder: Path, cache: Path, *options: str) -> Server:
    port = free_port()
    calls = folder / "outside-calls.txt"
    with (folder / "server.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "geodata", "serve", "--port", str(port), *options],
            stdout=log,
            stderr=log,
            cwd=folder,
            env={
                **os.environ,
                "DATELINE_DATA_DIR": str(folder),
                "DATELINE_CACHE_DIR": str(cache),
                "DATELINE_TEST_CALLS": str(calls),
                "PYTHONPATH": str(Path(__file__).parent / "offline"),
                "PYTHONWARNINGS": "default",
            },
        )
    url = f"http://127.0.0.1:{port}/"
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(url + "healthz", timeout=2):
                return Server(url=url, folder=folder, process=process, calls=calls)
        except OSError:
            time.sleep(0.1)
    process.kill()
    raise AssertionError((folder / "server.log").read_text(encoding="utf-8", errors="replace"))


@pytest.fixture(scope="session")
def launch(cache_dir: Path) -> Callable[..., Server]:
    """Start a server in a folder of the test's choice."""

    def start(folder: Path, *options: str) -> Server:
        return start_server(folder, cache_dir, *options)

    return start


@pytest.fixture(scope="module")
def server(
    tmp_path_factory: pytest.TempPathFactory, launch: Callable[..., Server]
) -> Iterator[Server]:
    """A server with the sample reports; it must never try to call outside."""
    running = launch(tmp_path_factory.mktemp("server"), "--samples")
    yield running
    running.stop()
    assert running.outside_calls() == ""


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    path = os.environ.get("DATELINE_CHROMIUM") or shutil.which("chromium")
    if not path and not Path(playwright.chromium.executable_path).exists():
        message = "no Chromium: install it or set DATELINE_CHROMIUM"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    running = playwright.chromium.launch(executable_path=path or None, args=FLAGS)
    yield running
    running.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 1440, "height": 900}, accept_downloads=True)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page that must not leave the machine, get an error, or write one to its console."""
    faults: list[str] = []
    made = context.new_page()
    made.on(
        "request",
        lambda r: (
            None
            if r.url.startswith(("http://127.0.0.1", "ws://127.0.0.1", "data:", "blob:", "about:"))
            else faults.append(f"outside request {r.url}")
        ),
    )
    made.on(
        "response",
        lambda r: faults.append(f"{r.status} {r.url}") if r.status >= 400 else None,
    )
    made.on("pageerror", lambda e: faults.append(f"script error {e}"))
    made.on("console", lambda m: faults.append(f"console {m.text}") if m.type == "error" else None)
    yield made
    assert not faults, faults


def desk(page: Page) -> Frame:
    """Return the map's frame once it has drawn."""
    handle = page.wait_for_selector("iframe[data-testid=stCustomComponentV1]", timeout=60_000)
    assert handle
    frame = handle.content_frame()
    assert frame
    frame.wait_for_function("window.dateline && window.dateline.ready", timeout=60_000)
    return frame


def idle(page: Page) -> None:
    """Wait until Streamlit has finished its run."""
    page.wait_for_selector(
        '[data-testid=stApp][data-test-script-state="notRunning"]', timeout=60_000
    )
