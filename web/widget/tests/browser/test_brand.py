"""The bank's own name and colour, in Chromium: from the hub, unless the page says otherwise."""

from chat_page import OpenPage, ask, open_chat
from fake_hub import FakeHub
from playwright.sync_api import Page, expect

from tests.support.browser import chat_frame

PLUM = {"name": "海桥银行", "hotline": "95YYY", "colour": "#6b2d5c"}
RGB_PLUM = "rgb(107, 45, 92)"

BRANDED_TAG = """
    new MutationObserver(() => {
        const script = document.querySelector('script[src$="/webchat.js"]');
        if (script) script.dataset.brand = "#204080";
    }).observe(document, { childList: true, subtree: true });
"""


def ground(page: Page, element: str) -> str:
    colour: str = page.get_by_test_id(element).evaluate("each => getComputedStyle(each).backgroundColor")
    return colour


def brand_in(page: Page, hub: FakeHub) -> str:
    frame = chat_frame(page)
    colour: str = frame.evaluate("document.querySelector('yq-chat').style.getPropertyValue('--yq-brand')")
    return colour


def test_the_loader_carries_the_banks_name_and_colour(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    hub.bank = PLUM
    hub.brands_loader = True
    page = open_page(bank)
    assert ground(page, "launcher") == RGB_PLUM
    chat = open_chat(page)
    expect(page.get_by_title("海桥银行在线客服")).to_be_visible()
    expect(chat.get_by_role("heading", name="海桥银行在线客服")).to_be_visible()
    assert brand_in(page, hub) == "#6b2d5c"


def test_a_loader_that_nobody_branded_takes_the_greetings_colour(
    hub: FakeHub, bank: str, open_page: OpenPage
) -> None:
    hub.bank = PLUM
    page = open_page(bank)
    assert ground(page, "launcher") == "rgb(11, 107, 116)"
    chat = open_chat(page)
    expect(chat.get_by_role("heading", name="海桥银行在线客服")).to_be_visible()
    assert brand_in(page, hub) == "#6b2d5c"


def test_the_pages_own_wish_comes_first(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    hub.bank = PLUM
    hub.brands_loader = True
    page = open_page("about:blank")
    page.add_init_script(BRANDED_TAG)
    page.goto(bank)
    assert ground(page, "launcher") == "rgb(32, 64, 128)"
    open_chat(page)
    assert brand_in(page, hub) == "#204080"


def test_a_colour_too_light_for_white_words_is_darkened(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    hub.bank = {**PLUM, "colour": "#ffcc00"}
    page = open_page(bank)
    chat = open_chat(page)
    ask(chat, "一")
    assert brand_in(page, hub) not in ("#ffcc00", "")
