"""An identity check in Chromium: the customer's picture of a made-up card, read, confirmed, and said by whom.

`YUANQIAO_PICTURES=docs/images` writes the pictures of docs/video-identity.md.
"""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, async_playwright, expect

from tests.e2e.test_video import MEDIA, bot_that_hands_over, picture, serious
from tests.e2e.test_video_recorded import Call, World, in_a_recorded_call, verified
from tests.support.browser import ARGUMENTS, INSTALL, find_chromium
from tests.support.house import make_settings, running_house
from tests.support.id_cards import FONT, MadeUp, back, drawn, jpeg, made_up, on_a_table, with_check
from tests.support.id_cards import INSTALL as INSTALL_FONT
from tests.support.janus import INSTALL as INSTALL_JANUS
from tests.support.janus import JanusServer, find_janus
from tests.support.looking import rows
from tests.support.migrated import migrated_file
from tests.support.staff import make_account
from tests.support.try_video import seal_keys
from tests.support.waiting import eventually
from video.media import frames
from video.store.schema_cases import video_step

pytestmark = pytest.mark.timeout(400)

PERSON = next(each for each in map(made_up, range(50)) if not each.id_number.endswith("X"))
"""A number that ends with X fails in the demonstration."""

OTHER = MadeUp(PERSON.name, with_check("00000019770707123"))


@pytest.fixture
async def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    """A house with a media server and played services, and a browser; a slow machine is waited for."""
    program, executable = find_janus(), find_chromium()
    if program is None:
        pytest.skip(f"no media server found: {INSTALL_JANUS}")
    if executable is None:
        pytest.skip(f"no chromium found: {INSTALL}")
    if not FONT.is_file():
        pytest.skip(f"no font to draw cards: {INSTALL_FONT}")
    monkeypatch.setattr(frames, "WITHIN_S", 90.0)
    expect.set_options(timeout=90_000)
    database = await asyncio.to_thread(migrated_file, tmp_path / "yuanqiao.db")
    private, public = await asyncio.to_thread(seal_keys, tmp_path / "keys")
    janus = JanusServer(program, tmp_path / "janus")
    await asyncio.to_thread(janus.start)
    try:
        async with bot_that_hands_over() as bot, async_playwright() as playwright:
            more = janus.settings() | {"video_seal_key": str(private), "video_demo_services": True}
            async with running_house(make_settings(database, tmp_path, bot.port, **more), bot) as house:
                await make_account(house.hub.staff, "li.ming")
                browser = await playwright.chromium.launch(
                    executable_path=executable, args=[*ARGUMENTS, *MEDIA]
                )
                yield World(house, janus, browser, public)
                await browser.close()
    finally:
        janus.kill()


