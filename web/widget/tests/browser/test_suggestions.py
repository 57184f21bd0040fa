"""Questions while typing and to begin with, in Chromium."""

from typing import Any

import pytest
from chat_page import OpenPage, ask, begun, open_chat, own
from fake_hub import FakeHub
from playwright.sync_api import FrameLocator, expect

QUESTIONS = ["信用卡怎么还款", "信用卡年费怎么免", "信用卡丢了怎么办"]


@pytest.fixture
def chat(hub: FakeHub, bank: str, open_page: OpenPage) -> FrameLocator:
    """An open chat whose hub suggests three questions; its clock can be stopped."""
    hub.suggested = lambda begun: QUESTIONS if begun.startswith("信用") else []
    page = open_page("about:blank")
    page.clock.install()
    page.goto(bank)
    return open_chat(page)


def options(chat: FrameLocator) -> Any:
    return chat.get_by_role("option")


def test_the_arrows_choose_and_enter_asks(hub: FakeHub, chat: FrameLocator) -> None:
    field = chat.get_by_role("combobox")
    clock = field.page.clock
    clock.pause_at(field.evaluate("() => Date.now() + 1_000"))  # a busy machine lets letters come far apart
    field.press_sequentially("信用")
    clock.resume()
    expect(options(chat)).to_have_text(QUESTIONS)
    expect(field).to_have_attribute("aria-expanded", "true")
    assert begun(hub) == ["信用"]  # once, not a letter at a time
    field.press("ArrowDown")
    field.press("ArrowDown")
    expect(options(chat).nth(1)).to_have_attribute("aria-selected", "true")
    assert field.get_attribute("aria-activedescendant") == options(chat).nth(1).get_attribute("id")
    field.press("Enter")
    expect(own(chat)).to_contain_text("信用卡年费怎么免")
    expect(options(chat)).to_have_count(0)
    expect(field).to_have_value("")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(own(chat).last).to_have_attribute("data-state", "stored")
    assert hub.texts() == ["信用卡年费怎么免"]


def test_tab_takes_the_chosen_one_and_else_goes_on(hub: FakeHub, chat: FrameLocator) -> None:
    field = chat.get_by_role("combobox")
    field.fill("信用")
    expect(options(chat)).to_have_count(3)
    field.press("Tab")
    expect(chat.get_by_test_id("send")).to_be_focused()
    expect(options(chat)).to_have_count(0)
    field.fill("信用卡")
    expect(options(chat)).to_have_count(3)
    field.press("ArrowUp")
    field.press("Tab")
    expect(own(chat)).to_contain_text("信用卡丢了怎么办")


def test_enter_sends_what_stands_there_while_none_is_chosen(hub: FakeHub, chat: FrameLocator) -> None:
    chat.get_by_test_id("composer").fill("信用卡")
    expect(options(chat)).to_have_count(3)
    chat.get_by_test_id("composer").press("Enter")
    expect(own(chat)).to_contain_text("信用卡")
    expect(own(chat).last).to_have_attribute("data-state", "stored")
    assert hub.texts() == ["信用卡"]


def test_escape_puts_them_away_first_and_the_chat_after(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    hub.suggested = lambda begun: QUESTIONS
    page = open_page(bank)
    chat = open_chat(page)
    chat.get_by_test_id("composer").fill("信用")
    expect(options(chat)).to_have_count(3)
    page.keyboard.press("Escape")
    expect(options(chat)).to_have_count(0)
    expect(page.get_by_test_id("panel")).to_be_visible()
    expect(chat.get_by_test_id("composer")).to_have_value("信用")
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("panel")).to_be_hidden()


def test_a_press_picks_one(hub: FakeHub, chat: FrameLocator) -> None:
    chat.get_by_test_id("composer").fill("信用")
    options(chat).nth(0).click()
    expect(own(chat)).to_contain_text("信用卡怎么还款")


def test_nothing_is_suggested_while_an_input_method_composes(
    hub: FakeHub, bank: str, open_page: OpenPage
) -> None:
    hub.suggested = lambda begun: QUESTIONS
    page = open_page(bank)
    chat = open_chat(page)
    chat.get_by_test_id("composer").focus()
    keyboard = page.context.new_cdp_session(page)
    keyboard.send("Input.imeSetComposition", {"text": "xinyong", "selectionStart": 7, "selectionEnd": 7})
    page.wait_for_timeout(600)
    assert begun(hub) == []
    expect(options(chat)).to_have_count(0)
    keyboard.send("Input.insertText", {"text": "信用卡"})
    expect(options(chat)).to_have_count(3)
    assert begun(hub) == ["信用卡"]


def test_hot_questions_at_the_start_and_again(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    hub.hot = ["银行卡丢了怎么办", "信用卡怎么还款"]
    page = open_page(bank)
    chat = open_chat(page)
    expect(chat.get_by_test_id("empty").get_by_test_id("hot")).to_have_text(hub.hot)
    chat.get_by_test_id("hot").first.click()
    expect(own(chat)).to_contain_text("银行卡丢了怎么办")
    expect(chat.get_by_test_id("composer")).to_be_focused()
    chat.get_by_test_id("more").click()
    chat.get_by_test_id("menu-hot").click()
    expect(chat.get_by_role("dialog", name="常见问题")).to_be_visible()
    chat.get_by_role("button", name="信用卡怎么还款").click()
    expect(chat.get_by_role("dialog")).to_have_count(0)
    expect(own(chat).last).to_contain_text("信用卡怎么还款")
    expect(own(chat).last).to_have_attribute("data-state", "stored")
    assert hub.texts() == ["银行卡丢了怎么办", "信用卡怎么还款"]


def test_the_menu_closes_as_one_expects(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    page = open_page(bank)
    chat = open_chat(page)
    ask(chat, "一")
    more = chat.get_by_test_id("more")
    more.click()
    expect(chat.get_by_test_id("menu-mute")).to_be_focused()
    page.keyboard.press("Escape")
    expect(chat.get_by_test_id("menu-mute")).to_be_hidden()
    expect(more).to_be_focused()
    more.click()
    chat.get_by_test_id("log").click(position={"x": 5, "y": 5})
    expect(chat.get_by_test_id("menu-mute")).to_be_hidden()
    expect(page.get_by_test_id("panel")).to_be_visible()
