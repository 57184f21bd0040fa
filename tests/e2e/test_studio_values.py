"""Values at the desk in Chromium: a figure becomes one with one click, another approves it; axe looks on."""

import re

from playwright.async_api import Browser, expect

from tests.e2e.desk_browser import browser
from tests.e2e.test_studio import (
    OVERHANG,
    PHONE,
    at_desk,
    database_file,
    house,
    picture,
    serious,
    signed_in,
)
from tests.support.house import House

__all__ = ["browser", "database_file", "house"]


async def test_a_figure_becomes_a_value_that_another_approves(house: House, browser: Browser) -> None:
    content = {"topic": "cards", "title": "补卡收费吗", "questions": ["补卡要钱吗"], "answer": "收取 10 元。"}
    body = {"content": content | {"effective_from": "2026-01-01"}}
    async with signed_in(house, "li.editor") as client:
        assert (await client.ask("POST", "/staff/kb/articles", body)).status == 200
    async with at_desk(house, browser, "li.editor", "knowledge/categories", viewport=PHONE) as li:
        row = li.get_by_test_id("category")
        await row.locator("[name=zh]").fill("借记卡")
        await row.locator("[name=en]").fill("Debit cards")
        await row.get_by_test_id("category-save").click()
        await expect(li.get_by_test_id("done")).to_contain_text("名称已保存")
        await picture(li, "categories")
        assert await serious(li) == []
        assert await li.evaluate(OVERHANG) <= 0
        await li.get_by_test_id("page-articles").click()
        await expect(li.get_by_test_id("article")).to_contain_text("借记卡")
        await li.get_by_role("link", name="补卡收费吗").click()
        await expect(li.get_by_test_id("topic-name")).to_have_text("借记卡")
        await li.get_by_test_id("figure-to-value").click()
        await expect(li.get_by_test_id("editor").locator("[name=answer]")).to_have_value(
            re.compile(r"收取 \{\{fee:a\.[0-9a-f]+\.fee1\}\}。")
        )
        await expect(li.get_by_test_id("preview")).to_contain_text("收取 10 元。")
        await expect(li.get_by_test_id("values-from")).to_contain_text("2026-01-01")
        await expect(li.get_by_test_id("problems")).to_contain_text("等待批准")
        await picture(li, "figure")
        assert await serious(li) == []
    async with at_desk(house, browser, "wang.lead", "knowledge/values", color_scheme="dark") as wang:
        await expect(wang.get_by_test_id("value")).to_contain_text("10 元")
        await wang.get_by_test_id("value-approve").click()
        await expect(wang.get_by_test_id("value")).to_contain_text("生效中")
        await picture(wang, "values")
        assert await serious(wang) == []
    async with at_desk(house, browser, "li.editor", "knowledge/values", viewport=PHONE) as li:
        await li.get_by_test_id("value-change").click()
        form = li.get_by_test_id("value-form")
        await expect(form.locator("[name=unit]")).to_have_value("元")
        await form.locator("[name=value]").fill("8")
        await form.locator("[name=region]").fill("310000")
        await picture(li, "value-change")
        assert await serious(li) == []
        assert await li.evaluate(OVERHANG) <= 0
        await li.get_by_test_id("value-write").click()
        await expect(li.get_by_test_id("value")).to_have_count(2)
        await expect(li.get_by_test_id("value").first).to_contain_text("待批准")
