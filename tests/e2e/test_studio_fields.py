"""An article's further fields at the desk in Chromium: links, for whom it is, a note that agents alone read.

`YUANQIAO_PICTURES=docs/images` writes the pictures of docs/studio.md.
"""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from kb import index
from tests.e2e.desk_browser import SAME_LOOP, browser
from tests.e2e.test_studio import (
    DESKTOP,
    OVERHANG,
    at_desk,
    database_file,
    picture,
    serious,
    signed_in,
    source_of,
    state_is,
    write,
)
from tests.support.at_the_desk import become_available
from tests.support.bot import TestBot, done, running_bot
from tests.support.house import House, make_settings, running_house
from tests.support.staff import StaffClient, make_account

__all__ = ["browser", "database_file"]

NARROW: Any = {"width": 390, "height": 800}
NOTE = "先核实身份再说。\n超过 5 万元请转主管。"
TITLE = "银行卡丢失怎么挂失"
ASKED = "银行卡丢了怎么挂失"


@pytest_asyncio.fixture(loop_scope=SAME_LOOP)
async def bot() -> AsyncIterator[TestBot]:
    """A bot that hands over when it is asked to."""

    async def hands_over(ask: dict[str, Any]) -> tuple[int, Any]:
        if "人工" not in ask["input"]["text"]:
            return 200, done(ask, {"type": "text", "text": "请稍候。"})
        command = {"type": "request_person", "reason": "客户要求人工"}
        return 200, done(ask, {"type": "text", "text": "正在为您转接。"}, commands=[command])

    async with running_bot() as running:
        running.answer = hands_over
        yield running


@pytest_asyncio.fixture(loop_scope=SAME_LOOP)
async def house(database_file: str, tmp_path: Path, bot: TestBot) -> AsyncIterator[House]:
    async with running_house(make_settings(database_file, tmp_path, bot.port), bot) as running:
        await make_account(running.hub.staff, "li.editor", ["editor"], name="李编辑")
        await make_account(running.hub.staff, "wang.lead", ["supervisor"], name="王主管")
        await make_account(running.hub.staff, "li.ming")
        yield running


def content(**fields: Any) -> dict[str, Any]:
    usual = {
        "topic": "卡片",
        "title": TITLE,
        "questions": [ASKED, "卡丢了怎么办", "挂失银行卡"],
        "answer": "请马上挂失。",
        "effective_from": datetime.now(UTC).date().isoformat(),
    }
    return usual | fields


async def publish(li: StaffClient, wang: StaffClient, **fields: Any) -> str:
    """An article on its whole way."""
    begun = (await li.ask("POST", "/staff/kb/articles", {"content": content(**fields)})).body
    one = f"/staff/kb/articles/{begun['article_id']}"
    for who, step in ((li, "submit"), (wang, "approve"), (li, "publish")):
        draft = (await who.ask("GET", one)).body["draft"]
        stepped = await who.ask("POST", f"{one}/{step}", {"revision": draft["revision"]})
        assert stepped.status == 200, stepped
    return str(begun["article_id"])


async def add_word(page: Page, field: str, word: str) -> None:
    """Types a word for readers and presses Enter."""
    await page.get_by_test_id(f"readers-{field}").locator("input").fill(word)
    await page.get_by_test_id(f"readers-{field}").locator("input").press("Enter")


async def add_link(page: Page) -> None:
    """Begins a link, gets it wrong, is told, and mends it, with the keyboard."""
    await page.get_by_test_id("link-add").press("Enter")
    await page.keyboard.type("挂失办理")
    await page.keyboard.press("Tab")
    await page.keyboard.type("bank.example/loss")
    await expect(page.get_by_test_id("link-fault")).to_contain_text("以 https 开头")
    await page.get_by_test_id("save").click()
    await expect(page.get_by_test_id("trouble")).to_contain_text("有链接还没有填完整")
    await page.get_by_test_id("links").locator("[name=link-url]").fill("https://bank.example/loss")
    await expect(page.get_by_test_id("link-fault")).to_have_count(0)


