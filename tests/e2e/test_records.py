"""Customers' records in Chromium: one supervisor asks for an erasure, another approves it; axe looks on.

`YUANQIAO_PICTURES=docs/images` writes the pictures of docs/records.md.
"""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from hub.store.schema import identity, message
from tests.e2e.desk_browser import SAME_LOOP, browser
from tests.e2e.test_desk import serious
from tests.support.bot import running_bot
from tests.support.house import House, make_settings, running_house
from tests.support.looking import rows
from tests.support.migrated import migrated_file
from tests.support.staff import PASSWORD, make_account

__all__ = ["browser"]

PICTURES = os.environ.get("YUANQIAO_PICTURES", "")
WIDE, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}


@pytest.fixture
def database_file(tmp_path: Path) -> str:
    """A migrated database; made outside of the event loop."""
    return migrated_file(tmp_path / "yuanqiao.db")


@pytest_asyncio.fixture(loop_scope=SAME_LOOP)
async def house(database_file: str, tmp_path: Path) -> AsyncIterator[House]:
    async with (
        running_bot() as bot,
        running_house(make_settings(database_file, tmp_path, bot.port), bot) as running,
    ):
        staff = running.hub.staff
        await make_account(staff, "wang.fang", ["supervisor"], name="王芳")
        await make_account(staff, "chen.hao", ["supervisor"], name="陈浩")
        yield running


async def look(page: Page, name: str) -> None:
    """Nothing serious, and on a phone nothing wider than the screen."""
    assert await serious(page) == []
    for suffix, size in (("-phone", PHONE), ("", WIDE)):
        await page.set_viewport_size(size)  # type: ignore[arg-type]
        width = await page.evaluate("document.documentElement.scrollWidth")
        assert width <= size["width"], f"{name} is {width} px wide"
        if PICTURES:
            await page.screenshot(path=Path(PICTURES) / f"records-{name}{suffix}.png")


async def desk_of(browser: Browser, house: House, login: str) -> Page:
    """The records as somebody sees them."""
    context = await browser.new_context(locale="zh-CN", viewport=WIDE)  # type: ignore[arg-type]
    page = await context.new_page()
    await page.goto(f"http://127.0.0.1:{house.settings.staff_port}/#records")
    await page.get_by_test_id("login").fill(login)
    await page.get_by_test_id("password").fill(PASSWORD)
    await page.get_by_test_id("password").press("Enter")
    await expect(page.get_by_test_id("find-form")).to_be_visible()
    return page


async def find(page: Page, text: str) -> None:
    await page.get_by_test_id("find-form").get_by_role("searchbox").fill(text)
    await page.get_by_test_id("find").click()


async def ask(page: Page, kind: str, reference: str) -> None:
    await page.get_by_test_id("open-customer").click()
    await page.get_by_test_id("ask-kind").select_option(kind)
    await page.get_by_test_id("ask-form").locator("[name=reference]").fill(reference)
    await page.get_by_test_id("ask").click()


async def test_one_asks_for_an_erasure_and_another_approves_it(house: House, browser: Browser) -> None:
    faults: list[str] = []
    async with house.client() as client:
        await client.acked(await client.send("年费为什么扣了两次"))
        await client.replies(1)
    (row,) = await rows(house, identity)
    wang = await desk_of(browser, house, "wang.fang")
    wang.on("pageerror", lambda error: faults.append(str(error)))
    await expect(wang.get_by_test_id("empty")).to_be_visible()
    await find(wang, "ffffff000000")
    await expect(wang.get_by_test_id("found")).to_contain_text("没有找到")
    await find(wang, row.identity_key[:6].upper())
    await ask(wang, "erase", "DSAR-2026-118")
    await expect(wang.get_by_test_id("trouble")).to_contain_text("会话没有结束")
    async with house.database.write() as connection:
        await house.hub.conversations.do_close(connection, row.identity_key, 1, by="customer")
    await look(wang, "customer")
    await wang.get_by_test_id("ask").click()
    await expect(wang.get_by_test_id("done")).to_contain_text("需要另一位同事批准")
    await wang.get_by_test_id("open-request").click()
    await expect(wang.get_by_test_id("approve")).to_have_count(0)
    await wang.keyboard.press("Escape")

    chen = await desk_of(browser, house, "chen.hao")
    chen.on("pageerror", lambda error: faults.append(str(error)))
    await chen.get_by_test_id("open-request").click()
    await chen.get_by_test_id("approve").click()
    await look(chen, "approve")
    await chen.get_by_test_id("really").click()
    await expect(chen.get_by_test_id("done")).to_contain_text("已批准")
    while await chen.locator("[data-state=done]").count() == 0:
        await chen.reload()
        await expect(chen.get_by_test_id("requests")).to_be_visible()
    await chen.get_by_test_id("open-request").click()
    await expect(chen.get_by_test_id("left")).to_contain_text("员工操作审计")
    await look(chen, "erased")
    assert await rows(house, message) == []
    await chen.keyboard.press("Escape")
    await chen.get_by_role("link", name="法定保留").click()
    await expect(chen.get_by_test_id("empty")).to_be_visible()
    await chen.get_by_role("link", name="保存期限").click()
    await expect(chen.get_by_test_id("retention")).to_contain_text("长期保存")
    await look(chen, "retention")
    assert faults == []
