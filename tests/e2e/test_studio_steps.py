"""What a newcomer to the studio looks for: reviews that wait, and the next step of a long article."""

import pytest
from playwright.async_api import Browser, Page, ViewportSize, expect

from tests.e2e.desk_browser import browser
from tests.e2e.test_studio import (
    DESKTOP,
    OVERHANG,
    at_desk,
    database_file,
    house,
    picture,
    serious,
    signed_in,
    state_is,
)
from tests.support.house import House

__all__ = ["browser", "database_file", "house"]

NARROW = ViewportSize(width=390, height=844)
LONG = {
    "topic": "卡片",
    "title": "银行卡丢失怎么挂失",
    "questions": [f"第{number}种问法怎么挂失" for number in range(60)],
    "answer": "\n\n".join(f"第{number}段：先在手机银行挂失，再到网点。" for number in range(60)),
    "effective_from": "2026-01-01",
}
IN_VIEW = """element => { const box = element.getBoundingClientRect();
  return box.top >= 0 && box.bottom <= innerHeight; }"""
SEEN_AGAIN = "() => document.dispatchEvent(new Event('visibilitychange'))"
COVERED = """() => {
  let at = document.activeElement;
  while (at.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  const steps = at.getRootNode().host?.getRootNode().querySelector('[data-testid=steps]');
  if (!steps) return ['', 0];
  const over = at.getBoundingClientRect().bottom - steps.getBoundingClientRect().top;
  return [at.name, Math.max(0, Math.round(over))]; }"""


async def begin(house: House, *steps: str) -> str:
    """A long article of li's, and how far it went."""
    async with signed_in(house, "li.editor") as li:
        begun = (await li.ask("POST", "/staff/kb/articles", {"content": LONG})).body
        one = f"/staff/kb/articles/{begun['article_id']}"
        for each in steps:
            revision = (await li.ask("GET", one)).body["draft"]["revision"]
            assert (await li.ask("POST", f"{one}/{each}", {"revision": revision})).status == 200
    return str(begun["article_id"])


async def test_who_reviews_is_led_to_what_waits(house: House, browser: Browser) -> None:
    await begin(house)
    async with at_desk(house, browser, "wang.lead", "knowledge/gaps") as wang:
        await expect(wang.get_by_test_id("empty")).to_be_visible()
        await expect(wang.get_by_test_id("reviews")).to_have_count(0)
        badge = wang.get_by_test_id("waiting-knowledge")
        await expect(badge).to_have_count(0)
        await begin(house, "submit")
        await wang.evaluate(SEEN_AGAIN)
        await expect(badge).to_be_visible()
        section = wang.get_by_test_id("section-knowledge")
        await expect(section).to_have_accessible_name("知识库 1 项待您审批")
        await expect(wang.get_by_test_id("waiting-articles")).to_contain_text("1")
        await wang.get_by_test_id("page-articles").click()
        await expect(wang.get_by_test_id("reviews")).to_have_text("有 1 篇草稿等您审核")
        await wang.get_by_test_id("search").fill("没有这样的词")
        await wang.get_by_test_id("empty-reviews").click()
        await expect(wang.get_by_test_id("article")).to_have_count(1)
        await expect(wang.get_by_test_id("filter-reviewable")).to_be_checked()
        await picture(wang, "reviews")
        assert await serious(wang) == []
        await wang.get_by_test_id("page-gaps").click()
        await wang.get_by_test_id("reviews").focus()
        await wang.keyboard.press("Enter")
        await wang.get_by_test_id("article").get_by_role("link").first.click()
        await wang.get_by_test_id("approve").click()
        await state_is(wang, "已通过")
        await expect(wang.get_by_test_id("reviews")).to_have_count(0)
        await expect(badge).to_have_count(0)
        await wang.get_by_test_id("to-list").click()
        await expect(wang.get_by_test_id("empty")).to_contain_text("没有等您审核的草稿")
    async with at_desk(house, browser, "li.editor", "knowledge") as li:
        await expect(li.get_by_test_id("article")).to_have_count(2)
        await expect(li.get_by_test_id("reviews")).to_have_count(0)
        await expect(li.get_by_test_id("waiting-knowledge")).to_have_count(0)


@pytest.mark.parametrize("size", [DESKTOP, NARROW], ids=["wide", "phone"])
async def test_the_next_step_is_in_reach_and_covers_no_field(
    house: House,
    browser: Browser,
    size: ViewportSize,
) -> None:
    article_id = await begin(house)
    place = f"knowledge/articles/{article_id}"
    async with at_desk(house, browser, "li.editor", place, viewport=size) as li:
        submit = li.get_by_test_id("submit")
        await expect(submit).to_be_visible()
        assert await submit.evaluate(IN_VIEW), "before anything is scrolled"
        await picture(li, f"steps-{size['width']}")
        await li.get_by_test_id("editor").locator("[name=title]").focus()
        passed = [await covered(li)]
        for _ in range(30):
            await li.keyboard.press("Tab")
            passed.append(await covered(li))
        names = {name for name, _ in passed}
        assert {"title", "topic", "questions", "answer", "effective_from"} <= names
        assert [each for each in passed if each[0] and each[1]] == []
        answer = li.get_by_test_id("editor").locator("[name=answer]")
        await answer.focus()
        await li.keyboard.press("Control+End")
        await li.keyboard.type("\n最后一句。")
        assert (await covered(li)) == ("answer", 0)
        await expect(li.get_by_test_id("unsaved")).to_be_visible()
        assert (await covered(li)) == ("answer", 0), "a bar that grew covers nothing, either"
        assert await li.get_by_test_id("save").evaluate(IN_VIEW)
        assert await li.evaluate(OVERHANG) <= 0
        assert await serious(li) == []
        await li.get_by_test_id("save").click()
        await expect(li.get_by_test_id("done")).to_be_visible()
        replay = li.get_by_test_id("replay")
        await expect(replay).to_have_text("回放看看")
        await replay.scroll_into_view_if_needed()
        assert await submit.evaluate(IN_VIEW), "also at the end of the page"
        await picture(li, f"replay-{size['width']}")
        await submit.click()
        await state_is(li, "待审核")


async def covered(page: Page) -> tuple[str, int]:
    """The field that is written in, and how many pixels of it lie below the bar's upper edge."""
    name, pixels = await page.evaluate(COVERED)
    return name or "", pixels


async def test_why_a_draft_is_given_back_is_asked_in_the_bar(
    house: House,
    browser: Browser,
) -> None:
    place = f"knowledge/articles/{await begin(house, 'submit')}"
    async with at_desk(house, browser, "wang.lead", place, viewport=NARROW, color_scheme="dark") as wang:
        await wang.get_by_test_id("give-back").click()
        why = wang.get_by_test_id("give-back-why")
        assert await why.evaluate(IN_VIEW)
        await why.fill("太长了")
        await picture(wang, "give-back-phone")
        assert await serious(wang) == []
        await wang.get_by_test_id("give-back-really").click()
        await state_is(wang, "草稿")
