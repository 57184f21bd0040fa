"""A customer writes 视频 to the bot, in two Chromiums: who has video is asked, and both see each other.

`YUANQIAO_PICTURES=docs/images` writes the pictures of docs/video.md.
"""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

from handoff.setup import AgentSetup, ChannelSetup
from handoff.setups import Setups
from handoff.store.schema import reservation
from tests.e2e.test_video import MEDIA, bot_that_hands_over, picture, plays, serious
from tests.support.at_the_desk import become_available
from tests.support.bot import TestBot
from tests.support.browser import ARGUMENTS, INSTALL, find_chromium
from tests.support.house import House, make_settings, running_house
from tests.support.looking import rows
from tests.support.migrated import migrated_file
from tests.support.staff import make_account

pytestmark = pytest.mark.timeout(180)


@pytest.fixture
def database_file(tmp_path: Path) -> str:
    """A migrated database; made outside of the event loop."""
    return migrated_file(tmp_path / "yuanqiao.db")


@pytest.fixture
async def bot() -> AsyncIterator[TestBot]:
    async with bot_that_hands_over() as running:
        yield running


@pytest.fixture
async def house(database_file: str, tmp_path: Path, bot: TestBot) -> AsyncIterator[House]:
    """Li serves calls; Wang serves chats alone."""
    async with running_house(make_settings(database_file, tmp_path, bot.port), bot) as running:
        await make_account(running.hub.staff, "li.ming")
        chats = {"chat": ChannelSetup(most=5, cost=20)}
        setup = AgentSetup(account_id=await make_account(running.hub.staff, "wang.fang"), channels=chats)
        async with running.hub.database.write() as connection:
            await Setups(running.hub.clock).do_put_profile(connection, setup, version=0)
        yield running


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    executable = find_chromium()
    if executable is None:
        pytest.skip(f"no chromium found: {INSTALL}")
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=executable, args=[*ARGUMENTS, *MEDIA])
        yield running
        await running.close()


async def at_the_desk(browser: Browser, house: House, login: str) -> Page:
    context = await browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 900})
    page = await context.new_page()
    await become_available(page, house, login)
    return page


async def test_from_the_word_to_the_bot_to_a_face(house: House, browser: Browser) -> None:
    chats = await at_the_desk(browser, house, "wang.fang")
    calls = await at_the_desk(browser, house, "li.ming")
    phone = await browser.new_context(locale="zh-CN", viewport={"width": 390, "height": 780})
    chat = await phone.new_page()
    await chat.goto(f"http://127.0.0.1:{house.settings.port}/webchat/frame")
    await chat.get_by_test_id("composer").fill("视频")
    await chat.get_by_test_id("composer").press("Enter")
    await expect(chat.get_by_test_id("log")).to_contain_text("正在为您接通视频客服")
    offer = calls.get_by_test_id("offer")
    await expect(offer.get_by_test_id("medium")).to_have_text("视频")
    await picture(calls, "asked-offer")
    await calls.get_by_test_id("accept").click()
    async with phone.expect_page() as opening:
        await chat.get_by_role("link", name="进入视频通话").click()
    await picture(chat, "asked-chat")
    call = await opening.value
    await plays(call.get_by_test_id("own"))
    await call.get_by_test_id("join").click()
    await calls.get_by_test_id("video-answer").click()
    await plays(call.get_by_test_id("remote"))
    await plays(calls.get_by_test_id("remote"))
    await expect(calls.get_by_test_id("task").get_by_test_id("medium")).to_be_visible()
    assert await serious(calls) == []
    await picture(calls, "asked-desk")
    await picture(call, "asked-call")
    for page in (chat, call):
        width = await page.evaluate("document.documentElement.scrollWidth")
        assert width <= 390, "nothing is wider than the phone"
    await call.get_by_test_id("hang-up").click()
    await expect(chat.get_by_test_id("log")).to_contain_text("您已结束视频通话。")
    await expect(calls.get_by_test_id("task").get_by_test_id("medium")).to_have_count(0)
    await expect(chats.get_by_test_id("offer")).to_have_count(0)
    assert len(await rows(house, reservation)) == 1, "who serves chats alone was asked for nothing"
