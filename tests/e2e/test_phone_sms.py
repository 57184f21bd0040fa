"""The phones for text messages in Chromium: a question, a number, the whole, a picture, a person, axe."""

import io
from collections.abc import Iterator

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.e2e.test_axe import checked, faults
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


def say(page: Page, text: str) -> None:
    page.get_by_label("输入消息").fill(text)
    page.keyboard.press("Enter")


def picture() -> bytes:
    made = io.BytesIO()
    Image.effect_noise((320, 240), 60).save(made, "PNG")
    return made.getvalue()


def open_panel(page: Page) -> None:
    if not page.locator(".panel[open]").count():
        page.get_by_text("手机与服务商").click()


@pytest.mark.parametrize("name", ["短信（Twilio）", "短信（国内网关）"])
def test_a_customer_asks_answers_by_number_and_reads_the_whole(
    product: Product, page: Page, name: str
) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(product.phones_url)
    page.get_by_role("link", name=name).click()
    theirs = page.locator(".row.theirs")
    say(page, "银行卡丢了怎么挂失")
    expect(theirs.nth(0)).to_contain_text("段 · UCS-2")
    say(page, "2")
    expect(theirs.nth(1)).to_contain_text("查看全文" if "国内" in name else "挂失")
    link = page.locator(".row.theirs a").last
    with page.expect_popup() as opened:
        link.press("Enter")
    expect(opened.value.locator("main")).to_contain_text("挂失")
    if "Twilio" in name:
        page.get_by_label("选择图片").set_input_files(
            {"name": "card.png", "mimeType": "image/png", "buffer": picture()}
        )
        expect(page.locator(".row.mine img")).to_have_js_property("naturalWidth", 320)
        expect(theirs).to_have_count(3)
    answered = theirs.count()
    say(page, "我要转人工")
    expect(theirs.nth(answered)).to_contain_text("人工")
    assert errors == []
    open_panel(page)
    page.get_by_role("button", name="断开").click()
    expect(page.get_by_role("button", name="断开")).to_have_attribute("aria-pressed", "true")
    say(page, "在吗")
    expect(page.locator(".failed")).to_have_text("发送失败")
    assert faults(checked(page.main_frame)) == []
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    assert not wide, "nothing has to be scrolled sideways"
