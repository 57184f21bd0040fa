"""The soft sound for new words: only who is not looking hears it, and only after a gesture."""

from answers import text
from chat_page import OpenPage, answers, ask, open_chat, until_kept
from fake_hub import FakeHub
from playwright.sync_api import Page, expect

from tests.support.browser import chat_frame

COUNTING = """
    window.rung = 0;
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (...when) { window.rung += 1; return start.apply(this, when); };
"""


def rung(page: Page, at_least: int = 0) -> int:
    """How many notes were played in the chat, once these were and a while has passed."""
    frame = chat_frame(page)
    frame.wait_for_function("notes => window.rung >= notes", arg=at_least)
    page.wait_for_timeout(300)
    notes: int = frame.evaluate("window.rung")
    return notes


def quiet_page(open_page: OpenPage, bank: str) -> Page:
    page = open_page("about:blank")
    page.add_init_script(COUNTING)
    page.goto(bank)
    return page


def test_a_sound_while_the_chat_is_closed(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    hub.say(text("旧"))
    page = quiet_page(open_page, bank)
    chat = open_chat(page)
    ask(chat, "问")
    hub.say(text("看得见"))
    expect(answers(chat)).to_have_count(2)
    assert rung(page) == 0  # neither for what was there nor for what is being read
    chat.get_by_test_id("minimise").click()
    hub.say(text("看不见"))
    expect(page.get_by_test_id("badge")).to_have_text("1")
    assert rung(page, 2) == 2


def test_no_sound_before_a_gesture_in_the_chat(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    page = quiet_page(open_page, bank)
    open_chat(page)
    page.get_by_test_id("launcher").click()
    hub.say(text("看不见"))
    expect(page.get_by_test_id("badge")).to_have_text("1")
    assert rung(page) == 0


def test_muted_stays_muted(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    page = quiet_page(open_page, bank)
    chat = open_chat(page)
    chat.get_by_test_id("more").click()
    expect(chat.get_by_test_id("menu-mute")).to_have_text("关闭提示音")
    chat.get_by_test_id("menu-mute").click()
    until_kept(page, '"muted":true')
    page.reload()
    chat = open_chat(page)
    ask(chat, "问")
    chat.get_by_test_id("minimise").click()
    hub.say(text("看不见"))
    expect(page.get_by_test_id("badge")).to_have_text("1")
    assert rung(page) == 0
    open_chat(page)
    chat.get_by_test_id("more").click()
    expect(chat.get_by_test_id("menu-mute")).to_have_text("打开提示音")
