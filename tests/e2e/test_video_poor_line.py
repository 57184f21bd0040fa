"""A call whose line gets poor, and one whose line is cut for ten seconds, in two Chromiums.

`YUANQIAO_PICTURES=docs/images` writes the pictures of docs/video.md.
"""

import asyncio
import time
from dataclasses import dataclass, field

import pytest
from playwright.async_api import Browser, Page, WebSocketRoute, expect

from tests.e2e.test_video import (
    IS_SILENT,
    agent_at_the_desk,
    bot,
    browser,
    database_file,
    house,
    newest_round,
    picture,
    plays,
    serious,
)
from tests.support.house import House
from tests.support.waiting import eventually

__all__ = ["bot", "browser", "database_file", "house"]

POOR = """(() => {
    const told = RTCPeerConnection.prototype.getStats
    RTCPeerConnection.prototype.getStats = async function () {
        const report = new Map(await told.call(this))
        const lost = {type: 'remote-inbound-rtp', fractionLost: 0.4, roundTripTime: 0.9}
        if (window.poor) report.set('forged', lost)
        return report
    }
})()"""
"""What the browser counts on a line that loses four packets in ten, as soon as `window.poor` is set."""

FRAMES = "video => video.getVideoPlaybackQuality().totalVideoFrames"
CUT_S = 10.0

pytestmark = pytest.mark.timeout(150)


@dataclass
class Lines:
    """The customer's line to the hub, which can be cut for a while."""

    open: list[WebSocketRoute] = field(default_factory=list)
    cut_until: float = 0.0

    async def pass_on(self, line: WebSocketRoute) -> None:
        if time.monotonic() < self.cut_until:
            await line.close(code=1001)
            return
        line.connect_to_server()
        self.open.append(line)

    async def cut(self, seconds: float) -> None:
        self.cut_until = time.monotonic() + seconds
        await self.open[-1].close(code=1001)


async def in_a_call(house: House, browser: Browser) -> tuple[Page, Page, Lines]:
    """The customer's page and the desk, in a call of which nothing is recorded."""
    desk, lines = await agent_at_the_desk(browser, house), Lines()
    phone = await browser.new_context(locale="zh-CN", viewport={"width": 390, "height": 844})
    await phone.add_init_script(POOR)
    await phone.route_web_socket("**/video/socket", lines.pass_on)
    chat = await phone.new_page()
    await chat.goto(f"http://127.0.0.1:{house.settings.port}/webchat/frame")
    await chat.get_by_test_id("composer").fill("视频看一下，转人工")
    await chat.get_by_test_id("composer").press("Enter")
    await desk.get_by_test_id("accept").click()
    await desk.get_by_test_id("video-invite").click()
    async with phone.expect_page() as opening:
        await chat.get_by_role("link", name="进入视频通话").click()
    call = await opening.value
    await call.get_by_test_id("join").click()
    await desk.get_by_test_id("video-answer").click()
    await plays(call.get_by_test_id("remote"))
    await plays(desk.get_by_test_id("remote"))
    return call, desk, lines


async def shows_nothing_new(page: Page) -> bool:
    """Whether no picture of the other side comes any more."""
    remote = page.get_by_test_id("remote")
    before = await remote.evaluate(FRAMES)
    await asyncio.sleep(1.5)
    return bool(await remote.evaluate(FRAMES) == before)


async def test_a_poor_line_leaves_the_picture_out_and_takes_it_back(house: House, browser: Browser) -> None:
    call, desk, _ = await in_a_call(house, browser)
    await expect(call.get_by_test_id("line")).to_contain_text("网络良好")
    await expect(desk.get_by_test_id("line")).to_contain_text("网络良好")
    assert await call.get_by_test_id("sound-only").count() == 0
    await call.evaluate("window.poor = true")
    await expect(call.get_by_test_id("line")).to_contain_text("网络较差")
    await expect(call.get_by_test_id("sound-only")).to_be_visible(timeout=10_000)
    await picture(call, "poor-line")
    for page in (call, desk):
        await expect(page.get_by_test_id("notice")).to_contain_text("仅语音")
        await eventually(lambda page=page: shows_nothing_new(page), True, 15)  # type: ignore[misc]
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(4):
            await desk.get_by_test_id("remote").evaluate(IS_SILENT)
    await picture(call, "sound-only")
    assert await serious(call) == []
    await expect(call.get_by_test_id("text-only")).to_be_visible(timeout=10_000)
    await call.get_by_test_id("picture-again").click()
    await plays(desk.get_by_test_id("remote"))
    await expect(desk.get_by_test_id("notice")).to_have_count(0)
    await expect(desk.get_by_test_id("notice")).to_contain_text("仅语音")
    await call.evaluate("window.poor = false")
    await plays(desk.get_by_test_id("remote"))
    await plays(call.get_by_test_id("remote"))
    await expect(call.get_by_test_id("line")).to_contain_text("网络良好")


async def test_a_line_that_is_cut_for_ten_seconds_leads_back_into_the_call(
    house: House, browser: Browser
) -> None:
    call, desk, lines = await in_a_call(house, browser)
    began = time.monotonic()
    await lines.cut(CUT_S)
    await expect(call.get_by_test_id("notice")).to_contain_text("正在重连")
    await eventually(lambda: newest_round(house), 2, 20)
    took_s = time.monotonic() - began
    assert CUT_S <= took_s < 20
    for page in (call, desk):
        await plays(page.get_by_test_id("remote"))
        await expect(page.get_by_test_id("holding")).to_have_count(0)


async def test_a_customer_is_held_while_the_agent_is_gone(house: House, browser: Browser) -> None:
    call, desk, _ = await in_a_call(house, browser)
    await desk.close()
    await expect(call.get_by_test_id("holding")).to_contain_text("客服的网络中断")
    await picture(call, "holding")
    assert await serious(call) == []
    await expect(call.get_by_test_id("state")).to_have_attribute("data-state", "ended", timeout=40_000)
    await expect(call.get_by_test_id("state")).to_contain_text("请回到聊天")
