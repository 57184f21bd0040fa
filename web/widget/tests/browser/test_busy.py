"""A bank that has too much to answer just now: the customer is told calmly, waits, and need do nothing."""

from chat_page import OpenPage, ask, open_chat, own
from fake_hub import FakeHub
from playwright.sync_api import expect

PHONE = {"viewport": {"width": 360, "height": 740}}


def test_a_message_waits_and_the_customer_reads_for_how_long(
    hub: FakeHub, bank: str, open_page: OpenPage
) -> None:
    chat = open_chat(open_page(bank, **PHONE))
    hub.refuse, hub.retry_after_s = "overloaded", 30.0
    ask(chat, "卡丢了怎么办")
    bar = chat.locator("[data-bar=busyMessage]")
    expect(bar.locator(".hidden")).to_have_text(
        "现在咨询的人较多。您的消息已保留，约 30 秒后自动发送，请不必重发。"
    )
    expect(own(chat)).to_have_attribute("data-state", "slow")
    shown = bar.locator("span[aria-hidden]")
    before = shown.inner_text()
    expect(shown).not_to_have_text(before)
    assert bar.evaluate("bar => bar.scrollWidth <= bar.clientWidth"), "it is wider than the phone"
    expect(chat.get_by_test_id("retry")).to_have_count(0)


def test_in_english(hub: FakeHub, open_page: OpenPage) -> None:
    hub.turn_away_s = 30.0
    page = open_page(f"{hub.url}/webchat/frame", locale="en-GB", **PHONE)
    expect(page.locator("[data-bar=busyChat] .hidden")).to_contain_text("You will be connected in about 30 s")


def test_it_is_sent_by_itself(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    chat = open_chat(open_page(bank))
    hub.refuse, hub.retry_after_s = "overloaded", 2.0
    ask(chat, "卡丢了怎么办")
    expect(chat.locator("[data-bar=busyMessage]")).to_be_visible()
    hub.refuse = None
    expect(own(chat)).to_have_attribute("data-state", "stored")
    expect(chat.get_by_test_id("bar")).to_have_count(0)
    assert hub.texts() == ["卡丢了怎么办"]


def test_a_new_chat_that_is_turned_away_says_so(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    hub.turn_away_s = 30.0
    page = open_page(bank, **PHONE)
    page.get_by_test_id("launcher").click()
    chat = page.frame_locator("[data-testid=frame]")
    expect(chat.locator("[data-bar=busyChat] .hidden")).to_contain_text("约 30 秒后自动为您接通")
    page.wait_for_timeout(4000)  # longer than a broken line is passed over in silence
    expect(chat.locator("[data-bar=busyChat]")).to_be_visible()
    assert len(hub.hellos) == 1
    expect(chat.get_by_test_id("empty")).to_contain_text("请直接输入您的问题")
    expect(chat.locator(".skeleton")).to_have_count(0)


def test_a_new_chat_comes_again_by_itself_and_sends_what_was_written(
    hub: FakeHub, bank: str, open_page: OpenPage
) -> None:
    hub.turn_away_s = 3.0
    page = open_page(bank)
    page.get_by_test_id("launcher").click()
    chat = page.frame_locator("[data-testid=frame]")
    expect(chat.locator("[data-bar=busyChat]")).to_be_visible()
    ask(chat, "先写下来")
    hub.turn_away_s = None
    expect(own(chat)).to_have_attribute("data-state", "stored")
    expect(chat.get_by_test_id("bar")).to_have_count(0)
