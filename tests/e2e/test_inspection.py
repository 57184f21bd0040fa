"""Inspection at the desk in Chromium, from what was found to a decided appeal; then a key and a webhook.

`YUANQIAO_PICTURES=docs/images` writes the pictures of docs/inspection.md.
"""

import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, ViewportSize, expect
from pydantic import SecretStr

from hub.messages import Author, AuthorKind, Text
from hub.settings import ROOT
from hub.staff.roles import AGENT
from hub.store import conversations
from hub.store.encrypted import new_data_keys
from inspection.store import hits
from tests.e2e.desk_browser import SAME_LOOP, browser
from tests.support.bot import running_bot
from tests.support.history import Past
from tests.support.house import House, make_settings, running_house
from tests.support.migrated import migrated_file
from tests.support.staff import PASSWORD, make_account, make_branches

__all__ = ["browser"]

AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
PICTURES = os.environ.get("YUANQIAO_PICTURES", "")
DESKTOP = ViewportSize(width=1280, height=800)
PHONE = ViewportSize(width=390, height=844)


@pytest.fixture
def database_file(tmp_path: Path) -> str:
    """A migrated database; made outside of the event loop."""
    return migrated_file(tmp_path / "yuanqiao.db")


@pytest_asyncio.fixture(loop_scope=SAME_LOOP)
async def house(database_file: str, tmp_path: Path) -> AsyncIterator[House]:
    async with running_bot() as bot:
        keys = SecretStr(new_data_keys("k1"))
        async with running_house(
            make_settings(database_file, tmp_path, bot.port, data_keys=keys), bot
        ) as running:
            staff = running.hub.staff
            await make_branches(staff, "east")
            await make_account(staff, "boss", ["administrator"], name="钱管理")
            await make_account(staff, "zhao", ["supervisor"], "east", name="赵主管")
            await make_account(staff, "sun", ["supervisor"], "east", name="孙主管")
            await end_one(running, await make_account(staff, "li.ming", [AGENT], "east", name="李明"))
            yield running


async def end_one(house: House, agent: str) -> None:
    """A conversation of the agent in which the customer was angry; it has ended."""
    clock = house.hub.staff.clock
    past = Past(house.database, clock, "one")
    await past.begin()
    said = (
        ("customer", "怎么还没处理好，你们是骗子，电话 13812345678"),
        ("agent", "<img src=x onerror=alert(1)> 您好，马上为您查"),
    )
    made = []
    for seq, (who, words) in enumerate(said, 1):
        one = past.message(seq, Text(text=words), answer=who != "customer")
        made.append(one.model_copy(update={"author": Author(kind=AuthorKind(who))}))
    await past.keep(*made)
    async with house.database.write() as connection:
        ended = {"owner_id": agent, "closed_at": clock.now()}
        await conversations.change(connection, past.key, 1, **ended)
        await hits.add_due(connection, past.key, 1, clock.now())


async def look_at(page: Page, name: str) -> None:
    """Axe finds nothing serious (WCAG 2.2 A and AA); where pictures are wanted, one is kept."""
    if PICTURES:
        await page.screenshot(path=Path(PICTURES) / f"inspection-{name}.png")
    await page.evaluate(AXE.read_text("utf-8"))
    found = await page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert [
        f"{each['id']}: {each['nodes'][0]['html'][:200]}"
        for each in found["violations"]
        if each["impact"] in ("serious", "critical")
    ] == []


async def desk_of(browser: Browser, house: House, login: str, place: str, **look: Any) -> Page:
    """The desk of somebody who has signed in."""
    context = await browser.new_context(**({"locale": "zh-CN", "viewport": DESKTOP} | look))
    page = await context.new_page()
    await page.goto(f"http://127.0.0.1:{house.settings.staff_port}/#{place}")
    await page.get_by_test_id("login").fill(login)
    await page.get_by_test_id("password").fill(PASSWORD)
    await page.get_by_test_id("password").press("Enter")
    await expect(page.get_by_test_id("section-account")).to_be_visible()
    return page


