"""What a failing browser test leaves behind: the pages as they stood and what the servers said.

It goes into the printed failure, so that one that no other machine shows can be understood from
the log alone; pictures go where `DATELINE_TEST_PICTURES` says.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from playwright.sync_api import Browser, Error, Frame, Page

__all__ = ["PICTURES", "found", "keep"]

PICTURES = "DATELINE_TEST_PICTURES"
_LETTERS = 3000
_LINES = 40
_SERVERS = 3
_LOGS: list[Path] = []
_STREAMLIT = (
    "() => document.querySelector('[data-testid=stApp]')?.dataset.testScriptState ?? 'none'"
)
_FOCUS = "() => document.activeElement?.outerHTML?.slice(0, 200) ?? ''"
# What the desk knows of itself; elsewhere nothing.
_DESK = """() => window.dateline && JSON.stringify({
  ready: dateline.ready, revision: dateline.revision, total: dateline.total, shown: dateline.shown,
  state: dateline.state, told: dateline.told})"""


def keep(log: Path) -> None:
    """Note the log of a server that is started: the last ones are a failing test's."""
    if log in _LOGS:
        _LOGS.remove(log)
    _LOGS.append(log)


def found(browser: Browser, test: str) -> Iterator[tuple[str, str]]:
    """Yield headings and what is under them: each page that is open, and the servers' logs."""
    pages = [page for context in browser.contexts for page in context.pages]
    for n, page in enumerate(pages):
        yield f"page {page.url}", "\n".join(_page(page, f"{test}-{n}"))
    for file in _LOGS[-_SERVERS:]:
        if file.exists():
            lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
            yield f"server's log {file}", "\n".join(lines[-_LINES:])


def _page(page: Page, name: str) -> Iterator[str]:
    yield f"Streamlit's script: {_asked(lambda: page.evaluate(_STREAMLIT))}"
    yield f"focus: {_asked(lambda: page.evaluate(_FOCUS))}"
    for frame in page.frames:
        yield f"--- {frame.url}"
        yield from _frame(frame)
    if folder := os.environ.get(PICTURES):
        path = Path(folder) / f"{re.sub(r'[^0-9A-Za-z_]+', '-', name)}.png"
        _asked(lambda: page.screenshot(path=path))
        yield f"--- picture: {path}"


def _frame(frame: Frame) -> Iterator[str]:
    if desk := _asked(lambda: frame.evaluate(_DESK)):
        yield f"desk: {desk[:_LETTERS]}"
    # Words as they are seen, with what stands in the fields.
    seen = _asked(lambda: frame.locator("body").aria_snapshot(timeout=5000))
    yield seen if len(seen) <= _LETTERS else f"{seen[:_LETTERS]} ..."


def _asked(question: Callable[[], object]) -> str:
    """Return the answer, or why there is none: a page may be closed or stuck."""
    try:
        answer = question()
    except Error as error:
        return f"({error.message.splitlines()[0]})"
    return "" if answer is None else str(answer)
