"""A complaint at the desk in Chromium: seen, forwarded, answered, reviewed, said to the customer, closed.

`YUANQIAO_PICTURES=docs/images` writes the pictures of docs/cases.md.
"""

import os
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, ViewportSize, expect
from sqlalchemy import select, update

from cases.store.schema import case_file
from hub.settings import ROOT
from tests.e2e.desk_browser import SAME_LOOP, browser
from tests.support.bot import TestBot, done, running_bot
from tests.support.house import House, make_settings, running_house
from tests.support.migrated import migrated_file
from tests.support.staff import PASSWORD, make_account, make_branches
from tests.support.webchat import WebchatClient

__all__ = ["browser"]

AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
PICTURES = os.environ.get("YUANQIAO_PICTURES", "")
DESKTOP = ViewportSize(width=1280, height=800)
PHONE = ViewportSize(width=360, height=740)
COMPLAINT = "柜台让我等了两个小时，我要投诉，请打 13812345678 <img src=x onerror=alert(1)>"
REPLY = "非常抱歉，已为您退回手续费 20 元。"


@pytest.fixture
def database_file(tmp_path: Path) -> str:
    """A migrated database; made outside of the event loop."""
    return migrated_file(tmp_path / "yuanqiao.db")


@pytest_asyncio.fixture(loop_scope=SAME_LOOP)
async def bot() -> AsyncIterator[TestBot]:
    """A bot that files what it is told as a complaint."""

    async def files(ask: dict[str, Any]) -> tuple[int, Any]:
        command = {"type": "file_complaint", "text": ask["input"]["text"]}
        return 200, done(ask, {"type": "text", "text": "非常抱歉，已经登记。"}, commands=[command])

    async with running_bot() as running:
        running.answer = files
        yield running


@pytest_asyncio.fixture(loop_scope=SAME_LOOP)
async def house(database_file: str, tmp_path: Path, bot: TestBot) -> AsyncIterator[House]:
    async with running_house(make_settings(database_file, tmp_path, bot.port), bot) as running:
        staff = running.hub.staff
        await make_branches(staff, "east")
        await make_account(staff, "sun", ["supervisor"], name="孙主管")
        await make_account(staff, "zhao", ["supervisor"], "east", name="赵主管")
        await make_account(staff, "li.ming", ["agent"], "east", name="李明")
        yield running


async def picture(page: Page, name: str) -> None:
    if PICTURES:
        await page.screenshot(path=Path(PICTURES) / f"cases-{name}.png")


async def serious(page: Page) -> list[str]:
    """What axe finds serious on the page as it is (WCAG 2.2 A and AA)."""
    await page.evaluate(AXE.read_text("utf-8"))
    found = await page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{each['id']}: {each['nodes'][0]['html'][:200]}"
        for each in found["violations"]
        if each["impact"] in ("serious", "critical")
    ]


async def desk_of(browser: Browser, house: House, login: str, place: str = "cases", **look: Any) -> Page:
    """The desk of somebody who has signed in."""
    context = await browser.new_context(**({"locale": "zh-CN", "viewport": DESKTOP} | look))
    page = await context.new_page()
    await page.goto(f"http://127.0.0.1:{house.settings.staff_port}/#{place}")
    await page.get_by_test_id("login").fill(login)
    await page.get_by_test_id("password").fill(PASSWORD)
    await page.get_by_test_id("password").press("Enter")
    await expect(page.get_by_test_id("section-cases")).to_be_visible()
    return page


async def complain(client: WebchatClient) -> str:
    """A customer complains; gives the number that stands in the bot's answer."""
    await client.acked(await client.send(COMPLAINT))
    said = str((await client.replies(1))[-1])
    found = re.search(r"TS-[0-9A-Z]{4}-[0-9A-Z]{4}", said)
    assert found, said
    return found[0]


async def see_and_forward(page: Page, number: str) -> None:
    """The head office finds the case, reads it, masked, and gives it to an agent of the branch."""
    await page.get_by_test_id("refresh").click()
    await expect(page.get_by_test_id("case")).to_contain_text("待认领")
    await page.get_by_role("link", name=number).click()
    told = page.get_by_test_id("told")
    await expect(told).to_contain_text("柜台让我等了两个小时")
    await expect(told).to_contain_text("<img src=x onerror=alert(1)>")
    await expect(told).not_to_contain_text("13812345678")
    forward = page.get_by_test_id("case-forward")
    await forward.locator("summary").click()
    await forward.locator("[name=to]").select_option(label="李明 · east")
    await forward.locator("[name=reason]").fill("请网点负责人核实")
    assert await serious(page) == []
    await page.get_by_test_id("do-forward").click()
    await expect(page.get_by_test_id("done")).to_contain_text("已转交")
    await expect(page.get_by_test_id("owner")).to_have_text("李明")


