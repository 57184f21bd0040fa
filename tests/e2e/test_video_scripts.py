"""Scripts of flows in the desk: one writes a step, another sees what is new and approves it.

`YUANQIAO_PICTURES=docs/images` writes the pictures of docs/video.md.
"""

import pytest
from playwright.async_api import Browser, Page, expect

from tests.e2e.test_video import bot, browser, database_file, house, picture, serious
from tests.support.house import House
from tests.support.staff import PASSWORD, make_account

__all__ = ["bot", "browser", "database_file", "house"]

pytestmark = pytest.mark.timeout(120)


async def lead(browser: Browser, house: House, login: str) -> Page:
    await make_account(house.hub.staff, login, ["supervisor"])
    context = await browser.new_context(locale="zh-CN", viewport={"width": 1100, "height": 900})
    page = await context.new_page()
    await page.goto(f"http://127.0.0.1:{house.settings.staff_port}/#recordings/scripts")
    await page.get_by_test_id("login").fill(login)
    await page.get_by_test_id("password").fill(PASSWORD)
    await page.get_by_test_id("password").press("Enter")
    await page.locator("[data-script=video_service] .open").click()
    return page


async def test_one_writes_and_another_approves(house: House, browser: Browser) -> None:
    one = await lead(browser, house, "lead.one")
    await one.get_by_test_id("edit-script").click()
    steps = one.get_by_test_id("step")
    before = await steps.count()
    await one.get_by_test_id("add-step").click()
    await expect(steps).to_have_count(before + 1)
    last = steps.last
    await last.get_by_label("步骤代号").fill("goodbye")
    await last.get_by_label("坐席的话术或动作").fill("感谢您的来电，再见。")
    await last.get_by_label("英文").fill("Thank you, goodbye.")
    assert await serious(one) == []
    await picture(one, "script-editor")
    await one.get_by_test_id("write-script").click()
    await expect(one.get_by_test_id("draft")).to_contain_text("新增")
    await expect(one.get_by_test_id("approve-script")).to_be_disabled()
    two = await lead(browser, house, "lead.two")
    await expect(two.get_by_test_id("draft")).to_contain_text("感谢您的来电")
    await picture(two, "script-draft")
    assert await serious(two) == []
    await two.get_by_test_id("approve-script").click()
    await expect(two.get_by_test_id("done")).to_contain_text("已批准")
    await two.set_viewport_size({"width": 390, "height": 844})
    await picture(two, "script-phone")
    assert await two.evaluate("document.documentElement.scrollWidth") <= 390