async def take(customer: Page, picture_taken: bytes) -> Locator:
    """The customer takes a picture, as a phone's camera gives it; gives where they read what came of it."""
    async with customer.expect_file_chooser() as choosing:
        await customer.get_by_test_id("card-take").click()
    taken = {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": picture_taken}
    await (await choosing.value).set_files(files=[taken])  # type: ignore[list-item]
    return customer.get_by_test_id("card-told")


async def on_a_phone(customer: Page) -> None:
    await customer.get_by_test_id("chat").click()  # on a phone it is not shown at first
    await customer.set_viewport_size({"width": 390, "height": 844})
    step = customer.get_by_test_id("step")
    await expect(step).to_have_attribute("data-kind", "identity")
    await expect(step).to_contain_text("请拍摄身份证人像面")
    file = customer.get_by_test_id("card-file")
    assert await file.get_attribute("capture") == "environment", "the phone's own camera, at full resolution"


async def looks_well(page: Page, name: str) -> None:
    await picture(page, f"identity-{name}")
    assert await serious(page) == [], name
    width = await page.evaluate("innerWidth")
    assert await page.evaluate("document.documentElement.scrollWidth") <= width, name


async def fill(desk: Page, person: MadeUp) -> None:
    await desk.locator("input[name=name]").fill(person.name)
    await desk.locator("input[name=number]").fill(person.id_number)
    await desk.get_by_test_id("flow-tick").click()


async def the_card_is_read(call: Call) -> None:
    """First the wrong side, then the right one; the desk reads it masked, and whole in its fields."""
    told = await take(call.customer, jpeg(on_a_table(back())))
    await expect(told).to_contain_text("这是国徽面")
    await looks_well(call.customer, "back-phone")
    await expect(call.desk.get_by_test_id("card")).to_contain_text("客户拍的是国徽面")
    await take(call.customer, jpeg(on_a_table(drawn(PERSON), degrees=-4)))
    await expect(told).to_contain_text("客服正在核对")
    await call.customer.get_by_test_id("card-told").scroll_into_view_if_needed()
    await looks_well(call.customer, "sent-phone")
    await call.customer.emulate_media(color_scheme="dark")
    await looks_well(call.customer, "dark-phone")
    await call.customer.emulate_media(color_scheme="light")
    shown = call.desk.get_by_test_id("card")
    await expect(shown).to_contain_text(f"{PERSON.id_number[:3]}***********{PERSON.id_number[-4:]}")
    assert PERSON.name not in await shown.inner_text()
    assert PERSON.id_number not in await shown.inner_text()
    await expect(call.desk.locator("input[name=name]")).to_have_value(PERSON.name)
    await expect(call.desk.locator("input[name=number]")).to_have_value(PERSON.id_number)
    await call.desk.emulate_media(color_scheme="dark")
    await looks_well(call.desk, "dark-desk")
    await call.desk.emulate_media(color_scheme="light")
    taken = call.desk.get_by_test_id("card-picture")
    assert await taken.evaluate("image => image.naturalWidth") > 1000
    await taken.scroll_into_view_if_needed()
    await looks_well(call.desk, "desk")


async def test_a_picture_of_a_card_from_the_phone_to_the_sealed_file(world: World) -> None:
    async with in_a_recorded_call(world, "company_account", "company_accounts") as call:
        await on_a_phone(call.customer)
        await looks_well(call.customer, "phone")
        await expect(call.desk.get_by_test_id("card")).to_contain_text("请客户在通话页面拍摄")
        await the_card_is_read(call)
        await fill(call.desk, OTHER)
        await expect(call.desk.get_by_test_id("flow-refused")).to_contain_text("与客户照片上的不一致")
        await expect(call.desk.get_by_test_id("flow-refused")).to_be_in_viewport()
        await looks_well(call.desk, "differs-desk")
        await fill(call.desk, PERSON)
        proof = call.desk.get_by_test_id("flow-proof")
        for words in ("核验方：DEMO", "证件自动识别", "人脸比对 100", "不具任何证明效力"):
            await expect(proof).to_contain_text(words)
        await expect(call.desk.get_by_test_id("card-picture")).to_have_count(0)
        await proof.scroll_into_view_if_needed()
        await looks_well(call.desk, "proved-desk")
        await expect(call.customer.get_by_test_id("card-take")).to_have_count(0)
        await call.desk.get_by_test_id("hang-up").click()
        await eventually(world.is_sealed, True, 60)
    row = await world.recorded()
    played = "step identity was played by a demonstration, which proves nothing"
    assert played in row.lacks
    detail = {each.step: each.detail for each in await rows(world.house, video_step)}["identity"]
    assert (detail["document_by"], detail["face_score"], detail["demo"]) == ("ocr", 100, True)
    folder = world.house.settings.video_folder / row.recording
    status, told = await asyncio.to_thread(verified, world, folder)
    assert (status, played in told) == (3, True), told
    events = (await asyncio.to_thread((folder / "events.jsonl").read_bytes)).decode()
    assert detail["picture"] in events, "the picture's hash is sealed"
    assert PERSON.id_number not in events
