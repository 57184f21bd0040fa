"""A day of three agents who have no mouse, in the whole product: `python -m tests.e2e.a_day [folder]`.

Customers write in the web chat, on a WeChat phone and on an SMS phone. An offer is declined, a conversation
is transferred, a browser is lost, an urgent case jumps the queue, a number is left to be called, all is
wrapped up; pictures go into the folder. It takes minutes; `make test` has `test_keyboard_desk.py` instead.
"""

import asyncio
import re
import sys
import tempfile
from pathlib import Path

from playwright.async_api import Browser, BrowserContext, Page, async_playwright, expect

from tests.e2e.screenshots import optimised
from tests.e2e.test_desk import serious
from tests.support.browser import ARGUMENTS, INSTALL, find_chromium
from tests.support.keyboard import answer, choose, press, sign_in, tab_to, wrap_up
from tests.support.product import Product, running_product

DESKTOP, TABLET = {"width": 1280, "height": 800}, {"width": 768, "height": 1024}
WITHIN_MS = 30_000
LOST_WITHIN_MS = 90_000
NAMES = {"agent1": "李明", "agent2": "王芳", "agent3": "陈静"}
NOTE = "客户年费上次是你减免的吗"


class Day:
    """The desks and the customers, by name, and what axe said of each screen."""

    def __init__(self, product: Product, browser: Browser, pictures: Path | None) -> None:
        self.product = product
        self.browser = browser
        self.pictures = pictures
        self.desks: dict[str, Page] = {}
        self.contexts: dict[str, BrowserContext] = {}
        self.errors: list[str] = []

    async def page(self, name: str, size: dict[str, int] = DESKTOP) -> Page:
        """A new browser of somebody's."""
        context = await self.browser.new_context(locale="zh-CN", viewport=size)  # type: ignore[arg-type]
        page = await context.new_page()
        page.on("pageerror", lambda error: self.errors.append(f"{name}: {error}"))
        self.contexts[name] = context
        return page

    async def look(self, page: Page, name: str) -> None:
        """What axe finds serious ends the day; a picture is kept."""
        found = await serious(page)
        assert found == [], f"{name}: {found}"
        if self.pictures is not None:
            (self.pictures / f"{name}.png").write_bytes(optimised(await page.screenshot()))
        print(f"{name}: nothing serious", flush=True)

    async def desk(self, login: str, status: str) -> None:
        """Signs in and chooses a status."""
        page = self.desks[login] = await self.page(login)
        await page.goto(f"http://127.0.0.1:{self.product.staff_port}/")
        await sign_in(page, login, await password_of(self.product, login))
        await choose(page, "status", status)
        await expect(page.get_by_test_id("status")).to_have_value(status)

    async def offered(self, *logins: str) -> str:
        """Who of these is offered something first."""
        for _ in range(600):
            for login in logins:
                if await self.desks[login].get_by_test_id("offer").count():
                    return login
            await asyncio.sleep(0.1)
        raise AssertionError(f"nobody of {logins} was offered anything")

    async def accept(self, login: str) -> Page:
        """Takes the first offer."""
        page = self.desks[login]
        await page.get_by_test_id("offer").first.wait_for()
        await page.keyboard.press("Alt+KeyA")
        await page.get_by_test_id("log").wait_for()
        return page


