"""A risk questionnaire and a signing in Chromium, from the chat to the sealed file: each step, on both sides.

`YUANQIAO_PICTURES=docs/images` writes the pictures of docs/video.md.
"""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Page, async_playwright, expect

from tests.e2e.test_video import MEDIA, bot_that_hands_over, picture, serious
from tests.e2e.test_video_recorded import Call, World, in_a_recorded_call, verified
from tests.support.browser import ARGUMENTS, INSTALL, find_chromium
from tests.support.house import make_settings, running_house
from tests.support.janus import INSTALL as INSTALL_JANUS
from tests.support.janus import JanusServer, find_janus
from tests.support.looking import rows
from tests.support.migrated import migrated_file
from tests.support.models import TestModels, running_models
from tests.support.staff import make_account
from tests.support.try_video import seal_keys
from tests.support.waiting import eventually
from video.media import frames
from video.store.schema_cases import video_case, video_rating, video_step

pytestmark = pytest.mark.timeout(400)

ANSWERS = {"age": 0, "income": 0, "share": 1, "experience": 1, "loss": 1}
DOCUMENT = "风险评估结果：R2".encode()
SAID = "您是否同意录音录像"


@pytest.fixture
async def models(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[TestModels]:
    """Models that are waited for, however slow this machine is: else the agent's word would stand."""
    monkeypatch.setattr(frames, "WITHIN_S", 90.0)
    expect.set_options(timeout=90_000)
    async with running_models() as running:
        running.said = [{"at_ms": 1000, "text": SAID}]
        yield running


async def both_see(call: Call, kind: str, name: str, *, words: str) -> None:
    """Both pages as they are at a step of this kind: the customer reads these words."""
    shown = call.customer.get_by_test_id("step")
    await expect(shown).to_have_attribute("data-kind", kind)
    await expect(shown).to_contain_text(words)
    for page, side in ((call.customer, "customer"), (call.desk, "desk")):
        await expect(page.get_by_test_id("recorded")).to_have_attribute("data-recorded", "on")
        await picture(page, f"risk-{name}-{side}")
        assert await serious(page) == [], f"{name}, {side}"


@pytest.fixture
async def world(tmp_path: Path, models: TestModels) -> AsyncIterator[World]:
    """A house with a media server and the bank's models, and a browser."""
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
            more = janus.settings() | models.settings() | {"video_seal_key": str(private)}
            more["video_demo_services"] = True
            async with running_house(make_settings(database, tmp_path, bot.port, **more), bot) as house:
                await make_account(house.hub.staff, "li.ming")
                browser = await playwright.chromium.launch(
                    executable_path=executable, args=[*ARGUMENTS, *MEDIA]
                )
                yield World(house, janus, browser, public)
                await browser.close()
    finally:
        janus.kill()


async def answer_the_questions(desk: Page) -> None:
    for question, place in ANSWERS.items():
        await desk.locator(f"select[name={question}]").select_option(str(place))
    await desk.get_by_test_id("flow-tick").click()


async def test_a_questionnaire_from_the_chat_to_the_sealed_file(world: World, models: TestModels) -> None:
    async with in_a_recorded_call(world, "wealth_risk") as call:
        await both_see(call, "see", "faces", words="面向镜头")
        models.faces = [0, 1]
        await call.desk.get_by_test_id("flow-tick").click()
        await expect(call.desk.get_by_test_id("flow-refused")).to_contain_text("客户的画面里没有检测到面部")
        models.faces = [1]
        await call.desk.get_by_test_id("flow-tick").click()
        await both_see(call, "questionnaire", "questions", words="由您本人口头回答")
        await expect(call.customer.get_by_test_id("questions").locator(":scope > li")).to_have_count(5)
        await answer_the_questions(call.desk)
        await both_see(call, "ask", "result", words="您的风险评级：R2（11 分）")
        await call.tick("评估结果", "flow-answer")
        await both_see(call, "suitability", "product", words="核对产品风险等级")
        await call.desk.locator("select[name=class]").select_option("2")
        await call.desk.get_by_test_id("flow-tick").click()
        await both_see(call, "ask", "loss", words="可能损失本金")
        await call.tick("可能损失本金", "flow-answer")
        await both_see(call, "sign", "sign", words="确认无误后签署")
        await call.customer.get_by_test_id("chat").click()  # on a phone it is not shown at first
        await call.customer.set_viewport_size({"width": 390, "height": 844})
        await picture(call.customer, "risk-sign-phone")
        assert await call.customer.evaluate("document.documentElement.scrollWidth") <= 390
        document = {"name": "风险评估结果.txt", "mimeType": "text/plain", "buffer": DOCUMENT}
        await call.desk.locator("input[name=document]").set_input_files(files=[document])  # type: ignore[list-item]
        await call.desk.get_by_test_id("flow-tick").click()
        await expect(call.desk.get_by_test_id("flow-over")).to_contain_text("封存")
        await expect(call.customer.get_by_test_id("step")).to_contain_text("全部步骤已完成")
        await picture(call.customer, "risk-over-phone")
        await call.desk.get_by_test_id("hang-up").click()
        await eventually(world.is_sealed, True, 60)
        await looks_back(call.desk, world)
    row = await world.recorded()
    lacks = [each for each in row.lacks if each.startswith("step")]  # a busy machine sends pictures with gaps
    assert lacks == ["step signature was played by a demonstration, which proves nothing"]
    assert all(each.startswith(b"\xff\xd8") for each in models.pictures), "pictures of both sides"
    ticked = {each.step: each.detail for each in await rows(world.house, video_step)}
    assert ticked["faces"] == {"by": "model", "provider": "某行视觉", "customer": 1, "agent": 1}
    ((case,), (rated,)) = await rows(world.house, video_case), await rows(world.house, video_rating)
    assert (case.state, rated.rating) == ("open", 2), "nothing is sold by a demonstration"
    assert ticked["signature"]["document"] == hashlib.sha256(DOCUMENT).hexdigest()
    folder = world.house.settings.video_folder / row.recording
    status, told = await asyncio.to_thread(verified, world, folder)
    assert status == 3, told


async def looks_back(desk: Page, world: World) -> None:
    """The transcript is there, is searched, and says that it is a program's; the model's word is marked."""

    async def heard() -> bool:
        return (await world.recorded()).words == "made"

    await eventually(heard, True, 60)
    await desk.goto(f"http://127.0.0.1:{world.house.settings.staff_port}/#recordings")
    await desk.get_by_test_id("open-recording").click()
    await expect(desk.get_by_test_id("words-told")).to_contain_text("某行听写")
    await expect(desk.get_by_test_id("player")).to_be_visible(timeout=90_000)
    lines = desk.get_by_test_id("line")
    await expect(lines.filter(has_text="模型检测：某行视觉")).to_have_count(1)
    await picture(desk, "risk-look-back")
    assert await serious(desk) == []
    await desk.get_by_test_id("search-said").fill(SAID)
    await expect(lines).to_have_count(2)
