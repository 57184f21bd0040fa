"""The launcher and the chat on pages that are alive, and on one that means them harm."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from answers import text
from chat_page import OpenPage, ask, open_chat, own
from fake_hub import FakeHub
from mean_page import ALIVE, MEAN, WAR
from own_site import OwnSite
from playwright.sync_api import Page, expect

PHONE = {"viewport": {"width": 360, "height": 740}}
BLANK = "<!doctype html><html lang=zh><body><p>空白</p></body></html>"

Own = Callable[..., Page]


@pytest.fixture
def own_page(hub: FakeHub, open_page: OpenPage) -> Iterator[Own]:
    """Opens a page of this test's own, with the chat's script at its end."""
    with ExitStack() as sites:

        def open_one(html: str, **options: object) -> Page:
            whole = html.replace("</body>", f"<script src='{hub.url}/webchat.js'></script></body>")
            return open_page(sites.enter_context(OwnSite(whole)).url, **options)

        yield open_one


def speak(page: Page, hub: FakeHub, words: str) -> None:
    """Opens the chat by a click that has to hit, and has something stored."""
    chat = open_chat(page)
    ask(chat, words)
    expect(own(chat).last).to_have_attribute("data-state", "stored")
    assert hub.texts()[-1] == words


def overflow(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.documentElement).overflow"))


def test_the_meanest_rules_and_scripts_neither_hide_nor_move_nor_cover_it(
    hub: FakeHub, own_page: Own
) -> None:
    page = own_page(MEAN)
    page.wait_for_function("mean.done")  # the page has done its worst
    page.wait_for_timeout(300)
    box = page.get_by_test_id("launcher").bounding_box()
    assert box == {"x": 1440 - 76, "y": 900 - 76, "width": 56, "height": 56}
    speak(page, hub, "挡不住")
    panel = page.get_by_test_id("panel").bounding_box()
    assert panel == {"x": 1440 - 422, "y": 900 - 88 - 722, "width": 402, "height": 722}
    page.get_by_test_id("launcher").click()
    expect(page.get_by_test_id("panel")).to_be_hidden()


def test_a_page_that_never_gives_up_stays_alive_and_is_not_frozen(own_page: Own) -> None:
    page = own_page(WAR, **PHONE)
    page.get_by_test_id("launcher").click()
    page.evaluate("begin()")
    page.wait_for_timeout(1_500)
    assert 1 <= page.evaluate("removed") < 8
    assert overflow(page) == "visible", "what is not there must not hold the page"
    page.evaluate("end()")
    expect(page.get_by_test_id("panel")).to_be_visible(timeout=12_000)
    assert overflow(page) == "hidden"
    chat = page.frame_locator("[data-testid=frame]")
    chat.get_by_test_id("minimise").click()
    expect(page.get_by_test_id("panel")).to_be_hidden()
    assert overflow(page) == "visible"


@pytest.mark.parametrize("change", ALIVE, ids=list(ALIVE))
def test_whatever_becomes_of_the_body_the_chat_stays(hub: FakeHub, own_page: Own, change: str) -> None:
    page = own_page(BLANK, **PHONE)
    chat = open_chat(page)
    chat.get_by_test_id("composer").fill("写了一半")
    page.evaluate(ALIVE[change])
    expect(page.get_by_test_id("panel")).to_be_visible()
    if change.startswith("body"):  # nothing was loaded anew
        expect(chat.get_by_test_id("composer")).to_have_value("写了一半")
    ask(chat, "还在")
    expect(own(chat)).to_have_attribute("data-state", "stored")
    assert overflow(page) == "hidden"
    chat.get_by_test_id("minimise").click()
    expect(page.get_by_test_id("launcher")).to_be_visible()
    assert overflow(page) != "hidden"


def test_the_banks_page_prints_without_the_chat(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    hub.say(text("余额"))
    page = open_page(bank)
    open_chat(page)
    page.emulate_media(media="print")
    for name in ("panel", "frame", "launcher"):
        expect(page.get_by_test_id(name)).to_be_hidden()
    page.emulate_media(media="screen")
    expect(page.get_by_test_id("panel")).to_be_visible()


def test_a_page_from_right_to_left_turns_nothing(hub: FakeHub, own_page: Own) -> None:
    page = own_page(BLANK.replace("<html", "<html dir=rtl"))
    open_chat(page)
    page.get_by_test_id("launcher").click()
    hub.say(text("新的消息。"))
    badge, launcher = page.get_by_test_id("badge"), page.get_by_test_id("launcher")
    expect(badge).to_be_visible()
    assert badge.evaluate("each => getComputedStyle(each).direction") == "ltr"
    at, of = badge.bounding_box(), launcher.bounding_box()
    assert at is not None
    assert of is not None
    assert at["x"] + at["width"] > of["x"] + of["width"], "on the outer side"


def test_a_page_that_grew_wide_while_the_chat_was_open_scrolls(bank: str, open_page: OpenPage) -> None:
    page = open_page(bank, **PHONE)
    open_chat(page)
    assert overflow(page) == "hidden"
    page.set_viewport_size({"width": 900, "height": 740})
    assert overflow(page) != "hidden"
    expect(page.get_by_test_id("launcher")).to_be_visible()
