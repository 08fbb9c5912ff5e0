"""A real server with a login: whose work is whose, what is on disk, what is in the log.

Cookies are signed here, so that no provider is needed. The server logs at its most talkative, which
holds what it says at every other level, and its temporary folder is the test's own.
"""

from __future__ import annotations

import http.client
import json
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import APIResponse, Browser, FilePayload, Page, expect
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from geodata.feedtokens import FeedTokens
from geodata.settings import Settings
from tests.browser.conftest import Server, desk, free_port, idle, start_server
from tests.chromium import PATIENCE, patient

pytestmark = pytest.mark.browser

SECRET, HUSH = "s" * 40, "hush-hush-hush"
TYPED = "Typed by Ana alone: Kobani was calm."
HELD = "Held by Ana alone: Latakia was calm."
EVAS, HALF = "Held by Eva alone: Hasakah was calm.", "Half sent by Eva alone"
# What a server keeps in memory of a file that is on its way; a larger one goes to a temporary file.
IN_MEMORY = 1024 * 1024
LOGIN = f"""
[auth]
redirect_uri = "http://127.0.0.1:{{port}}/oauth2callback"
cookie_secret = "{SECRET}"
client_id = "dateline"
client_secret = "{HUSH}"
server_metadata_url = "http://127.0.0.1:9/.well-known/openid-configuration"

[dateline]
editors = ["ana@example.org", "eva@example.org"]
readers = ["ben@example.org"]
"""
# Streamlit's own count of what it holds for its pages; five seconds old at most.
METRICS = "async () => await (await fetch('_stcore/metrics')).text()"


class Desk:
    """The server, and a page for whoever is asked for."""

    def __init__(self, server: Server, browser: Browser, temporary: Path) -> None:
        self.server, self.temporary = server, temporary
        self._browser = browser
        self._pages = dict[str, Page]()

    def page(self, name: str) -> Page:
        """Return a page of a browser of their own, logged in; nobody has no name."""
        if name not in self._pages:
            context = patient(self._browser.new_context(viewport={"width": 1440, "height": 900}))
            context.add_init_script("localStorage.setItem('dateline.tour', 'seen')")
            if name:
                value = cookie(self.server, name)
                address = self.server.url
                context.add_cookies([{"name": "_streamlit_user", "value": value, "url": address}])
            self._pages[name] = context.new_page()
            self._pages[name].goto(self.server.url)
        return self._pages[name]

    def on_disk(self, words: str) -> list[str]:
        """Return the files below the data and the temporary folder that hold some words."""
        files = [*self.server.folder.rglob("*"), *self.temporary.rglob("*")]
        return [str(file) for file in files if words.encode() in content(file)]

    def unnamed(self) -> list[str]:
        """Return the server's open temporary files that no folder lists (Linux tells)."""
        folder = Path(f"/proc/{self.server.process.pid}/fd")
        return [to for to in map(target, folder.iterdir()) if to.startswith(str(self.temporary))]

    def close(self) -> None:
        for page in self._pages.values():
            page.context.close()


def until(question: Callable[[], bool]) -> None:
    """Wait until something is so."""
    deadline = time.monotonic() + PATIENCE / 1000
    while not question():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def holds_uploads(page: Page) -> bool:
    """Say whether the server holds a file of anybody's."""
    told: str = page.evaluate(METRICS)
    assert "st_session_state" in told
    return "UploadedFileManager" in told


def content(file: Path) -> bytes:
    """Return a file's bytes; nothing of a folder, or of what a running server has just removed."""
    try:
        return file.read_bytes() if file.is_file() else b""
    except FileNotFoundError:
        return b""


def target(link: Path) -> str:
    try:
        return str(link.readlink())
    except FileNotFoundError:
        return ""


def cookie(server: Server, name: str) -> str:
    claims = {
        "email": f"{name}@example.org",
        "is_logged_in": True,
        "origin": server.url.rstrip("/"),
    }
    return create_signed_value(SECRET, "_streamlit_user", json.dumps(claims)).decode()


