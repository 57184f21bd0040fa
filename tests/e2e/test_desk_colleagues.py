"""Two agents in Chromium: one asks the other by keyboard, hands over, and the other agrees on a callback.

`YUANQIAO_PICTURES=DIR` keeps pictures of the sheets there.
"""

from playwright.async_api import Browser, Page, expect

from handoff.store.schema import task
from tests.e2e.desk_browser import browser
from tests.e2e.test_desk import bot, database_file, house, picture, serious
from tests.support.at_the_desk import become_available
from tests.support.house import House
from tests.support.looking import rows
from tests.support.staff import make_account

__all__ = ["bot", "browser", "database_file", "house"]


async def desk_of(login: str, house: House, browser: Browser) -> Page:
    """Somebody's desk, available: the hub knows it, so that colleagues can choose them."""
    context = await browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 800})
    page = await context.new_page()
    await become_available(page, house, login)
    return page


async def test_a_colleague_is_asked_and_takes_over(house: House, browser: Browser) -> None:
    await make_account(house.hub.staff, "wang.fang")
    page = await desk_of("li.ming", house, browser)
    async with house.client() as client:
        await client.acked(await client.send("我上周五被多扣了 300 元，卡尾号 8899，电话 13800138000"))
        await client.replies(1)
        await client.acked(await client.send("转人工"))
        await expect(page.get_by_test_id("offer")).to_be_visible()
        await page.keyboard.press("Alt+KeyA")
        await expect(page.get_by_test_id("summary")).to_contain_text("卡：尾号 8899")
        other = await desk_of("wang.fang", house, browser)
        await page.keyboard.press("Alt+KeyP")
        await page.get_by_test_id("transfer-to").select_option(label="员工 wang.fang · 空闲")
        await page.get_by_test_id("transfer-note").fill("多扣的 300 元能当天退吗")
        await picture(page, "consult")
        assert await serious(page) == []
        await page.get_by_test_id("transfer-do").press("Enter")
        await expect(page.get_by_test_id("consulted")).to_contain_text("员工 wang.fang")
        await other.get_by_test_id("task").click()
        await expect(other.get_by_test_id("log")).to_contain_text("能当天退吗")
        assert await other.get_by_test_id("reply").count() == 0, "who is asked writes to the staff alone"
        await other.get_by_test_id("composer").fill("能，转给我处理")
        await other.get_by_test_id("composer").press("Enter")
        await expect(page.get_by_test_id("log")).to_contain_text("能，转给我处理")
        await other.set_viewport_size({"width": 390, "height": 844})
        await picture(other, "consult-phone")
        assert await serious(other) == []
        await other.set_viewport_size({"width": 1280, "height": 800})
        await page.get_by_test_id("give_consulted").press("Enter")
        await expect(page.get_by_test_id("empty")).to_be_visible()
        await other.get_by_test_id("composer").fill("您好，由我继续为您处理。")
        await other.get_by_test_id("reply").click()
        await other.get_by_test_id("composer").press("Enter")
        await client.until(lambda: "由我继续" in str(client.outgoing[-1]))
        await agree(other)
        await client.until(lambda: "尾号 8000" in str(client.outgoing[-1]))
        assert "转给我处理" not in str(client.frames), "a note never reaches the customer"
    (row,) = await rows(house, task)
    assert (row.state, row.facts["callback_by"]) == ("scheduled", "phone")


async def agree(page: Page) -> None:
    """By keyboard, on a phone's width and in the dark."""
    await page.set_viewport_size({"width": 390, "height": 844})
    await page.emulate_media(color_scheme="dark")
    await page.keyboard.press("Alt+KeyB")
    tomorrow = (
        "new Date(Date.now() + 864e5 - new Date().getTimezoneOffset() * 6e4).toISOString().slice(0, 16)"
    )
    await page.get_by_test_id("agree-at").fill(await page.evaluate(tomorrow))
    await picture(page, "agree-phone")
    assert await serious(page) == []
    await page.get_by_test_id("agree-do").press("Enter")
    await expect(page.get_by_test_id("empty")).to_be_visible()
