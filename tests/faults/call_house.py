"""A house that records calls, each of its processes to be killed, and a customer and an agent in browsers."""

import asyncio
import os
import secrets
import signal
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Page, Playwright, async_playwright, expect
from sqlalchemy import select

from hub.clock import SystemClock
from hub.settings import Settings
from hub.staff import open_staff
from hub.store.database import Database
from tests.faults.child import HubProcess
from tests.faults.forked import ForkedHub
from tests.faults.stage import Stage
from tests.support.bot import done, running_bot
from tests.support.browser import ARGUMENTS, find_chromium
from tests.support.janus import JanusServer, find_janus
from tests.support.ports import free_port
from tests.support.staff import PASSWORD, make_account
from tests.support.try_video import seal_keys
from video.store import cases

LOGIN = "li.ming"
SERVES_WITHIN_S = 90.0
PAGE_WITHIN_MS = 60_000
MEDIA = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
QUICK_HASHES = {"staff_argon2_kib": 64, "staff_argon2_rounds": 1}

PICTURE_IS_THERE = """video => new Promise(done => {
    const look = () => video.videoWidth > 0 && video.currentTime > 0 ? done(true) : setTimeout(look, 10)
    look()
})"""

SECOND_PASSES = """video => new Promise(done => {
    const until = video.currentTime + 1
    const look = () => video.currentTime > until ? done(true) : setTimeout(look, 50)
    look()
})"""


@dataclass
class CallHouse:
    """Its processes, its database, and where it keeps recordings."""

    hub: HubProcess
    janus: JanusServer | None
    database: Database
    staff_port: int
    recordings: Path
    public_key: Path
    playwright: Playwright
    customers: Browser

    async def rows(self, table: Any) -> list[Any]:
        """All rows of a table."""
        async with self.database.read() as connection:
            return list((await connection.execute(select(table))).all())

    async def start_hub(self) -> None:
        """Starts it, and waits until it serves."""
        await self.hub.start()
        await self.hub.serves(SERVES_WITHIN_S)


@asynccontextmanager
async def running_call_house(
    stage: Stage,
    launcher: tuple[str, ...],
    recordings: Path,
    given: Mapping[str, str] | None = None,
    given_key: Path | None = None,
) -> AsyncIterator[CallHouse]:
    """All of it, while the block runs; an agent who may sell wealth products is there.

    `given`: the settings of a media server that runs already, and `given_key` the public key of its seals.
    """
    program, executable = find_janus(), find_chromium()
    assert program is not None  # looked for before
    assert executable is not None
    private, public = await asyncio.to_thread(seal_keys, stage.folder / "keys")
    janus, staff_port = None, free_port()
    async with AsyncExitStack() as stack:
        if given is None:
            janus = JanusServer(program, stage.folder / "janus")
            stack.callback(janus.kill)
            await asyncio.to_thread(janus.start)
            given = _named(janus.settings() | {"video_seal_key": private})
        bot = await stack.enter_async_context(running_bot())
        bot.answer = _hands_over
        hub = ForkedHub(launcher, stage.folder, stage.url, bot.port, _settings(given, recordings, staff_port))
        stack.push_async_callback(hub.stop)
        await hub.migrate()
        await hub.start()
        await hub.serves(SERVES_WITHIN_S)
        database = Database(stage.url)
        stack.push_async_callback(database.close)
        await _make_agent(database)
        playwright = await stack.enter_async_context(async_playwright())
        customers = await playwright.chromium.launch(executable_path=executable, args=[*ARGUMENTS, *MEDIA])
        stack.push_async_callback(customers.close)
        key = given_key or public
        yield CallHouse(hub, janus, database, staff_port, recordings, key, playwright, customers)


async def _hands_over(ask: dict[str, Any]) -> tuple[int, Any]:
    command = {"type": "request_person", "reason": "客户要求人工"}
    return 200, done(ask, {"type": "text", "text": "正在为您转接"}, commands=[command])


def _settings(given: Mapping[str, str], recordings: Path, staff_port: int) -> dict[str, str]:
    own = {**QUICK_HASHES, "video_recordings_dir": recordings, "staff_port": staff_port}
    return {**given, **_named(own)}


def _named(settings: Mapping[str, object]) -> dict[str, str]:
    """As a process's environment has them."""
    return {f"YUANQIAO_{name.upper()}": str(value) for name, value in settings.items()}