@pytest.fixture(scope="module")
def running(
    tmp_path_factory: pytest.TempPathFactory, cache_dir: Path, browser: Browser
) -> Iterator[Desk]:
    folder, temporary = tmp_path_factory.mktemp("isolation"), tmp_path_factory.mktemp("temporary")
    port = free_port()
    file = tmp_path_factory.mktemp("login") / "login.toml"
    file.write_text(LOGIN.format(port=port))
    file.chmod(0o600)
    (folder / ".streamlit").mkdir()
    (folder / ".streamlit" / "config.toml").write_text('[logger]\nlevel = "debug"\n')
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("TMPDIR", str(temporary))
        server = start_server(folder, cache_dir, "--samples", "--login", str(file), port=port)
    made = Desk(server, browser, temporary)
    yield made
    made.close()
    if server.process.poll() is None:
        server.stop()
    assert server.outside_calls() == ""


def dialog(page: Page) -> None:
    page.get_by_role("button", name="Add reports").click()
    page.get_by_label("Paste a report").wait_for()


def hold(page: Page, name: str, words: str) -> str:
    """Drop a file into the open dialog, with blanks to make it large; return where it was sent."""
    data = words.encode().ljust(IN_MEMORY * 3 // 2)
    file = FilePayload(name=name, mimeType="text/plain", buffer=data)
    with page.expect_response(lambda answer: "upload_file" in answer.url) as sent:
        page.locator("input[type=file]").set_input_files([file])
    assert sent.value.status == 204
    expect(page.get_by_role("button", name=f"Remove {name}")).to_be_attached()
    idle(page)
    return sent.value.url


def xsrf(page: Page) -> str:
    """Return the token against forgery that a page of the server's own would send."""
    page.context.request.get(f"{page.url.split('?')[0]}_stcore/health")
    return next(c["value"] for c in page.context.cookies() if c["name"] == "_streamlit_xsrf")


def upload_again(page: Page, address: str) -> APIResponse:
    """Send a file to where another page has sent one."""
    file = FilePayload(name="b.txt", mimeType="text/plain", buffer=b"put there by another")
    return page.context.request.put(
        address, multipart={"file": file}, headers={"X-Xsrftoken": xsrf(page)}
    )


def half_an_upload(page: Page, address: str) -> http.client.HTTPConnection:
    """Send the first part of a large file, and leave the server waiting for the rest."""
    start = (
        "--b\r\n"
        'Content-Disposition: form-data; name="file"; filename="half-alone.txt"\r\n'
        f"Content-Type: text/plain\r\n\r\n{HALF} "
    )
    token = xsrf(page)
    cookies = "; ".join(f"{c['name']}={c['value']}" for c in page.context.cookies())
    to = urlsplit(address)
    connection = http.client.HTTPConnection(to.netloc, timeout=PATIENCE / 1000)
    connection.putrequest("PUT", to.path)
    for name, value in (
        ("Cookie", cookies),
        ("X-Xsrftoken", token),
        ("Content-Type", "multipart/form-data; boundary=b"),
        ("Content-Length", str(IN_MEMORY * 4)),
    ):
        connection.putheader(name, value)
    connection.endheaders(start.encode().ljust(IN_MEMORY * 2))
    return connection


def test_unsaved_work_is_its_owners_and_let_go_of_once_it_is_read(running: Desk) -> None:
    ana, eva = running.page("ana"), running.page("eva")
    desk(ana)
    dialog(ana)
    ana.get_by_label("Paste a report").fill(TYPED)
    address = hold(ana, "ana-alone.txt", HELD)
    seen_by_nobody_else(running, address)
    two_pages_do_not_fight(running)

    until(lambda: holds_uploads(eva))
    assert running.on_disk(HELD) == running.on_disk(TYPED) == []
    ana.get_by_role("button", name="Find places and dates").click()
    summary = ana.locator(".st-key-summary")
    # More than two: the blanks make the file long enough to be read in parts.
    expect(summary).to_contain_text("3 reports: 3 added")
    until(lambda: not holds_uploads(eva))
    # Ana's map has meanwhile what Eva decided.
    ana.get_by_role("button", name="Show on the map").click()
    expect(summary).to_have_count(0)
    ana.goto(eva.url)
    expect(desk(ana).locator(".dl-card")).to_contain_text("confirmed")


def seen_by_nobody_else(running: Desk, address: str) -> None:
    """Another editor, and another page of the same person, have nothing of what Ana is at."""
    ana, eva = running.page("ana"), running.page("eva")
    other = ana.context.new_page()
    other.goto(running.server.url)
    for page in (eva, other):
        desk(page)
        dialog(page)
        expect(page.get_by_label("Paste a report")).to_have_value("")
        expect(page.get_by_text("ana-alone.txt")).to_have_count(0)
        assert HELD not in page.content()
    other.close()
    # Whoever may not upload puts nothing into it: a reader, a stranger, though they know where.
    for name, status in (("ben", 403), ("", 401)):
        assert upload_again(running.page(name), address).status == status
    stranger = running.page("")
    expect(stranger.get_by_role("button", name="Log in")).to_be_visible()
    for path in ("_stcore/metrics", "media/a.png", "component/streamlit_folium.st_folium/x.js"):
        assert stranger.context.request.get(running.server.url + path).status == 401
    assert upload_again(ana, address.rpartition("/")[0] + "/another").status == 204


def two_pages_do_not_fight(running: Desk) -> None:
    """Eva decides while Ana is writing: Ana's dialog, her words and her file stay."""
    ana, eva = running.page("ana"), running.page("eva")
    idle(eva)
    eva.keyboard.press("Escape")
    expect(eva.get_by_label("Paste a report")).to_have_count(0)
    frame = desk(eva)
    before = frame.evaluate("dateline.revision")
    frame.locator(".dl-row").first.click()
    card = frame.locator(".dl-card")
    card.get_by_role("button", name="Confirm", exact=True).click()
    frame.wait_for_function("before => dateline.revision > before", arg=before)
    desk(ana).wait_for_function("before => dateline.revision > before", arg=before)
    expect(ana.get_by_label("Paste a report")).to_have_value(TYPED)
    expect(ana.get_by_role("button", name="Remove ana-alone.txt")).to_be_attached()


def test_a_killed_server_leaves_no_upload_and_no_secret_behind(running: Desk) -> None:
    eva, server = running.page("eva"), running.server
    token = loaded_by_token(running)
    desk(eva)
    idle(eva)
    dialog(eva)
    address = hold(eva, "eva-alone.txt", EVAS)
    until(lambda: holds_uploads(eva))
    waiting = half_an_upload(eva, f"{address}-half")
    if Path("/proc/self/fd").exists():
        until(lambda: any(file.endswith("(deleted)") for file in running.unnamed()))
    assert running.on_disk(HALF) == []
    server.process.send_signal(signal.SIGKILL)
    server.process.wait(20)
    waiting.close()
    assert running.on_disk(EVAS) == running.on_disk(HALF) == []

    log = (server.folder / "server.log").read_text(encoding="utf-8", errors="replace")
    # Streamlit says so at the level of debug alone.
    assert "Beginning script thread" in log
    claims = max(cookie(server, "ana").split("."), key=len)
    secrets = [SECRET, HUSH, token, claims]
    words = [TYPED, HELD, EVAS, HALF, "alone.txt", "Damascus", "Tartus", "example.org"]
    assert [secret for secret in [*secrets, *words] if secret in log] == []


def loaded_by_token(running: Desk) -> str:
    """Make a token and ask with it, without a login: as one should, and as one should not."""
    url, folder = running.server.url, running.server.folder
    store = f"sqlite:///{(folder / 'dateline.gpkg').absolute()}"
    settings = Settings(data_dir=folder, cache_dir=folder, store_url=store)
    token = FeedTokens.beside(settings).new(who="eva@example.org")
    ask = running.page("").context.request
    feed = ask.get(f"{url}feed/{token}/events.geojson")
    assert "Damascus" in feed.text()
    assert ask.get(f"{url}feed/{token}/events.geojson?from=never").status == 400
    for path in (f"feed/{token}x/events.geojson", f"feed/{token}/events.csv", f"data/{token}/undo"):
        assert "Damascus" not in ask.get(url + path).text()
    return token
