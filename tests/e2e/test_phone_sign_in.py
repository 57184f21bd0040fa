"""Customers sign in at the bank from their phones: WeChat's page of 网页授权, and the mini-program's own."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.test_axe import checked, faults
from tests.support.product import Product

CUSTOMERS = ("陈晓雯", "王建国")
"""Of the demo bank; each signs in here from one channel, so that nobody meets who signed in before."""


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


def sign_in_at_the_bank(page: Page, customer: str) -> None:
    """What the customer does on the bank's own page."""
    page.wait_for_url("**/login?**")
    assert faults(checked(page.main_frame)) == []
    page.get_by_label(customer).press("Space")
    page.get_by_role("button", name="登录").press("Enter")


def assert_fits(page: Page) -> None:
    assert faults(checked(page.main_frame)) == []
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    assert not wide, "nothing has to be scrolled sideways"


def test_a_follower_signs_in_from_the_menu(product: Product, page: Page) -> None:
    page.goto(f"{product.phones_url}/weixin/")
    page.get_by_label("显示菜单").press("Enter")
    page.get_by_role("button", name="服务").press("Enter")
    with page.expect_popup() as opened:
        page.get_by_role("link", name="登录").press("Enter")
    inside = opened.value
    sign_in_at_the_bank(inside, CUSTOMERS[0])
    expect(inside.get_by_role("status")).to_have_text("登录成功，请返回公众号继续对话。")
    assert "login=" not in inside.url, "the login stands in nobody's history"
    assert_fits(inside)
    inside.reload()
    expect(inside.get_by_role("status")).to_contain_text("请回到公众号重新打开链接")


def test_the_mini_program_signs_its_customer_in(product: Product, page: Page) -> None:
    page.goto(f"{product.phones_url}/miniprogram/")
    page.get_by_role("region", name="我的").get_by_role("button", name="登录").press("Enter")
    sign_in_at_the_bank(page, CUSTOMERS[1])
    expect(page.get_by_role("status")).to_have_text("登录成功。现在找客服，客服就知道您是谁。")
    assert "login=" not in page.url
    assert_fits(page)
    page.get_by_role("link", name="回小程序").press("Enter")
    expect(page.get_by_role("region", name="首页")).to_be_visible()
