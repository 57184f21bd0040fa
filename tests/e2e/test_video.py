"""A call in two Chromiums with made-up cameras: from the chat to the picture, through a cut line, to the end.

`YUANQIAO_PICTURES=docs/images` writes the pictures of docs/video.md.
"""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Locator, Page, WebSocketRoute, async_playwright, expect

from hub.settings import ROOT
from tests.support.at_the_desk import become_available
from tests.support.bot import TestBot, done, running_bot
from tests.support.browser import ARGUMENTS, INSTALL, find_chromium
from tests.support.house import House, make_settings, running_house
from tests.support.looking import rows
from tests.support.migrated import migrated_file
from tests.support.staff import make_account
from tests.support.waiting import eventually
from video.store.schema import video_call

AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
PICTURES = os.environ.get("YUANQIAO_PICTURES", "")
MEDIA = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]

PLAYS = """video => new Promise(done => {
    const from = video.currentTime
    const moves = () => video.videoWidth > 0 && video.currentTime > from + 0.3
    const look = () => moves() ? done(true) : setTimeout(look, 50)
    look()
})"""
"""Waits until a picture moves."""

TURNS_BLACK = """video => new Promise(done => {
    const canvas = new OffscreenCanvas(16, 12)
    const paper = canvas.getContext('2d', {willReadFrequently: true})
    const look = () => {
        paper.drawImage(video, 0, 0, 16, 12)
        const seen = paper.getImageData(0, 0, 16, 12).data
        const bright = Math.max(...seen.filter((_, place) => place % 4 < 3))
        bright < 24 ? done(true) : setTimeout(look, 50)
    }
    look()
})"""

IS_SILENT = """video => new Promise(done => {
    const context = new AudioContext()
    const analyser = context.createAnalyser()
    context.createMediaStreamSource(video.srcObject).connect(analyser)
    const heard = new Float32Array(analyser.fftSize)
    let quiet = 0
    const look = () => {
        analyser.getFloatTimeDomainData(heard)
        quiet = Math.max(...heard.map(Math.abs)) < 0.001 ? quiet + 1 : 0
        quiet > 40 ? done(true) : setTimeout(look, 50)
    }
    look()
})"""
"""The made-up microphone beeps once a second: two seconds without are silence."""

pytestmark = pytest.mark.timeout(120)


@pytest.fixture
def database_file(tmp_path: Path) -> str:
    """A migrated database; made outside of the event loop."""
    return migrated_file(tmp_path / "yuanqiao.db")


@asynccontextmanager
async def bot_that_hands_over() -> AsyncIterator[TestBot]:
    """A bot that hands over."""

    async def hands_over(ask: dict[str, Any]) -> tuple[int, Any]:
        command = {"type": "request_person", "reason": "客户要求人工"}
        return 200, done(ask, {"type": "text", "text": "正在为您转接人工客服。"}, commands=[command])

    async with running_bot() as running:
        running.answer = hands_over
        yield running


@pytest.fixture
async def bot() -> AsyncIterator[TestBot]:
    async with bot_that_hands_over() as running:
        yield running


@pytest.fixture
async def house(database_file: str, tmp_path: Path, bot: TestBot) -> AsyncIterator[House]:
    async with running_house(make_settings(database_file, tmp_path, bot.port), bot) as running:
        await make_account(running.hub.staff, "li.ming")
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


async def serious(page: Page) -> list[str]:
    """What axe finds serious."""
    await page.evaluate(AXE.read_text(encoding="utf-8"))
    found = await page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [each["id"] for each in found["violations"] if each["impact"] in ("serious", "critical")]


async def picture(page: Page, name: str) -> None:
    """Keeps a picture of the page, where somebody wants one."""
    if PICTURES:
        await page.screenshot(path=Path(PICTURES) / f"video-{name}.png")


async def plays(video: Locator) -> None:
    """Waits until a picture moves."""
    assert await video.evaluate(PLAYS)


async def agent_at_the_desk(browser: Browser, house: House) -> Page:
    context = await browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 900})
    page = await context.new_page()
    await become_available(page, house, "li.ming")
    return page


