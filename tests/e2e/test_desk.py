"""An agent's conversation at the desk in Chromium, from sign-in to wrap-up; axe looks on.

`YUANQIAO_PICTURES=docs/images` writes the pictures of docs/desk.md.
"""

import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from hub.settings import ROOT
from tests.e2e.desk_browser import SAME_LOOP, browser
from tests.support.bot import TestBot, done, running_bot
from tests.support.house import House, make_settings, running_house
from tests.support.migrated import migrated_file
from tests.support.staff import PASSWORD, make_account

__all__ = ["browser"]

AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
PICTURES = os.environ.get("YUANQIAO_PICTURES", "")


@pytest.fixture
def database_file(tmp_path: Path) -> str:
    """A migrated database; made outside of the event loop."""
    return migrated_file(tmp_path / "yuanqiao.db")


@pytest_asyncio.fixture(loop_scope=SAME_LOOP)
async def bot() -> AsyncIterator[TestBot]:
    """A bot that hands over when it is asked to."""

    async def hands_over(ask: dict[str, Any]) -> tuple[int, Any]:
        if "人工" not in ask["input"]["text"]:
            return 200, done(ask, {"type": "text", "text": "年费在账单日收取，当年刷满六次免次年年费。"})
        command = {"type": "request_person", "reason": "客户要求人工"}
        return 200, done(ask, {"type": "text", "text": "正在为您转接人工客服。"}, commands=[command])

    async with running_bot() as running:
        running.answer = hands_over
        yield running


@pytest_asyncio.fixture(loop_scope=SAME_LOOP)
async def house(database_file: str, tmp_path: Path, bot: TestBot) -> AsyncIterator[House]:
    async with running_house(make_settings(database_file, tmp_path, bot.port), bot) as running:
        await make_account(running.hub.staff, "li.ming")
        yield running


async def picture(page: Page, name: str) -> None:
    if PICTURES:
        await page.screenshot(path=Path(PICTURES) / f"desk-{name}.png")


async def serious(page: Page) -> list[str]:
    """What axe finds serious on the page as it is (WCAG 2.2 A and AA)."""
    await page.evaluate(AXE.read_text("utf-8"))
    found = await page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{each['id']}: {each['nodes'][0]['html'][:120]}"
        for each in found["violations"]
        if each["impact"] in ("serious", "critical")
    ]


async def sign_in(page: Page, house: House) -> None:
    await page.goto(f"http://127.0.0.1:{house.settings.staff_port}/")
    await page.get_by_test_id("login").fill("li.ming")
    await page.get_by_test_id("password").fill("not-the-password")
    await page.get_by_test_id("password").press("Enter")
    await expect(page.get_by_test_id("trouble")).to_contain_text("登录名或密码不正确")
    await page.get_by_test_id("password").fill(PASSWORD)
    await page.get_by_test_id("password").press("Enter")
    await page.get_by_test_id("status").select_option("available")


async def test_a_conversation_from_the_offer_to_the_wrap_up(house: House, browser: Browser) -> None:
    context = await browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 800})
    page = await context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    await sign_in(page, house)
    assert await serious(page) == []
    async with house.client() as client:
        await client.acked(await client.send("信用卡年费怎么收，我被扣了两次"))
        await client.replies(1)
        await client.acked(await client.send("转人工"))
        await expect(page.get_by_test_id("offer")).to_contain_text("客户要求人工")
        await picture(page, "offer")
        assert await serious(page) == []
        await page.get_by_test_id("accept").click()
        log = page.get_by_test_id("log")
        await expect(log).to_contain_text("信用卡年费怎么收")
        await page.get_by_test_id("composer").fill("您好，我查一下您的账单。")
        await page.get_by_test_id("composer").press("Enter")
        await expect(page.get_by_test_id("composer")).to_have_value("")
        await client.until(lambda: "我查一下" in str(client.outgoing[-1]))
        await client.acked(await client.send("<img src=x onerror=alert(1)> 麻烦快一点"))
        await expect(log).to_contain_text("<img src=x onerror=alert(1)> 麻烦快一点")
        await page.get_by_test_id("note").click()
        await page.get_by_test_id("composer").fill("客户着急，优先处理")
        await page.get_by_test_id("send").click()
        await expect(log).to_contain_text("客户着急，优先处理")
        await picture(page, "served")
        assert await serious(page) == []
        head = await page.locator(".middle header").bounding_box()
        assert head is not None
        assert head["height"] < 80, "what can be done with a conversation stands in one line"
        await page.set_viewport_size({"width": 390, "height": 844})
        await picture(page, "phone")
        await page.set_viewport_size({"width": 1280, "height": 800})
        await page.get_by_test_id("end").click()
        await page.get_by_test_id("disposition").select_option("solved")
        assert await serious(page) == []
        await page.get_by_test_id("complete").click()
        await expect(page.get_by_test_id("empty")).to_be_visible()
        assert "优先处理" not in str(client.frames)
    assert faults == []
    await context.close()


async def test_a_line_that_is_cut_keeps_the_words(house: House, browser: Browser) -> None:
    context = await browser.new_context(locale="en-GB", color_scheme="dark")
    page = await context.new_page()
    await sign_in_english(page, house)
    async with house.client() as client:
        await client.acked(await client.send("转人工"))
        await page.get_by_test_id("accept").click()
        await page.get_by_test_id("composer").fill("Good morning")
        await context.set_offline(True)
        await page.get_by_test_id("composer").press("Enter")
        await page.wait_for_timeout(500)
        await context.set_offline(False)
        await client.until(lambda: "Good morning" in str(client.outgoing[-1]), timeout_s=60)
    await context.close()


async def sign_in_english(page: Page, house: House) -> None:
    await page.goto(f"http://127.0.0.1:{house.settings.staff_port}/")
    await page.get_by_test_id("login").fill("li.ming")
    await page.get_by_test_id("password").fill(PASSWORD)
    await page.get_by_test_id("sign-in").click()
    await page.get_by_test_id("status").select_option("available")
    await expect(page.get_by_test_id("waiting")).to_have_text("Nobody is waiting")
