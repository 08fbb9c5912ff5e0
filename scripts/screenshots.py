"""Take the screenshots in docs/screenshots: ``python -m scripts.screenshots``."""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Frame

from geodata.settings import Settings
from tests.browser.conftest import READY, start_server
from tests.chromium import launched

FOLDER = Path(__file__).parent.parent / "docs" / "screenshots"
SIZES = {"desk": (1440, 900), "reading": (1440, 900), "finding": (1024, 768), "phone": (390, 844)}
LANGUAGES = {"arabic": "ar"}
SIZES |= dict.fromkeys(LANGUAGES, (1440, 900))


def main() -> None:
    """Serve the sample reports and photograph the page in all sizes and both themes."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name, launched() as browser:
        server = start_server(Path(name), Settings.from_environment().cache_dir, "--samples")
        for scheme in ("light", "dark"):
            for size in SIZES:
                photograph(browser, server.url, size=size, scheme=scheme)
        server.stop()


def show(frame: Frame, size: str) -> None:
    """Open what the picture is about."""
    if size in {"desk", *LANGUAGES}:
        frame.locator(".dl-row").nth(5).click()
    elif size == "reading":
        frame.get_by_role("tab", name="Reports").click()
        frame.locator(".dl-report").nth(2).click()
        frame.locator(".dl-text .dl-name").nth(1).click()
    elif size == "finding":
        frame.get_by_label("Search words").fill("damascus")
        frame.get_by_role("button", name="Filter").click()


def photograph(browser: Browser, url: str, *, size: str, scheme: str) -> None:
    """Take one picture: a card open, a report read, the facets, the phone as it opens."""
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    context.add_init_script("localStorage.setItem('dateline.tour', 'seen')")
    page = context.new_page()
    page.goto(f"{url}?lang={LANGUAGES.get(size, 'en')}")
    page.wait_for_function(READY, timeout=120_000)
    frame = page.locator("iframe[data-testid=stCustomComponentV1]").element_handle().content_frame()
    if frame:
        show(frame, size)
    page.wait_for_timeout(2500)
    page.screenshot(path=FOLDER / f"{size}-{scheme}.png")
    context.close()


if __name__ == "__main__":
    main()
