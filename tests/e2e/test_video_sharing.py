"""A call through a relay alone: the customer's tab with a private field covered, a document, a form.

One profile for everybody: Chromium tells pages in private windows nothing of what another tab names.
"""

import asyncio
import http.server
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.async_api import BrowserContext, Page, async_playwright, expect

from tests.e2e.test_video import bot_that_hands_over, picture, plays, serious
from tests.support.at_the_desk import become_available
from tests.support.browser import ARGUMENTS, INSTALL, find_chromium
from tests.support.coturn import INSTALL as INSTALL_COTURN
from tests.support.coturn import RelayServer, find_coturn
from tests.support.house import House, make_settings, running_house
from tests.support.looking import rows
from tests.support.migrated import migrated_file
from tests.support.staff import make_account
from tests.support.waiting import eventually
from video.store.schema_forms import video_form

TITLE = "Bank page of a test"

BANK = """<!doctype html><title>{title}</title>
<style>body {{ margin: 0; background: #ffffff }} div {{ position: absolute; width: 200px; height: 80px }}
#private {{ left: 100px; top: 100px; background: #ff00ff }}
#public {{ left: 500px; top: 300px; background: #0000ff }}
</style>
<div id=private data-yq-private></div><div id=public></div>
<script type=module src="{hub}/video/private.js"></script>"""

MOVES = """() => {
    let step = 0
    const place = document.querySelector('#private').style
    setInterval(() => { step += 1; place.left = `${100 + (step * 60) % 600}px` }, 100)
}"""
"""Moves the private field faster than anybody scrolls."""

LOOKS = """(video, wanted) => new Promise(done => {
    const canvas = new OffscreenCanvas(320, 240)
    const paper = canvas.getContext('2d', {willReadFrequently: true})
    const count = {red: 0, pink: 0, blue: 0, frames: 0}
    setTimeout(() => done(count), 20000)
    const look = () => {
        paper.drawImage(video, 0, 0, 320, 240)
        const seen = paper.getImageData(0, 0, 320, 240).data
        const found = {red: 0, pink: 0, blue: 0}
        for (let at = 0; at < seen.length; at += 4) {
            const [r, g, b] = seen.slice(at, at + 3)
            if (r > 180 && g < 70 && b < 70) found.red += 1
            if (r > 150 && b > 150 && g < 110) found.pink += 1
            if (b > 180 && r < 70 && g < 70) found.blue += 1
        }
        count.red = Math.max(count.red, found.red)
        count.pink = Math.max(count.pink, found.pink)
        count.blue = Math.max(count.blue, found.blue)
        if (found.blue) count.frames += 1
        wanted(count) ? done(count) : video.requestVideoFrameCallback(look)
    }
    video.requestVideoFrameCallback(look)
})"""

KEEPS_PEERS = """
const Peer = RTCPeerConnection
window.peers = []
window.RTCPeerConnection = class extends Peer {
    constructor(...given) { super(...given); window.peers.push(this) }
}
"""

WAYS = """async () => {
    const told = [...await window.peers.at(-1).getStats()].map(([, each]) => each)
    const pair = told.find(each => each.type === 'candidate-pair' && each.state === 'succeeded')
    return told.find(each => each.id === pair.localCandidateId).candidateType
}"""
"""By which way sound and picture leave a page."""

pytestmark = pytest.mark.timeout(240)


