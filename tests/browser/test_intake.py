"""Adding reports in a real browser: nothing is lost when it is stopped, reloaded or hurried."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect
from playwright.sync_api import TimeoutError as NotInTime

from tests.browser.conftest import Server, desk, idle

pytestmark = pytest.mark.browser

TABLE = """where,note,when,lat,lon
Homs,Homs was calm on Sunday,2024-12-08,34.73,36.71
Hama,Hama was calm on Sunday,2024-12-08,35.13,36.75
"""
DROP = """([name, text]) => {
  const data = new DataTransfer();
  data.items.add(new File([text], name, { type: "text/plain" }));
  const frame = document.querySelector("iframe[data-testid=stCustomComponentV1]");
  const on = frame.contentDocument.querySelector(".dl-stage");
  for (const kind of ["dragenter", "dragover", "drop"])
    on.dispatchEvent(new frame.contentWindow.DragEvent(kind,
      { bubbles: true, cancelable: true, dataTransfer: data }));
}"""


def reports(count: int) -> list[FilePayload]:
    """Return files of which each holds a report that no other does."""
    text = "Calm {n}\n\nJanuary {day}, 2025\n\nRaqqa was calm on Tuesday, and so was Hasakah. "
    return [
        FilePayload(
            name=f"calm-{n}.txt",
            mimeType="text/plain",
            buffer=(text.format(n=n, day=n % 27 + 1) + f"It was so {n} times. " * 600).encode(),
        )
        for n in range(count)
    ]


def counted(page: Page) -> int:
    """Return how many reports the head counts."""
    found = re.search(r"(\d+) reports?", page.locator(".counts").inner_text())
    assert found
    return int(found[1])


@pytest.fixture
def opened(page: Page, server: Server) -> Iterator[Page]:
    page.goto(server.url)
    desk(page)
    yield page
    page.goto("about:blank")


def test_the_dialog_stays_while_the_map_tells_its_state(opened: Page) -> None:
    page, frame = opened, desk(opened)
    page.get_by_role("button", name="Add reports").click()
    box = page.get_by_label("Paste a report")
    box.fill("Not sent yet: Homs was calm.")
    before = frame.evaluate("dateline.told && dateline.told.seq")
    frame.evaluate("dateline.setRange('2024-12-07', '2024-12-09')")
    page.wait_for_timeout(700)
    idle(page)
    expect(box).to_have_value("Not sent yet: Homs was calm.")
    page.keyboard.press("Escape")
    expect(box).to_have_count(0)
    # What was chosen meanwhile is told afterwards.
    expect(page).to_have_url(re.compile("from=2024-12-07"))
    assert frame.evaluate("dateline.told.seq") > (before or 0)


def test_a_file_may_be_dropped_anywhere(opened: Page) -> None:
    page = opened
    text = "Dropped\n\nJanuary 9, 2025\n\nKobani was calm on Tuesday."
    page.evaluate(DROP, ["dropped.txt", text])
    dialog = page.get_by_role("dialog", name="Add reports")
    expect(dialog).to_contain_text("dropped.txt")
    idle(page)
    dialog.get_by_role("button", name="Find places and dates").click()
    expect(page.locator(".st-key-summary")).to_contain_text("1 added")


def choose(page: Page, field: str, option: str) -> None:
    """Take an option; a list that what moves on the page has closed is opened again."""
    box = page.get_by_role("combobox", name=field)
    for _ in range(20):
        box.click()
        try:
            page.get_by_role("option", name=option).click(timeout=4_000)
        except NotInTime:
            continue
        return
    raise AssertionError(f"{field}: the list never stayed open")


def test_a_column_is_put_right_before_the_table_is_read(opened: Page) -> None:
    page = opened
    page.get_by_role("button", name="Add reports").click()
    file = FilePayload(name="calm.csv", mimeType="text/csv", buffer=TABLE.encode())
    page.locator("input[type=file]").set_input_files([file])
    table = page.get_by_text("calm.csv: 2 rows")
    expect(table).to_be_visible()
    # The run that the file begins builds the form once more, and would close an open list.
    idle(page)
    table.click()
    choose(page, "Kind of event", "note")
    idle(page)
    page.get_by_role("button", name="Find places and dates").click()
    summary = page.locator(".st-key-summary")
    expect(summary).to_contain_text("2 places: 2 placed")
    page.get_by_role("button", name="Show on the map").click()
    expect(page.locator(".st-key-summary")).to_have_count(0)


def test_stopping_and_reloading_lose_nothing(opened: Page, tmp_path: Path) -> None:
    page = opened
    before = counted(page)
    page.get_by_role("button", name="Add reports").click()
    page.locator("input[type=file]").set_input_files(reports(40))
    expect(page.get_by_role("button", name="Remove calm-39.txt")).to_be_attached()
    idle(page)
    page.get_by_role("button", name="Find places and dates").click()
    stop = page.get_by_role("button", name="Stop")
    expect(stop).to_be_visible()
    expect(page.get_by_text(re.compile(r"^[1-9]\d* of 40:"))).to_be_visible()
    # Another page, or this one after a reload, finds what is going on.
    page.reload()
    desk(page)
    expect(page.get_by_text(re.compile(r"Reading: \d+ of 40"))).to_be_visible()
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_text(re.compile(r"Reading: \d+ of 40"))).to_have_count(0)
    page.get_by_role("button", name="Add reports").click()
    summary = page.locator(".st-key-summary")
    expect(summary).to_contain_text("Stopped. What was read before is kept.")
    added = re.search(r"(\d+) reports?: (\d+) added", summary.inner_text())
    assert added
    assert 1 <= int(added[1]) == int(added[2]) < 40
    page.get_by_role("button", name="Show on the map").click()
    expect(page.locator(".counts")).to_contain_text(f"{before + int(added[2])} reports")
