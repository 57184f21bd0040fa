"""The section of people at the desk in Chromium: made, changed, disabled, watched; axe looks on.

`YUANQIAO_PICTURES=docs/images` writes the pictures of docs/staff.md.
"""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, ViewportSize, expect
from pydantic import SecretStr

from handoff.web import staff_agents, staff_calendars, staff_queues, staff_setup
from hub.clock import SystemClock
from hub.ports import Clock
from hub.settings import ROOT
from hub.staff import Right, Scope, StaffRoute, open_staff
from hub.store.database import Database
from hub.store.encrypted import new_data_keys
from hub.store.staff import accounts, branches
from tests.e2e.desk_browser import SAME_LOOP, browser
from tests.support.hostile_names import FOREIGN, NAMES
from tests.support.house import make_settings
from tests.support.migrated import migrated_file
from tests.support.staff import PASSWORD, Served, make_account, make_branches, serving_staff

__all__ = ["browser"]

AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
PICTURES = os.environ.get("YUANQIAO_PICTURES", "")
DESKTOP = ViewportSize(width=1280, height=800)
PHONE = ViewportSize(width=360, height=740)
SERVES = Right("conversations.serve", "接待客户", "Serve customers", given={"agent": Scope.OWN})
FOCUSED = """() => { let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  return at?.dataset.testid ?? at?.name ?? ''; }"""


@pytest.fixture
def database_file(tmp_path: Path) -> str:
    """A migrated database; made outside of the event loop."""
    return migrated_file(tmp_path / "yuanqiao.db")


@pytest_asyncio.fixture(loop_scope=SAME_LOOP)
async def served(database_file: str, tmp_path: Path) -> AsyncIterator[Served]:
    settings = make_settings(database_file, tmp_path, 1, data_keys=SecretStr(new_data_keys("k1")))
    database = Database(settings.database)
    staff = open_staff(settings, database, SystemClock())
    async with serving_staff(
        staff,
        rights=(SERVES, *staff_setup.RIGHTS),
        kinds=staff_setup.KINDS,
        routes=routing_routes(staff.clock),
    ) as running:
        await make_branches(staff, "east", "west")
        await make_account(staff, "boss", ["administrator"], name="钱管理")
        await make_account(staff, "zhao", ["supervisor"], "east", name="赵主管")
        await make_account(staff, "shen", ["auditor"], name="沈审计")
        yield running
    await database.close()


def routing_routes(clock: Clock) -> list[StaffRoute]:
    return [each for part in (staff_queues, staff_calendars, staff_agents) for each in part.routes(clock)]


async def picture(page: Page, name: str) -> None:
    if PICTURES:
        await page.screenshot(path=Path(PICTURES) / f"people-{name}.png")


async def serious(page: Page) -> list[str]:
    """What axe finds serious on the page as it is (WCAG 2.2 A and AA)."""
    await page.evaluate(AXE.read_text("utf-8"))
    found = await page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{each['id']}: {each['nodes'][0]['html'][:200]}"
        for each in found["violations"]
        if each["impact"] in ("serious", "critical")
    ]


async def sign_in(page: Page, served: Served, login: str, place: str = "people") -> None:
    await page.goto(f"http://127.0.0.1:{served.port}/#{place}")
    await page.get_by_test_id("login").fill(login)
    await page.get_by_test_id("password").fill(PASSWORD)
    await page.get_by_test_id("password").press("Enter")
    await expect(page.get_by_test_id("section-people")).to_be_visible()


async def go(page: Page, name: str) -> None:
    await page.get_by_test_id(f"page-{name}").click()


