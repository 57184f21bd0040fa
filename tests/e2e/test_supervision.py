"""A supervisor's minutes in Chromium: sees the house, reads along, whispers, joins, takes over; axe looks on.

`YUANQIAO_PICTURES=docs/images` writes the pictures of docs/supervision.md.
"""

import os
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect
from pydantic import SecretStr

from hub.store.encrypted import new_data_keys
from tests.e2e.desk_browser import SAME_LOOP, browser
from tests.e2e.test_desk import serious
from tests.support.bot import done, running_bot
from tests.support.desk import DeskClient, open_desk
from tests.support.house import House, make_settings, running_house
from tests.support.migrated import migrated_file
from tests.support.staff import PASSWORD, make_account, make_branches, staff_client
from tests.support.webchat import WebchatClient

__all__ = ["browser"]

PICTURES = os.environ.get("YUANQIAO_PICTURES", "")
WHISPER = "先核实身份，再查入账日期"


@pytest.fixture
def database_file(tmp_path: Path) -> str:
    """A migrated database; made outside of the event loop."""
    return migrated_file(tmp_path / "yuanqiao.db")


@pytest_asyncio.fixture(loop_scope=SAME_LOOP)
async def house(database_file: str, tmp_path: Path) -> AsyncIterator[House]:
    async def hands_over(ask: dict[str, Any]) -> tuple[int, Any]:
        if "人工" not in ask["input"]["text"]:
            return 200, done(ask, {"type": "text", "text": "年费在账单日收取，当年刷满六次免次年年费。"})
        command = {"type": "request_person", "reason": "客户要求人工"}
        return 200, done(ask, {"type": "text", "text": "正在为您转接人工客服。"}, commands=[command])

    async with running_bot() as bot:
        bot.answer = hands_over
        keys = SecretStr(new_data_keys("k1"))
        settings = make_settings(database_file, tmp_path, bot.port, data_keys=keys)
        async with running_house(settings, bot) as running:
            staff = running.hub.staff
            await make_branches(staff, "east")
            await make_account(staff, "li.ming", ["agent"], "east", name="李明")
            await make_account(staff, "wang.fang", ["supervisor"], name="王芳")
            yield running


@pytest_asyncio.fixture(loop_scope=SAME_LOOP)
async def page(browser: Browser) -> Page:
    context = await browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 800})
    return await context.new_page()


async def picture(page: Page, name: str, *, full: bool = False) -> None:
    if PICTURES:
        await page.screenshot(path=Path(PICTURES) / f"supervision-{name}.png", full_page=full)


async def sign_in(page: Page, house: House) -> None:
    await page.goto(f"http://127.0.0.1:{house.settings.staff_port}/#supervision")
    await page.get_by_test_id("login").fill("wang.fang")
    await page.get_by_test_id("password").fill(PASSWORD)
    await page.get_by_test_id("password").press("Enter")


async def helps(page: Page, desk: DeskClient, client: WebchatClient) -> None:
    """Reads along, whispers, joins in, takes over."""
    await page.get_by_test_id("watch").click()
    await expect(page.get_by_test_id("log")).to_contain_text("我被扣了两次")
    await page.get_by_test_id("words").fill(WHISPER)
    await page.get_by_test_id("speak-do").click()
    await expect(page.get_by_test_id("log")).to_contain_text(WHISPER)
    await expect(page.get_by_test_id("words")).to_have_value("")
    await desk.until(lambda each: WHISPER in each.words())
    await picture(page, "watch")
    assert await serious(page) == []
    await page.get_by_test_id("kind-join").check()
    await page.get_by_test_id("words").fill("您好，我是主管王芳，费用我们正在核对。")
    await page.get_by_test_id("speak-do").click()
    await client.until(lambda: "我是主管王芳" in str(client.outgoing[-1]))
    await page.get_by_test_id("take-over").click()
    await page.get_by_test_id("take-over-really").click()
    await expect(page).to_have_url(re.compile("#conversations$"))
    await desk.until(lambda each: each.state["tasks"] == [])
    assert WHISPER not in str(client.frames)


async def test_a_supervisors_minutes(house: House, page: Page) -> None:
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    await sign_in(page, house)
    async with (
        staff_client(house.settings.staff_port) as browser,
        house.client() as client,
        house.client() as second,
    ):
        await browser.sign_in("li.ming")
        async with open_desk(browser) as desk:
            await client.acked(await client.send("信用卡年费怎么收，我被扣了两次"))
            await client.replies(1)
            await client.acked(await client.send("转人工"))
            await expect(page.get_by_test_id("figure-waiting")).to_have_text("1")
            await expect(page.get_by_test_id("waits")).to_have_count(1)
            await desk.wish("status", status="available")
            place = await desk.accept()
            await browser.ask("POST", f"/staff/tasks/{place}/hand", {"up": True})
            await desk.wish("status", status="busy")
            await second.acked(await second.send("转人工"))
            await expect(page.get_by_test_id("hand-up")).to_be_visible()
            await expect(page.get_by_test_id("figure-level")).to_have_text("100%")
            await expect(page.get_by_test_id("figure-waiting")).to_have_text("1")
            await picture(page, "board", full=True)
            assert await serious(page) == []
            await helps(page, desk, client)
    assert faults == []
