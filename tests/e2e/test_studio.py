"""The studio at the desk in Chromium: a gap becomes an answer, two editors merge, nothing runs; axe looks on.

`YUANQIAO_PICTURES=docs/images` writes the pictures of docs/studio.md.
"""

import asyncio
import io
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from openpyxl import load_workbook
from playwright.async_api import Browser, Page, ViewportSize, expect

from hub.settings import ROOT
from kb import gaps
from kb.answer import open_answerer
from kb.outcomes import Answered
from tests.e2e.desk_browser import SAME_LOOP, browser
from tests.support.bot import TestBot
from tests.support.hostile_names import FOREIGN, NAMES
from tests.support.house import House, make_settings, running_house
from tests.support.migrated import migrated_file
from tests.support.staff import PASSWORD, StaffClient, make_account, staff_client
from tests.support.waiting import eventually

__all__ = ["browser"]

AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
PICTURES = os.environ.get("YUANQIAO_PICTURES", "")
DESKTOP = ViewportSize(width=1280, height=900)
PHONE = ViewportSize(width=360, height=740)
ASKED = "外地的卡能在本地注销吗"
INDEXED_WITHIN_S = 20.0
OVERHANG = """() => { const main = document.querySelector('yq-desk').shadowRoot.querySelector('main');
  return main.scrollWidth - main.clientWidth; }"""
OURS = FOREIGN.replace("details, ", "")  # other wordings of a gap fold out


@pytest.fixture
def database_file(tmp_path: Path) -> str:
    """A migrated database; made outside of the event loop."""
    return migrated_file(tmp_path / "yuanqiao.db")


@pytest_asyncio.fixture(loop_scope=SAME_LOOP)
async def house(database_file: str, tmp_path: Path, bot: TestBot) -> AsyncIterator[House]:
    async with running_house(make_settings(database_file, tmp_path, bot.port), bot) as running:
        await make_account(running.hub.staff, "li.editor", ["editor"], name="李编辑")
        await make_account(running.hub.staff, "wang.lead", ["supervisor"], name="王主管")
        yield running


async def picture(page: Page, name: str) -> None:
    if PICTURES:
        await page.screenshot(path=Path(PICTURES) / f"studio-{name}.png")


async def serious(page: Page) -> list[str]:
    """What axe finds serious on the page as it is (WCAG 2.2 A and AA)."""
    await page.evaluate(AXE.read_text("utf-8"))
    found = await page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{each['id']}: {each['nodes'][0]['html'][:200]}"
        for each in found["violations"]
        if each["impact"] in ("serious", "critical")
    ]


@asynccontextmanager
async def at_desk(house: House, browser: Browser, login: str, place: str, **more: Any) -> AsyncIterator[Page]:
    """A page of somebody who signed in; what breaks in it fails the test."""
    options: dict[str, Any] = {"locale": "zh-CN", "viewport": DESKTOP} | more
    context = await browser.new_context(**options)
    page = await context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    await page.goto(f"http://127.0.0.1:{house.settings.staff_port}/#{place}")
    await page.get_by_test_id("login").fill(login)
    await page.get_by_test_id("password").fill(PASSWORD)
    await page.get_by_test_id("password").press("Enter")
    await expect(page.get_by_test_id("section-knowledge")).to_be_visible()
    yield page
    assert faults == []
    await context.close()


@asynccontextmanager
async def signed_in(house: House, login: str) -> AsyncIterator[StaffClient]:
    origin = house.settings.staff_origins[0]
    async with staff_client(house.settings.staff_port, origin=origin) as client:
        assert (await client.sign_in(login)).status == 200
        yield client


async def leave_gaps(house: House, *questions: str) -> None:
    async with house.database.write() as connection:
        for turn, question in enumerate(questions, 1):
            await gaps.record(
                connection,
                identity="0123456789abcdef",
                conversation=1,
                turn=turn,
                question=question,
                best_article_id=None,
                best_score=None,
                now=datetime.now(UTC),
            )


async def source_of(house: House, question: str) -> str:
    """The article that a customer is answered from, once the index has followed."""
    answerer = open_answerer(house.settings)
    try:
        await eventually(answerer.why_not_ready, "", INDEXED_WITHIN_S)
        decision = await answerer.answer(question)
    finally:
        await answerer.close()
    assert isinstance(decision, Answered)
    return decision.source.article_id


async def write(page: Page, name: str, text: str) -> None:
    await page.get_by_test_id("editor").locator(f"[name={name}]").fill(text)


async def state_is(page: Page, text: str) -> None:
    await expect(page.get_by_test_id("state")).to_contain_text(text)