async def test_somebody_comes_works_and_goes(served: Served, browser: Browser) -> None:
    context = await browser.new_context(locale="zh-CN", viewport=DESKTOP)
    page = await context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    await sign_in(page, served, "boss")
    await expect(page.get_by_test_id("account")).to_have_count(3)
    await page.get_by_test_id("new-account").click()
    form = page.get_by_test_id("new-account-form")
    await form.locator("[name=name]").fill("李明")
    await form.locator("[name=login]").fill("zhao")
    await form.get_by_test_id("branch_id").select_option("east")
    await form.get_by_label("坐席").check()
    await page.get_by_test_id("create").click()
    await expect(form.get_by_test_id("trouble")).to_contain_text("已被使用")
    await form.locator("[name=login]").fill("li.ming")
    assert await serious(page) == []
    await page.get_by_test_id("create").click()
    password = await page.get_by_test_id("handed").inner_text()
    await page.get_by_test_id("sheet-close").click()
    row = page.get_by_test_id("account").filter(has_text="li.ming")
    await expect(row).to_contain_text("坐席")
    async with served.browser() as li:
        assert (await li.sign_in("li.ming", password)).body["todo"] == ["password"]
        await page.get_by_text("李明", exact=True).click()
        await page.get_by_test_id("account-form").get_by_label("主管").check()
        await picture(page, "account")
        assert await serious(page) == []
        await page.get_by_test_id("save").click()
        await expect(row).to_contain_text("坐席、主管")
        assert (await li.me()).status == 401, "a change of roles ends the session"
    await page.get_by_text("李明", exact=True).click()
    await page.get_by_test_id("disable").click()
    await page.get_by_test_id("disable-really").click()
    await expect(row).to_contain_text("停用")
    await page.get_by_test_id("filter-state").select_option("active")
    await expect(page.get_by_test_id("account")).to_have_count(3)
    await page.get_by_test_id("search").fill("没有此人")
    await expect(page.get_by_test_id("empty")).to_contain_text("没有符合条件的结果")
    await page.get_by_test_id("section-account").click()
    await expect(page.get_by_test_id("roles")).to_have_text("系统管理员")
    assert faults == []
    await context.close()


async def test_branches_teams_roles_and_who_did_what(served: Served, browser: Browser) -> None:
    context = await browser.new_context(locale="zh-CN", viewport=PHONE, color_scheme="dark")
    page = await context.new_page()
    await sign_in(page, served, "boss")
    await expect(page.get_by_test_id("account")).to_have_count(3)
    await picture(page, "phone")
    assert await serious(page) == []
    await go(page, "branches")
    await page.get_by_test_id("new-branch").click()
    await page.get_by_test_id("branch-form").locator("[name=name]").fill("浦东支行")
    await page.get_by_test_id("parent_id").select_option("east")
    await page.get_by_test_id("save").click()
    await expect(page.get_by_test_id("branch").filter(has_text="浦东支行")).to_be_visible()
    assert await serious(page) == []
    await go(page, "teams")
    await expect(page.get_by_test_id("empty")).to_be_visible()
    await page.get_by_test_id("new-team").click()
    await page.get_by_test_id("team-form").locator("[name=name]").fill("信用卡组")
    await page.get_by_test_id("save").click()
    await page.get_by_role("button", name="信用卡组").click()
    await page.get_by_test_id("members").get_by_label("赵主管").check()
    assert await serious(page) == []
    await page.get_by_test_id("save").click()
    await expect(page.get_by_test_id("team")).to_contain_text("1 人")
    await go(page, "roles")
    await page.get_by_role("button", name="主管").click()
    assert await serious(page) == []
    await page.get_by_test_id("role-form").get_by_label("查看审计").select_option("branch")
    await page.get_by_test_id("save").click()
    await expect(page.get_by_test_id("done")).to_be_visible()
    await context.clear_cookies()
    await page.reload()
    await sign_in(page, served, "shen", "people/audit")
    await expect(page.get_by_test_id("entries")).to_contain_text("修改角色")
    await expect(page.get_by_test_id("entries")).to_contain_text("boss")
    await page.get_by_test_id("check-chain").click()
    await expect(page.get_by_test_id("chain")).to_contain_text("审计链完整")
    assert await serious(page) == []
    await context.close()


async def make_hours(page: Page) -> None:
    """Hours with a lunch break; those that cannot be read are refused first, and stay in the form."""
    await expect(page.get_by_test_id("calendar").or_(page.get_by_test_id("empty")).first).to_be_visible()
    await page.get_by_test_id("new-calendar").click()
    form = page.get_by_test_id("calendar-form")
    await form.locator("[name=calendar_id]").fill("cards_hours")
    await form.locator("[name=name]").fill("信用卡时间")
    await form.locator("[name=day-0]").fill("8点到5点")
    await page.get_by_test_id("save").click()
    await expect(form.get_by_test_id("trouble")).to_contain_text("写法不对")
    await form.locator("[name=day-0]").fill("08:30-12:00，13:30-17:30")
    await form.locator("[name=holidays]").fill("2026-10-01 2026-10-02")
    await picture(page, "hours")
    assert await serious(page) == []
    await page.get_by_test_id("save").click()
    await expect(page.get_by_test_id("calendar").filter(has_text="信用卡时间")).to_contain_text("2 个节假日")


