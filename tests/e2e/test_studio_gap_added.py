"""A gap is added to an article that is there: to the customer's answer, with the wrong turns on the way."""

from typing import Any

import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.e2e.desk_browser import SAME_LOOP, browser
from tests.e2e.test_editors_day import answer_from, answering
from tests.e2e.test_studio import (
    at_desk,
    database_file,
    house,
    leave_gaps,
    picture,
    serious,
    signed_in,
    source_of,
    state_is,
    write,
)
from tests.support.house import House
from tests.support.staff import StaffClient, make_account
from tests.support.waiting import eventually

__all__ = ["browser", "database_file", "house"]

TITLE = "银行卡丢失怎么挂失"
ASKED, ALSO = "卡被吞了怎么取回来", "卡被吞了怎么办"
ANSWER = "先在手机银行**挂失**，再带身份证到网点。"


@pytest_asyncio.fixture(loop_scope=SAME_LOOP)
async def article_id(house: House) -> str:
    """An article that two people have published."""
    await make_account(house.hub.staff, "zhao.editor", ["editor"], name="赵编辑")
    content = {
        "topic": "卡片",
        "title": TITLE,
        "questions": ["卡丢了怎么挂失"],
        "answer": ANSWER,
        "effective_from": "2026-01-01",
    }
    async with signed_in(house, "zhao.editor") as zhao, signed_in(house, "wang.lead") as wang:
        begun = (await zhao.ask("POST", "/staff/kb/articles", {"content": content})).body["article_id"]
        for client, name in ((zhao, "submit"), (wang, "approve"), (zhao, "publish")):
            await step(client, begun, name)
    return str(begun)


async def step(client: StaffClient, article_id: str, name: str) -> None:
    one = f"/staff/kb/articles/{article_id}"
    draft = (await client.ask("GET", one)).body["draft"]
    assert (await client.ask("POST", f"{one}/{name}", {"revision": draft["revision"]})).status == 200


async def draft_of(client: StaffClient, article_id: str) -> Any:
    return (await client.ask("GET", f"/staff/kb/articles/{article_id}")).body["draft"]


async def add(page: Page, title: str = TITLE) -> None:
    """Looks for the article and adds the gap to it."""
    await page.get_by_test_id("gap-add").click()
    await page.get_by_test_id("picker-search").fill(title)
    await page.get_by_test_id("picker-search").press("Enter")
    await page.get_by_test_id("picker-add").click()


async def test_a_gap_of_two_questions_is_answered_by_an_article_that_is_there(
    house: House,
    browser: Browser,
    article_id: str,
) -> None:
    await leave_gaps(house, ASKED, ALSO)
    async with (
        at_desk(house, browser, "li.editor", "knowledge/gaps") as li,
        at_desk(house, browser, "wang.lead", "knowledge") as wang,
    ):
        await expect(li.get_by_test_id("gap")).to_have_count(1)
        await expect(li.get_by_test_id("gap")).to_contain_text("2 次")
        await li.get_by_test_id("gap-add").click()
        await li.get_by_test_id("picker-search").fill("没有这样的文章")
        await li.get_by_test_id("picker-search").press("Enter")
        await expect(li.get_by_test_id("picker")).to_contain_text("没有符合条件的文章")
        await li.get_by_test_id("picker-search").fill(TITLE)
        await li.get_by_test_id("picker-search").press("Enter")
        await picture(li, "gap-add")
        assert await serious(li) == []
        await li.get_by_test_id("picker-add").click()
        await expect(li.get_by_test_id("done")).to_contain_text("已加入文章的草稿")
        await expect(li.get_by_test_id("empty")).to_be_visible()
        await li.get_by_test_id("added-draft").click()
        questions = li.get_by_test_id("editor").locator("[name=questions]")
        await expect(questions).to_have_value(f"卡丢了怎么挂失\n{ALSO}\n{ASKED}")
        await li.get_by_test_id("submit").click()
        await state_is(li, "待审核")
        await expect(li.get_by_test_id("own-work")).to_be_visible()
        await expect(li.get_by_test_id("approve")).to_have_count(0)
        await wang.reload()
        await wang.get_by_test_id("reviews").click()
        await wang.get_by_role("link", name=TITLE).click()
        await wang.get_by_test_id("approve").click()
        await state_is(wang, "已通过")
        await li.reload()
        await li.get_by_test_id("publish").click()
        await state_is(li, "版本 2")
        assert await source_of(house, ALSO) == article_id
        await heard_by_a_customer(house)
        await li.get_by_test_id("page-gaps").click()
        await expect(li.get_by_test_id("empty")).to_be_visible()


