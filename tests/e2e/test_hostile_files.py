"""Nothing of a hostile file that is kept runs in a browser, however it is opened."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Error, Page

from hub.settings import ROOT
from tests.hostile_files.registry import HTML, MARK
from tests.support.ports import free_port

STARTS_S = 120.0
LOADS_MS = 20_000
MANY = 30

Kept = dict[str, tuple[str, str]]

LOOKOUT = """<!doctype html><title>lookout</title><script>
window.noticed = [];
addEventListener("message", event => noticed.push(String(event.data)));
function show(tag, address) {
  const element = document.createElement(tag);
  return new Promise(done => {
    element.onload = element.onerror = () => done();
    setTimeout(done, 3000);
    element[tag === "object" ? "data" : "src"] = address;
    document.body.append(element);
  });
}
</script><body></body>"""


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    """Kind and address of every hostile file that was taken, served by the real server."""
    folder = tmp_path_factory.mktemp("media")
    running = subprocess.Popen(
        [sys.executable, "-m", "tests.support.media_origin", str(folder), str(free_port())],
        cwd=ROOT,
        stderr=subprocess.PIPE,
    )
    try:
        yield json.loads(_when_written(folder / "addresses.json", running))
    finally:
        running.terminate()
        running.communicate(timeout=20)


def _when_written(path: Path, running: "subprocess.Popen[bytes]") -> str:
    deadline = time.monotonic() + STARTS_S
    while time.monotonic() < deadline and running.poll() is None:
        if path.exists():
            return path.read_text(encoding="utf-8")
        time.sleep(0.05)
    raise AssertionError("the media's origin did not start")


@pytest.fixture(scope="module")
def lookout() -> Iterator[str]:
    """A page of another origin that would notice; `/control` is what it has to notice."""

    class Pages(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = HTML if self.path == "/control" else LOOKOUT.encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page whose dialogs are noted and put away."""
    context = browser.new_context(accept_downloads=False)
    opened = context.new_page()
    yield opened
    context.close()


def watched(page: Page) -> list[str]:
    """What was said in dialogs, from now on."""
    said: list[str] = []

    def note(dialog: object) -> None:
        said.append(dialog.message)  # type: ignore[attr-defined]
        dialog.dismiss()  # type: ignore[attr-defined]

    page.on("dialog", note)
    return said


def opened(page: Page, address: str) -> None:
    """Opens an address; what a browser would rather download is no page."""
    try:
        page.goto(address, wait_until="load", timeout=LOADS_MS)
    except Error as error:
        if "Download is starting" not in error.message and "ERR_ABORTED" not in error.message:
            raise


def marks(page: Page) -> list[str]:
    """What the lookout noticed."""
    page.wait_for_timeout(300)
    noticed: list[str] = page.evaluate("window.noticed")
    return [said for said in noticed if MARK.decode() in said]


def test_the_lookout_notices(page: Page, lookout: str) -> None:
    said = watched(page)
    opened(page, f"{lookout}/control")
    assert said == [MARK.decode()]
    assert page.evaluate(f"window.{MARK.decode()}") == 1
    opened(page, lookout)
    page.evaluate("address => show('iframe', address)", f"{lookout}/control")
    page.wait_for_function("mark => noticed.includes(mark)", arg=MARK.decode())
    assert marks(page) == [MARK.decode()]


def test_opened_as_a_page_nothing_runs(page: Page, kept: Kept) -> None:
    said = watched(page)
    assert len(kept) > MANY
    for what, (kind, address) in kept.items():
        opened(page, address)
        assert said == [], what
        if kind.startswith("image/"):
            assert page.url == address, what
            assert page.evaluate(f"window.{MARK.decode()}") is None, what
            assert page.evaluate("document.scripts.length") == 0, what
            assert page.evaluate("document.images[0].naturalWidth") > 0, what


@pytest.mark.parametrize("tag", ["iframe", "img", "object", "embed", "script"])
def test_put_into_a_page_nothing_runs(page: Page, kept: Kept, lookout: str, tag: str) -> None:
    said, errors = watched(page), []
    page.on("pageerror", lambda error: errors.append(error.message))
    opened(page, lookout)
    addresses = [address for _, address in kept.values()]
    assert len({urlsplit(address).netloc for address in (*addresses, lookout)}) == 2
    page.evaluate("([tag, all]) => Promise.all(all.map(one => show(tag, one)))", [tag, addresses])
    assert said == []
    assert marks(page) == []
    assert errors == [], "nothing was read as a script either"
    assert page.evaluate(f"window.{MARK.decode()}") is None
    if tag == "img":
        widths = page.evaluate("[...document.images].map(image => image.naturalWidth)")
        pictures = [kind.startswith("image/") for kind, _ in kept.values()]
        assert [width > 0 for width in widths] == pictures
