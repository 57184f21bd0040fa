"""The phone with WeCom's application, in Chromium: a question, a number, a button, a card, a picture."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.test_axe import checked, faults
from tests.e2e.test_phone_weixin import BANK, QUESTION, picture, say
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


def test_a_member_is_greeted_asks_picks_shows_and_wants_a_person(product: Product, page: Page) -> None:
    errors: list[str] = []
    page.context.route(BANK, lambda route: route.fulfill(body="the bank's page", content_type="text/html"))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(product.phones_url)
    page.get_by_role("link", name="企业微信应用").click()
    theirs = page.locator(".row.theirs")
    expect(theirs).to_have_count(1)

    say(page, QUESTION)
    question = theirs.filter(has_text="是哪种卡")
    expect(question.get_by_role("button")).to_have_count(3)
    say(page, "2")
    opened = theirs.get_by_role("link", name="信用卡挂失")
    with page.expect_popup() as there:
        opened.click()
    expect(there.value.locator("body")).to_have_text("the bank's page")
    there.value.close()
    say(page, "转账限额")
    change = theirs.get_by_role("button", name="1. 怎么调高")
    change.press("Enter")
    expect(change).to_be_disabled()
    expect(theirs.filter(has_text="依据：怎么调高或调低")).to_have_count(1)

    before = theirs.count()
    page.get_by_label("选择图片").set_input_files(
        {"name": "card.png", "mimeType": "image/png", "buffer": picture()}
    )
    expect(page.locator(".row.mine img")).to_have_js_property("naturalWidth", 320)
    expect(theirs).to_have_count(before + 1)
    page.get_by_role("button", name="服务").press("Enter")
    page.get_by_role("button", name="转人工", exact=True).press("Enter")
    expect(theirs.nth(before + 1)).to_contain_text("人工客服")
    assert errors == []

    if not page.locator(".panel[open]").count():
        page.get_by_text("手机与服务商").click()
    expect(page.locator(".panel")).to_contain_text("这一分钟：还剩")
    assert faults(checked(page.main_frame)) == []
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    assert not wide, "nothing has to be scrolled sideways"