async def heard_by_a_customer(house: House) -> None:
    """Who asks what nobody could answer has the article's answer now."""
    async with answering(house) as answerer:
        await answer_from(house, answerer)

        async def is_answered() -> bool:
            return "挂失" in getattr(await answerer.answer(ASKED), "text", "")

        await eventually(is_answered, True, 30.0)
        async with house.client() as customer:
            await customer.acked(await customer.send(ASKED))
            (said, *_) = await customer.replies(1, 20)
            assert "挂失" in said["segments"][0]["text"]
            assert said["segments"][0]["source"]["title"] == TITLE


async def test_a_draft_that_was_handed_in_is_handed_in_anew(
    house: House,
    browser: Browser,
    article_id: str,
) -> None:
    await leave_gaps(house, ASKED, ALSO)
    content = {"topic": "卡片", "title": TITLE, "questions": ["卡丢了怎么挂失"], "answer": "赵改过的。"}
    changed = {"revision": 0, "version": 1, "content": content | {"effective_from": "2026-01-01"}}
    async with signed_in(house, "zhao.editor") as zhao:
        one = f"/staff/kb/articles/{article_id}"
        assert (await zhao.ask("PUT", f"{one}/draft", changed)).status == 200
        await step(zhao, article_id, "submit")
        async with (
            at_desk(house, browser, "wang.lead", f"knowledge/articles/{article_id}") as wang,
            at_desk(house, browser, "li.editor", "knowledge/gaps") as li,
        ):
            await expect(wang.get_by_test_id("approve")).to_be_visible()
            await li.get_by_test_id("gap-add").click()
            await li.get_by_test_id("picker-search").fill(TITLE)
            await li.get_by_test_id("picker-search").press("Enter")
            await expect(li.get_by_test_id("picker")).to_contain_text("待审核")
            await expect(li.get_by_test_id("picker")).to_contain_text("需要重新提交")
            await li.get_by_test_id("picker-add").click()
            await expect(li.get_by_test_id("done")).to_be_visible()
            draft = await draft_of(zhao, article_id)
            assert (draft["state"], draft["content"]["answer"]) == ("draft", "赵改过的。")
            assert draft["content"]["questions"][1:] == [ALSO, ASKED]
            # What the reviewer had before their eyes is not what would be said: they are shown the new draft.
            await wang.get_by_test_id("approve").click()
            await expect(wang.get_by_test_id("trouble")).to_contain_text("没有执行您的操作")
            await state_is(wang, "草稿")
            await li.get_by_test_id("added-draft").click()
            await li.get_by_test_id("submit").click()
            await state_is(li, "待审核")
            await wang.reload()
            await wang.get_by_test_id("approve").click()
            await state_is(wang, "已通过")


async def test_who_writes_in_the_article_meanwhile_loses_nothing(
    house: House,
    browser: Browser,
    article_id: str,
) -> None:
    await leave_gaps(house, ASKED, ALSO)
    await make_account(house.hub.staff, "sun.editor", ["editor"], name="孙编辑")
    async with (
        at_desk(house, browser, "sun.editor", f"knowledge/articles/{article_id}") as sun,
        at_desk(house, browser, "li.editor", "knowledge/gaps") as li,
        at_desk(house, browser, "zhao.editor", "knowledge/gaps") as zhao,
        signed_in(house, "li.editor") as client,
    ):
        await write(sun, "answer", "孙写的。")
        await zhao.get_by_test_id("gap-add").click()  # two have the gap before them
        await add(li)
        await expect(li.get_by_test_id("done")).to_be_visible()
        await zhao.get_by_test_id("picker-search").fill(TITLE)
        await zhao.get_by_test_id("picker-search").press("Enter")
        await zhao.get_by_test_id("picker-add").click()
        await expect(zhao.get_by_test_id("empty")).to_be_visible()
        assert (await draft_of(client, article_id))["content"]["questions"] == [
            "卡丢了怎么挂失",
            ALSO,
            ASKED,
        ], "each question once, however often it was added"
        await sun.get_by_test_id("save").click()
        await sun.get_by_test_id("merge-take").click()
        editor = sun.get_by_test_id("editor")
        await expect(editor.locator("[name=answer]")).to_have_value("孙写的。")
        await expect(editor.locator("[name=questions]")).to_have_value(f"卡丢了怎么挂失\n{ALSO}\n{ASKED}")
        await sun.get_by_test_id("save").click()
        await expect(sun.get_by_test_id("done")).to_have_text("已保存。")
        saved = (await draft_of(client, article_id))["content"]
        assert (saved["answer"], len(saved["questions"])) == ("孙写的。", 3)
