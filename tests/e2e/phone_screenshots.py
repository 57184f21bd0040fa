"""Takes the pictures of the phones for docs/images: `python -m tests.e2e.phone_screenshots [folder]`."""

import io
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect

from hub.settings import ROOT
from tests.support.browser import INSTALL, find_chromium, running_browser
from tests.support.product import running_product

FOLDER = ROOT / "docs" / "images"
SCREEN = (980, 844)


TO_THE_TOP = """inside => {
  const row = inside.closest(".row");
  row.parentElement.scrollTop = row.offsetTop - row.parentElement.offsetTop - 8;
}"""
"""Scrolls the chat, and nothing else, to the entry with this element."""


def weixin(page: Page, url: str) -> None:
    """The official account: a question, an answer by number, the menu, what may still be sent."""
    page.goto(f"{url}/weixin/")
    theirs = page.locator(".row.theirs")
    for count, words in enumerate(("银行卡丢了怎么挂失", "2"), start=1):
        page.get_by_label("输入消息").fill(words)
        page.keyboard.press("Enter")
        expect(theirs).to_have_count(count)
    page.get_by_label("显示菜单").click()
    page.get_by_role("button", name="服务").click()


def miniprogram(page: Page, url: str) -> None:
    """The mini-program: the chat that its button opened, a question, an answer by number."""
    page.goto(f"{url}/miniprogram/")
    page.get_by_role("region", name="挂失").get_by_role("button", name="联系客服").click()
    theirs = page.locator(".row.theirs")
    expect(theirs).to_have_count(1)
    page.get_by_label("输入消息").fill("2")
    page.keyboard.press("Enter")
    expect(theirs).to_have_count(2)


def text_messages(page: Page, url: str) -> None:
    """A number abroad: a question, an answer by number, what it took."""
    page.goto(f"{url}/twilio/")
    for count, words in enumerate(("银行卡丢了怎么挂失", "2"), start=1):
        page.get_by_label("输入消息").fill(words)
        page.keyboard.press("Enter")
        expect(page.locator(".row.theirs")).to_have_count(count)


def wecom(page: Page, url: str) -> None:
    """WeCom's application: the greeting, an option that was tapped, its answer."""
    page.goto(f"{url}/wecom/")
    theirs = page.locator(".row.theirs")
    expect(theirs).to_have_count(1)
    page.get_by_label("输入消息").fill("银行卡丢了怎么挂失")
    page.keyboard.press("Enter")
    button = theirs.get_by_role("button", name="2. 信用卡")
    button.click()
    expect(button).to_be_disabled()
    expect(theirs.get_by_role("link", name="信用卡挂失")).to_be_visible()
    page.wait_for_timeout(500)
    button.evaluate(TO_THE_TOP)


def wecom_kf(page: Page, url: str) -> None:
    """微信客服: the greeting, a question, an answer by number, the session and what may still be sent."""
    page.goto(f"{url}/wecom_kf/")
    theirs = page.locator(".row.theirs")
    expect(theirs).to_have_count(1)
    for count, words in enumerate(("银行卡丢了怎么挂失", "2"), start=2):
        page.get_by_label("输入消息").fill(words)
        page.keyboard.press("Enter")
        expect(theirs).to_have_count(count)


def gateway(page: Page, url: str) -> None:
    """A number of a mainland gateway: answers in registered templates, each with a link to the whole."""
    page.goto(f"{url}/sms_gateway/")
    for count, words in enumerate(("银行卡丢了怎么挂失", "2"), start=1):
        page.get_by_label("输入消息").fill(words)
        page.keyboard.press("Enter")
        expect(page.locator(".row.theirs")).to_have_count(count)


def weixin_sign_in(page: Page, url: str) -> None:
    """The official account's menu led to the bank's page, and that back to the hub's."""
    page.goto(f"{url}/weixin/")
    page.get_by_label("显示菜单").click()
    page.get_by_role("button", name="服务").click()
    page.goto(str(page.get_by_role("link", name="登录").get_attribute("href")))
    page.wait_for_url("**/login?**")
    page.get_by_label("陈晓雯").check()
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("status")).to_contain_text("登录成功")


def miniprogram_sign_in(page: Page, url: str) -> None:
    """The bank's own page, to which the mini-program led."""
    page.goto(f"{url}/miniprogram/")
    page.get_by_role("region", name="我的").get_by_role("button", name="登录").click()
    page.get_by_label("王建国").check()


def index(page: Page, url: str) -> None:
    """The page that leads to the phones."""
    page.goto(url)
    expect(page.locator(".phone").first).to_be_visible()


SCENES: dict[str, Callable[[Page, str], None]] = {
    "phones": index,
    "phone-weixin": weixin,
    "phone-miniprogram": miniprogram,
    "phone-sms": text_messages,
    "phone-sms-gateway": gateway,
    "phone-weixin-sign-in": weixin_sign_in,
    "phone-miniprogram-sign-in": miniprogram_sign_in,
    "phone-wecom": wecom,
    "phone-wecom-kf": wecom_kf,
}


def main(folder: Path = FOLDER) -> int:
    """Takes every picture; the result is the exit code."""
    executable = find_chromium()
    if executable is None:
        print(f"no chromium found: {INSTALL}", file=sys.stderr)
        return 1
    with (
        tempfile.TemporaryDirectory() as var,
        running_product(Path(var)) as product,
        running_browser(executable) as browser,
    ):
        for name, scene in SCENES.items():
            context = browser.new_context(
                locale="zh-CN", viewport={"width": SCREEN[0], "height": SCREEN[1]}, reduced_motion="reduce"
            )
            page = context.new_page()
            scene(page, product.phones_url)
            page.wait_for_timeout(500)
            taken = Image.open(io.BytesIO(page.screenshot())).convert("P", palette=Image.Palette.ADAPTIVE)
            taken.save(folder / f"{name}.png", optimize=True)
            context.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(*(Path(each) for each in sys.argv[1:2])))
