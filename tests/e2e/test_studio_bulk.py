"""One change of many articles in Chromium: what is theirs alone stays, and nobody's work is written over."""

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
PUBLISHED, REVIEWED, MEANWHILE = "补卡几天", "怎么挂失", "怎么销户"


async def begin(client: StaffClient, title: str, topic: str = "卡片") -> str:
    """A new draft; gives its address."""
    content = {"topic": topic, "title": title, "questions": [f"{title}呢"], "answer": "到网点办理。"}
    body = {"content": content | {"effective_from": "2026-01-01"}}
    return f"/staff/kb/articles/{(await client.ask('POST', '/staff/kb/articles', body)).body['article_id']}"


async def step(client: StaffClient, one: str, name: str) -> None:
    revision = (await client.ask("GET", one)).body["draft"]["revision"]
    assert (await client.ask("POST", f"{one}/{name}", {"revision": revision})).status == 200


async def three_articles(house: House) -> dict[str, str]:
    """One that is published and has tags, one in review, one draft, and a second category."""
    async with signed_in(house, "li.editor") as li, signed_in(house, "wang.lead") as wang:
        found = {title: await begin(li, title) for title in (PUBLISHED, REVIEWED, MEANWHILE)}
        await step(li, found[PUBLISHED], "submit")
        await step(wang, found[PUBLISHED], "approve")
        await step(li, found[PUBLISHED], "publish")
        await step(li, found[REVIEWED], "submit")
        owner = (await li.ask("GET", found[PUBLISHED])).body["owner_id"]
        was = {"owner_id": owner}
        about = was | {"review_by": "2026-06-01", "tags": ["旧", "常用"], "was": was}
        assert (await li.ask("PUT", f"{found[PUBLISHED]}/about", about)).status == 200
        named = {"topic": "accounts", "zh": "账户", "en": "Accounts"}
        assert (await li.ask("PUT", "/staff/kb/categories/name", named)).status == 204
    return found


async def saved_meanwhile(house: House, one: str) -> None:
    async with signed_in(house, "zhao.editor") as zhao:
        draft = (await zhao.ask("GET", one)).body["draft"]
        content = draft["content"] | {"answer": "赵写的。"}
        body = {"revision": draft["revision"], "version": 0, "content": content}
        assert (await zhao.ask("PUT", f"{one}/draft", body)).status == 200


async def looks_right(page: Page, name: str) -> None:
    """Nothing serious, nothing beside the screen of a phone."""
    wide = page.viewport_size
    await picture(page, name)
    assert await serious(page) == []
    await page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    assert await page.evaluate(OVERHANG) <= 0
    await picture(page, f"{name}-phone")
    await page.set_viewport_size(wide)  # type: ignore[arg-type]


async def fill(page: Page) -> None:
    form = page.get_by_test_id("bulk")
    await form.locator("[name=owner_id]").select_option(label="赵编辑")
    await form.locator("[name=topic]").select_option(label="账户")
    await form.locator("[name=review]").select_option("set")
    await form.locator("[name=review_by]").fill("2027-01-31")
    await form.locator("[name=add]").fill("年检，常用")
    await form.locator("[name=remove]").fill("旧")


