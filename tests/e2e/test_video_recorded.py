"""A recorded call in Chromium through a real media server: from consent to the seal, and through its death.

`YUANQIAO_PICTURES=docs/images` writes the pictures of docs/video.md.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from playwright.async_api import Browser, Page, async_playwright, expect

from handoff.store.schema import task
from hub.store.schema import conversation
from tests.e2e.test_video import (
    MEDIA,
    agent_at_the_desk,
    bot_that_hands_over,
    newest_round,
    picture,
    plays,
    serious,
)
from tests.support.browser import ARGUMENTS, INSTALL, find_chromium
from tests.support.house import House, make_settings, running_house
from tests.support.janus import INSTALL as INSTALL_JANUS
from tests.support.janus import JanusServer, find_janus
from tests.support.looking import rows
from tests.support.migrated import migrated_file
from tests.support.staff import make_account
from tests.support.try_video import seal_keys
from tests.support.waiting import eventually
from video.cli.recording import recording
from video.store import cases
from video.store.schema_cases import video_case
from video.store.schema_recordings import video_recording

SECOND_PASSES = """video => new Promise(done => {
    const until = video.currentTime + 1
    const look = () => video.currentTime > until ? done(true) : setTimeout(look, 50)
    look()
})"""
"""Waits until a second of picture was shown."""

pytestmark = pytest.mark.timeout(120)


@dataclass
class World:
    """A house with a media server, and a browser."""

    house: House
    janus: JanusServer
    browser: Browser
    public_key: Path

    async def recorded(self) -> Any:
        """The one recording."""
        (row,) = await rows(self.house, video_recording)
        return row

    async def is_sealed(self) -> bool:
        """Whether it is."""
        return bool((await self.recorded()).state == "sealed")


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    program, executable = find_janus(), find_chromium()
    if program is None:
        pytest.skip(f"no media server found: {INSTALL_JANUS}")
    if executable is None:
        pytest.skip(f"no chromium found: {INSTALL}")
    database = await asyncio.to_thread(migrated_file, tmp_path / "yuanqiao.db")
    private, public = await asyncio.to_thread(seal_keys, tmp_path / "keys")
    janus = JanusServer(program, tmp_path / "janus")
    await asyncio.to_thread(janus.start)
    try:
        async with bot_that_hands_over() as bot, async_playwright() as playwright:
            more = janus.settings() | {"video_seal_key": str(private)}
            settings = make_settings(database, tmp_path, bot.port, **more)
            async with running_house(settings, bot) as house:
                await make_account(house.hub.staff, "li.ming")
                browser = await playwright.chromium.launch(
                    executable_path=executable, args=[*ARGUMENTS, *MEDIA]
                )
                yield World(house, janus, browser, public)
                await browser.close()
    finally:
        janus.kill()


@dataclass
class Call:
    """Both pages of a call, and the customer's chat."""

    desk: Page
    chat: Page
    customer: Page

    async def tick(self, words: str, how: str = "flow-tick") -> None:
        """The agent ticks the step with these words, as soon as it is its turn."""
        await expect(self.desk.get_by_test_id("flow-words")).to_contain_text(words)
        await self.desk.get_by_test_id(how).click()


@asynccontextmanager
async def in_a_recorded_call(
    world: World, script: str = "risk_disclosure", licence: str = "wealth_sales"
) -> AsyncIterator[Call]:
    """Both sides in a call that is being recorded: the customer has agreed to it."""
    house = world.house
    desk = await agent_at_the_desk(world.browser, house)
    phone = await world.browser.new_context(locale="zh-CN", viewport={"width": 1000, "height": 720})
    chat = await phone.new_page()
    await chat.goto(f"http://127.0.0.1:{house.settings.port}/webchat/frame")
    await chat.get_by_test_id("composer").fill("我想买理财，转人工")
    await chat.get_by_test_id("composer").press("Enter")
    await desk.get_by_test_id("accept").click()
    await desk.get_by_test_id("video-invite").click()
    async with phone.expect_page() as opening:
        await chat.get_by_role("link", name="进入视频通话").click()
    customer = await opening.value
    await customer.get_by_test_id("join").click()
    await desk.get_by_test_id("video-answer").click()
    await plays(customer.get_by_test_id("remote"))
    await allow(house, licence)
    await desk.get_by_test_id("flow-script").select_option(script)
    await desk.get_by_test_id("flow-begin").click()
    both = Call(desk, chat, customer)
    await agree(both)
    yield both


async def agree(call: Call) -> None:
    """The customer agrees; both pages say that they are recorded, not before."""
    recorded = call.customer.get_by_test_id("recorded")
    await expect(recorded).to_have_attribute("data-recorded", "asked")
    await call.tick("您是否同意", "flow-answer")
    for page in (call.customer, call.desk):
        await expect(page.get_by_test_id("recorded")).to_have_attribute("data-recorded", "on")


async def allow(house: House, licence: str) -> None:
    """The agent may sell, or what else the flow needs."""
    (owned,) = await rows(house, conversation)
    until = house.hub.clock.now() + timedelta(days=1)
    async with house.database.write() as connection:
        await cases.give_licence(connection, owned.owner_id, licence, until)


