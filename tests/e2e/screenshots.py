"""Takes the pictures of docs/images from the real product: `python -m tests.e2e.screenshots [folder]`."""

import io
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser

from hub.settings import ROOT
from tests.e2e.looks import LOOKS, Look, context_in
from tests.support.browser import INSTALL, Chat, find_chromium, running_browser
from tests.support.product import running_product

FOLDER = ROOT / "docs" / "images"
MOST_BYTES = 150_000
LOST = "卡丢了怎么办"
UNSURE = "利率"


def answer(chat: Chat) -> None:
    """An answer with steps and a table, which helped."""
    chat.ask_and_wait(LOST).get_by_test_id("rate-up").wait_for(state="attached")
    settle(chat)


def choices(chat: Chat) -> None:
    """What is offered where the question is not clear, under an answer that was rated."""
    chat.ask_and_wait(LOST).get_by_test_id("rate-up").click()
    chat.frame.get_by_test_id("rating-state").filter(has_text="谢谢").wait_for()
    chat.ask_and_wait(UNSURE).get_by_test_id("choice").first.wait_for()
    settle(chat)


def reasons(chat: Chat) -> None:
    """Why an answer did not help."""
    row = chat.ask_and_wait(LOST)
    row.get_by_test_id("rate-down").click()
    row.locator('[data-reason="outdated"]').click()
    row.get_by_test_id("comment").scroll_into_view_if_needed()
    settle(chat)


def suggestions(chat: Chat) -> None:
    """What is suggested while typing."""
    chat.composer.press_sequentially("信用卡", delay=30)
    chat.wait_for_suggestion()
    settle(chat)


def large(chat: Chat) -> None:
    """Large type."""
    chat.frame.get_by_test_id("large").click()
    answer(chat)


def transcript(chat: Chat) -> None:
    """The whole conversation, to print or save."""
    answer(chat)
    chat.frame.get_by_test_id("more").click()
    chat.frame.get_by_test_id("menu-transcript").click()
    chat.frame.get_by_test_id("transcript").wait_for()
    settle(chat)


def beginning(chat: Chat) -> None:
    """A new conversation."""
    chat.frame.get_by_test_id("hot").first.wait_for()
    settle(chat)


def settle(chat: Chat) -> None:
    """Lets pictures arrive and the layout rest, with no pointer over anything."""
    chat.page.mouse.move(0, 0)
    chat.page.wait_for_timeout(700)


def scenes() -> dict[str, tuple[Look, Callable[[Chat], None]]]:
    """What each picture shows, by its name."""
    shown: dict[str, tuple[Look, Callable[[Chat], None]]] = {}
    shown |= {f"webchat-{look.screen}-{look.scheme}-{look.language}": (look, answer) for look in LOOKS}
    for scene in (beginning, choices, reasons, suggestions, large, transcript):
        shown[f"webchat-{scene.__name__}"] = (Look("phone", "light", "zh"), scene)
    return shown


def take(browser: Browser, url: str, look: Look, scene: Callable[[Chat], None]) -> bytes:
    """One picture as PNG."""
    context = context_in(browser, look, sharp=True)
    chat = Chat.on_page(context.new_page(), url)
    scene(chat)
    picture = chat.page.screenshot()
    context.close()
    return picture


def optimised(picture: bytes) -> bytes:
    """The picture with a palette: these screens have few colours."""
    colours = Image.open(io.BytesIO(picture)).convert("RGB").quantize(128, dither=Image.Dither.NONE)
    packed = io.BytesIO()
    colours.save(packed, "PNG", optimize=True)
    return packed.getvalue()


def main(arguments: list[str]) -> int:
    """Takes all pictures; 1 when one is larger than it may be."""
    executable = find_chromium()
    if executable is None:
        print(f"no chromium found: {INSTALL}", file=sys.stderr)
        return 2
    folder = Path(arguments[0]) if arguments else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    too_large = 0
    with (
        tempfile.TemporaryDirectory() as var_dir,
        running_product(Path(var_dir)) as running,
        running_browser(executable) as browser,
    ):
        for name, (look, scene) in scenes().items():
            picture = optimised(take(browser, running.bank_url, look, scene))
            (folder / f"{name}.png").write_bytes(picture)
            print(f"{name}.png  {len(picture) / 1000:.0f} kB")
            too_large += len(picture) > MOST_BYTES
    return 1 if too_large else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
