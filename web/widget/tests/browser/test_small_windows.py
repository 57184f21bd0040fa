"""Windows that are small, or zoomed: the conversation stays in sight, and nothing is out of reach."""

import pytest
from answers import rich, text
from chat_page import OpenPage, ask, open_chat, own
from fake_hub import FakeHub
from playwright.sync_api import FrameLocator, Locator, Page, expect

SIZES = ((320, 256), (640, 200), (568, 320), (320, 480))
"""400 % on 1280 × 1024, a low split screen, a telephone on its side, one with its keyboard open."""

LINES = 3
HEADER_PX = 62
"""One row of its largest buttons."""

SLACK_PX = 1


def inside(page: Page, each: Locator) -> bool:
    """Whether the whole of it lies in the window."""
    box, size = each.bounding_box(), page.viewport_size
    assert box is not None
    assert size is not None
    right, bottom = box["x"] + box["width"], box["y"] + box["height"]
    return (
        min(box["x"], box["y"]) >= -SLACK_PX
        and right <= size["width"] + SLACK_PX
        and bottom <= size["height"] + SLACK_PX
    )


def height(each: Locator) -> float:
    box = each.bounding_box()
    assert box is not None
    return box["height"]


def check_reach(page: Page, chat: FrameLocator) -> None:
    """Each button of header and composer, and each line of the menu, can be seen whole and pressed."""
    for name in ("large", "end", "more", "minimise", "person", "attach", "send", "composer"):
        assert inside(page, chat.get_by_test_id(name)), name
    chat.get_by_test_id("more").click()
    for name in ("menu-hot", "menu-mute", "menu-transcript"):
        chat.get_by_test_id(name).scroll_into_view_if_needed()
        assert inside(page, chat.get_by_test_id(name)), name
    chat.get_by_test_id("more").click()


@pytest.mark.parametrize("large", [False, True])
def test_what_was_said_stays_in_sight_and_nothing_is_out_of_reach(
    hub: FakeHub, bank: str, open_page: OpenPage, large: bool
) -> None:
    hub.hot = ["银行卡丢了怎么办", "怎么改预留手机号"]
    hub.say(rich())
    hub.say(text("请问还有什么可以帮您？"), kind="agent", name="张三")
    page = open_page(bank)
    chat = open_chat(page)
    if large:
        chat.get_by_test_id("large").click()
        expect(chat.get_by_test_id("large")).to_have_text("标准版")
    ask(chat, "好")
    expect(own(chat)).to_have_attribute("data-state", "stored")
    for width, tall in SIZES:
        page.set_viewport_size({"width": width, "height": tall})
        page.wait_for_timeout(100)
        check_room(page, chat)
        check_reach(page, chat)
        chat.get_by_test_id("end").click()
        for name in ("end-yes", "end-no", "composer", "send"):
            assert inside(page, chat.get_by_test_id(name)), f"{name} beside the question, {width} × {tall}"
        chat.get_by_test_id("end-no").click()


def check_room(page: Page, chat: FrameLocator) -> None:
    """The conversation has most of the window, and some of it beside a long text."""
    assert inside(page, page.get_by_test_id("panel"))
    log = chat.get_by_role("region", name="对话记录")
    line = log.evaluate("each => 1.5 * parseFloat(getComputedStyle(each).fontSize)")
    assert height(log) >= LINES * line
    assert height(chat.locator("header")) <= HEADER_PX, "the header shrinks first"
    chat.get_by_test_id("composer").fill("长" * 400)
    assert inside(page, chat.get_by_test_id("send"))
    assert height(log) >= line, "a long text leaves a line of the conversation"
    chat.get_by_test_id("composer").fill("")
