"""Notices to many at the desk in Chromium: written and tried by one, approved by another, told, answered.

`YUANQIAO_PICTURES=docs/images` writes the pictures of docs/outreach.md.
"""

import io
import os
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from openpyxl import Workbook
from playwright.async_api import Browser, Page, expect
from pydantic import SecretStr

from hub.ids import identity_key
from hub.store.encrypted import new_data_keys
from tests.e2e.desk_browser import SAME_LOOP, browser
from tests.e2e.test_inspection import AXE, DESKTOP, PHONE, desk_of
from tests.support.bot import running_bot
from tests.support.house import House, make_settings, running_house
from tests.support.migrated import migrated_file
from tests.support.staff import make_account
from tests.support.webchat import WebchatClient

__all__ = ["browser"]

PICTURES = os.environ.get("YUANQIAO_PICTURES", "")


@pytest.fixture
def database_file(tmp_path: Path) -> str:
    """A migrated database; made outside of the event loop."""
    return migrated_file(tmp_path / "yuanqiao.db")


@pytest_asyncio.fixture(loop_scope=SAME_LOOP)
async def house(database_file: str, tmp_path: Path) -> AsyncIterator[House]:
    async with running_bot() as bot:
        settings = make_settings(
            database_file,
            tmp_path,
            bot.port,
            data_keys=SecretStr(new_data_keys("k1")),
            outreach_quiet="00:00-00:00",
        )
        async with running_house(settings, bot) as running:
            for login, name in (("zhao", "赵主管"), ("sun", "孙主管")):
                await make_account(running.hub.staff, login, ["supervisor"], name=name)
            yield running


def list_of(clients: list[WebchatClient]) -> bytes:
    """A list with these customers, and one row that names nobody."""
    book, data = Workbook(write_only=True), io.BytesIO()
    sheet = book.create_sheet()
    sheet.append(["客户标识", "称呼", "到期日"])
    for number, client in enumerate(clients):
        assert client.token is not None
        key = identity_key("webchat", "default", client.token.split(".")[1])
        sheet.append([key, f"王女士{number}", "12 月 5 日"])
    sheet.append(["张三", "张先生", "12 月 5 日"])
    book.save(data)
    return data.getvalue()


async def write_one(page: Page, data: bytes) -> None:
    """Fills in the form, tries it, and hands it in."""
    await page.get_by_test_id("new-campaign").click()
    form = page.get_by_test_id("campaign-form")
    await form.locator("[name=name]").fill("十二月还款提醒")
    file = {"name": "名单.xlsx", "mimeType": "application/octet-stream", "buffer": data}
    await form.get_by_test_id("list").set_input_files(file)  # type: ignore[arg-type]
    await form.locator("[name=text]").fill("{姓名}，您的贷款将于{到期日}到期，请按时还款。")
    await form.locator("[name=questions]").fill("信用卡怎么还款")
    until = datetime.now() + timedelta(days=2)
    await form.locator("[name=valid_until]").fill(f"{until:%Y-%m-%dT%H:%M}")
    await form.locator("[name=per_minute]").fill("6000")
    await form.get_by_test_id("try").click()
    await expect(form.get_by_test_id("trouble")).to_contain_text("名单里没有这些列：姓名")
    await form.locator("[name=text]").fill("{称呼}，您的贷款将于{到期日}到期，请按时还款。")
    await form.get_by_test_id("try").click()
    plan = form.get_by_test_id("plan")
    await expect(plan).to_contain_text("名单 3 人，可以通知 2 人")
    await expect(plan.get_by_test_id("reasons")).to_contain_text("格式不对")
    await expect(plan.get_by_test_id("example").first).to_contain_text("王女士0，您的贷款将于12 月 5 日到期")
    await plan.scroll_into_view_if_needed()


async def look_at(page: Page, name: str) -> None:
    """Axe finds nothing serious (WCAG 2.2 A and AA); where pictures are wanted, one is kept."""
    if PICTURES:
        await page.screenshot(path=Path(PICTURES) / f"outreach-{name}.png")
    await page.evaluate(AXE.read_text("utf-8"))
    found = await page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert [each["id"] for each in found["violations"] if each["impact"] in ("serious", "critical")] == []


async def test_a_campaign_from_the_list_to_the_answer(house: House, browser: Browser) -> None:
    async with house.client() as one, house.client() as other:
        for client in (one, other):
            await client.send("你好")
            await client.replies(1)
        zhao = await desk_of(browser, house, "zhao", "outreach/campaigns")
        faults: list[str] = []
        zhao.on("pageerror", lambda error: faults.append(str(error)))
        await expect(zhao.get_by_test_id("empty")).to_contain_text("还没有群发通知")
        await write_one(zhao, list_of([one, other]))
        await look_at(zhao, "dry-run")
        await zhao.get_by_test_id("hand-in").click()
        await expect(zhao.get_by_test_id("done")).to_contain_text("等另一人批准")
        await zhao.get_by_test_id("campaign").get_by_role("button").click()
        await expect(zhao.get_by_test_id("state")).to_contain_text("待批准")
        await expect(zhao.get_by_test_id("approve")).to_have_count(0)

        sun = await desk_of(browser, house, "sun", "outreach/campaigns", color_scheme="dark")
        await sun.get_by_test_id("campaign").get_by_role("button").click()
        await expect(sun.get_by_test_id("example").first).to_contain_text("王女士0")
        await look_at(sun, "approval")
        await sun.get_by_test_id("approve").click()
        replies = await one.replies(2)
        await other.replies(2)
        assert "王女士0，您的贷款" in str(replies[1])
        option = replies[1]["segments"][0]["options"][0]
        await one.send_segment({"type": "choice", "id": option["id"], "label": option["label"]})
        await one.replies(3)
        await expect(sun.get_by_test_id("state")).to_contain_text("已完成")
        await sun.reload()
        await sun.set_viewport_size(PHONE)
        await look_at(sun, "campaigns-phone")
        await sun.get_by_test_id("campaign").get_by_role("button").click()
        await expect(sun.get_by_test_id("figures")).to_contain_text("有回复")
        shown = (await sun.get_by_test_id("figures").inner_text()).split()
        figures = dict(zip(shown[::2], shown[1::2], strict=True))
        assert figures == {"名单人数": "3", "等待发送": "0", "已通知": "2", "未发送": "1"} | {
            **{"已发出": "2", "已读": "0", "发送失败": "0", "有回复": "1"}
        }
        await look_at(sun, "campaign-phone")
        await sun.set_viewport_size(DESKTOP)
        await look_at(sun, "campaign")
        await zhao.reload()
        await zhao.set_viewport_size(PHONE)
        await zhao.get_by_test_id("new-campaign").click()
        await look_at(zhao, "form-phone")
    assert faults == []
