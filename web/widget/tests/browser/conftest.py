"""A fake hub, the bank's site on another origin, and Chromium pages in front of them."""

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[3])]

from chat_page import OpenPage  # noqa: E402
from fake_hub import DIST, FakeHub  # noqa: E402

from simulators.bank_site.server import Site, SiteSettings  # noqa: E402
from tests.support.browser import INSTALL, PATIENCE_MS, find_chromium, running_browser  # noqa: E402


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    if not (DIST / "webchat.js").exists():
        pytest.fail("web/dist/widget is missing: run `npm run build` in web/")
    executable = find_chromium()
    if executable is None:
        pytest.skip(f"no chromium found: {INSTALL}")
    with running_browser(executable) as running:
        yield running


@pytest.fixture
def hub() -> Iterator[FakeHub]:
    """A hub that nobody has talked to."""
    hub = FakeHub()
    hub.start()
    yield hub
    hub.stop()


@pytest.fixture
def bank(hub: FakeHub) -> Iterator[str]:
    """The address of the bank's site, which embeds the hub's chat."""
    with Site(SiteSettings(port=0, hub_url=hub.url)) as site:
        thread = threading.Thread(target=site.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield site.url
        site.shutdown()
        thread.join()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Opens pages of one new browser profile; a fault that a page reports fails the test."""
    faults: list[str] = []
    contexts = []

    def open_one(url: str, *, script: str = "", **options: object) -> Page:
        settings = {
            "viewport": {"width": 1440, "height": 900},
            "locale": "zh-CN",
            "timezone_id": "Asia/Shanghai",
        }
        context = browser.new_context(**{**settings, **options})  # type: ignore[arg-type]
        contexts.append(context)
        context.add_init_script(script)  # what the page finds, as an app's web view puts it there
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on(
            "console",
            lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None,
        )
        page.goto(url)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert faults == []