async def test_a_gap_becomes_an_answer_of_two_people(house: House, browser: Browser) -> None:
    await leave_gaps(house, ASKED)
    async with at_desk(house, browser, "li.editor", "knowledge/gaps") as li:
        await expect(li.get_by_test_id("gap")).to_contain_text(ASKED)
        await picture(li, "gaps")
        assert await serious(li) == []
        await li.get_by_test_id("gap-new").click()
        await write(li, "topic", "卡片")
        await write(li, "title", "异地银行卡怎么销户")
        await expect(li.get_by_test_id("problems")).to_contain_text("还没有答案")
        await write(li, "answer", "1. 带身份证到任一网点\n2. 请柜员**注销**")
        await expect(li.get_by_test_id("preview").locator("ol li strong")).to_have_text("注销")
        await li.get_by_test_id("preview-sms").click()
        await expect(li.get_by_test_id("counted")).to_contain_text("短信 1 条")
        await picture(li, "editor")
        assert await serious(li) == []
        await li.get_by_test_id("save").click()
        await li.get_by_test_id("submit").click()
        await state_is(li, "待审核")
        await expect(li.get_by_test_id("own-work")).to_be_visible()
        await expect(li.get_by_test_id("approve")).to_have_count(0)
        async with at_desk(house, browser, "wang.lead", "knowledge", color_scheme="dark") as wang:
            await wang.get_by_test_id("filter-state").select_option("review")
            await wang.get_by_role("link", name="异地银行卡怎么销户").click()
            await expect(wang.get_by_test_id("preview").locator("ol li")).to_have_count(2)
            await picture(wang, "review")
            assert await serious(wang) == []
            await wang.get_by_test_id("approve").click()
            await state_is(wang, "已通过")
            await expect(wang.get_by_test_id("to-publish")).to_be_visible()
        await li.get_by_test_id("publish").click()  # who waits sees the approval by themselves
        await state_is(li, "已发布")
        article_id = li.url.rsplit("/", 1)[1]
        assert await source_of(house, ASKED) == article_id
        await write(li, "questions", "外地卡在这里能销吗")
        await li.get_by_test_id("replay").click()
        await expect(li.get_by_test_id("replayed")).to_contain_text("试问了 2 个问题")
        await li.get_by_test_id("page-gaps").click()
        await expect(li.get_by_test_id("empty")).to_be_visible()
        await li.get_by_test_id("page-try").click()
        await li.get_by_test_id("question").fill(ASKED)
        await li.get_by_test_id("question").press("Enter")
        await expect(li.get_by_test_id("outcome")).to_have_text("直接回答")
        await picture(li, "try")
        assert await serious(li) == []
        await li.get_by_test_id("risk-wrong").fill("0")
        await expect(li.get_by_test_id("outcome")).to_be_visible()
        await li.get_by_test_id("risks-of-house").click()
        await expect(li.get_by_test_id("risks-of-house")).to_be_disabled()


async def test_two_editors_merge_and_a_version_comes_back(house: House, browser: Browser) -> None:
    await make_account(house.hub.staff, "zhao.editor", ["editor"])
    content = {
        "topic": "卡片",
        "title": "异地银行卡怎么销户",
        "questions": [ASKED],
        "answer": "第一版。",
        "effective_from": "2026-01-01",
    }
    async with signed_in(house, "zhao.editor") as zhao, signed_in(house, "wang.lead") as wang:
        begun = (await zhao.ask("POST", "/staff/kb/articles", {"content": content})).body
        one = f"/staff/kb/articles/{begun['article_id']}"
        for who, step in ((zhao, "submit"), (wang, "approve"), (zhao, "publish")):
            draft = (await zhao.ask("GET", one)).body["draft"]
            assert (await who.ask("POST", f"{one}/{step}", {"revision": draft["revision"]})).status == 200
        place = f"knowledge/articles/{begun['article_id']}"
        async with at_desk(house, browser, "li.editor", place, color_scheme="dark", viewport=PHONE) as li:
            await write(li, "answer", "李写的。")
            await write(li, "title", "异地卡怎么销户")
            changed = content | {"answer": "赵写的。", "topic": "借记卡"}
            theirs = {"revision": 0, "version": 1, "content": changed}
            assert (await zhao.ask("PUT", f"{one}/draft", theirs)).status == 200
            await li.get_by_test_id("save").click()
            await expect(li.get_by_test_id("merge")).to_contain_text("赵写的。")
            await picture(li, "merge")
            assert await serious(li) == []
            await li.get_by_test_id("answer-together").check()
            await li.get_by_test_id("merge-take").click()
            editor = li.get_by_test_id("editor")
            await expect(editor.locator("[name=answer]")).to_have_value("李写的。\n\n赵写的。")
            await expect(editor.locator("[name=topic]")).to_have_value("借记卡")
            await expect(editor.locator("[name=title]")).to_have_value("异地卡怎么销户")
            await li.get_by_test_id("save").click()
            await expect(li.get_by_test_id("done")).to_have_text("已保存。")
            assert (await zhao.ask("GET", one)).body["content"]["title"] == "异地卡怎么销户"
            await li.get_by_test_id("compare-1").click()
            await expect(li.get_by_test_id("difference").locator("del").first).to_be_visible()
            assert await serious(li) == []
            await li.get_by_test_id("roll-back-1").click()
            await li.get_by_test_id("roll-back-really").click()
            await expect(editor.locator("[name=answer]")).to_have_value("第一版。")
            assert await li.evaluate(OVERHANG) <= 0, "nothing stands out at the side of a phone"