async def password_of(product: Product, login: str) -> str:
    """The password that the terminal showed once, shortly after everything was ready."""
    for _ in range(WITHIN_MS // 100):
        log = (product.var_dir / "run.log").read_text("utf-8", errors="replace")
        found = re.search(rf"{login}\s+(\S+)\s+{NAMES[login]}", log)
        if found is not None:
            return found[1]
        await asyncio.sleep(0.1)
    raise AssertionError("the terminal shows the first passwords")


class WebCustomer:
    """A customer in the web chat."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.frame = page.frame_locator("iframe")

    async def opens(self, url: str) -> None:
        await self.page.goto(url)
        await self.page.get_by_test_id("launcher").click()
        await self.frame.get_by_test_id("composer").wait_for()

    async def says(self, words: str) -> None:
        await self.frame.get_by_test_id("composer").fill(words)
        await self.frame.get_by_test_id("composer").press("Enter")

    async def hears(self, words: str, within_ms: int = WITHIN_MS) -> None:
        await expect(self.frame.get_by_test_id("message").filter(has_text=words).last).to_be_visible(
            timeout=within_ms
        )


class PhoneCustomer:
    """A customer on a phone."""

    def __init__(self, page: Page) -> None:
        self.page = page

    async def opens(self, url: str, name: str) -> None:
        await self.page.goto(url)
        await self.page.get_by_role("link", name=name).click()
        await self.page.get_by_label("输入消息").wait_for()

    async def says(self, words: str) -> None:
        await self.page.get_by_label("输入消息").fill(words)
        await self.page.keyboard.press("Enter")

    async def hears(self, words: str) -> None:
        await expect(self.page.locator(".row.theirs").filter(has_text=words).last).to_be_visible(
            timeout=WITHIN_MS
        )


async def declined_and_transferred(day: Day, web: WebCustomer) -> None:
    """The first declines, the second serves, names a colleague, plans words, and transfers to the third."""
    await web.says("信用卡年费怎么收")
    await web.hears("年费")
    await web.says("转人工")
    first = await day.offered("agent1", "agent3")
    second = "agent3" if first == "agent1" else "agent1"
    await day.look(day.desks[first], "desk-day-offer")
    await press(day.desks[first], "decline")
    await press(day.desks[first], "reason-busy")
    page = await day.accept(second)
    await answer(page, "您好，我来查一下年费。")
    await web.hears("我来查一下年费")
    await note_and_plan(day, page)
    await choose(day.desks["agent2"], "status", "available")
    await expect(day.desks["agent2"].get_by_test_id("status")).to_have_value("available")
    await asyncio.sleep(3)  # the hub knows of the status
    await press(page, "transfer")
    await page.get_by_test_id("transfer-to").wait_for()
    await choose(page, "transfer-to", await colleague(page, NAMES["agent2"]))
    await tab_to(page, "transfer-note")
    await page.keyboard.insert_text("客户要求减免年费，请处理")
    await press(page, "transfer-do")
    await web.hears("转接给更合适的同事")
    served = await day.accept("agent2")
    await expect(served.get_by_test_id("log")).to_contain_text("客户要求减免年费，请处理")
    await answer(served, "您好，减免已提交。")
    await web.hears("减免已提交")


async def colleague(page: Page, name: str) -> str:
    """The value of a colleague in the list of targets."""
    option = page.get_by_test_id("transfer-to").locator("option", has_text=name)
    return str(await option.get_attribute("value"))


async def note_and_plan(day: Day, page: Page) -> None:
    """A note that names the colleague, and words for later, which are called off."""
    await page.keyboard.press("Alt+KeyN")
    await page.keyboard.type("@")
    await page.get_by_test_id("canned").first.wait_for()
    await page.keyboard.insert_text(NAMES["agent2"])
    await page.keyboard.press("Enter")
    await page.keyboard.insert_text(NOTE)
    await page.keyboard.press("Enter")
    other = day.desks["agent2"]
    await expect(other.get_by_test_id("mention")).to_contain_text(NOTE)
    await day.look(other, "desk-day-mention")
    await press(other, "mention-seen")
    await expect(other.get_by_test_id("mention")).to_have_count(0)
    await page.keyboard.press("Alt+KeyR")
    await page.keyboard.insert_text("账单明天寄出")
    await page.keyboard.press("Alt+KeyL")
    await page.get_by_test_id("later-form").wait_for()
    await press(page, "laterHalfHour")
    await day.look(page, "desk-day-later")
    await press(page, "later-do")
    await expect(page.get_by_test_id("later")).to_contain_text("账单明天寄出")
    await day.look(page, "desk-day-served")
    await page.set_viewport_size(TABLET)  # type: ignore[arg-type]
    await day.look(page, "desk-day-tablet")
    await page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    await press(page, "later-call-off")
    await expect(page.get_by_test_id("later")).to_have_count(0)


async def urgent_jumps(day: Day, wechat: PhoneCustomer, sms: PhoneCustomer) -> None:
    """Who asks for somebody first waits; the stolen card that comes later is offered first."""
    for login in ("agent1", "agent3"):
        await choose(day.desks[login], "status", "busy")
    await wechat.says("转人工")
    await wechat.hears("转人工")
    await asyncio.sleep(2)
    await sms.says("我的银行卡被偷了")
    await sms.hears("挂失")
    desk = day.desks["agent3"]
    await choose(desk, "status", "available")
    offers = desk.get_by_test_id("offer")
    await expect(offers).to_have_count(2)
    await expect(offers.first).to_contain_text("短信")
    await expect(offers.last).to_contain_text("微信")
    await expect(offers.first.locator(".urgent")).to_be_visible()
    await day.look(desk, "desk-day-urgent")
    page = await day.accept("agent3")
    await answer(page, "您好，我已看到，请先在手机银行挂失。")
    await sms.hears("我已看到")
    await day.accept("agent3")
    await expect(page.get_by_test_id("task")).to_have_count(2)
    await expect(page.locator('[data-testid="task"][aria-current="true"]')).to_contain_text("微信")
    await expect(page.get_by_test_id("log")).to_contain_text("转人工")  # until it is there keys go nowhere
    await answer(page, "您好，让您久等了。")
    await wechat.hears("让您久等了")
    await wrap_up(page)
    await wechat.hears("满意")
    await page.keyboard.press("Alt+ArrowDown")
    await page.get_by_test_id("log").wait_for()
    await wrap_up(page)
    await expect(page.get_by_test_id("empty")).to_be_visible()
    await sms.says("1")
    await asyncio.sleep(1)
    await sms.says("明天上午十点给我打电话 13800138000")
    await sms.hears("尾号 8000")


async def browser_lost(day: Day, web: WebCustomer) -> None:
    """The third one's browser is gone: the customer is told, and somebody else goes on."""
    for login in ("agent1", "agent3"):
        await choose(day.desks[login], "status", "available")
    await day.contexts["agent2"].close()
    await web.hears("连接中断", LOST_WITHIN_MS)
    page = await day.accept(await day.offered("agent1", "agent3"))
    await expect(page.get_by_test_id("log")).to_contain_text("减免已提交")
    await answer(page, "您好，由我继续为您服务。")
    await web.hears("由我继续")
    await page.keyboard.press("Alt+KeyE")
    await page.get_by_test_id("disposition").wait_for()
    await day.look(page, "desk-day-wrap-up")
    await choose(page, "disposition", "solved")
    await press(page, "complete")
    await expect(page.get_by_test_id("empty")).to_be_visible()


async def live(product: Product, executable: str, pictures: Path | None) -> None:
    """The day from the first sign-in to the last wrap-up."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        expect.set_options(timeout=WITHIN_MS)
        day = Day(product, browser, pictures)
        for login, status in (("agent1", "available"), ("agent3", "available"), ("agent2", "busy")):
            await day.desk(login, status)
        web = WebCustomer(await day.page("web"))
        wechat, sms = PhoneCustomer(await day.page("wechat")), PhoneCustomer(await day.page("sms"))
        await web.opens(product.bank_url)
        await wechat.opens(product.phones_url, "微信公众号")
        await sms.opens(product.phones_url, "短信（Twilio）")
        await declined_and_transferred(day, web)
        await urgent_jumps(day, wechat, sms)
        await browser_lost(day, web)
        for customer in (web.frame.locator("body"), wechat.page.locator("body"), sms.page.locator("body")):
            await expect(customer).not_to_contain_text(NOTE)
        assert day.errors == [], day.errors
        await browser.close()


def main(arguments: list[str]) -> int:
    """Lives the day; 1 where something was not as it should be."""
    executable = find_chromium()
    if executable is None:
        print(f"no chromium found: {INSTALL}", file=sys.stderr)
        return 2
    pictures = Path(arguments[0]) if arguments else None
    with tempfile.TemporaryDirectory() as var_dir, running_product(Path(var_dir)) as product:
        asyncio.run(live(product, executable, pictures))
    print("the day is over: nothing was lost")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