async def test_from_the_chat_to_a_face_and_back_through_a_cut_line(house: House, browser: Browser) -> None:
    desk = await agent_at_the_desk(browser, house)
    phone = await browser.new_context(locale="zh-CN", viewport={"width": 1000, "height": 720})
    chat = await phone.new_page()
    await chat.goto(f"http://127.0.0.1:{house.settings.port}/webchat/frame")
    await chat.get_by_test_id("composer").fill("我想看着人办业务，转人工")
    await chat.get_by_test_id("composer").press("Enter")
    await desk.get_by_test_id("accept").click()
    await desk.get_by_test_id("video-invite").click()
    lines: list[WebSocketRoute] = []

    async def keep(line: WebSocketRoute) -> None:
        line.connect_to_server()
        lines.append(line)

    await phone.route_web_socket("**/video/socket", keep)
    async with phone.expect_page() as opening:
        await chat.get_by_role("link", name="进入视频通话").click()
    call = await opening.value
    await plays(call.get_by_test_id("own"))
    assert "#" not in call.url, "the link does not stay in the address"
    assert await serious(call) == []
    await picture(call, "check")
    await call.get_by_test_id("join").click()
    await expect(desk.get_by_test_id("video-answer")).to_be_visible()
    await picture(desk, "ringing")
    await desk.get_by_test_id("video-answer").click()
    await plays(call.get_by_test_id("remote"))
    await plays(desk.get_by_test_id("remote"))
    beside = call.frame_locator("[data-testid=chat-frame]")
    await expect(beside.get_by_test_id("log")).to_contain_text("我想看着人办业务")
    await beside.get_by_test_id("composer").fill("能看到我吗")
    await beside.get_by_test_id("composer").press("Enter")
    await expect(desk.get_by_test_id("log")).to_contain_text("能看到我吗")
    await picture(call, "call")
    await picture(desk, "desk")
    assert await serious(desk) == []
    await sound_and_picture_can_be_taken_away(call, desk)
    await lines[-1].close(code=1001)
    await eventually(lambda: newest_round(house), 2)
    await plays(call.get_by_test_id("remote"))
    await plays(desk.get_by_test_id("remote"))
    await desk.get_by_test_id("hang-up").click()
    await expect(call.get_by_test_id("state")).to_have_attribute("data-state", "ended")
    await expect(chat.get_by_test_id("log")).to_contain_text("客服已结束视频通话。")
    await expect(desk.get_by_test_id("video-invite")).to_be_visible()


async def newest_round(house: House) -> int:
    """How often both came together."""
    (row,) = await rows(house, video_call)
    return int(row.round)


async def sound_and_picture_can_be_taken_away(call: Page, desk: Page) -> None:
    """What the customer switches off does not arrive: silence, and a black picture."""
    await call.get_by_test_id("camera").click()
    await call.get_by_test_id("mute").click()
    await expect(call.get_by_test_id("mute")).to_have_attribute("aria-pressed", "true")
    assert await desk.get_by_test_id("remote").evaluate(TURNS_BLACK)
    assert await desk.get_by_test_id("remote").evaluate(IS_SILENT)
    await call.get_by_test_id("camera").click()
    await call.get_by_test_id("mute").click()
    assert not await call.get_by_test_id("own").evaluate(
        "video => video.srcObject.getTracks().some(track => !track.enabled)"
    )


async def test_a_link_that_was_used_says_what_to_do(house: House, browser: Browser) -> None:
    context = await browser.new_context(
        locale="en-GB", color_scheme="dark", viewport={"width": 360, "height": 740}
    )
    page = await context.new_page()
    await page.goto(f"http://127.0.0.1:{house.settings.port}/video/call#{'a' * 64}")
    await expect(page.get_by_test_id("state")).to_contain_text("in the chat to get a new one")
    assert await serious(page) == []
    await picture(page, "refused")
    await page.goto(f"http://127.0.0.1:{house.settings.port}/video/call")
    await expect(page.get_by_test_id("state")).to_have_attribute("data-state", "refused")


async def test_an_apps_browser_without_a_camera_says_how_to_go_on(house: House, browser: Browser) -> None:
    """Browsers in apps may have no `mediaDevices` at all, as pages that are not secure have none."""
    desk = await agent_at_the_desk(browser, house)
    phone = await browser.new_context(locale="zh-CN", viewport={"width": 390, "height": 780})
    await phone.add_init_script("delete Navigator.prototype.mediaDevices")
    chat = await phone.new_page()
    await chat.goto(f"http://127.0.0.1:{house.settings.port}/webchat/frame")
    await chat.get_by_test_id("composer").fill("我想看着人办业务，转人工")
    await chat.get_by_test_id("composer").press("Enter")
    await desk.get_by_test_id("accept").click()
    await desk.get_by_test_id("video-invite").click()
    broken: list[str] = []
    phone.on("weberror", lambda error: broken.append(str(error.error)))
    async with phone.expect_page() as opening:
        await chat.get_by_role("link", name="进入视频通话").click()
    call = await opening.value
    await expect(call.get_by_role("alert")).to_contain_text("用手机自带的浏览器打开")
    assert await serious(call) == []
    await picture(call, "unable")
    await call.get_by_test_id("join").click()
    await desk.get_by_test_id("video-answer").click()
    await plays(call.get_by_test_id("remote"))
    assert broken == []
