"""200 hostile payloads, in each list of the desk and on each way into the studio, of which none runs.

The browser is without the pages' own policy, which would stop most of them once more.
"""

import csv
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest_asyncio
from docx import Document
from openpyxl import Workbook
from playwright.async_api import Browser, FilePayload, Page, expect
from pydantic import SecretStr

from hub.store.encrypted import new_data_keys
from hub.store.staff import accounts
from kb.articles import publish
from kb.model import ArticleDraft
from kb.store.articles import next_change
from tests.e2e.desk_browser import SAME_LOOP, browser
from tests.e2e.test_studio import database_file, leave_gaps
from tests.support.bot import TestBot, done
from tests.support.desk import signed_in_desk
from tests.support.hostile_payloads import FORMS, RUN, payloads
from tests.support.house import House, make_settings, running_house
from tests.support.nothing_ran import nothing_ran, would_have_run
from tests.support.staff import PASSWORD, Served, make_account, make_branches
from tests.support.staff_matrix import EVERYTHING, grant_everything
from tests.support.staff_objects import FOREIGN, MAKERS, OWN
from tests.support.tampering import ROWS, Tampering

__all__ = ["browser", "database_file"]

LISTS = dict.fromkeys(
    """
    cases supervision/notices inspection/sheets recordings/scripts phrases knowledge knowledge/work
    knowledge/values knowledge/outlets knowledge/categories knowledge/announcements navigation
    navigation/openings navigation/utterances diversion outreach/campaigns outreach/texts records people
    people/roles people/branches people/teams people/queues people/agents people/calendars people/keys
    people/webhooks
    """.split(),  # noqa: SIM905  (a list of words reads best as words)
    ROWS,
)
"""How many payloads each shows at least."""


@pytest_asyncio.fixture(loop_scope=SAME_LOOP)
async def house(database_file: str, tmp_path: Path, bot: TestBot) -> AsyncIterator[House]:
    """A house with keys for what is kept encrypted, and an editor."""
    keys = SecretStr(new_data_keys("k1"))
    async with running_house(
        make_settings(database_file, tmp_path, bot.port, data_keys=keys), bot
    ) as running:
        await make_account(running.hub.staff, "li.editor", ["editor"], name="李编辑")
        yield running


@asynccontextmanager
async def unguarded(house: House, browser: Browser, login: str) -> AsyncIterator[Page]:
    """A desk whose policy stops nothing; what runs by itself is told at the end."""
    context = await browser.new_context(
        locale="zh-CN", viewport={"width": 1440, "height": 900}, bypass_csp=True
    )
    page = await context.new_page()
    ran: list[str] = []
    page.on("dialog", lambda dialog: ran.append(dialog.message))
    page.on("pageerror", lambda error: ran.append(str(error)))
    await page.goto(f"http://127.0.0.1:{house.settings.staff_port}/#account")
    await page.get_by_test_id("login").fill(login)
    await page.get_by_test_id("password").fill(PASSWORD)
    await page.get_by_test_id("password").press("Enter")
    await expect(page.get_by_test_id("section-knowledge")).to_be_visible()
    yield page
    await would_have_run(page)
    await page.unroute_all(behavior="ignoreErrors")
    assert ran == []
    await context.close()


async def everything(house: House) -> None:
    """An account that sees all sections, and one object of each kind."""
    served = Served(house.hub.staff, house.hub.staff_catalog, house.settings.staff_port)
    await make_branches(served.staff, OWN, FOREIGN)
    for kind in served.catalog.kinds:
        await MAKERS[kind](served, FOREIGN)  # those have words of people in each name
    await grant_everything(served)
    await make_account(served.staff, "as.everything", [EVERYTHING], OWN)


async def test_nothing_runs_in_any_list_of_the_desk(house: House, browser: Browser) -> None:
    await everything(house)
    async with unguarded(house, browser, "as.everything") as page:
        tampering = Tampering()
        await tampering.begin(page)
        for place, least in LISTS.items():
            await page.goto(f"http://127.0.0.1:{house.settings.staff_port}/#{place}")
            await page.reload()
            await nothing_ran(page, least, place)
        assert tampering.used > 200


async def test_nothing_runs_beside_a_conversation(house: House, browser: Browser) -> None:
    await everything(house)

    async def hands_over(ask: dict[str, Any]) -> tuple[int, Any]:
        command = {"type": "request_person", "reason": "客户要求人工"}
        return 200, done(ask, {"type": "text", "text": "正在为您转接"}, commands=[command])

    house.bot.answer = hands_over
    me = await make_colleague(house)
    async with (
        signed_in_desk(house.settings.staff_port, "li.ming") as colleague,
        unguarded(house, browser, "as.everything") as page,
        house.client() as first,
        house.client() as customer,
    ):
        await first.acked(await first.send("转人工"))
        place = await colleague.accept()
        await colleague.wish("status", status="busy")
        await Tampering().begin(page)
        await page.goto(f"http://127.0.0.1:{house.settings.staff_port}/#conversations")
        await page.reload()
        await page.get_by_test_id("status").select_option("available")
        await customer.acked(await customer.send("转人工"))
        await page.get_by_test_id("accept").first.click()
        await expect(page.get_by_test_id("message").first).to_be_visible()
        await page.get_by_test_id("composer").fill("账单明天寄出")
        await page.keyboard.press("Alt+KeyL")
        await page.get_by_test_id("laterHalfHour").click()
        await page.get_by_test_id("later-do").click()
        await expect(page.get_by_test_id("later")).to_have_count(ROWS)
        note = await colleague.wish("note", task=place, text="@员工 请看一下年费", named=[me])
        assert note["type"] == "done"
        await expect(page.get_by_test_id("mention")).to_have_count(ROWS)
        await nothing_ran(page, 2 * ROWS, "mentions and what is sent later")
        await page.get_by_test_id("callbacks-open").click()
        await nothing_ran(page, 3 * ROWS, "callbacks")


