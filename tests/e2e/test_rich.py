"""Answers with a form in the real product: steps, table, picture, thumbs that the hub stores."""

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.support.browser import Chat
from tests.support.product import Product

LOST = "卡丢了怎么办"
LIMITS = "手机银行转账限额是多少"


@pytest.fixture
def chat(product: Product, phone: BrowserContext) -> Chat:
    """A chat on a phone."""
    return Chat.on_page(phone.new_page(), product.bank_url)


def test_an_answer_with_steps_and_a_table(chat: Chat) -> None:
    answer = chat.ask_and_wait(LOST)
    expect(answer.locator("ol > li")).to_have_count(3)
    expect(answer.get_by_role("columnheader")).to_have_text(["临时挂失", "正式挂失"])
    assert answer.get_by_role("rowheader").count() >= 2
    expect(answer.get_by_test_id("source")).to_have_text("来源《借记卡丢了怎么挂失》· 生效 2026-01-01")
    expect(answer.get_by_test_id("answer")).not_to_contain_text("**")
    expect(answer.get_by_test_id("answer")).not_to_contain_text("|---")


def test_a_picture_arrives_in_the_place_that_was_kept_for_it(chat: Chat) -> None:
    answer = chat.ask_and_wait(LIMITS)
    picture = answer.locator("img")
    picture.scroll_into_view_if_needed()
    picture.evaluate("each => each.decode()")
    size = picture.evaluate("each => [each.naturalWidth, each.naturalHeight, each.width, each.height]")
    assert size[0] > 0
    assert abs(size[0] / size[1] - size[2] / size[3]) < 0.02
    answer.get_by_test_id("picture").click()
    expect(chat.frame.get_by_role("dialog")).to_be_visible()


def test_a_verdict_is_stored_and_survives_a_reload(chat: Chat) -> None:
    answer = chat.ask_and_wait(LOST)
    answer.get_by_test_id("rate-down").click()
    answer.locator('[data-reason="incomplete"]').click()
    expect(answer.get_by_test_id("rating-state")).to_have_text("谢谢，已记下")
    chat.page.wait_for_timeout(500)
    chat.page.reload()
    chat.open()
    expect(chat.frame.get_by_test_id("rate-down")).to_have_attribute("aria-pressed", "true")


def test_suggestions_come_while_typing(chat: Chat) -> None:
    chat.composer.press_sequentially("信用卡", delay=30)
    suggestions = chat.frame.get_by_role("option")
    suggestions.first.wait_for()
    assert 1 <= suggestions.count() <= 5
    words = suggestions.first.inner_text().strip()
    suggestions.first.click()
    expect(chat.frame.locator('[data-testid="message"][data-direction="in"]')).to_contain_text(words)


def test_the_bank_names_itself_before_the_chat_is_opened(product: Product, visitor: BrowserContext) -> None:
    page = visitor.new_page()
    page.goto(product.bank_url)
    page.get_by_test_id("launcher").click()
    expect(page.get_by_title("远桥银行在线客服")).to_be_visible()