async def test_queues_hours_and_what_agents_can_do(served: Served, browser: Browser) -> None:
    context = await browser.new_context(locale="zh-CN", viewport=DESKTOP)
    page = await context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    await make_account(served.staff, "li.ming", ["agent"], "east", name="李明")
    await sign_in(page, served, "boss", "people/calendars")
    await make_hours(page)
    await go(page, "queues")
    await page.get_by_test_id("new-queue").click()
    form = page.get_by_test_id("queue-form")
    await form.locator("[name=queue_id]").fill("cards")
    await form.locator("[name=name]").fill("信用卡")
    await form.locator("[name=name_en]").fill("Credit cards")
    await form.locator("[name=needs]").fill("cards 2 *")
    await form.get_by_label("营业日历").select_option("cards_hours")
    await picture(page, "queue")
    assert await serious(page) == []
    await page.get_by_test_id("save").click()
    queue = page.get_by_test_id("queue").filter(has_text="信用卡时间")
    await expect(queue).to_contain_text("cards 2")
    await go(page, "agents")
    await page.get_by_role("button", name="李明").click()
    form = page.get_by_test_id("agent-form")
    await form.locator("[name=skills]").fill("cards 3 2027-01-31")
    await form.get_by_label("服务全部队列").uncheck()
    await form.get_by_label("信用卡").check()
    assert await serious(page) == []
    await page.get_by_test_id("save").click()
    await expect(page.get_by_test_id("agent").filter(has_text="李明")).to_contain_text("cards 3")
    await page.get_by_role("button", name="李明").click()
    await expect(form.locator("[name=skills]")).to_have_value("cards 3 2027-01-31")
    await expect(form.get_by_label("信用卡")).to_be_checked()
    await page.get_by_test_id("sheet-close").click()
    await go(page, "queues")
    await page.get_by_role("button", name="信用卡", exact=True).click()
    await page.get_by_test_id("remove").click()
    await page.get_by_test_id("remove-really").click()
    await expect(queue).to_have_count(0)
    assert faults == []
    await context.close()


async def test_an_account_is_made_by_keyboard_alone(served: Served, browser: Browser) -> None:
    context = await browser.new_context(locale="en-GB", viewport=DESKTOP)
    page = await context.new_page()
    await sign_in(page, served, "boss")
    await expect(page.get_by_test_id("account")).to_have_count(3)

    async def reach(name: str) -> None:
        for _ in range(60):
            if await page.evaluate(FOCUSED) == name:
                return
            await page.keyboard.press("Tab")
        raise AssertionError(f"{name} is not reached by Tab")

    await reach("new-account")
    await page.keyboard.press("Enter")
    await reach("name")
    await page.keyboard.type("Wang Fang")
    await reach("login")
    await page.keyboard.type("wang.fang")
    await reach("create")
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("handed")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_test_id("account").filter(has_text="wang.fang")).to_contain_text("No role")
    await context.close()


async def test_nothing_in_a_name_runs(served: Served, browser: Browser) -> None:
    for number, name in enumerate(NAMES):
        await make_account(served.staff, f"hostile.{number}", ["agent"], "east", name=name)
        async with served.staff.database.write() as connection:
            path = f"/head/b{number}/"
            await branches.add_branch(
                connection, branch_id=f"b{number}", parent_id="head", name=name, path=path
            )
            await branches.add_team(connection, team_id=f"t{number}", branch_id="east", name=name)
    context = await browser.new_context(locale="zh-CN", viewport=DESKTOP)
    page = await context.new_page()
    ran: list[str] = []
    page.on("dialog", lambda dialog: ran.append(dialog.message))
    page.on("request", lambda request: ran.append(request.url) if "evil.example" in request.url else None)
    await sign_in(page, served, "boss")
    await expect(page.get_by_test_id("account")).to_have_count(len(NAMES) + 3)
    for name in NAMES:
        await expect(page.get_by_test_id("account").get_by_text(name, exact=True)).to_be_visible()
    assert await page.locator(FOREIGN).count() == 0
    await page.get_by_role("button", name=NAMES[1], exact=True).click()
    await expect(page.get_by_test_id("account-form")).to_be_visible()
    assert await page.locator(FOREIGN).count() == 0
    await page.get_by_test_id("sheet-close").click()
    for place, row in (("branches", "branch"), ("teams", "team")):
        await go(page, place)
        for name in NAMES:
            await expect(page.get_by_test_id(row).get_by_text(name, exact=True).first).to_be_visible()
        assert await page.locator(FOREIGN).count() == 0
    assert ran == []
    async with served.staff.database.read() as connection:
        stored = await accounts.by_login(connection, "hostile.1")
    assert stored is not None
    await page.evaluate("name => document.body.insertAdjacentHTML('beforeend', name)", stored.name)
    assert await page.locator(FOREIGN).count() == 1, "what the name would bring is found"
    await context.close()