async def make_colleague(house: House) -> str:
    """Another agent; the id of who sees everything."""
    await make_account(house.hub.staff, "li.ming", ["agent"], OWN)
    async with house.database.read() as connection:
        row = await accounts.by_login(connection, "as.everything")
    assert row is not None
    return str(row.account_id)


def table() -> bytes:
    """A CSV file with a payload in each cell."""
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow(["分类", "标题", "相似问", "答案"])
    writer.writerows([each[:60], each, each, each] for each in payloads())
    return text.getvalue().encode()


def workbook() -> bytes:
    """The same as a workbook, with a wrong day in each row, so that each is told."""
    book, data = Workbook(), io.BytesIO()
    sheet = book.worksheets[0]
    sheet.append(["分类", "标题", "相似问", "答案", "生效日期"])
    for each in payloads():
        sheet.append([each[:60], each, each, each, each])
    book.save(data)
    return data.getvalue()


def document() -> bytes:
    """The same as a document of Word."""
    made, data = Document(), io.BytesIO()
    for each in payloads():
        made.add_heading(each, 1)
        made.add_paragraph(f"相似问：{each}")
        made.add_paragraph(each)
    made.save(data)
    return data.getvalue()


async def test_nothing_runs_that_came_into_the_studio(house: House, browser: Browser) -> None:
    hostile = list(payloads())
    await leave_gaps(house, *hostile)
    files = (
        (".xlsx", workbook(), "import-faults"),
        (".docx", document(), "import-row"),
        (".csv", table(), "import-row"),
    )
    async with unguarded(house, browser, "li.editor") as page:
        await page.get_by_test_id("section-knowledge").click()
        await page.get_by_test_id("page-gaps").click()
        await expect(page.get_by_test_id("gap").first).to_be_visible()
        await nothing_ran(page, 50, "gaps")
        await page.get_by_test_id("page-exchange").click()
        for ending, data, shown in files:
            name = f"{FORMS[1].format(RUN)}{ending}"
            sent: FilePayload = {"name": name, "mimeType": "application/octet-stream", "buffer": data}
            await page.locator("[data-testid=import-file]:enabled").set_input_files(sent)
            await expect(page.get_by_test_id(shown)).to_have_count(len(hostile))
            await nothing_ran(page, len(hostile) + 1, ending)
        await page.get_by_test_id("import-do").click()
        await page.get_by_test_id("import-look").click()
        await nothing_ran(page, 100, "articles")
        await page.get_by_test_id("more").click()
        await expect(page.get_by_test_id("article")).to_have_count(len(hostile))
        await nothing_ran(page, len(hostile), "articles")
        await written(page, hostile)


async def written(page: Page, hostile: list[str]) -> None:
    """One wrap of each form in the editor, with its preview on each channel."""
    await page.get_by_test_id("new-article").click()
    editor = page.get_by_test_id("editor")
    for each in hostile[::10]:
        for name in ("title", "topic", "questions", "answer", "note"):
            await editor.locator(f"[name={name}]").fill(each[:60] if name == "topic" else each)
        for place in ("web", "sms", "wechat"):
            await page.get_by_test_id(f"preview-{place}").click()
        await page.get_by_test_id("not-said").or_(page.get_by_test_id("preview")).first.wait_for()
        await nothing_ran(page, 4, each)


async def test_nothing_runs_on_the_help_pages(house: House, browser: Browser) -> None:
    now = datetime.now(UTC)
    async with house.database.write() as connection:
        change = await next_change(connection, now)
        for number, each in enumerate(payloads()):
            draft = ArticleDraft(
                f"h-{number}", each[:60], each, (each,), each, now.date() - timedelta(days=1)
            )
            await publish(connection, draft, latest=None, approved_by="", now=now, change=change)
    context = await browser.new_context(locale="zh-CN", bypass_csp=True)
    page = await context.new_page()
    origin = f"http://127.0.0.1:{house.settings.port}"
    await page.goto(f"{origin}/help")
    await nothing_ran(page, 50, "help")
    for number in range(0, 200, 4):  # tests/flow/test_help_pages.py reads all
        await page.goto(f"{origin}/help/h-{number}")
        await nothing_ran(page, 2, f"h-{number}")
    await would_have_run(page)
    await context.close()
