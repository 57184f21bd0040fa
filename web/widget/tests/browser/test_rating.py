"""Thumbs under an answer, in Chromium: said once, kept, taken back, and honest about a refusal."""

from answers import SOURCE, text
from chat_page import OpenPage, open_chat, until_kept
from fake_hub import FakeHub
from playwright.sync_api import expect

from tests.support.browser import chat_frame


def test_only_answers_with_a_source_are_rated(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    hub.say(text("您好"))
    hub.say(text("请先挂失。", source=SOURCE))
    chat = open_chat(open_page(bank))
    expect(chat.get_by_test_id("rating")).to_have_count(1)
    expect(chat.locator('[data-seq="2"]').get_by_test_id("rating")).to_be_visible()


def test_a_thumb_up_and_back(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    hub.say(text("请先挂失。", source=SOURCE))
    chat = open_chat(open_page(bank))
    up = chat.get_by_role("button", name="有帮助", exact=True)
    up.click()
    expect(up).to_have_attribute("aria-pressed", "true")
    expect(chat.get_by_test_id("rating-state")).to_have_text("谢谢，已记下")
    up.click()
    expect(up).to_have_attribute("aria-pressed", "false")
    expect(chat.get_by_test_id("rating-state")).to_have_text("")
    said = [(frame["conversation"], frame["seq"], frame["verdict"]) for frame in hub.rated(2)]
    assert said == [(1, 1, "up"), (1, 1, "none")]


def test_a_thumb_down_asks_why_and_keeps_it_over_a_reload(
    hub: FakeHub, bank: str, open_page: OpenPage
) -> None:
    hub.say(text("请先挂失。", source=SOURCE))
    page = open_page(bank)
    chat = open_chat(page)
    chat.get_by_test_id("rate-down").click()
    reasons = chat.get_by_test_id("reason")
    expect(reasons).to_have_text(["内容不对", "看不懂", "过时了", "不完整", "其他"])
    reasons.nth(2).click()
    chat.get_by_test_id("comment").fill("费率九月变了")
    chat.get_by_test_id("comment-send").click()
    expect(chat.get_by_test_id("reasons")).to_have_count(0)
    expect(chat.get_by_test_id("rate-down")).to_be_focused()
    expect(chat.get_by_test_id("rating-state")).to_have_text("谢谢，已记下")
    said = [(f["verdict"], f.get("reason"), f.get("comment")) for f in hub.rated(3)]
    assert said == [("down", None, None), ("down", "outdated", None), ("down", "outdated", "费率九月变了")]
    until_kept(page, '"reason":"outdated"')
    page.reload()
    chat = open_chat(page)
    expect(chat.get_by_test_id("rate-down")).to_have_attribute("aria-pressed", "true")
    expect(chat.get_by_test_id("rate-up")).to_have_attribute("aria-pressed", "false")
    frame = chat_frame(page)
    assert "费率九月变了" not in frame.evaluate("JSON.stringify(localStorage)")


def test_what_was_rated_offline_is_sent_later(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    hub.say(text("请先挂失。", source=SOURCE))
    page = open_page(bank)
    chat = open_chat(page)
    hub.reachable = False
    hub.cut(1001)
    chat.get_by_test_id("rate-up").click()
    expect(chat.get_by_test_id("rate-up")).to_have_attribute("aria-pressed", "true")
    page.reload()
    page.get_by_test_id("launcher").click()
    expect(chat.get_by_test_id("rate-up")).to_have_attribute("aria-pressed", "true")
    assert hub.rated() == []
    hub.reachable = True
    expect(chat.locator('[data-testid=log][data-ready="true"]')).to_be_attached()
    page.wait_for_timeout(500)
    assert [frame["verdict"] for frame in hub.rated(1)] == ["up"]


def test_a_refusal_says_so_quietly(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    hub.refuse_rating = "bad_input"
    hub.say(text("请先挂失。", source=SOURCE))
    chat = open_chat(open_page(bank))
    chat.get_by_test_id("rate-up").click()
    expect(chat.get_by_test_id("rating-state")).to_have_text("评价没有记下，请稍后再试")
    expect(chat.get_by_test_id("rate-up")).to_have_attribute("aria-pressed", "false")
    hub.refuse_rating = None
    chat.get_by_test_id("rate-up").click()
    expect(chat.get_by_test_id("rating-state")).to_have_text("谢谢，已记下")


def test_escape_puts_the_reasons_away_and_not_the_chat(hub: FakeHub, bank: str, open_page: OpenPage) -> None:
    hub.say(text("请先挂失。", source=SOURCE))
    page = open_page(bank)
    chat = open_chat(page)
    chat.get_by_test_id("rate-down").click()
    chat.get_by_test_id("comment").press("Escape")
    expect(chat.get_by_test_id("reasons")).to_have_count(0)
    expect(page.get_by_test_id("panel")).to_be_visible()