async def test_unsaved_words_wait_while_one_looks_elsewhere(house: House, browser: Browser) -> None:
    async with at_desk(house, browser, "li.editor", "knowledge", locale="en-GB") as li:
        await expect(li.get_by_test_id("empty")).to_contain_text("No articles yet")
        assert await serious(li) == []
        await li.get_by_test_id("new-article").focus()
        await li.keyboard.press("Enter")
        await write(li, "title", "Lost card")
        await expect(li.get_by_test_id("unsaved")).to_be_visible()
        await li.get_by_test_id("section-account").click()
        await li.get_by_test_id("section-knowledge").click()
        await li.get_by_test_id("new-article").click()
        await expect(li.get_by_test_id("editor").locator("[name=title]")).to_have_value("Lost card")


async def test_an_announcement_and_a_file(house: House, browser: Browser) -> None:
    async with at_desk(house, browser, "li.editor", "knowledge/announcements", viewport=PHONE) as li:
        form = li.get_by_test_id("announce")
        await form.locator("[name=text]").fill("转账系统维护中，<b>预计</b> 18 点恢复")
        await li.get_by_test_id("announce-write").click()
        await expect(li.get_by_test_id("announcement")).to_contain_text("待批准")
        assert await serious(li) == []
        async with at_desk(
            house, browser, "wang.lead", "knowledge/announcements", color_scheme="dark"
        ) as wang:
            await wang.get_by_test_id("announce-approve").click()
            await expect(wang.get_by_test_id("announcement")).to_contain_text("播报中")
            # Within ten seconds, as the page promises.
            await expect(wang.get_by_test_id("announced")).to_contain_text("<b>预计</b>")
            await picture(wang, "announcements")
            assert await serious(wang) == []
        await expect(li.get_by_test_id("announced")).to_contain_text("转账系统维护中")
        await li.get_by_test_id("page-exchange").click()
        wrong = "标题,分类,生效日期\n外地卡怎么销户,卡片,明天\n丢卡怎么办,卡片,2026-01-01\n"
        file = {"name": "文章.csv", "mimeType": "text/csv"}
        await li.locator("[data-testid=import-file]:enabled").set_input_files(
            {**file, "buffer": wrong.encode()}
        )
        await expect(li.get_by_test_id("import-faults")).to_contain_text("生效日期 应写成 2026-01-31 的形式")
        await expect(li.get_by_test_id("import-do")).to_have_count(0)
        await picture(li, "import")
        assert await serious(li) == []
        assert await li.evaluate(OVERHANG) <= 0
        right = wrong.replace("明天", "2026-02-01")
        await li.locator("[data-testid=import-file]:enabled").set_input_files(
            {**file, "buffer": right.encode()}
        )
        await li.get_by_test_id("import-do").click()
        await expect(li.get_by_test_id("done")).to_contain_text("已写入 2 篇草稿")
        async with li.expect_download() as downloading:
            await li.get_by_test_id("export-do").click()
        saved = await (await downloading.value).path()
        data = await asyncio.to_thread(Path(saved).read_bytes)
        assert load_workbook(io.BytesIO(data)).worksheets[0].max_row == 3
        await li.get_by_test_id("page-announcements").click()
        await li.get_by_test_id("announce-end").click()
        await expect(li.get_by_test_id("announced")).to_have_text("")


async def test_nothing_in_an_article_or_a_gap_runs(house: House, browser: Browser) -> None:
    await leave_gaps(house, *NAMES)
    today = datetime.now(UTC).date().isoformat()
    async with signed_in(house, "li.editor") as client:
        for name in NAMES:
            content = {"topic": name[:64], "title": name, "questions": [name], "answer": name}
            body = {"content": content | {"effective_from": today}}
            assert (await client.ask("POST", "/staff/kb/articles", body)).status == 200
    async with at_desk(house, browser, "li.editor", "knowledge") as page:
        ran: list[str] = []
        page.on("dialog", lambda dialog: ran.append(dialog.message))
        page.on("request", lambda request: ran.append(request.url) if "evil.example" in request.url else None)
        await expect(page.get_by_test_id("article")).to_have_count(len(NAMES))
        for name in NAMES:
            await expect(page.get_by_test_id("article").get_by_text(name, exact=True).first).to_be_visible()
        assert await page.locator(FOREIGN).count() == 0
        await page.get_by_role("link", name=NAMES[1], exact=True).first.click()
        await expect(page.get_by_test_id("problems").first).to_be_visible()
        assert await page.locator(FOREIGN).count() == 0
        await page.get_by_test_id("page-gaps").click()
        await expect(page.get_by_test_id("gap").first).to_be_visible()
        assert await page.locator(OURS).count() == 0
        assert ran == []
        await page.evaluate("name => document.body.insertAdjacentHTML('beforeend', name)", NAMES[1])
        assert await page.locator(OURS).count() == 1, "what the name would bring is found"
