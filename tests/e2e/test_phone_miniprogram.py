"""The phone with the mini-program, in Chromium: a question, a number, a picture, a person, and axe."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.test_axe import checked, faults
from tests.e2e.test_phone_weixin import BANK, QUESTION, open_card, picture, say
from tests.support.product import Product


@pytest.fixture(params=["light-390", "dark-1280"])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A new phone on a small light screen, and on a large dark one."""
    scheme, width = str(request.param).split("-")
    context = browser.new_context(
        locale="zh-CN",
        viewport={"width": int(width), "height": 844},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    yield context.new_page()
    context.close()


def open_panel(page: Page) -> None:
    if not page.locator(".panel[open]").count():
        page.get_by_text("手机与服务商").click()


def test_a_customer_opens_the_chat_asks_picks_shows_and_wants_a_person(product: Product, page: Page) -> None:
    errors: list[str] = []
    page.context.route(BANK, lambda route: route.fulfill(body="the bank's page", content_type="text/html"))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(product.phones_url)
    page.get_by_role("link", name="微信小程序").click()
    assert faults(checked(page.main_frame)) == []
    page.get_by_role("region", name="首页").get_by_role("button", name="联系客服").press("Enter")
    theirs = page.locator(".row.theirs")
    expect(theirs).to_have_count(1)

    say(page, QUESTION)
    expect(theirs.nth(1)).to_contain_text("2. 信用卡")
    say(page, "2")
    expect(theirs.nth(2)).to_contain_text("信用卡挂失")
    expect(theirs.nth(2)).to_contain_text("内容由第三方AI生成")
    open_card(page)
    page.get_by_label("选择图片").set_input_files(
        {"name": "card.png", "mimeType": "image/png", "buffer": picture()}
    )
    expect(page.locator(".row.mine img")).to_have_js_property("naturalWidth", 320)
    expect(theirs).to_have_count(4)
    say(page, "转人工")
    expect(theirs.nth(4)).to_contain_text("人工客服")
    expect(page.locator(".panel")).to_contain_text("客户发了消息：还剩 4 / 5 条")
    assert errors == []

    open_panel(page)
    assert faults(checked(page.main_frame)) == []
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    assert not wide, "nothing has to be scrolled sideways"


def test_a_button_of_another_page_asks_its_question_and_without_a_network_nothing_goes(
    product: Product, page: Page
) -> None:
    page.goto(f"{product.phones_url}/miniprogram/")
    page.get_by_role("region", name="挂失").get_by_role("button", name="联系客服").click()
    theirs = page.locator(".row.theirs")
    expect(theirs.nth(0)).to_contain_text("2. 信用卡")
    open_panel(page)
    page.get_by_role("button", name="断开").click()
    expect(page.get_by_role("button", name="断开")).to_have_attribute("aria-pressed", "true")
    say(page, "在吗")
    expect(page.locator(".failed")).to_have_text("发送失败")
    page.get_by_role("button", name="正常").click()
    say(page, "在吗")
    expect(theirs).to_have_count(2)
