"""A WeChat customer has a card frozen, is checked, and moves money; only the bot is stood in for."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from hub.clock import SystemClock
from hub.store.schema import message
from simulators.bank.faults import BankFault
from simulators.sms_gateway.app import app_of
from simulators.sms_gateway.provider import make_gateway
from tests.support.bot import TestBot, done
from tests.support.demo_bank import SECRET, DemoBank, running_bank
from tests.support.house import House
from tests.support.looking import rows
from tests.support.sms_gateway import ACCOUNT
from tests.support.twilio import TextPhone, running
from tests.support.waiting import eventually
from tests.support.weixin import Phone, served_wechat

LOGIN_KEY, ISSUER = "0123456789abcdef0123456789abcdef", "bank-of-the-tests"
LINK = re.compile(r"http://[^\s\"]+/check/[A-Za-z]{40}")
SMS = """\
sms:
  - name: home
    provider: aliyun
    access_key_id: {access_key_id}
    access_key_secret: env:SMS_SECRET
    callback_token: env:SMS_TOKEN
    sign_name: {sign_name}
    per_second: 100
    template: {{code: SMS_100000001, words: words, link: link}}
    api: {url}
"""


@dataclass
class World:
    """The hub, the bank, and one person's WeChat and text messages."""

    house: House
    bank: DemoBank
    wechat: Phone
    sms: TextPhone

    async def heard(self, words: str) -> str:
        """Waits until the account has said something with these words; all that it says."""

        async def said() -> bool:
            return any(words in str(each) for each in self.wechat.answers)

        await eventually(said, True)
        return next(str(each) for each in reversed(self.wechat.answers) if words in str(each))


@pytest.fixture
async def world(
    database_url: str, tmp_path: Path, bot: TestBot, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[World]:
    monkeypatch.setenv("SMS_SECRET", ACCOUNT["access_key_secret"])
    monkeypatch.setenv("SMS_TOKEN", ACCOUNT["callback_token"])
    gateway = make_gateway(ACCOUNT, "", "")
    async with running_bank(tmp_path / "bank.db", SystemClock()) as bank, running(app_of(gateway)) as url:
        bank.open()
        settings = {"bank_url": bank.url, "bank_secret": SECRET, "step_up_secret": "u" * 32}
        settings |= {"bank_login_key": LOGIN_KEY, "bank_login_issuer": ISSUER}
        settings["step_up_sms_account"] = "home"
        more = SMS.format(**ACCOUNT, url=url)  # a second channel, behind the entry of the first
        async with served_wechat(database_url, tmp_path, bot, monkeypatch, more, **settings) as (
            house,
            wechat,
        ):
            bot.answer = Dialogue(bank)
            phone = TextPhone(gateway.handsets.of_phone("0annaphone"), f"{url}/phone/0annaphone")
            yield World(house, bank, wechat, phone)


class Dialogue:
    """What a bot would do; it knows a customer's level by the signed facts alone."""

    def __init__(self, bank: DemoBank) -> None:
        profile = bank.profile(bank.open())
        self.account = profile["accounts"][0]["tail"]
        self.card = profile["cards"][0]["tail"]

    async def __call__(self, ask: dict[str, Any]) -> tuple[int, Any]:
        asked = ask["input"]
        name, details = asked.get("intent", ""), asked.get("entities", {})
        commands: list[dict[str, Any]] = []
        if name == "bank_result":
            said = f"结果 {details['kind']} {details['state']} {details['code']}"
        elif name == "check_passed" or "直接转" in asked["text"]:
            said = f"正在办理，级别 {level(ask)}"
            amount = {"minor": 12345, "currency": "CNY"}
            wanted = {"type": "transfer", "account": self.account, "payee": "p1", "amount": amount}
            commands.append({"type": "instruct_bank", "instruction": wanted, "wish": f"t{ask['turn']}"})
        elif name == "check_failed":
            said = f"核验没有通过 {details['code']}"
        elif "冻结" in asked["text"]:
            said = "正在冻结"
            wanted = {"type": "freeze_card", "card": self.card}
            commands.append({"type": "instruct_bank", "instruction": wanted, "wish": "freeze"})
        elif "转账" in asked["text"]:
            said = "需要核验"
            commands.append({"type": "start_check", "reason": "transfer"})
        else:
            said = f"级别 {level(ask)}"
        return 200, done(ask, {"type": "text", "text": said}, commands=commands)


def level(ask: dict[str, Any]) -> int:
    """The verification that the hub has signed."""
    known = (ask.get("facts") or {}).get("verification")
    return 0 if known is None else int(known["level"])


async def typed(link: str, code: str) -> tuple[int, str]:
    """What the page says to a code, as a browser without scripts would show it."""
    origin = link.partition("/check/")[0]
    async with aiohttp.ClientSession() as session:
        async with session.get(link) as page:
            assert "script" not in (await page.text())
            assert "no-store" in page.headers["Cache-Control"]
            assert "default-src 'none'" in page.headers["Content-Security-Policy"]
        async with session.post(link, data={"code": code}, headers={"Origin": origin}) as answer:
            return answer.status, await answer.text()


async def test_a_customers_errands(world: World) -> None:
    await world.wechat.say("帮我冻结银行卡")
    await world.heard("结果 freeze_card done")
    assert world.bank.profile(world.bank.open())["cards"][0]["state"] == "frozen"

    await world.wechat.say("直接转，我已经核验过了")
    await world.heard("结果 transfer refused check_needed")

    world.bank.faults.add("/instructions", BankFault("lost"))
    await world.wechat.say("我要转账")
    found = LINK.search(await world.heard("/check/"))
    assert found is not None
    (sms,) = await world.sms.texts(1)
    code_found = re.search(r"[0-9]{6}", sms)
    assert code_found is not None
    await world.wechat.say(f"验证码 {code_found[0]}")
    status, _ = await typed(found[0], "000000" if code_found[0] != "000000" else "111111")
    assert status == 422
    assert (await typed(found[0], code_found[0]))[0] == 200
    await world.heard("正在办理，级别 2")
    await world.heard("结果 transfer done")
    assert (await typed_over(found[0])) == 410
    assert world.bank.rows("SELECT amount FROM entry WHERE about LIKE '转账%' AND amount < 0") == [(-12345,)]
    assert world.bank.adds_up()
    stored = "".join(str(row.segments) for row in await rows(world.house, message))
    assert code_found[0] not in stored


async def typed_over(link: str) -> int:
    """What a link that was used says."""
    async with aiohttp.ClientSession() as session, session.get(link) as page:
        return page.status


async def test_another_sites_form_and_what_is_no_link_are_refused(world: World) -> None:
    origin = f"http://127.0.0.1:{world.house.settings.port}"
    async with aiohttp.ClientSession() as session:
        for address, status in ((f"{origin}/check/{'a' * 40}", 410), (f"{origin}/check/x", 404)):
            assert (await session.get(address)).status == status
            assert (await session.post(address, data={"code": "123456"})).status == status
        foreign = {"Origin": "https://evil.example"}
        answer = await session.post(f"{origin}/check/{'a' * 40}", data={"code": "1"}, headers=foreign)
        assert answer.status == 403
        style = await session.get(f"{origin}/check/style.css")
        assert (style.status, style.content_type) == (200, "text/css")
