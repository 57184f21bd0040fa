"""A supervisor's day in Chromium: alarm, whisper, conference, reassigning, an end for a reason, reports.

`YUANQIAO_PICTURES=docs/images` writes the pictures of docs/supervision.md, wide and on a phone.
"""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect
from sqlalchemy import func, select, update

from handoff.store.schema import reservation, task
from hub.store.schema_staff import account
from supervision import alarms
from tests.e2e.desk_browser import SAME_LOOP, browser
from tests.e2e.test_desk import serious
from tests.e2e.test_supervision import database_file, house, page, picture, sign_in
from tests.support.desk import DeskClient, open_desk, signed_in_desk
from tests.support.house import House
from tests.support.staff import make_account, staff_client
from tests.support.webchat import WebchatClient

__all__ = ["browser", "database_file", "house", "page"]

PHONE = {"width": 390, "height": 844}
WIDE = {"width": 1280, "height": 800}
ROOM = {"width": 1920, "height": 1080}
ACROSS_A_ROOM_PX = 120
"""On a screen of 55 inches (69 cm high at 1080 lines) this is 7.7 cm: legible from 20 m at 1:250."""


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hand that nobody answers is an alarm at once."""
    monkeypatch.setattr(alarms, "HAND_AFTER", timedelta(seconds=0))
    monkeypatch.setattr(alarms, "EVERY_S", 0.5)


@pytest_asyncio.fixture(loop_scope=SAME_LOOP)
async def faults(page: Page) -> AsyncIterator[list[str]]:
    """What went wrong in the page."""
    found: list[str] = []
    page.on("pageerror", lambda error: found.append(str(error)))
    yield found
    assert found == []


async def look(page: Page, name: str) -> None:
    """Nothing serious, wide and on a phone, where nothing is wider than the screen."""
    assert await serious(page) == []
    await page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    width = await page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["width"], f"{name} is {width} px wide on a phone"
    await picture(page, f"{name}-phone")
    await page.set_viewport_size(WIDE)  # type: ignore[arg-type]


async def asks(client: WebchatClient, words: str) -> None:
    """A customer who wants a person."""
    await client.acked(await client.send(words))
    await client.replies(1)
    await client.acked(await client.send("转人工"))


async def says(page: Page, kind: str, words: str) -> None:
    """Whispers, or says it to all."""
    await page.get_by_test_id(f"kind-{kind}").check()
    await page.get_by_test_id("words").fill(words)
    await page.get_by_test_id("speak-do").click()
    await expect(page.get_by_test_id("log")).to_contain_text(words)


async def sees_to_a_hand(page: Page, desk: DeskClient, place: str) -> None:
    """The alarm of a hand names whom it is for, and somebody sees to it."""
    await page.get_by_test_id("alarm").filter(has_text="李明 举手").wait_for()
    await page.get_by_test_id("take-alarm").click()
    await expect(page.get_by_test_id("taken")).to_contain_text("王芳")
    await expect(page.get_by_test_id("hand-up")).to_be_visible()
    await look(page, "alarm")
    await page.set_viewport_size(ROOM)  # type: ignore[arg-type]
    await page.get_by_test_id("wall").click()
    figure = page.get_by_test_id("figure-waiting")
    size = await figure.evaluate("each => parseFloat(getComputedStyle(each).fontSize)")
    assert size >= ACROSS_A_ROOM_PX, f"{size} px"
    await picture(page, "wall")
    assert await serious(page) == []
    await page.get_by_test_id("wall").click()
    await page.set_viewport_size(WIDE)  # type: ignore[arg-type]


async def confers(page: Page, desk: DeskClient, client: WebchatClient, place: str) -> None:
    """Whispers, takes part, and leaves: nothing is lost, and the customer knows who speaks."""
    await page.get_by_test_id("watch").click()
    await says(page, "whisper", "先核实身份")
    await desk.until(lambda each: "先核实身份" in each.words())
    await page.get_by_test_id("enter").click()
    await expect(page.get_by_test_id("seen")).to_contain_text("客户和坐席都看得到您")
    await says(page, "join", "我是主管王芳，一起看。")
    assert (await desk.wish("say", task=place, text="好的，我来核对账单。"))["type"] == "done"
    await client.acked(await client.send("谢谢两位"))
    await expect(page.get_by_test_id("log")).to_contain_text("谢谢两位")
    await picture(page, "conference")
    await look(page, "conference")
    await page.get_by_test_id("leave").click()
    await expect(page.get_by_test_id("enter")).to_be_visible()
    await client.until(lambda: "已退出会话" in str(client.outgoing[-1]))
    heard = str(client.frames)
    assert all(words in heard for words in ("我是主管王芳，一起看。", "好的，我来核对账单。", "已加入会话"))
    assert "先核实身份" not in heard


async def reassigns(page: Page, other: DeskClient, place: str) -> None:
    """The conversation goes to a colleague."""
    await page.get_by_test_id("give").click()
    await page.get_by_test_id("give-to").select_option(label="赵蕾 · 空闲")
    await page.get_by_test_id("give-note").fill("账单问题，请接着处理")
    await page.get_by_test_id("give-do").click()
    assert await other.accept() == place
    assert "账单问题，请接着处理" in other.words()


async def ends(page: Page, client: WebchatClient) -> None:
    """A conversation is ended for a reason; the customer is told what they can do."""
    await page.get_by_test_id("end").click()
    await page.get_by_test_id("end-cause").select_option("fraud")
    await page.get_by_test_id("end-note").fill("客户被引导转账")
    assert await serious(page) == []
    await picture(page, "end")
    await page.get_by_test_id("end-do").click()
    await client.until(lambda: "请勿转账或透露验证码" in str(client.outgoing))
    assert "客户被引导转账" not in str(client.frames)


async def counted(house: House) -> dict[str, int]:
    """What plain SQL counts."""
    taken = select(reservation.c.identity_key).where(reservation.c.accepted_at.is_not(None)).distinct()
    async with house.database.read() as connection:
        asked = (await connection.execute(select(func.count()).select_from(task))).scalar_one()
        handled = len((await connection.execute(taken)).all())
        transfers = (await connection.execute(select(func.sum(task.c.transfers)))).scalar_one()
    return {"asked": asked, "handled": handled, "transfers": transfers}


async def reports(page: Page, house: House) -> None:
    """The figures are those of SQL, and each leads to its conversations."""
    await page.get_by_test_id("page-reports").click()
    whole = page.locator("tfoot [data-testid=line]")
    for figure, count in (await counted(house)).items():
        await expect(whole.get_by_test_id(f"figure-{figure}")).to_have_text(str(count))
    await picture(page, "reports", full=True)
    await look(page, "reports")
    await whole.get_by_test_id("figure-handled").click()
    behind = page.get_by_test_id("behind").locator("tr")
    await expect(behind).to_have_count(2)
    await behind.filter(has_text="信用卡年费").get_by_test_id("open").click()
    await expect(page.get_by_test_id("log")).to_contain_text("信用卡年费怎么收")
    await page.get_by_test_id("back").click()


async def plans_a_report(page: Page) -> None:
    """A report is planned; who has no address cannot get it, and that there is no mail server is told."""
    await expect(page.get_by_test_id("no-mail")).to_be_visible()
    await page.get_by_test_id("plan").click()
    await expect(page.get_by_test_id("plan-form")).to_contain_text("没有邮箱")
    await page.get_by_test_id("plan-form").get_by_label("王芳").check()
    assert await serious(page) == []
    await page.get_by_test_id("plan-do").click()
    await expect(page.get_by_test_id("plan-row")).to_contain_text("每天 08:00")
    await look(page, "plans")
    await page.get_by_test_id("plan-end").click()
    await page.get_by_test_id("plan-end-really").click()
    await expect(page.get_by_test_id("plan-row")).to_have_count(0)


async def test_a_supervisors_day(house: House, page: Page, faults: list[str]) -> None:
    staff, port = house.hub.staff, house.settings.staff_port
    await make_account(staff, "zhao.lei", ["agent"], "east", name="赵蕾")
    async with staff.database.write() as connection:
        (chief,) = await staff.directory.with_right(connection, "supervision.report")
        sealed = staff.notices.seal(chief.account_id, "wang.fang@bank.example")
        this = account.c.account_id == chief.account_id
        await connection.execute(update(account).where(this).values(email=sealed))
    await sign_in(page, house)
    async with AsyncExitStack() as stack:
        client = await stack.enter_async_context(house.client())
        second = await stack.enter_async_context(house.client())
        browser = await stack.enter_async_context(staff_client(port))
        await browser.sign_in("li.ming")
        desk = await stack.enter_async_context(open_desk(browser))
        await asks(client, "信用卡年费怎么收，我被扣了两次")
        await desk.wish("status", status="available")
        place = await desk.accept()
        await browser.ask("POST", f"/staff/tasks/{place}/hand", {"up": True})
        await sees_to_a_hand(page, desk, place)
        await confers(page, desk, client, place)
        async with signed_in_desk(port, "zhao.lei") as other:
            await other.wish("status", status="available")
            await reassigns(page, other, place)
            await page.get_by_test_id("back").click()
        await asks(second, "有人让我转账")
        await desk.accept()
        await page.get_by_test_id("conversation").filter(has_text="李明").get_by_test_id("watch").click()
        await ends(page, second)
        await page.get_by_test_id("back").click()
        await reports(page, house)
        await plans_a_report(page)
        await page.get_by_test_id("page-notices").click()
        await expect(page.get_by_test_id("announce")).to_be_visible()
        await look(page, "notices")
