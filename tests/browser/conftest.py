"""A real server, a real Chromium, and a page that fails on whatever a user should not see."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Frame, Page

from tests import evidence
from tests.chromium import patient, watched

START_SECONDS = 300
# Longer than any server needs, even one that is reading: then it is stuck, and that is a fault.
STOP_SECONDS = 120


@dataclass
class Server:
    """A running `dateline serve`."""

    url: str
    folder: Path
    process: subprocess.Popen[bytes]
    calls: Path

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(STOP_SECONDS)

    def outside_calls(self) -> str:
        return self.calls.read_text(encoding="utf-8") if self.calls.exists() else ""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def start_server(folder: Path, cache: Path, *options: str, port: int | None = None) -> Server:
    port = port or free_port()
    calls = folder / "outside-calls.txt"
    evidence.keep(folder / "server.log")
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


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = patient(
        browser.new_context(viewport={"width": 1440, "height": 900}, accept_downloads=True)
    )
    # The tour has a test of its own; here it would lie over what the others click.
    # An empty page between two servers has no storage.
    made.add_init_script(
        "if (location.protocol !== 'about:') localStorage.setItem('dateline.tour', 'seen')"
    )
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page that must not leave the machine, get an error, or write one to its console."""
    made = context.new_page()
    faults = watched(made, "http://127.0.0.1")
    yield made
    assert not faults


# Asked of the page, not of a frame: Streamlit may put a new frame in the place of the first.
READY = """() => {
  const frame = document.querySelector("iframe[data-testid=stCustomComponentV1]");
  const dateline = frame && frame.contentWindow && frame.contentWindow.dateline;
  return Boolean(dateline && dateline.ready);
}"""


def desk(page: Page) -> Frame:
    """Return the map's frame once it has drawn."""
    page.wait_for_function(READY)
    handle = page.query_selector("iframe[data-testid=stCustomComponentV1]")
    assert handle
    frame = handle.content_frame()
    assert frame
    return frame


def idle(page: Page) -> None:
    """Wait until Streamlit has finished its run."""
    page.wait_for_selector('[data-testid=stApp][data-test-script-state="notRunning"]')