async def _make_agent(database: Database) -> None:
    clock = SystemClock()
    settings = Settings(_env_file=None, **QUICK_HASHES)  # type: ignore[arg-type,call-arg]
    account_id = await make_account(open_staff(settings, database, clock), LOGIN)
    async with database.write() as connection:
        await cases.give_licence(connection, account_id, "wealth_sales", clock.now() + timedelta(days=1))


@dataclass
class AgentBrowser:
    """A Chromium of the agent's own, that can be killed from outside."""

    browser: Browser
    mark: str

    def kill(self) -> None:
        """Kills its first process with -9; the others of it end by themselves."""
        os.kill(self._pid(), signal.SIGKILL)

    def _pid(self) -> int:
        """The process that was started with the mark, and was told of no kind: the browser itself."""
        for place in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                words = place.read_bytes().split(b"\0")
            except OSError:
                continue
            if self.mark.encode() in words and not any(word.startswith(b"--type=") for word in words):
                return int(place.parent.name)
        raise ProcessLookupError(self.mark)


@asynccontextmanager
async def agent_browser(house: CallHouse) -> AsyncIterator[AgentBrowser]:
    """Another Chromium."""
    mark = f"--yuanqiao-agent={secrets.token_hex(8)}"
    browser = await house.playwright.chromium.launch(
        executable_path=find_chromium(), args=[*ARGUMENTS, *MEDIA, mark]
    )
    try:
        yield AgentBrowser(browser, mark)
    finally:
        await browser.close()


@dataclass
class RecordedCall:
    """Both pages of a call that is being recorded, and the customer's chat.

    `first_picture_s`: from the agent's answer until the customer saw them.
    """

    desk: Page
    chat: Page
    customer: Page
    first_picture_s: float = 0.0

    async def tick(self, words: str, how: str = "flow-tick") -> None:
        """The agent ticks the step with these words, as soon as it is its turn."""
        await expect(self.desk.get_by_test_id("flow-words")).to_contain_text(words)
        await self.desk.get_by_test_id(how).click()

    async def runs(self, seconds: int) -> None:
        """The customer sees the agent for so long."""
        for _ in range(seconds):
            await self.customer.get_by_test_id("remote").evaluate(SECOND_PASSES)

    async def is_recorded(self) -> None:
        """Waits until both pages say so."""
        for page in (self.customer, self.desk):
            await expect(page.get_by_test_id("recorded")).to_have_attribute("data-recorded", "on")


async def begin_call(house: CallHouse, agents: Browser) -> RecordedCall:
    """From the chat to the customer's consent."""
    desk = await _at_the_desk(house, agents)
    phone = await house.customers.new_context(locale="zh-CN", viewport={"width": 1000, "height": 720})
    phone.set_default_timeout(PAGE_WITHIN_MS)
    chat = await phone.new_page()
    await chat.goto(f"http://127.0.0.1:{house.hub.port}/webchat/frame")
    await chat.get_by_test_id("composer").fill("我想买理财，转人工")
    await chat.get_by_test_id("composer").press("Enter")
    await desk.get_by_test_id("accept").click()
    await desk.get_by_test_id("video-invite").click()
    async with phone.expect_page() as opening:
        await chat.get_by_role("link", name="进入视频通话").click()
    customer = await opening.value
    await customer.get_by_test_id("join").click()
    call = RecordedCall(desk, chat, customer)
    await desk.get_by_test_id("video-answer").click()
    answered = time.monotonic()
    await customer.get_by_test_id("remote").evaluate(PICTURE_IS_THERE)
    call.first_picture_s = time.monotonic() - answered
    await desk.get_by_test_id("flow-script").select_option("risk_disclosure")
    await desk.get_by_test_id("flow-begin").click()
    await expect(customer.get_by_test_id("recorded")).to_have_attribute("data-recorded", "asked")
    await call.tick("您是否同意", "flow-answer")
    await call.is_recorded()
    return call


async def _at_the_desk(house: CallHouse, agents: Browser) -> Page:
    context = await agents.new_context(locale="zh-CN", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PAGE_WITHIN_MS)
    page = await context.new_page()
    await page.goto(f"http://127.0.0.1:{house.staff_port}/")
    await page.get_by_test_id("login").fill(LOGIN)
    await page.get_by_test_id("password").fill(PASSWORD)
    await page.get_by_test_id("password").press("Enter")
    await page.get_by_test_id("status").select_option("available")
    return page
