"""The phone with the official account, in Chromium: a question, a number, a picture, a person, and axe."""

import io
import re
from collections.abc import Iterator

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.e2e.test_axe import checked, faults
from tests.support.product import Product

QUESTION = "银行卡丢了怎么挂失"
BANK = re.compile("^https://")


def picture() -> bytes:
    made = io.BytesIO()
    Image.effect_noise((320, 240), 60).save(made, "PNG")
    return made.getvalue()


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


def say(page: Page, text: str) -> None:
    page.get_by_label("输入消息").fill(text)
    page.keyboard.press("Enter")


def open_card(page: Page) -> None:
    """Opens the page that the answer leads to, where the channel says it in words."""
    with page.expect_popup() as opened:
        page.locator(".row.theirs a[href^='https://']").last.press("Enter")
    expect(opened.value.locator("body")).to_have_text("the bank's page")
    opened.value.close()


def test_a_customer_asks_picks_shows_and_wants_a_person(product: Product, page: Page) -> None:
    errors: list[str] = []
    page.context.route(BANK, lambda route: route.fulfill(body="the bank's page", content_type="text/html"))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(product.phones_url)
    page.get_by_role("link", name="微信公众号").click()
    theirs = page.locator(".row.theirs")
    expect(page.get_by_role("log")).to_contain_text("还没有消息")

    say(page, QUESTION)
    expect(page.get_by_role("log")).not_to_contain_text("还没有消息")
    expect(theirs.nth(0)).to_contain_text("2. 信用卡")
    say(page, "2")
    expect(theirs.nth(1)).to_contain_text("信用卡挂失")
    open_card(page)
    page.get_by_label("选择图片").set_input_files(
        {"name": "card.png", "mimeType": "image/png", "buffer": picture()}
    )
    expect(page.locator(".row.mine img")).to_have_js_property("naturalWidth", 320)
    expect(theirs).to_have_count(3)

    page.get_by_label("显示菜单").press("Enter")
    page.get_by_role("button", name="服务").press("Enter")
    page.get_by_role("button", name="转人工").press("Enter")
    expect(theirs.nth(3)).to_contain_text("人工客服")
    expect(page.locator(".panel")).to_contain_text("点了菜单：还剩 3 / 3 条")
    assert errors == []

    if not page.locator(".panel[open]").count():
        page.get_by_text("手机与服务商").click()
    assert faults(checked(page.main_frame)) == []
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    assert not wide, "nothing has to be scrolled sideways"


def test_without_a_network_nothing_goes_and_later_everything_arrives(product: Product, page: Page) -> None:
    page.goto(f"{product.phones_url}/weixin/")
    say(page, "你好")
    theirs = page.locator(".row.theirs")
    expect(theirs).to_have_count(1)
    if not page.locator(".panel[open]").count():
        page.get_by_text("手机与服务商").click()
    page.get_by_role("button", name="断开").click()
    expect(page.get_by_role("button", name="断开")).to_have_attribute("aria-pressed", "true")
    say(page, "在吗")
    expect(page.locator(".failed")).to_have_text("发送失败")
    page.get_by_role("button", name="正常").click()
    say(page, "在吗")
    expect(theirs).to_have_count(2)
