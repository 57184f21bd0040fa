"""Debian's Chromium, and the chat as a customer sees it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright import async_api, sync_api
from playwright.sync_api import Browser, Frame, FrameLocator, Locator, Page, sync_playwright

INSTALL = "apt-get install chromium fonts-noto-cjk"

TURNED_OFF_BY_PLAYWRIGHT = (
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "LensOverlay",
    "MediaRouter",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "OptimizationHints",
    "NetworkTimeServiceQuerying",
    "AimEnabled",
    "PreconnectToSearch",
)
"""Chromium heeds the last list alone, so what Playwright turns off (1.65) has to stand in ours, too."""

POPUPS_OF_THE_ADDRESS_BAR = ("WebUIOmniboxPopup", "WebUIOmniboxFullPopup", "WebUIOmniboxAimPopup")
"""Pages of the browser's own that each new window loads: twice the processor time of a whole blank window."""

ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    f"--disable-features={','.join((*TURNED_OFF_BY_PLAYWRIGHT, *POPUPS_OF_THE_ADDRESS_BAR))}",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]

PATIENCE_MS = 30_000
"""How long what has to show may take: a machine that pauses fails nothing."""

TYPED_AGAIN = 10
"""So often within that patience, while nothing is suggested."""

for api in (async_api, sync_api):
    api.expect.set_options(timeout=PATIENCE_MS)


def find_chromium() -> str | None:
    """Where Chromium is."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


@contextmanager
def running_browser(executable: str) -> Iterator[Browser]:
    """A headless browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


def chat_frame(page: Page) -> Frame:
    """The chat's own document, for scripts that look into it."""
    return next(frame for frame in page.frames if "/webchat/frame" in frame.url)


class Chat:
    """The chat inside its frame (test ids: docs/webchat.md)."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.frame: FrameLocator | Page = page.frame_locator("iframe")

    @classmethod
    def on_page(cls, page: Page, url: str) -> "Chat":
        """Opens the bank's page and the chat on it."""
        page.goto(url)
        chat = cls(page)
        chat.open()
        return chat

    def open(self) -> None:
        """Opens the panel with the launcher and waits for the composer."""
        self.page.get_by_test_id("launcher").click()
        self.composer.wait_for(timeout=PATIENCE_MS)

    @property
    def composer(self) -> Locator:
        """Where the customer writes."""
        return self.frame.get_by_test_id("composer")

    @property
    def rows(self) -> Locator:
        """All message rows."""
        return self.frame.get_by_test_id("message")

    def ask(self, text: str) -> None:
        """Writes a text and sends it with Enter."""
        self.composer.fill(text)
        self.composer.press("Enter")

    def ask_and_wait(self, text: str, timeout_ms: float = PATIENCE_MS) -> Locator:
        """Asks, and gives the row of the next answer."""
        before = self.frame.locator('[data-testid="message"][data-direction="out"]').count()
        self.ask(text)
        answer = self.frame.locator('[data-testid="message"][data-direction="out"]').nth(before)
        answer.wait_for(timeout=timeout_ms)
        return answer

    def wait_for_suggestion(self) -> None:
        """Waits until a question is suggested to what stands in the composer, which has the focus.

        A house that has much to answer suggests nothing: then the last character is typed once more.
        """
        suggestion = self.frame.get_by_test_id("suggestion").first
        for _ in range(TYPED_AGAIN):
            try:
                suggestion.wait_for(timeout=PATIENCE_MS / TYPED_AGAIN)
            except sync_api.TimeoutError:
                last = self.composer.input_value()[-1]
                self.page.keyboard.press("Backspace")
                self.page.keyboard.insert_text(last)
            else:
                return
        suggestion.wait_for()

    def shown(self) -> list[dict[str, Any]]:
        """Every row in the order of the screen: number, direction, words."""
        script = """rows => rows.map(row => ({
            seq: row.dataset.seq, direction: row.dataset.direction, text: row.innerText}))"""
        found: list[dict[str, Any]] = self.rows.evaluate_all(script)
        return found
