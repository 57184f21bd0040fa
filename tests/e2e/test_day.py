"""A customer's day, on a WeChat phone and in the web chat of the whole product, to its last reminder.

They ask and are led to a page, show who they are, have a card frozen, move money and correct the amount,
complain and get the case's number, and are reminded of a payment.

`YUANQIAO_PICTURES=docs/images` takes the pictures of docs/dialogues.md.
"""

import json
import os
import re
import time
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Browser, Locator, Page, expect

from hub.bank_signature import SIGNATURE, sign
from tests.e2e.screenshots import optimised
from tests.support.browser import Chat, chat_frame
from tests.support.product import BANK_SECRET, Product

PICTURES = os.environ.get("YUANQIAO_PICTURES", "")
CASE = re.compile(r"投诉编号：(TS-[0-9A-Z]{4}-[0-9A-Z]{4})。我们会在 \d{4}-\d{2}-\d{2} 前在这里答复您")
SOON_MS = 20_000


def keep(what: Locator, name: str) -> None:
    """Takes a picture, where pictures are wanted, once nothing moves any more."""
    if PICTURES:
        what.page.wait_for_timeout(600)
        (Path(PICTURES) / f"{name}.png").write_bytes(optimised(what.screenshot()))


class Line(Protocol):
    """A customer's chat."""

    def say(self, words: str) -> None:
        """Writes and sends."""

    def heard(self, words: str | re.Pattern[str]) -> Locator:
        """The newest of the bank's messages with these words, once it is there."""

    def keep(self, name: str) -> None:
        """Takes a picture where they are wanted."""


class Weixin:
    """The official account on the phone."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def say(self, words: str) -> None:
        self._page.get_by_label("输入消息").fill(words)
        self._page.keyboard.press("Enter")

    def heard(self, words: str | re.Pattern[str]) -> Locator:
        row = self._page.locator(".row.theirs").filter(has_text=words).last
        expect(row).to_be_visible(timeout=SOON_MS)
        return row

    def keep(self, name: str) -> None:
        keep(self._page.locator("body"), f"day-weixin-{name}")


class Web:
    """The chat on the bank's site."""

    def __init__(self, page: Page, chat: Chat) -> None:
        self._page = page
        self._chat = chat

    def say(self, words: str) -> None:
        self._chat.ask(words)

    def heard(self, words: str | re.Pattern[str]) -> Locator:
        said = self._chat.frame.locator('[data-testid="message"][data-direction="out"]')
        row = said.filter(has_text=words).last
        expect(row).to_be_visible(timeout=SOON_MS)
        return row

    def keep(self, name: str) -> None:
        keep(self._page.get_by_test_id("panel"), f"day-web-{name}")


def act(line: Line) -> None:
    """A known customer has a card frozen, moves money with a corrected amount, and complains."""
    line.say("帮我冻结银行卡")
    line.heard("要冻结哪一张卡")
    line.say("1")
    line.heard("确认冻结吗")
    line.say("确认")
    line.heard("已为您冻结")
    line.keep("freeze")
    line.say("给李娜转300块")
    line.heard("转 300 元给李娜")
    line.say("不对，是500")
    line.heard("转 500 元给李娜")
    line.say("确认")
    line.heard("转账成功：500 元已转给李娜")
    line.keep("transfer")
    line.say("我要投诉，客服态度太差了")
    assert CASE.search(line.heard(CASE).inner_text())
    line.keep("complaint")


def code_of(page: Page, product: Product) -> str:
    """The code in the text message on the same phone."""
    page.goto(f"{product.phones_url}/sms_gateway/")
    message = page.locator(".row.theirs").filter(has_text="验证码").last
    expect(message).to_be_visible(timeout=SOON_MS)
    found = re.search(r"验证码 (\d{6})", message.inner_text())
    assert found is not None
    return found[1]


def test_on_a_wechat_phone(product: Product, browser: Browser) -> None:
    context = browser.new_context(locale="zh-CN", viewport={"width": 390, "height": 844})
    page, other = context.new_page(), context.new_page()
    page.goto(f"{product.phones_url}/weixin/")
    line = Weixin(page)
    line.say("网点几点下班")
    line.heard("中午不休息")
    expect(line.heard("网点地图").get_by_role("link").first).to_have_attribute(
        "href", re.compile("/branches")
    )
    line.keep("asked")
    line.say("查余额")
    address = line.heard("身份核验").get_by_role("link").last.get_attribute("href")
    assert address is not None
    code = code_of(other, product)
    other.goto(address)
    other.get_by_label("验证码").fill(code)
    other.keyboard.press("Enter")
    expect(other.get_by_text("核验通过")).to_be_visible()
    line.heard("可用余额")
    line.keep("checked")
    assert code not in page.content(), "a code stands in no chat"
    act(line)
    other.goto(f"{product.phones_url}/bank/")
    other.get_by_role("button", name="快到还款日").click()
    line.heard("按时还款不产生利息")
    line.keep("reminded")
    context.close()


def login_of(page: Page, product: Product) -> str:
    """What the bank's own page hands in of who has signed in there."""
    form = {"return_to": product.proxy.url, "customer": "100001"}
    answer = page.request.post(f"{product.bank_url}/login", form=form, max_redirects=0)
    return parse_qs(urlsplit(answer.headers["location"]).fragment)["login"][0]


def remind(product: Product, visitor: str) -> None:
    """The bank tells of a payment that is due, as it signs all its calls."""
    body = json.dumps(
        {
            "event": f"day-{time.time_ns()}",
            "kind": "payment_due",
            "addresses": [{"channel": "webchat", "external_id": visitor}],
            "valid_until": (datetime.now(UTC) + timedelta(hours=1)).isoformat(),
            "card": "6695",
            "amount": {"minor": 186420},
            "due_on": "2026-12-05",
        }
    ).encode()
    signed = sign(BANK_SECRET.encode(), "/outreach/events", body, int(time.time() * 1000))
    url = f"http://127.0.0.1:{product.hub_port}/outreach/events"
    request = urllib.request.Request(url, data=body, headers={SIGNATURE: signed})
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310  (an address of our own)
        assert answer.status == 202


def test_in_the_web_chat(product: Product, browser: Browser) -> None:
    context = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 800})
    page = context.new_page()
    login = login_of(page, product)
    page.add_init_script(
        f"document.addEventListener('yuanqiao-login-wanted', (wanted) => wanted.detail({json.dumps(login)}))"
    )
    line = Web(page, Chat.on_page(page, f"{product.bank_url}/loans"))
    line.say("这个产品的利率是多少")
    line.heard("贷款")
    line.keep("page")
    line.say("网点几点下班")
    there = line.heard("网点地图").get_by_role("link", name="查找网点")
    expect(there).to_have_attribute("href", re.compile("/branches"))
    line.keep("asked")
    line.say("查余额")
    line.heard("可用余额")
    act(line)
    stored = chat_frame(page).evaluate("JSON.stringify({...localStorage})")
    visitor = re.search(r"v1\.([0-9a-f]{32})\.", stored)
    assert visitor is not None
    remind(product, visitor[1])
    line.heard("按时还款不产生利息")
    line.keep("reminded")
    context.close()