async def test_many_articles_are_changed_and_one_that_moved_on_is_left(
    house: House, browser: Browser
) -> None:
    zhao = await make_account(house.hub.staff, "zhao.editor", ["editor"], name="赵编辑")
    await make_account(house.hub.staff, "shen", ["auditor"])
    places = await three_articles(house)
    async with at_desk(house, browser, "li.editor", "knowledge") as li:
        await li.get_by_test_id("choose-all").check()
        await expect(li.get_by_test_id("chosen-count")).to_have_text("已选 3 篇")
        await saved_meanwhile(house, places[MEANWHILE])
        await li.get_by_test_id("many-edit").focus()
        await li.keyboard.press("Enter")
        await li.get_by_test_id("bulk-look").click()
        await expect(li.get_by_test_id("trouble")).to_contain_text("请至少改一项")
        await fill(li)
        await looks_right(li, "bulk")
        await li.get_by_test_id("bulk").locator("[name=remove]").press("Enter")
        sure = li.get_by_test_id("bulk-sure")
        await expect(sure).to_be_focused()
        await expect(sure).to_contain_text("将修改 3 篇文章")
        told = (
            "负责人改为赵编辑",
            "复核日改为 2027-01-31",
            "添加标签：年检、常用",
            "移除标签：旧",
            "移到分类“账户”",
            "其中 1 篇待审核或已通过",
        )
        for each in told:
            await expect(sure).to_contain_text(each)
        await looks_right(li, "bulk-sure")
        await li.get_by_test_id("bulk-back").click()
        await expect(li.get_by_test_id("bulk-look")).to_be_focused()
        await li.keyboard.press("Enter")
        await expect(sure).to_be_focused()
        await li.keyboard.press("Tab")
        await li.keyboard.press("Enter")
        await expect(li.get_by_test_id("done")).to_have_text("已处理 2 篇。")
        await expect(li.get_by_test_id("many-left").get_by_role("listitem")).to_have_count(1)
        await expect(li.get_by_test_id("many-left")).to_contain_text(MEANWHILE)
        await expect(li.get_by_test_id("many-left")).to_contain_text("刚被其他人改动")
        await expect(li.get_by_test_id("choose-all")).to_be_focused()
        await expect(li.get_by_test_id("bulk")).to_have_count(0)
        for title in (PUBLISHED, REVIEWED):
            row = li.get_by_test_id("article").filter(has_text=title)
            await expect(row).to_contain_text("草稿")
            await expect(row).to_contain_text("复核日 2027-01-31")
        await looks_right(li, "bulk-done")
    await as_it_was_set(house, places, zhao)
    await stands_in_the_audit(house, places)


async def as_it_was_set(house: House, places: dict[str, str], owner: str) -> None:
    """Both that were changed, and the one that was left as somebody else had written it."""
    async with signed_in(house, "li.editor") as li:
        shown: dict[str, Any] = {title: (await li.ask("GET", one)).body for title, one in places.items()}
    for title, tags in ((PUBLISHED, ["常用", "年检"]), (REVIEWED, ["年检", "常用"])):
        each = shown[title]
        assert (each["owner_id"], each["review_by"], each["tags"]) == (owner, "2027-01-31", tags)
        assert each["draft"]["state"] == "draft"
        assert each["draft"]["content"]["topic"] == "accounts"
        assert each["draft"]["content"]["answer"] == "到网点办理。"
    assert [each["version"] for each in shown.values()] == [1, 0, 0]
    left = shown[MEANWHILE]
    assert (left["owner_id"] != owner, left["review_by"], left["tags"]) == (True, None, [])
    assert (left["content"]["topic"], left["content"]["answer"]) == ("卡片", "赵写的。")


async def stands_in_the_audit(house: House, places: dict[str, str]) -> None:
    """Each article by itself, as what was done by who did it."""
    async with signed_in(house, "shen") as shen:
        for title, one in places.items():
            query = f"about={one.rsplit('/', 1)[1]}&login=li.editor"
            found = (await shen.ask("GET", f"/staff/audit?{query}")).body["entries"]
            newest = [each["action"] for each in found][:2]
            changed = newest == ["article.about_set", "article.saved"]
            assert changed == (title != MEANWHILE), newest


