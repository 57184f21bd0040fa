"""Labelling at the desk in Chromium: what the bot was unsure of becomes an example of an intent.

`YUANQIAO_PICTURES=docs/images` writes the pictures of docs/nlu.md.
"""

import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, ViewportSize, expect

from hub.settings import ROOT
from navigation.store import utterances
from tests.e2e.desk_browser import SAME_LOOP, browser
from tests.support.bot import done, running_bot
from tests.support.house import House, make_settings, running_house
from tests.support.migrated import migrated_file
from tests.support.staff import PASSWORD, make_account
from tests.support.waiting import eventually

__all__ = ["browser"]

AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
PICTURES = os.environ.get("YUANQIAO_PICTURES", "")
DESKTOP = ViewportSize(width=1280, height=800)
PHONE = ViewportSize(width=390, height=844)
SAID = (
    "我那个数看一下",
    "上月那个单子麻烦弄一份，我的号 13912345678",
    "<img src=x onerror=alert(1)>这个咋整",
)


async def unsure(ask: dict[str, Any]) -> tuple[int, Any]:
    """A bot that takes nothing for sure."""
    names = ("ask", "check_balance", "statement", "credit_card_bill")
    intents = [{"name": name, "confidence": 0.9 / 4**place} for place, name in enumerate(names)]
    return 200, done(ask, {"type": "text", "text": "您想了解什么？"}, intents=intents)


@pytest.fixture
def database_file(tmp_path: Path) -> str:
    """A migrated database; made outside of the event loop."""
    return migrated_file(tmp_path / "yuanqiao.db")


@pytest_asyncio.fixture(loop_scope=SAME_LOOP)
async def house(database_file: str, tmp_path: Path) -> AsyncIterator[House]:
    async with running_bot() as bot:
        bot.answer = unsure
        async with running_house(make_settings(database_file, tmp_path, bot.port), bot) as running:
            await make_account(running.hub.staff, "li.editor", ["editor"], name="李编辑")
            for words in SAID:
                async with running.client() as client:
                    await client.acked(await client.send(words))
                    await client.replies(1, timeout_s=30)
            await eventually(lambda: waiting(running), len(SAID), timeout_s=30)
            yield running


async def waiting(house: House) -> int:
    """How many wait for a label."""
    async with house.database.read() as connection:
        return await utterances.count(connection, utterances.OPEN)


async def opened(browser: Browser, house: House, **look: Any) -> Page:
    """The page, signed in."""
    context = await browser.new_context(**({"locale": "zh-CN", "viewport": DESKTOP} | look))
    page = await context.new_page()
    await page.goto(f"http://127.0.0.1:{house.settings.staff_port}/#navigation/utterances")
    await page.get_by_test_id("login").fill("li.editor")
    await page.get_by_test_id("password").fill(PASSWORD)
    await page.get_by_test_id("password").press("Enter")
    return page


async def look_at(page: Page, name: str) -> None:
    """Axe finds nothing serious (WCAG 2.2 A and AA); where pictures are wanted, one is kept."""
    if PICTURES:
        await page.screenshot(path=Path(PICTURES) / f"{name}.png")
    await page.evaluate(AXE.read_text("utf-8"))
    found = await page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    serious = [each["id"] for each in found["violations"] if each["impact"] in ("serious", "critical")]
    assert serious == []


async def test_an_editor_says_what_the_bot_was_unsure_of(browser: Browser, house: House) -> None:
    page = await opened(browser, house)
    rows = page.get_by_test_id("utterance")
    await expect(rows).to_have_count(3)
    await expect(rows.nth(1)).to_contain_text("139****5678")
    await expect(page.get_by_test_id("utterance-counts")).to_have_text("待标注 3 条，已标注 0 条")
    await look_at(page, "desk-labelling")
    await rows.nth(1).get_by_test_id("utterance-other").select_option("statement")
    await expect(page.get_by_test_id("done")).to_have_text("已标注。")
    await expect(rows).to_have_count(2)
    likely = rows.nth(1).get_by_test_id("utterance-likely").first
    await likely.focus()
    await page.keyboard.press("Enter")
    await expect(rows).to_have_count(1)
    await rows.nth(0).get_by_test_id("utterance-drop").click()
    await expect(page.get_by_test_id("empty")).to_contain_text("这里还没有内容")
    await page.get_by_test_id("utterances-labelled").click()
    await expect(rows).to_have_count(2)
    await page.context.close()
    async with house.database.read() as connection:
        labelled = {row.text: row.label for row in await utterances.every_labelled(connection)}
    assert labelled == {SAID[0]: "check_balance", SAID[1].replace("13912345678", "139****5678"): "statement"}


async def test_it_fits_a_phone_in_the_dark(browser: Browser, house: House) -> None:
    page = await opened(browser, house, viewport=PHONE, color_scheme="dark")
    await expect(page.get_by_test_id("utterance")).to_have_count(3)
    wide = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0
    await look_at(page, "desk-labelling-phone")
    await page.context.close()
