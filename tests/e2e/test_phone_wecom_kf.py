"""The phone of 微信客服, in Chromium: greeting, question, number, picture, person, card, and axe."""

import hashlib
import json
import re
import urllib.parse
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, Page, expect

from connectors.wecom_kf.render import msgid_of, to_request, to_sends
from hub.messages import Author, AuthorKind, Card, Direction, Message, OpenPage
from hub.settings import ROOT
from tests.e2e.test_axe import checked, faults
from tests.e2e.test_phone_weixin import QUESTION, picture, say
from tests.support.product import Product


@pytest.fixture(params=["light-390", "dark-1280"])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A new phone on a small light screen, and on a large dark one."""
    scheme, width = str(request.param).split("-")
    context = browser.new_context(
        locale="zh-CN",
        viewport={"width": int(width), "height": 844},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    yield context.new_page()
    context.close()


def card(to: str) -> Message:
    """A card that leads to a page, as the house says it."""
    return Message(
        identity="0" * 24,
        conversation=1,
        seq=2,
        direction=Direction.OUT,
        author=Author(kind=AuthorKind.BOT),
        segments=(Card(title="挂失", text="立即办理", actions=(OpenPage(label="去办理", url=to),)),),
        correlation_id="c",
        created_at=datetime.now(UTC),
    )


def ask(url: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(url, data=data, timeout=10) as answer:  # noqa: S310  (our own simulator)
        said: dict[str, Any] = json.load(answer)
    assert said["errcode"] == 0, said
    return said


def send(product: Product, page: Page, message: Message) -> None:
    """Has the provider show a message of the account's, in the connector's own words."""
    phone = yaml.safe_load((ROOT / "simulators" / "wecom_kf" / "phone.yml").read_text(encoding="utf-8"))
    (account,) = phone["accounts"]["wecom_kf"]
    secret = (product.var_dir / "phones" / "wecom_kf-phone-secret").read_text(encoding="utf-8").strip()
    api = f"{product.phones_url}/wecom_kf/cgi-bin"
    who = urllib.parse.urlencode({"corpid": account["corp_id"], "corpsecret": secret})
    token = ask(f"{api}/gettoken?{who}")["access_token"]
    number = page.evaluate("localStorage.getItem('yuanqiao.phone')")
    customer = hashlib.sha256(f"{account['open_kfid']}.{number}".encode()).hexdigest()
    (only,) = to_sends(message)
    asked = to_request(only, f"wm{customer[:30]}", account["open_kfid"], msgid_of(message, 1))
    ask(f"{api}/kf/send_msg?access_token={token}", asked)


def test_a_customer_is_greeted_asks_picks_shows_and_wants_a_person(product: Product, page: Page) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(product.phones_url)
    page.get_by_role("link", name="微信客服").click()
    theirs = page.locator(".row.theirs")
    expect(theirs).to_have_count(1)

    say(page, QUESTION)
    expect(theirs.nth(1)).to_contain_text("2. 信用卡")
    say(page, "2")
    expect(theirs.nth(2)).to_contain_text("信用卡挂失")
    page.get_by_label("选择图片").set_input_files(
        {"name": "card.png", "mimeType": "image/png", "buffer": picture()}
    )
    expect(page.locator(".row.mine img")).to_have_js_property("naturalWidth", 320)
    expect(theirs).to_have_count(4)
    say(page, "转人工")
    expect(theirs.nth(4)).to_contain_text("人工")
    expect(page.locator(".panel")).to_contain_text(re.compile("状态 1：由智能助手接待"))

    send(product, page, card(f"{product.bank_url}/help.html"))
    expect(theirs.nth(5)).to_contain_text("立即办理")
    with page.expect_popup() as opened:
        page.get_by_role("link", name="去办理").click()
    expect(opened.value).to_have_url(re.compile("/help"))
    assert errors == []

    if not page.locator(".panel[open]").count():
        page.get_by_text("手机与服务商").click()
    assert faults(checked(page.main_frame)) == []
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    assert not wide, "nothing has to be scrolled sideways"