async def test_links_readers_and_a_note_are_written_merged_and_compared(
    house: House,
    browser: Browser,
) -> None:
    async with signed_in(house, "li.editor") as other, signed_in(house, "wang.lead") as wang:
        article_id = await publish(other, wang, segments=["vip"])
        one = f"/staff/kb/articles/{article_id}"
        place = f"knowledge/articles/{article_id}"
        async with at_desk(house, browser, "li.editor", place) as li:
            await state_is(li, "已发布")
            seen = li.get_by_test_id("seen-by")
            await expect(seen).to_have_text("可见范围：所有渠道 · 仅限客群为 vip 的客户")
            await expect(li.get_by_test_id("readers-caution")).to_contain_text("只有登录后")
            await add_link(li)
            await add_word(li, "regions", "上海，sh")
            await expect(li.get_by_test_id("readers-regions").get_by_test_id("word-told")).to_contain_text(
                "没有添加：上海"
            )
            await li.get_by_role("button", name="移除 sh").click()
            await li.get_by_test_id("channels").get_by_label("短信").check()
            await add_word(li, "segments", "private")
            await expect(seen).to_have_text("可见范围：短信 · 仅限客群为 vip、private 的客户")
            await write(li, "note", NOTE)
            await picture(li, "fields")
            assert await serious(li) == []
            theirs = content(segments=["vip"], note="别人的话。", links=[])
            saved = await other.ask("PUT", f"{one}/draft", {"revision": 0, "version": 1, "content": theirs})
            assert saved.status == 200
            await li.get_by_test_id("save").click()
            await expect(li.get_by_test_id("merge")).to_contain_text("别人的话。")
            await expect(li.get_by_test_id("merge")).to_contain_text("超过 5 万元请转主管。")
            await li.get_by_test_id("merge-take").click()
            await li.get_by_test_id("save").click()
            await expect(li.get_by_test_id("done")).to_have_text("已保存。")
            now = (await other.ask("GET", one)).body["content"]
            assert now["note"] == NOTE
            assert now["segments"] == ["vip", "private"]
            assert now["channels"] == ["sms"]
            assert now["links"] == [
                {"title": "挂失办理", "url": "https://bank.example/loss", "description": ""}
            ]
            await li.get_by_test_id("compare-1").click()
            await expect(li.get_by_test_id("difference")).to_contain_text("超过 5 万元请转主管。")
            await expect(li.get_by_test_id("difference")).to_contain_text("private")
        narrow: dict[str, Any] = {"viewport": NARROW, "color_scheme": "dark"}
        async with at_desk(house, browser, "li.editor", place, **narrow) as li:
            await expect(li.get_by_test_id("seen-by")).to_contain_text("private")
            await li.get_by_test_id("seen-by").scroll_into_view_if_needed()
            assert await li.evaluate(OVERHANG) <= 0
            assert await serious(li) == []
            await picture(li, "fields-phone")
        async with at_desk(house, browser, "wang.lead", place) as lead:
            await expect(lead.get_by_test_id("read")).to_contain_text("超过 5 万元请转主管。")
            await expect(lead.get_by_test_id("read")).to_contain_text("仅限客群为 vip、private 的客户")


async def test_an_agent_reads_the_note_and_inserts_the_answer_without_it(
    house: House,
    browser: Browser,
) -> None:
    async with signed_in(house, "li.editor") as li, signed_in(house, "wang.lead") as wang:
        article_id = await publish(li, wang, note=NOTE)
    assert await source_of(house, ASKED) == article_id
    await index.rebuild(house.database, house.settings.index_dir, today=datetime.now(UTC).date())
    context = await browser.new_context(locale="zh-CN", viewport=DESKTOP)
    page = await context.new_page()
    await become_available(page, house, "li.ming")
    async with house.client() as client:
        await client.acked(await client.send(ASKED))
        await client.replies(1)
        await client.acked(await client.send("转人工"))
        await page.get_by_test_id("accept").click()
        await page.get_by_test_id("suggest").click()
        note = page.get_by_test_id("agents-note")
        await expect(note).to_contain_text("仅客服可见")
        await expect(note).to_contain_text("超过 5 万元请转主管。")
        assert await serious(page) == []
        await picture(page, "agents-note")
        await page.get_by_test_id("insert-suggestion").click()
        await expect(page.get_by_test_id("composer")).to_have_value("请马上挂失。")
        await page.get_by_test_id("send").click()
        await client.until(lambda: "请马上挂失" in str(client.outgoing[-1]))
        assert "主管" not in str(client.frames)
    await context.close()


async def test_tags_of_two_editors_both_stay_and_a_second_date_is_told(
    house: House, browser: Browser
) -> None:
    async with signed_in(house, "li.editor") as other, signed_in(house, "wang.lead") as wang:
        article_id = await publish(other, wang)
        one = f"/staff/kb/articles/{article_id}"
        async with at_desk(house, browser, "li.editor", f"knowledge/articles/{article_id}") as li:
            form = li.get_by_test_id("about")
            await form.locator("[name=tags]").fill("热点")
            was = {
                name: (await other.ask("GET", one)).body[name] for name in ("owner_id", "review_by", "tags")
            }
            theirs = was | {"tags": ["常用"], "review_by": "2027-01-01", "was": was}
            assert (await other.ask("PUT", f"{one}/about", theirs)).status == 200
            async with li.expect_response(lambda answer: answer.url.endswith(one)):
                await li.evaluate("dispatchEvent(new Event('focus'))")  # somebody comes back: it is read anew
            await form.get_by_test_id("save-about").click()
            await expect(form.locator("[name=tags]")).to_have_value("常用、热点")
            assert (await other.ask("GET", one)).body["tags"] == ["常用", "热点"]
            await form.locator("[name=review_by]").fill("2026-12-31")
            both = {"owner_id": was["owner_id"], "review_by": "2027-01-01", "tags": ["常用", "热点"]}
            later = both | {"review_by": "2027-06-01", "was": both}
            assert (await other.ask("PUT", f"{one}/about", later)).status == 200
            await form.get_by_test_id("save-about").click()
            await expect(li.get_by_test_id("trouble")).to_contain_text("其他人改动")
            await expect(form.locator("[name=review_by]")).to_have_value("2027-06-01")
