"""Categories at the desk in Chromium: given to a branch, figures refused and mended with one press."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from playwright.async_api import Browser, Page, expect
from sqlalchemy import insert

from hub.store.schema_staff import role, role_right
from tests.e2e.desk_browser import browser
from tests.e2e.test_studio import (
    OVERHANG,
    at_desk,
    database_file,
    house,
    picture,
    serious,
    signed_in,
)
from tests.support.house import House
from tests.support.staff import StaffClient, make_account, make_branches

__all__ = ["browser", "database_file", "house"]

NARROW = {"width": 390, "height": 844}
LITERAL = "补卡收取 10 元。"


@asynccontextmanager
async def published(house: House, **fields: Any) -> AsyncIterator[StaffClient]:
    """An editor, who has published an article with a second person."""
    usual = {"topic": "cards", "title": "补卡收费吗", "questions": ["补卡要钱吗"], "answer": LITERAL}
    body = {"content": usual | {"effective_from": "2026-01-01"} | fields}
    async with signed_in(house, "li.editor") as li, signed_in(house, "wang.lead") as wang:
        begun = (await li.ask("POST", "/staff/kb/articles", body)).body["article_id"]
        one = f"/staff/kb/articles/{begun}"
        for client, name in ((li, "submit"), (wang, "approve"), (li, "publish")):
            revision = (await li.ask("GET", one)).body["draft"]["revision"]
            assert (await client.ask("POST", f"{one}/{name}", {"revision": revision})).status == 200
        yield li


def category(page: Page, topic: str) -> Any:
    return page.get_by_test_id("category").filter(has_text=topic)


async def looks_right(page: Page, name: str) -> None:
    """Nothing serious, nothing beside the screen of a phone."""
    wide = page.viewport_size
    await picture(page, name)
    assert await serious(page) == []
    await page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    assert await page.evaluate(OVERHANG) <= 0
    await picture(page, f"{name}-phone")
    await page.set_viewport_size(wide)  # type: ignore[arg-type]


async def test_figures_are_refused_and_mended_with_one_press(
    house: House,
    browser: Browser,
) -> None:
    await make_account(house.hub.staff, "chen.admin", ["administrator"], name="陈管理")
    async with published(house) as client:
        draft = {"topic": "cards", "title": "挂失收费吗", "questions": ["挂失要钱吗"], "answer": "收 5 元。"}
        body = {"content": draft | {"effective_from": "2026-01-01"}}
        assert (await client.ask("POST", "/staff/kb/articles", body)).status == 200
    async with at_desk(house, browser, "chen.admin", "knowledge/categories", color_scheme="dark") as chen:
        await expect(chen.get_by_test_id("page-articles")).to_have_count(0)
        tick = chen.get_by_test_id("category-strict")
        await tick.focus()
        await chen.keyboard.press("Space")
        await expect(chen.get_by_test_id("done")).to_contain_text("已设为不许写死")
        await expect(tick).to_be_checked()
        await expect(chen.get_by_test_id("category-figures")).to_have_text("1 篇已发布的有写死的数字")
        await looks_right(chen, "categories-strict")
    async with at_desk(house, browser, "li.editor", "knowledge/categories") as li:
        await expect(li.get_by_test_id("category-is-strict")).to_be_visible()
        await expect(li.get_by_test_id("category-strict")).to_have_count(0)
        await li.get_by_test_id("category-figures").click()
        await expect(li.get_by_test_id("article")).to_have_count(1)
        await expect(li.get_by_test_id("has-figures")).to_have_text("有写死的数字")
        await looks_right(li, "list-figures")
        await li.get_by_test_id("filter-figures").uncheck()
        await expect(li.get_by_test_id("article")).to_have_count(2)
        await li.get_by_test_id("choose-all").check()
        await li.get_by_test_id("many-submit").click()
        await expect(li.get_by_test_id("many-left")).to_contain_text("5 元")
        await expect(li.get_by_test_id("many-left")).to_contain_text("改成数值")
        await li.get_by_test_id("many-left").get_by_role("link").click()
        await li.get_by_test_id("submit").click()
        await expect(li.get_by_test_id("trouble")).to_contain_text("不许写死数字：5 元")
        await expect(li.get_by_test_id("problems").first).to_contain_text("请改成数值")
        await looks_right(li, "figure-refused")
        await li.get_by_test_id("figure-to-value").click()
        await expect(li.get_by_test_id("editor").locator("[name=answer]")).to_have_value(
            re.compile(r"收 \{\{(fee|amount):a\.[0-9a-f]+\.(fee|amount)1\}\}。")
        )
        await li.get_by_test_id("save").click()
        await li.get_by_test_id("submit").click()
        await expect(li.get_by_test_id("state")).to_contain_text("待审核")
        await li.get_by_test_id("page-exchange").click()
        table = f"标题,分类,相似问,答案\n补卡几天,cards,几天补好,{LITERAL}\n".encode()
        file = {"name": "文章.csv", "mimeType": "text/csv", "buffer": table}
        await li.locator("[data-testid=import-file]:enabled").set_input_files(file)  # type: ignore[arg-type]
        await expect(li.get_by_test_id("import-stopped")).to_contain_text("有 1 行")
        await expect(li.get_by_test_id("import-row")).to_contain_text("不许写死数字：10 元")
        await looks_right(li, "import-figures")


async def test_a_category_is_given_to_a_branch_and_taken_back(
    house: House,
    browser: Browser,
) -> None:
    await make_branches(house.hub.staff, "east", "west")
    rights = ("knowledge.read", "knowledge.edit")
    async with house.database.write() as connection:
        named = {"role_id": "branch-editor", "name_zh": "支行编辑", "name_en": "Branch"}
        await connection.execute(insert(role).values(**named))
        rows = [{"role_id": "branch-editor", "right_name": each, "scope": "branch"} for each in rights]
        await connection.execute(insert(role_right), rows)
    await make_account(house.hub.staff, "chen.admin", ["administrator"], name="陈管理")
    await make_account(house.hub.staff, "zhou.west", ["branch-editor"], "west", name="周编辑")
    async with published(house, topic="网点", answer="九点开门。") as client:
        body = {"topic": "网点", "zh": "网点服务", "en": "Outlets"}
        assert (await client.ask("PUT", "/staff/kb/categories/name", body)).status == 204
    async with (
        at_desk(house, browser, "chen.admin", "knowledge/categories") as chen,
        at_desk(house, browser, "zhou.west", "knowledge/categories", viewport=NARROW) as zhou,
    ):
        await expect(category(zhou, "网点").get_by_test_id("category-whose")).to_contain_text("全行共用")
        await expect(category(zhou, "网点").get_by_test_id("category-yours")).to_have_text("您可以在这里编写")
        await chen.get_by_test_id("category-branch").select_option("east")
        await chen.get_by_test_id("category-give").click()
        await expect(chen.get_by_test_id("done")).to_contain_text("归属已保存")
        await expect(chen.get_by_test_id("category-whose")).to_have_text("east")
        await looks_right(chen, "categories-given")
        await zhou.reload()
        await expect(zhou.get_by_test_id("category-whose")).to_have_text("其他机构")
        await expect(zhou.get_by_test_id("category-save")).to_have_count(0)
        await expect(zhou.get_by_test_id("category-names")).to_have_text("网点服务 · Outlets")
        assert await serious(zhou) == []
        assert await zhou.evaluate(OVERHANG) <= 0
        await picture(zhou, "categories-foreign-phone")
        await zhou.get_by_test_id("page-articles").click()
        await zhou.get_by_test_id("new-article").click()
        editor = zhou.get_by_test_id("editor")
        await editor.locator("[name=title]").fill("网点几点开门")
        await editor.locator("[name=topic]").fill("网点服务")
        await expect(zhou.get_by_test_id("topic-closed")).to_contain_text("属于其他机构")
        await expect(zhou.get_by_test_id("save")).to_be_disabled()
        assert await serious(zhou) == []
        await editor.locator("[name=topic]").fill("周边")
        await expect(zhou.get_by_test_id("topic-closed")).to_have_count(0)
        await zhou.get_by_test_id("save").click()
        await expect(zhou.get_by_test_id("state")).to_contain_text("草稿")
        given = category(chen, "网点")
        await given.get_by_test_id("category-branch").select_option("")
        await given.get_by_test_id("category-give").click()
        await expect(given.get_by_test_id("category-whose")).to_contain_text("全行共用")
    async with at_desk(house, browser, "li.editor", "knowledge/categories") as li:
        row = category(li, "周边")
        await row.locator("[name=zh]").fill("网点服务")
        await row.locator("[name=en]").fill("Around")
        await row.get_by_test_id("category-save").click()
        await expect(li.get_by_test_id("trouble")).to_contain_text("已有分类叫这个名字（网点）")