@contextmanager
def bank_site(hub: str) -> Iterator[str]:
    """A page of the bank's, on an origin of its own."""
    body = BANK.format(title=TITLE, hub=hub).encode()

    class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(body)

        def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
            """Says nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
    serving = threading.Thread(target=server.serve_forever, daemon=True)
    serving.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        serving.join()
        server.server_close()


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    program = find_coturn()
    if program is None:
        pytest.skip(f"no relay found: {INSTALL_COTURN}")
    relay = RelayServer(program, tmp_path / "coturn")
    await asyncio.to_thread(relay.start)
    database = await asyncio.to_thread(migrated_file, tmp_path / "yuanqiao.db")
    try:
        async with bot_that_hands_over() as bot:
            settings = make_settings(database, tmp_path, bot.port, **relay.settings(only=True))
            async with running_house(settings, bot) as running:
                await make_account(running.hub.staff, "li.ming")
                yield running
    finally:
        relay.kill()


@pytest.fixture
async def profile(tmp_path: Path) -> AsyncIterator[BrowserContext]:
    executable = find_chromium()
    if executable is None:
        pytest.skip(f"no chromium found: {INSTALL}")
    async with async_playwright() as playwright:
        context = await playwright.chromium.launch_persistent_context(
            tmp_path / "profile",
            executable_path=executable,
            args=[
                *ARGUMENTS,
                "--use-fake-device-for-media-stream",
                f"--auto-select-tab-capture-source-by-title={TITLE}",
            ],
            locale="zh-CN",
            viewport={"width": 1000, "height": 750},
            permissions=["camera", "microphone"],
        )
        await context.add_init_script(KEEPS_PEERS)
        yield context
        await context.close()


async def in_a_call(house: House, profile: BrowserContext) -> tuple[Page, Page, Page]:
    """The desk, the customer's chat, and the customer's page, in a call."""
    desk = await profile.new_page()
    await become_available(desk, house, "li.ming")
    chat = await profile.new_page()
    await chat.goto(f"http://127.0.0.1:{house.settings.port}/webchat/frame")
    await chat.get_by_test_id("composer").fill("我不会填这个页面，转人工")
    await chat.get_by_test_id("composer").press("Enter")
    await desk.get_by_test_id("accept").click()
    await desk.get_by_test_id("video-invite").click()
    async with profile.expect_page() as opening:
        await chat.get_by_role("link", name="进入视频通话").click()
    call = await opening.value
    await call.get_by_test_id("join").click()
    await desk.get_by_test_id("video-answer").click()
    await plays(desk.get_by_test_id("remote"))
    return desk, chat, call


async def test_a_shared_tab_a_document_a_form_and_a_picture(house: House, profile: BrowserContext) -> None:
    desk, chat, call = await in_a_call(house, profile)
    assert [await page.evaluate(WAYS) for page in (desk, call)] == ["relay", "relay"]
    with bank_site(f"http://127.0.0.1:{house.settings.port}") as site:
        bank = await profile.new_page()
        await bank.goto(site)
        await call.bring_to_front()
        await call.get_by_test_id("share").click()
        await expect(call.get_by_test_id("share-covered")).to_be_visible()
        await expect(desk.get_by_test_id("video-sharing")).to_contain_text("私密内容已遮盖")
        await bank.evaluate(MOVES)
        await desk.bring_to_front()
        remote = desk.get_by_test_id("remote")
        seen = await remote.evaluate(looks("count.frames > 20"))
        assert seen["blue"] > 300, "what is public is seen"
        assert seen["pink"] == 0, "what is private never is, wherever it moves"
        await desk.get_by_test_id("video-point").click()
        await remote.focus()
        await remote.press("ArrowDown")
        pointed = await remote.evaluate(looks("count.red > 3"))
        assert pointed["red"] > 3, "the pointer stands in the picture"
        await picture(desk, "shared")
        await desk.get_by_test_id("video-picture").click()
        await expect(chat.get_by_test_id("log").get_by_role("img")).to_have_count(1)
        await call.get_by_test_id("share").click()
        await expect(desk.get_by_test_id("video-sharing")).to_have_count(0)
        await plays(remote)
    await a_document_is_followed(desk, call)
    await a_form_is_the_customers(house, desk, call)
    assert await serious(desk) == []
    assert await serious(call) == []


def looks(until: str) -> str:
    """Counts colours in what is shown, until a count is reached."""
    return f"video => ({LOOKS})(video, count => {until})"


async def a_document_is_followed(desk: Page, call: Page) -> None:
    """The customer sees the page that the agent turns to."""
    await desk.get_by_test_id("guide-what").select_option("show wealth_risk_disclosure")
    await desk.get_by_test_id("guide-show").click()
    await expect(call.get_by_test_id("board-page")).to_contain_text("理财非存款")
    await desk.get_by_test_id("board-after").click()
    await expect(call.get_by_test_id("board-page")).to_contain_text("业绩比较基准")
    await expect(desk.get_by_test_id("board-seen")).to_contain_text("第 2 页")
    await picture(call, "document")


async def a_form_is_the_customers(house: House, desk: Page, call: Page) -> None:
    """What the agent proposes is a proposal; what is private is not seen; what is confirmed is stored."""
    await desk.get_by_test_id("guide-what").select_option("form loan_application")
    await desk.get_by_test_id("guide-show").click()
    await desk.get_by_test_id("board-value-purpose").fill("装修")
    await desk.get_by_test_id("board-propose-purpose").click()
    await expect(call.get_by_test_id("board-proposed-purpose")).to_contain_text("装修")
    await call.get_by_test_id("board-field-amount").fill("100000")
    await call.get_by_test_id("board-field-months").select_option("24")
    await call.get_by_test_id("board-field-income").fill("8765.40")
    await call.get_by_test_id("board-adopt-purpose").click()
    await expect(desk.get_by_test_id("board-holds-purpose")).to_have_text("装修")
    await expect(desk.get_by_test_id("board-holds-income")).to_contain_text("内容不可见")
    assert "8765" not in await desk.content()
    await picture(call, "form")
    await picture(desk, "form-desk")
    await call.get_by_test_id("board-field-purpose").fill("旅游")
    await call.get_by_test_id("board-confirm").click()
    await expect(call.get_by_test_id("board-confirmed")).to_be_visible()
    await expect(desk.get_by_test_id("board-confirmed")).to_be_visible()
    await eventually(
        lambda: stored(house), {"amount": "100000", "months": "24", "purpose": "旅游", "income": "8765.40"}
    )


async def stored(house: House) -> dict[str, str]:
    """What the customer confirmed."""
    (row,) = await rows(house, video_form)
    return dict(row.filled)
