"""Synonyms at the desk in Chromium: added, tried, approved by another, rolled back; axe looks on."""

from datetime import UTC, datetime

from playwright.async_api import Browser, Page, ViewportSize, expect

from kb.articles import publish
from kb.model import ArticleDraft
from kb.store.articles import next_change
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
from tests.support.hostile_names import FOREIGN, NAMES
from tests.support.house import House
from tests.support.waiting import eventually

__all__ = ["browser", "database_file", "house"]

PHONE = ViewportSize(width=390, height=844)
PATH = "/staff/kb/synonyms"
SERVED_WITHIN_S = 20.0


async def something_published(house: House) -> None:
    """Two articles, and so an index."""
    now = datetime.now(UTC)
    vip = ArticleDraft("vip", "账户", "尊享账户怎么开", ("开一个尊享账户",), "到网点办理。", now.date())
    hours = ArticleDraft("hours", "网点", "网点几点开门", ("几点上班",), "工作日 9:00 开门。", now.date())
    async with house.database.write() as connection:
        change = await next_change(connection, now)
        for draft in (vip, hours):
            await publish(connection, draft, latest=None, approved_by="", now=now, change=change)


async def is_serving(house: House, number: int) -> None:
    async with signed_in(house, "li.editor") as client:

        async def serving() -> int | None:
            return (await client.ask("GET", PATH)).body["serving"]

        await eventually(serving, number, SERVED_WITHIN_S)


async def looks_right(page: Page, name: str) -> None:
    await picture(page, name)
    assert await serious(page) == []
    assert await page.evaluate(OVERHANG) <= 0


async def test_a_group_goes_from_a_draft_to_what_is_searched_by(house: House, browser: Browser) -> None:
    await something_published(house)
    await is_serving(house, 0)
    async with at_desk(house, browser, "li.editor", "knowledge/synonyms") as li:
        await expect(li.get_by_test_id("syn-serving")).to_contain_text("内置词表")
        await li.get_by_test_id("syn-search").fill("蓝鲸")
        await expect(li.get_by_test_id("empty")).to_contain_text("可以新增一组")
        await li.get_by_test_id("syn-add").click()
        await li.keyboard.type("尊享账户 蓝鲸、口令")  # the cursor stands in the field
        await li.keyboard.press("Enter")
        await expect(li.get_by_test_id("syn-findings")).to_contain_text("“口令”已在第")
        await expect(li.get_by_test_id("syn-submit")).to_be_disabled()
        await li.get_by_role("button", name="修改 尊享账户").click()
        await expect(li.locator("input[name=words]")).to_be_focused()
        await li.locator("input[name=words]").fill("尊享账户 蓝鲸")
        await li.get_by_test_id("syn-save").click()
        await expect(li.get_by_test_id("syn-findings")).to_have_count(0)
        await expect(li.get_by_test_id("changes")).to_contain_text("尊享账户 蓝鲸")
        await li.get_by_test_id("syn-question").fill("蓝鲸")
        await li.get_by_test_id("syn-ask").click()
        await expect(li.get_by_test_id("syn-tried-published")).to_contain_text("没有命中词组")
        await expect(li.get_by_test_id("syn-tried-draft")).to_contain_text("尊享账户怎么开")
        await looks_right(li, "synonyms")
        await li.get_by_test_id("syn-submit-why").fill("客户叫它蓝鲸")
        await li.get_by_test_id("syn-submit").click()
        await expect(li.get_by_test_id("syn-state")).to_have_text("待审核")
        await expect(li.get_by_test_id("syn-own")).to_contain_text("另一人批准")
    async with at_desk(house, browser, "wang.lead", "knowledge/synonyms", color_scheme="dark") as wang:
        await expect(wang.get_by_test_id("changes")).to_contain_text("尊享账户 蓝鲸")
        await expect(wang.get_by_test_id("syn-add")).to_have_count(0)
        await looks_right(wang, "synonyms-review")
        await wang.get_by_test_id("syn-approve").click()
        await expect(wang.get_by_test_id("done")).to_contain_text("版本 1 已发布")
        await expect(wang.get_by_test_id("syn-serving")).to_contain_text("生效中：版本 1", timeout=15_000)
    async with at_desk(house, browser, "li.editor", "knowledge/try") as li:
        await li.get_by_test_id("question").fill("蓝鲸")
        await li.get_by_test_id("ask").click()
        await expect(li.get_by_test_id("candidates")).to_contain_text("尊享账户怎么开")
    async with at_desk(house, browser, "li.editor", "knowledge/synonyms", viewport=PHONE) as li:
        await expect(li.get_by_test_id("syn-version").first).to_contain_text("王主管")
        await li.get_by_test_id("syn-compare-0").click()
        await expect(li.get_by_test_id("syn-difference")).to_contain_text("尊享账户 蓝鲸")
        await li.get_by_test_id("syn-back-0").click()
        await expect(li.get_by_test_id("changes")).to_contain_text("移除")
        await looks_right(li, "synonyms-phone")
        await li.get_by_test_id("syn-drop").click()
        await li.get_by_test_id("syn-drop-really").click()
        await expect(li.get_by_test_id("syn-state")).to_have_count(0)
        await li.get_by_test_id("syn-search").fill("尊享")
        await li.get_by_test_id("syn-take-out").click()
        await expect(li.get_by_test_id("changes")).to_contain_text("尊享账户 蓝鲸")


async def test_the_list_is_edited_as_one_text_and_nothing_in_it_runs(house: House, browser: Browser) -> None:
    async with at_desk(house, browser, "li.editor", "knowledge/synonyms") as li:
        await li.get_by_test_id("syn-whole").click()
        lines = [f"词{number} {name}" for number, name in enumerate(NAMES)]
        await li.get_by_test_id("syn-text").fill("\n".join(lines))
        await looks_right(li, "synonyms-text")
        await li.get_by_test_id("syn-text-save").click()
        await expect(li.get_by_test_id("done")).to_contain_text("已保存")
        await expect(li.get_by_test_id("syn-group").first).to_be_visible()
        await expect(li.locator(FOREIGN)).to_have_count(0)
        async with signed_in(house, "li.editor") as client:
            seen = (await client.ask("GET", PATH)).body
        await li.get_by_test_id("syn-whole").click()
        async with signed_in(house, "wang.lead") as other:
            refused = await other.ask(
                "PUT", f"{PATH}/draft", {"revision": 1, "number": 0, "text": "密码 口令"}
            )
            assert refused.status == 403
        async with signed_in(house, "li.editor") as client:
            body = {"revision": seen["draft"]["revision"], "number": 0, "text": "密码 口令"}
            assert (await client.ask("PUT", f"{PATH}/draft", body)).status == 200
        await li.get_by_test_id("syn-text").fill("挂失 报失")
        await li.get_by_test_id("syn-text-save").click()
        await expect(li.get_by_test_id("trouble")).to_contain_text("没有保存")
        await expect(li.get_by_test_id("syn-text")).to_have_value("挂失 报失")
        await li.get_by_test_id("syn-text-leave").click()
        await expect(li.get_by_test_id("syn-group")).to_have_count(1)
        await expect(li.get_by_test_id("syn-group")).to_contain_text("口令")
