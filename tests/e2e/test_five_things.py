"""What every phone does (`test_phone_*.py`), in the web chat: question, number, picture, person, card."""

import re

from playwright.sync_api import BrowserContext, FilePayload, expect

from tests.e2e.test_phone_weixin import QUESTION, picture
from tests.support.browser import Chat
from tests.support.product import Product


def test_a_visitor_asks_picks_shows_wants_a_person_and_opens_a_card(
    product: Product, phone: BrowserContext
) -> None:
    page, errors = phone.new_page(), list[str]()
    page.on("pageerror", lambda error: errors.append(str(error)))
    chat = Chat.on_page(page, product.bank_url)
    theirs = chat.frame.locator('[data-testid="message"][data-direction="out"]')

    question = chat.ask_and_wait(QUESTION)
    expect(question.get_by_role("button", name="信用卡")).to_be_visible()
    answer = chat.ask_and_wait("2")
    expect(answer).to_contain_text("信用卡挂失")
    card = answer.get_by_role("link", name="信用卡挂失")
    expect(card).to_have_attribute("href", re.compile("^https://www.yuanqiao-bank.example/"))
    with page.expect_popup() as opened:
        card.click()
    opened.value.close()

    before = theirs.count()
    file = FilePayload(name="card.png", mimeType="image/png", buffer=picture())
    chat.frame.get_by_test_id("files").set_input_files(file)
    chat.frame.get_by_test_id("send").click()
    shown = chat.frame.locator('[data-testid="message"][data-direction="in"] img')
    expect(shown).to_have_js_property("naturalWidth", 320)
    expect(theirs).to_have_count(before + 1)
    expect(chat.ask_and_wait("转人工")).to_contain_text("人工客服")
    assert errors == []
