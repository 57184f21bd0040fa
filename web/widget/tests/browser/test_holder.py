"""Who holds the chat: the bank's page hands in logins, and so does an app, which is handed the links."""

from typing import Any

from answers import text
from chat_page import OpenPage, open_chat, own, until
from fake_hub import FakeHub
from playwright.sync_api import Page, expect

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
APP = """
window.told = [];
window.YuanqiaoApp = {postMessage: (text) => window.told.push(JSON.parse(text))};
"""
ON_AN_IPHONE = """
window.told = [];
window.webkit = {messageHandlers: {yuanqiao: {postMessage: (text) => window.told.push(JSON.parse(text))}}};
"""


def say(page: Page, **message: Any) -> None:
    """The app runs a script in the page, which is all that an app can do."""
    page.evaluate(
        "(message) => window.yuanqiao.hear(JSON.stringify(message))",
        {"bridge": "yuanqiao-webchat-1", **message},
    )


def told(page: Page, what: str) -> list[dict[str, Any]]:
    """What the chat told the app under this name."""
    return [each for each in page.evaluate("window.told") if each["say"] == what]


def wait_until_told(page: Page, what: str, times: int = 1) -> None:
    # Not by `wait_for_function`: looking twice, it has the page evaluate text, which the chat forbids.
    until(page, lambda: len(told(page, what)) >= times, f"the app was told {what}")


def open_app(hub: FakeHub, open_page: OpenPage, script: str = APP) -> Page:
    page = open_page(f"{hub.url}/webchat/frame", script=script, **PHONE)
    wait_until_told(page, "ready")
    say(page, say="hello", lang="zh-CN", brand="", bank={"name": "示范银行", "colour": ""})
    say(page, say="shown")
    expect(page.get_by_test_id("composer")).to_be_visible()
    return page


def test_an_app_hands_in_a_login_and_is_told_that_it_was_taken(hub: FakeHub, open_page: OpenPage) -> None:
    hub.good_logins = ["fresh"]
    page = open_app(hub, open_page)
    wait_until_told(page, "login_wanted")
    say(page, say="sign_in", login="fresh")
    wait_until_told(page, "login_ended")
    assert told(page, "login_ended") == [{"bridge": "yuanqiao-webchat-1", "say": "login_ended", "code": ""}]
    hub.cut(1012)
    page.get_by_test_id("composer").fill("还在")
    page.get_by_test_id("send").click()
    expect(own(page)).to_have_attribute("data-state", "stored")
    assert len(told(page, "login_wanted")) == 1, "who is known need not sign in on each line"


def test_a_login_that_was_used_is_told_as_such_and_another_one_may_be_handed_in(
    hub: FakeHub, open_page: OpenPage
) -> None:
    hub.good_logins = ["second"]
    page = open_app(hub, open_page, ON_AN_IPHONE)
    wait_until_told(page, "login_wanted")
    say(page, say="sign_in", login="first")
    wait_until_told(page, "login_ended")
    say(page, say="sign_in", login="second")
    wait_until_told(page, "login_ended", 2)
    assert [each["code"] for each in told(page, "login_ended")] == ["conflict", ""]


def test_links_go_to_the_app_and_the_page_stays(hub: FakeHub, open_page: OpenPage) -> None:
    page = open_app(hub, open_page)
    hub.say(text("请到 https://www.bank.example/loans/apply 申请"))
    page.get_by_role("link", name="https://www.bank.example/loans/apply").tap()
    wait_until_told(page, "open")
    assert [each["url"] for each in told(page, "open")] == ["https://www.bank.example/loans/apply"]
    assert page.url == f"{hub.url}/webchat/frame"
    assert len(page.context.pages) == 1


def test_the_app_closes_the_chat_and_counts_what_was_missed(hub: FakeHub, open_page: OpenPage) -> None:
    page = open_app(hub, open_page)
    page.get_by_test_id("minimise").tap()
    wait_until_told(page, "close")
    say(page, say="hidden")
    hub.say(text("您的申请已通过"))
    until(page, lambda: any(each["count"] == 1 for each in told(page, "unread")), "one message was missed")


def test_what_is_no_message_does_nothing(hub: FakeHub, open_page: OpenPage) -> None:
    page = open_app(hub, open_page)
    for words in ("", "{", "null", '{"say":"sign_in","login":"x"}', '{"bridge":"other","say":"hidden"}'):
        page.evaluate("(words) => window.yuanqiao.hear(words)", words)
    page.wait_for_timeout(200)
    assert [frame for frame in hub.heard if frame["type"] == "sign_in"] == []
    expect(page.get_by_test_id("composer")).to_be_visible()


def test_the_banks_page_gives_a_login_when_the_chat_wants_one(
    hub: FakeHub, bank: str, open_page: OpenPage
) -> None:
    hub.good_logins = ["from the page"]
    page = open_page(bank)
    page.evaluate(
        "document.addEventListener('yuanqiao-login-wanted', (event) => event.detail('from the page'))"
    )
    open_chat(page)
    until(page, lambda: hub.good_logins == [], "the login was taken")
    assert [frame["login"] for frame in hub.heard if frame["type"] == "sign_in"] == ["from the page"]
