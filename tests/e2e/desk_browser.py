"""One Chromium for all tests at the desk: its driver takes longer to start than what many of them do."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Final

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Playwright, async_playwright

from tests.support.browser import ARGUMENTS, INSTALL, find_chromium

SAME_LOOP: Final = "package"
"""A driver lives in one loop: whoever meets its browser runs there, too."""


class Chromium:
    """A browser that is started anew once it is gone."""

    def __init__(self, playwright: Playwright, executable: str) -> None:
        self._playwright = playwright
        self._executable = executable
        self._running: Browser | None = None

    async def running(self) -> Browser:
        """The browser, whether or not the test before has ended it."""
        if self._running is None or not self._running.is_connected():
            launch = self._playwright.chromium.launch
            self._running = await launch(executable_path=self._executable, args=ARGUMENTS)
        return self._running

    async def close(self) -> None:
        """Ends it."""
        if self._running is not None:
            await self._running.close()


@pytest_asyncio.fixture(scope="package", loop_scope=SAME_LOOP)
async def chromium() -> AsyncIterator[Chromium]:
    """Debian's Chromium, started once for the folder."""
    executable = find_chromium()
    if executable is None:
        pytest.skip(f"no chromium found: {INSTALL}")
    async with AsyncExitStack() as stack:
        playwright = await stack.enter_async_context(async_playwright())
        kept = Chromium(playwright, executable)
        stack.push_async_callback(kept.close)
        yield kept


@pytest_asyncio.fixture(loop_scope=SAME_LOOP)
async def browser(chromium: Chromium) -> AsyncIterator[Browser]:
    """A browser in which nobody has opened anything."""
    running = await chromium.running()
    yield running
    for context in running.contexts:
        await context.close()