async def write_reply(page: Page, number: str) -> None:
    """The agent finds the case among their own, answers it, and cannot review that."""
    await expect(page.get_by_test_id("case")).to_have_count(1)
    await picture(page, "phone")
    assert await serious(page) == []
    await page.get_by_role("link", name=number).click()
    await page.get_by_test_id("case-reply").locator("textarea").fill(REPLY)
    await page.get_by_test_id("do-reply").click()
    await expect(page.get_by_test_id("others-review")).to_be_visible()
    await expect(page.get_by_test_id("approve")).to_have_count(0)
    assert await serious(page) == []


async def review(page: Page, client: WebchatClient) -> None:
    """Another person lets the reply through; it is said only when that was confirmed."""
    await expect(page.get_by_test_id("draft")).to_have_text(REPLY)
    await picture(page, "review")
    assert await serious(page) == []
    await page.get_by_test_id("approve").click()
    assert REPLY not in str(client.outgoing)
    await page.get_by_test_id("approve-really").click()
    await expect(page.get_by_test_id("state")).to_have_text("已答复")
    await client.until(lambda: REPLY in str(client.outgoing[-1]))


async def close(page: Page, number: str) -> None:
    """The owner closes the case, which leaves their list."""
    await page.reload()
    await page.get_by_test_id("do-close").click()
    await expect(page.get_by_test_id("done")).to_contain_text("已结案")
    await page.get_by_test_id("back").click()
    await expect(page.get_by_test_id("empty")).to_be_visible()
    await page.get_by_test_id("cases-closed").click()
    await expect(page.get_by_test_id("case")).to_contain_text(number)


async def test_a_complaint_from_the_customer_to_the_customer(house: House, browser: Browser) -> None:
    sun = await desk_of(browser, house, "sun")
    faults: list[str] = []
    sun.on("pageerror", lambda error: faults.append(str(error)))
    sun.on("dialog", lambda dialog: faults.append(dialog.message))
    await expect(sun.get_by_test_id("empty")).to_contain_text("没有处理中的工单")
    assert await serious(sun) == []
    async with house.client() as client:
        number = await complain(client)
        await see_and_forward(sun, number)
        li = await desk_of(browser, house, "li.ming", "cases/mine", viewport=PHONE, color_scheme="dark")
        await write_reply(li, number)
        await review(await desk_of(browser, house, "zhao", f"cases/{number}"), client)
        await close(li, number)
    await sun.reload()
    await expect(sun.get_by_test_id("state")).to_have_text("结案")
    steps = sun.get_by_test_id("steps").locator("li")
    told = [await steps.nth(at).get_attribute("data-action") for at in range(await steps.count())]
    assert told == ["opened", "forwarded", "drafted", "replied", "closed"]
    assert faults == []


async def test_what_is_overdue_leads(house: House, browser: Browser) -> None:
    numbers = []
    for _ in range(3):
        async with house.client() as client:
            numbers.append(await complain(client))
    async with house.database.write() as connection:
        due = (await connection.execute(select(case_file.c.due_at))).scalars().first()
        assert due is not None
        for number, days in ((numbers[1], 18), (numbers[2], 13)):
            late = update(case_file).where(case_file.c.number == number)
            await connection.execute(late.values(due_at=due - timedelta(days=days)))
    page = await desk_of(browser, house, "sun", locale="en-GB")
    rows = page.get_by_test_id("case")
    await expect(rows).to_have_count(3)
    shown = [await rows.nth(at).get_by_test_id("deadline").inner_text() for at in range(3)]
    assert [words.strip() for words in shown] == ["Overdue by 3 d", "1 d left", "14 d left"]
    await expect(rows.first).to_contain_text(numbers[1])
    await expect(page.get_by_test_id("overdue")).to_contain_text("1 overdue")
    await picture(page, "list")
    assert await serious(page) == []
