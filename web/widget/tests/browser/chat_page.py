"""The chat on a page, as a customer uses and sees it."""

from collections.abc import Callable

from fake_hub import FakeHub
from playwright.sync_api import FrameLocator, Locator, Page, expect

from tests.support.browser import PATIENCE_MS, chat_frame

LOOK_AGAIN_MS = 50

OpenPage = Callable[..., Page]
"""What the fixture `open_page` gives."""


def open_chat(page: Page) -> FrameLocator:
    """Opens the chat with the launcher, and waits until all that the hub has is shown."""
    page.get_by_test_id("launcher").click()
    frame = page.frame_locator("[data-testid=frame]")
    expect(frame.locator('[data-testid=log][data-ready="true"]')).to_be_attached()
    return frame


def ask(chat: FrameLocator, words: str) -> None:
    """Writes words and sends them with Enter."""
    chat.get_by_test_id("composer").fill(words)
    chat.get_by_test_id("composer").press("Enter")


def until(page: Page, met: Callable[[], bool], what: str) -> None:
    """Waits until the fake hub knows something, which is some time after it is on the screen."""
    for _ in range(PATIENCE_MS // LOOK_AGAIN_MS):
        if met():
            return
        page.wait_for_timeout(LOOK_AGAIN_MS)
    raise AssertionError(f"never happened: {what}")


def begun(hub: FakeHub) -> list[str]:
    """What the chat asked questions for, while the customer was typing."""
    return [frame["text"] for frame in hub.heard if frame["type"] == "suggest"]


def until_kept(page: Page, words: str) -> None:
    """Waits until the words stand in what the browser keeps, which is some time after they are shown."""
    script = "words => Object.values(localStorage).some((kept) => kept.includes(words))"
    chat_frame(page).wait_for_function(script, arg=words)


def own(chat: FrameLocator) -> Locator:
    """The customer's messages."""
    return chat.locator('[data-testid=message][data-direction="in"]')


def answers(chat: FrameLocator) -> Locator:
    """The bank's messages."""
    return chat.locator('[data-testid=message][data-direction="out"]')
