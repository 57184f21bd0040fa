"""The whole product and a real browser, started once for all tests of this folder."""

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from playwright.sync_api import Browser, BrowserContext

from hub.settings import ROOT
from tests.e2e.desk_browser import SAME_LOOP, chromium
from tests.support.bot import TestBot, running_bot
from tests.support.browser import INSTALL, find_chromium, running_browser
from tests.support.product import Product, running_product

__all__ = ["chromium"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Runs what needs the browser of the desk in its driver's loop."""
    for item in items:
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.asyncio(loop_scope=SAME_LOOP), append=False)


@pytest_asyncio.fixture(loop_scope=SAME_LOOP)
async def bot() -> AsyncIterator[TestBot]:
    """A bot that does as it is told."""
    async with running_bot() as running:
        yield running


@pytest.fixture(scope="package")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """Everything that `make run` starts."""
    missing = [
        name
        for name in ("bot/.venv", "actions/.venv", "web/dist", "var/models")
        if not (ROOT / name).exists()
    ]
    if missing:
        pytest.skip(f"{', '.join(missing)} missing: make setup")
    with running_product(tmp_path_factory.mktemp("product")) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; its driver runs an event loop, in which no other test could run its own."""
    executable = find_chromium()
    if executable is None:
        pytest.skip(f"no chromium found: {INSTALL}")
    with running_browser(executable) as running:
        yield running


@pytest.fixture
def visitor(browser: Browser) -> Iterator[BrowserContext]:
    """A new visitor: nothing stored, Chinese, a desktop screen."""
    context = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 800})
    yield context
    context.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """A new visitor on a phone."""
    context = browser.new_context(
        locale="zh-CN", viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True
    )
    yield context
    context.close()
