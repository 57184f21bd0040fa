"""Work items and outlets at the desk in Chromium: what customers did not like is dealt with; axe looks on.

`YUANQIAO_PICTURES=docs/images` writes pictures of the pages.
"""

from datetime import UTC, date, datetime

import pytest
from playwright.async_api import Browser, expect

from kb.articles import publish
from kb.model import ArticleDraft
from kb.store.articles import next_change
from kb.store.work_items import CauseKey
from kb.studio.work_items import AnswerCause, SaidToAnswer, add_cause
from outlets import demo
from outlets.loading import do_load, read_file
from tests.e2e.desk_browser import browser
from tests.e2e.test_studio import (
    DESKTOP,
    OVERHANG,
    PHONE,
    at_desk,
    database_file,
    house,
    picture,
    serious,
)
from tests.support.house import House

__all__ = ["browser", "database_file", "house"]


async def leave_causes(house: House) -> None:
    """An article with a thumb down, a hand-off and a correction, overdue since the new year."""
    now = datetime.now(UTC)
    async with house.database.write() as connection:
        change = await next_change(connection, now)
        draft = ArticleDraft("card-fee", "卡片", "信用卡年费怎么收", ("年费",), "不收。", date(2026, 1, 1))
        await publish(connection, draft, latest=None, approved_by="", now=now, change=change)
        for seq, kind in enumerate(("rating", "handoff", "correction"), 2):
            key = CauseKey("a" * 24, 1, seq, kind)
            said = SaidToAnswer("年费怎么又扣了", "刷满六次就免年费。", "wrong" if kind == "rating" else None)
            await add_cause(connection, AnswerCause(key, "card-fee", 1, now, date(2026, 1, 1), said))


async def test_an_overdue_item_is_seen_and_closed(house: House, browser: Browser) -> None:
    await leave_causes(house)
    async with at_desk(house, browser, "li.editor", "knowledge/work") as page:
        item = page.get_by_test_id("work-item")
        await expect(item).to_contain_text("信用卡年费怎么收")
        await expect(item.get_by_test_id("overdue")).to_be_visible()
        await picture(page, "work")
        await item.get_by_test_id("work-resolve").click()
        assert await serious(page) == []
        await page.get_by_test_id("resolve-form").locator("textarea").fill("补充了免年费的条件")
        await page.get_by_test_id("resolve-do").click()
        await expect(page.get_by_test_id("empty")).to_be_visible()
        await page.get_by_test_id("work-state").select_option("done")
        await expect(page.get_by_test_id("work-item")).to_contain_text("补充了免年费的条件")
        await page.set_viewport_size(PHONE)
        assert await page.evaluate(OVERHANG) <= 0
        await picture(page, "work-phone")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_outlets_are_written_and_approved(house: House, browser: Browser, scheme: str) -> None:
    async with house.database.write() as connection:
        described = read_file(demo.FILE)
        await do_load(connection, described, written_by="a", approved_by="b", now=datetime.now(UTC))
    async with at_desk(house, browser, "li.editor", "knowledge/outlets", color_scheme=scheme) as page:
        await expect(page.get_by_test_id("outlet")).to_have_count(len(described))
        await picture(page, f"outlets-{scheme}")
        one = page.locator("[data-name=xuhui]")
        await one.get_by_test_id("outlet-change").click()
        form = page.get_by_test_id("outlet-form")
        await form.locator("[name=day6]").fill("全天")
        await form.get_by_test_id("outlet-save").click()
        await expect(page.get_by_test_id("trouble")).to_contain_text("周日")
        await form.locator("[name=day6]").fill("10:00–12:00，13:00–15:00")
        assert await serious(page) == []
        await picture(page, f"outlet-form-{scheme}")
        await form.get_by_test_id("outlet-save").click()
        await expect(one.get_by_test_id("outlet-state")).to_have_text("待批准")
        await page.set_viewport_size(PHONE)
        assert await page.evaluate(OVERHANG) <= 0
        await picture(page, f"outlets-phone-{scheme}")
    async with at_desk(house, browser, "wang.lead", "knowledge/outlets", viewport=DESKTOP) as page:
        one = page.locator("[data-name=xuhui]")
        await expect(one).to_contain_text("周日 10:00-12:00, 13:00-15:00")
        await one.get_by_test_id("outlet-approve").click()
        await expect(one.get_by_test_id("outlet-state")).to_have_text("已生效")