async def test_from_what_was_found_to_a_decided_appeal(house: House, browser: Browser) -> None:
    zhao = await desk_of(browser, house, "zhao", "inspection")
    faults: list[str] = []
    zhao.on("pageerror", lambda error: faults.append(str(error)))
    zhao.on("dialog", lambda dialog: faults.append(dialog.message))
    hit = zhao.get_by_test_id("hit")
    while not await hit.count():  # the house looks at what has ended every five seconds
        await zhao.get_by_test_id("search").click()
        await expect(zhao.get_by_test_id("search")).to_be_enabled()
    await expect(hit).to_contain_text("客户情绪激动")
    await look_at(zhao, "hits")
    await zhao.get_by_test_id("open-hit").click()
    sought = zhao.locator("li[aria-current]")
    await expect(sought).to_contain_text("电话 138****5678")
    await look_at(zhao, "message")
    await zhao.keyboard.press("Escape")

    await zhao.get_by_test_id("page-sheets").click()
    await expect(zhao.get_by_test_id("empty")).to_be_visible()
    await zhao.get_by_test_id("draw").click()
    await expect(zhao.get_by_test_id("done")).to_contain_text("抽取了 1 条")
    await zhao.get_by_test_id("open-sheet").click()
    await zhao.locator("[name=score-identity]").fill("5")
    await zhao.locator("[name=text]").fill("没有核实身份")
    await look_at(zhao, "score")
    await zhao.get_by_test_id("do-score").click()
    await expect(zhao.get_by_test_id("done")).to_contain_text("已评分")

    li = await desk_of(browser, house, "li.ming", "inspection", viewport=PHONE, color_scheme="dark")
    await expect(li.get_by_test_id("page-hits")).to_have_count(0)
    await li.get_by_test_id("open-sheet").click()
    await expect(li.get_by_test_id("total")).to_have_text("85")
    await li.locator("[name=text]").fill("此前已核实")
    await look_at(li, "appeal")
    await li.get_by_test_id("do-appeal").click()
    await expect(li.get_by_test_id("done")).to_contain_text("申诉已提交")
    await look_at(li, "phone")

    sun = await desk_of(browser, house, "sun", "inspection/sheets")
    await sun.get_by_test_id("open-sheet").click()
    await sun.locator("[name=score-identity]").fill("20")
    await sun.locator("[name=text]").fill("申诉成立")
    await sun.get_by_test_id("do-decide").click()
    await expect(sun.get_by_test_id("score-sheet")).to_contain_text("已复核")
    await expect(sun.get_by_test_id("score-sheet")).to_contain_text("100")
    assert faults == []


async def test_a_key_and_a_webhook_are_shown_once(house: House, browser: Browser) -> None:
    boss = await desk_of(browser, house, "boss", "people/keys")
    await boss.get_by_test_id("new-key").click()
    await boss.get_by_test_id("account").select_option(label="李明 · li.ming")
    await boss.locator("[name=name]").fill("报表程序")
    await boss.locator("[name=rights]").fill("audit.read")
    await boss.get_by_test_id("make").click()
    await expect(boss.get_by_test_id("trouble")).to_contain_text("账号要有所选权限")
    await boss.locator("[name=rights]").fill("teams.read")
    await boss.get_by_test_id("make").click()
    await expect(boss.get_by_test_id("made")).to_contain_text("yqk_")
    await look_at(boss, "key")
    await boss.keyboard.press("Escape")
    await expect(boss.get_by_test_id("made")).to_have_count(0)
    await boss.get_by_test_id("end-key").click()
    await boss.get_by_test_id("end-key").click()
    await expect(boss.get_by_test_id("key")).to_have_attribute("data-works", "false")

    await boss.get_by_test_id("page-webhooks").click()
    await boss.get_by_test_id("new-webhook").click()
    await boss.locator("[name=url]").fill("http://bank.example/told")
    await boss.get_by_test_id("make").click()
    await expect(boss.get_by_test_id("trouble")).to_be_visible()
    await boss.locator("[name=url]").fill("https://bank.example/told")
    await boss.get_by_test_id("make").click()
    await expect(boss.get_by_test_id("secret")).not_to_be_empty()
    await boss.keyboard.press("Escape")
    await boss.get_by_test_id("open-webhook").click()
    await boss.locator("[name=since]").fill("2026-01-01T00:00")
    await boss.get_by_test_id("replay").click()
    await expect(boss.get_by_test_id("done")).to_contain_text("0 条")
    await look_at(boss, "webhook")
    await boss.get_by_test_id("end-webhook").click()
    await boss.get_by_test_id("end-webhook").click()
    await expect(boss.get_by_test_id("webhook")).to_have_count(0)