async def test_a_date_is_cleared_by_choice_and_what_is_so_already_is_told(
    house: House, browser: Browser
) -> None:
    places = await three_articles(house)
    async with at_desk(house, browser, "li.editor", "knowledge", viewport=NARROW, color_scheme="dark") as li:
        for title in (PUBLISHED, MEANWHILE):
            await li.get_by_test_id("article").filter(has_text=title).get_by_test_id("choose").check()
        await li.get_by_test_id("many-edit").click()
        form = li.get_by_test_id("bulk")
        await form.locator("[name=add]").fill("常用")
        await form.locator("[name=remove]").fill("常用")
        await li.get_by_test_id("bulk-look").click()
        await expect(li.get_by_test_id("trouble")).to_contain_text("“常用”既要添加又要移除")
        await form.locator("[name=add]").fill("")
        await form.locator("[name=remove]").fill("")
        await form.locator("[name=review]").select_option("clear")
        await li.get_by_test_id("bulk-look").click()
        await expect(li.get_by_test_id("bulk-sure")).to_contain_text("清除复核日")
        await looks_right(li, "bulk-clear")
        await li.get_by_test_id("article").filter(has_text=REVIEWED).get_by_test_id("choose").check()
        await expect(li.get_by_test_id("bulk-sure")).to_have_count(0)
        await li.get_by_test_id("bulk-look").click()
        await li.get_by_test_id("bulk-really").click()
        await expect(li.get_by_test_id("done")).to_have_text("已处理 1 篇。")
        await expect(li.get_by_test_id("many-left")).to_contain_text("已经是这样")
        await expect(li.get_by_test_id("many-left").get_by_role("listitem")).to_have_count(2)
    async with signed_in(house, "li.editor") as client:
        shown = (await client.ask("GET", places[PUBLISHED])).body
        assert (shown["review_by"], shown["tags"], shown["draft"]) == (None, ["旧", "常用"], None)
        assert (await client.ask("GET", places[REVIEWED])).body["draft"]["state"] == "review"


async def test_nobody_moves_an_article_where_they_may_not_write(house: House, browser: Browser) -> None:
    await make_branches(house.hub.staff, "east", "west")
    async with house.database.write() as connection:
        named = {"role_id": "branch-editor", "name_zh": "支行编辑", "name_en": "Branch"}
        await connection.execute(insert(role).values(**named))
        scopes = {"knowledge.read": "all", "knowledge.edit": "branch"}
        rows = [{"role_id": "branch-editor", "right_name": k, "scope": v} for k, v in scopes.items()]
        await connection.execute(insert(role_right), rows)
    await make_account(house.hub.staff, "chen.admin", ["administrator"])
    await make_account(house.hub.staff, "zhou.west", ["branch-editor"], "west", name="周编辑")
    await three_articles(house)
    async with signed_in(house, "zhou.west") as zhou, signed_in(house, "chen.admin") as chen:
        own = await begin(zhou, "西区营业时间", "西区")
        await begin(zhou, "东区营业时间", "东区")
        for topic, branch in (("西区", "west"), ("东区", "east")):
            body = {"topic": topic, "branch_id": branch}
            assert (await chen.ask("PUT", "/staff/kb/categories", body)).status == 204
    async with at_desk(house, browser, "zhou.west", "knowledge") as page:
        for title in (PUBLISHED, "西区营业时间"):
            await page.get_by_test_id("article").filter(has_text=title).get_by_test_id("choose").check()
        await page.get_by_test_id("many-edit").click()
        topics = page.get_by_test_id("bulk").locator("[name=topic]")
        await expect(topics.locator("option")).to_have_text(["不变", "账户", "卡片", "西区"])
        await topics.select_option(label="账户")
        await page.get_by_test_id("bulk-look").click()
        await page.get_by_test_id("bulk-really").click()
        await expect(page.get_by_test_id("done")).to_have_text("已处理 1 篇。")
        await expect(page.get_by_test_id("many-left")).to_contain_text(PUBLISHED)
        await expect(page.get_by_test_id("many-left")).to_contain_text("不在您可以编写的范围内")
    async with signed_in(house, "zhou.west") as zhou:
        assert (await zhou.ask("GET", own)).body["draft"]["content"]["topic"] == "accounts"
    async with at_desk(house, browser, "wang.lead", "knowledge") as wang:
        await wang.get_by_test_id("choose-all").check()
        await expect(wang.get_by_test_id("chosen-count")).to_have_text("已选 1 篇")
        await expect(wang.get_by_test_id("many-edit")).to_have_count(0)
