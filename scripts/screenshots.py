"""Take the screenshots in docs/screenshots: ``python -m scripts.screenshots``."""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import Browser

from geodata.settings import Settings
from tests.browser.conftest import READY, start_server
from tests.chromium import launched

FOLDER = Path(__file__).parent.parent / "docs" / "screenshots"
SIZES = {"desk": (1440, 900), "phone": (390, 844)}


def main() -> None:
    """Serve the sample reports and photograph the page in both sizes and both themes."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name, launched() as browser:
        server = start_server(Path(name), Settings.from_environment().cache_dir, "--samples")
        for scheme in ("light", "dark"):
            for size in SIZES:
                photograph(browser, server.url, size=size, scheme=scheme)
        server.stop()


def photograph(browser: Browser, url: str, *, size: str, scheme: str) -> None:
    """Take one picture: of the desk with a card open, of the phone as it opens."""
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(url)
    page.wait_for_function(READY, timeout=120_000)
    frame = page.locator("iframe[data-testid=stCustomComponentV1]").element_handle().content_frame()
    if size == "desk" and frame:
        frame.locator(".dl-row").nth(5).click()
    page.wait_for_timeout(2500)
    page.screenshot(path=FOLDER / f"{size}-{scheme}.png")
    context.close()


if __name__ == "__main__":
    main()