async def probe(path: Path) -> dict[str, Any]:
    """What ffprobe says of a file's one stream."""
    asked = ("-v", "error", "-count_packets", "-show_streams", "-of", "json", str(path))
    process = await asyncio.create_subprocess_exec("ffprobe", *asked, stdout=asyncio.subprocess.PIPE)
    told, _ = await process.communicate()
    assert process.returncode == 0, path.name
    (stream,) = json.loads(told)["streams"]
    return dict(stream)


async def check_media(folder: Path, least_s: float) -> None:
    """Sound and picture of both sides can be played, for so long at least."""
    found = sorted(each.name for each in await asyncio.to_thread(lambda: list(folder.glob("*.[wo]*"))))
    assert [(name.partition("-")[0], name.rpartition(".")[2]) for name in found] == [
        ("agent", "opus"),
        ("agent", "webm"),
        ("customer", "opus"),
        ("customer", "webm"),
    ]
    for name in found:
        stream = await probe(folder / name)
        if name.endswith(".webm"):
            assert (stream["codec_name"], stream["width"] > 0) == ("vp8", True)
            assert int(stream["nb_read_packets"]) >= least_s * 5
        else:
            assert stream["codec_name"] == "opus"
            assert int(stream["nb_read_packets"]) >= least_s * 25


def verified(world: World, folder: Path) -> tuple[int, str]:
    """How `yuanqiao recording verify` ends, and what it says."""
    result = CliRunner().invoke(recording, ["verify", str(folder), "--key", str(world.public_key)])
    return result.exit_code, result.output


async def looks_back(desk: Page, world: World) -> None:
    """Plays the one picture of the call beside its steps, jumps, searches, and checks the seal."""
    port = world.house.settings.staff_port
    await desk.goto(f"http://127.0.0.1:{port}/#recordings")
    await desk.get_by_test_id("open-recording").click()
    await expect(desk.get_by_test_id("whole")).to_be_visible()
    player = desk.get_by_test_id("player")
    await expect(player).to_be_visible(timeout=60_000)
    lines = desk.get_by_test_id("line")
    await expect(lines).to_have_count(4)
    await lines.filter(has_text="已了解").click()
    await plays(player)
    assert await player.evaluate("video => [video.videoWidth, video.videoHeight]") == [1280, 520]
    await player.evaluate("video => video.pause()")
    await picture(desk, "look-back")
    assert await serious(desk) == []
    await desk.get_by_test_id("search-said").fill("风险揭示书")
    await expect(lines).to_have_count(1)
    await desk.get_by_test_id("search-said").fill("")
    await desk.get_by_test_id("check").click()
    await expect(desk.get_by_test_id("done")).to_contain_text("校验通过")
    await desk.set_viewport_size({"width": 390, "height": 844})
    await picture(desk, "look-back-phone")
    assert await desk.evaluate("document.documentElement.scrollWidth") <= 390


async def test_a_call_is_recorded_from_consent_to_the_seal(world: World) -> None:
    async with in_a_recorded_call(world) as call:
        assert await newest_round(world.house) == 2, "the call went over to the media server"
        await plays(call.customer.get_by_test_id("remote"))
        await plays(call.desk.get_by_test_id("remote"))
        assert await serious(call.customer) == []
        await picture(call.customer, "recorded")
        await picture(call.desk, "recorded-desk")
        assert await serious(call.desk) == []
        for words, how in (("面部清晰", "flow-tick"), ("风险揭示书", "flow-tick"), ("已了解", "flow-answer")):
            await call.tick(words, how)
            await call.customer.get_by_test_id("remote").evaluate(SECOND_PASSES)
        await expect(call.desk.get_by_test_id("flow-over")).to_contain_text("封存")
        await call.desk.get_by_test_id("hang-up").click()
        await expect(call.customer.get_by_test_id("state")).to_have_attribute("data-state", "ended")
        await eventually(world.is_sealed, True, 30)
        await looks_back(call.desk, world)
    row = await world.recorded()
    assert row.lacks == []
    (case,) = await rows(world.house, video_case)
    assert case.state == "done"
    folder = world.house.settings.video_folder / row.recording
    await check_media(folder, 3)
    status, told = await asyncio.to_thread(verified, world, folder)
    assert (status, "This is what was sealed." in told) == (0, True), told


async def test_the_media_server_dies_and_what_it_recorded_is_kept(world: World) -> None:
    async with in_a_recorded_call(world) as call:
        await call.tick("面部清晰")
        await call.customer.get_by_test_id("remote").evaluate(SECOND_PASSES)
        world.janus.kill()
        await expect(call.customer.get_by_test_id("state")).to_contain_text("优先为您接通")
        await picture(call.customer, "media-gone")
        await expect(call.chat.get_by_test_id("log")).to_contain_text("我们保留您原来的位置")
        await expect(call.desk.get_by_test_id("accept")).to_be_visible()
        (waiting,) = await rows(world.house, task)
        assert waiting.returned, "before everybody else of the same date"
        await eventually(world.is_sealed, True, 30)
    row = await world.recorded()
    assert [line["kind"] for line in row.happened] == ["lost"]
    assert row.happened[0]["detail"] == {"side": "server"}
    (case,) = await rows(world.house, video_case)
    assert case.state == "open", "the product is not sold"
    folder = world.house.settings.video_folder / row.recording
    await check_media(folder, 1)
    status, told = await asyncio.to_thread(verified, world, folder)
    assert status == 3, told
    assert "step understood is missing" in told
