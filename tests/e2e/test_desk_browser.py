"""The browser that tests at the desk share: gone, it is started anew; nobody finds what another opened."""

import asyncio

import pytest
from playwright.async_api import Browser, Error

from tests.e2e.desk_browser import Chromium, browser

__all__ = ["browser"]


@pytest.mark.parametrize("_time", ["first", "again"])
async def test_nothing_is_open_that_another_has_opened(browser: Browser, _time: str) -> None:
    assert browser.contexts == []
    context = await browser.new_context()
    await context.new_page()


async def test_one_that_crashed_is_started_anew(chromium: Chromium, browser: Browser) -> None:
    assert await chromium.running() is browser
    gone = asyncio.Event()
    browser.on("disconnected", lambda _: gone.set())
    session = await browser.new_browser_cdp_session()
    with pytest.raises(Error):
        await session.send("Browser.crash")
    await gone.wait()
    another = await chromium.running()
    assert another is not browser
    page = await another.new_page()
    assert await page.evaluate("1 + 1") == 2
    await page.close()
