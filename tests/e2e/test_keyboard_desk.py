"""An agent without a mouse, from sign-in to wrap-up: the short one of `tests/e2e/a_day.py`."""

from playwright.async_api import Browser, expect

from handoff.store.schema import task
from handoff.store.schema_asides import later_message
from tests.e2e.desk_browser import browser
from tests.e2e.test_desk import bot, database_file, house, picture, serious
from tests.support.house import House
from tests.support.keyboard import answer, choose, press, sign_in, wrap_up
from tests.support.looking import rows
from tests.support.staff import PASSWORD, make_account
from tests.support.waiting import eventually

__all__ = ["bot", "browser", "database_file", "house"]


async def test_a_customer_is_served_by_keyboard_alone(house: House, browser: Browser) -> None:
    await make_account(house.hub.staff, "wang.fang")
    context = await browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 800})
    page = await context.new_page()
    await page.goto(f"http://127.0.0.1:{house.settings.staff_port}/")
    await sign_in(page, "li.ming", PASSWORD)
    await choose(page, "status", "available")
    async with house.client() as client:
        await client.acked(await client.send("转人工"))
        await page.get_by_test_id("offer").wait_for()
        await page.keyboard.press("Alt+KeyA")
        await page.get_by_test_id("log").wait_for()
        await answer(page, "您好，请稍等。")
        await client.until(lambda: "请稍等" in str(client.outgoing[-1]))

        await page.keyboard.press("Alt+KeyN")
        await page.keyboard.type("@")
        await page.get_by_test_id("canned").filter(has_text="wang.fang").wait_for()
        await page.keyboard.press("Enter")
        await page.keyboard.insert_text("请看")
        await page.keyboard.press("Enter")
        await expect(page.get_by_test_id("log")).to_contain_text("@员工 wang.fang 请看")

        await page.keyboard.press("Alt+KeyR")
        await page.keyboard.insert_text("明天寄出")
        await page.keyboard.press("Alt+KeyL")
        await page.get_by_test_id("later-form").wait_for()
        await press(page, "laterTomorrow")
        assert await serious(page) == []
        await page.set_viewport_size({"width": 390, "height": 844})
        await page.emulate_media(color_scheme="dark")
        await picture(page, "later-phone")
        assert await serious(page) == []
        await page.set_viewport_size({"width": 1280, "height": 800})
        await press(page, "later-do")
        await expect(page.get_by_test_id("later")).to_contain_text("明天寄出")
        assert await serious(page) == []
        await press(page, "later-call-off")
        await expect(page.get_by_test_id("later")).to_have_count(0)
        await wrap_up(page)
        await expect(page.get_by_test_id("empty")).to_be_visible()
        assert "wang.fang" not in str(client.frames), "a note never reaches the customer"

    async def done() -> list[str]:
        return [each.state for each in (*await rows(house, task), *await rows(house, later_message))]

    await eventually(done, ["completed", "called_off"])
    await context.close()


async def test_a_callback_is_found_and_called_off(house: House, browser: Browser) -> None:
    await make_account(house.hub.staff, "head", ["supervisor"])
    context = await browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 800})
    page = await context.new_page()
    await page.goto(f"http://127.0.0.1:{house.settings.staff_port}/")
    await sign_in(page, "head", PASSWORD)
    async with house.client() as client:
        await press(page, "callbacks-open")
        await page.get_by_test_id("no-callbacks").wait_for()
        await page.keyboard.press("Escape")
        await client.acked(await client.send("明天上午十点给我打电话 13800138000"))
        await client.replies(1)
        await press(page, "callbacks-open")
        await expect(page.get_by_test_id("callback")).to_contain_text("*******8000")
        await expect(page.get_by_test_id("callback")).not_to_contain_text("13800138000")
        assert await serious(page) == []
        await picture(page, "callbacks")
        await page.set_viewport_size({"width": 390, "height": 844})
        await page.emulate_media(color_scheme="dark")
        await picture(page, "callbacks-phone")
        assert await serious(page) == []
        await press(page, "callback-off")
        await press(page, "callback-off-really")
        await page.get_by_test_id("no-callbacks").wait_for()
        await client.until(lambda: "已取消" in str(client.outgoing[-1]))
    await context.close()
