"""A WeChat customer has a card frozen and corrects a transfer: hub, actions, bank and check are real.

Only the understanding of words is stood in for; `bot/tests/test_errands.py` has the trained model.
"""

import re
import time
from collections.abc import Iterator
from typing import Any

import jwt
import pytest

from bot.tests.real_actions import action_server
from tests.flow.test_bank import ISSUER, LINK, LOGIN_KEY, World, typed, world
from tests.support.bot import done
from tests.support.through_actions import through_actions
from tests.support.webchat import WebchatClient, text_of

__all__ = ["world"]

HEARD: dict[str, tuple[str, dict[str, str]]] = {
    "帮我冻结银行卡": ("block_card", {}),
    "第二个": ("choose", {"reply": "2"}),
    "确认": ("affirm", {"reply": "yes"}),
    "给李娜转300块": ("transfer_money", {"amount": "300"}),
    "不对，是500": ("inform", {"amount": "500"}),
    "你们几点开门": ("branch_hours", {}),
}
"""What the bot makes of the words that are said here."""


@pytest.fixture(scope="module")
def actions_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The real action server of a house that has a bank."""
    settings = {
        "YUANQIAO_BANK_URL": "http://127.0.0.1:9",
        "YUANQIAO_TURN_SECRET": "turn-secret-of-the-tests-long-enough",
    }
    with action_server(tmp_path_factory.mktemp("actions"), **settings) as url:
        yield url


class ThroughActions:
    """A bot that remembers each conversation by itself."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._slots: dict[str, dict[str, Any]] = {}

    async def __call__(self, ask: dict[str, Any]) -> tuple[int, Any]:
        told = await through_actions(self._url, ask, self._slots.get(ask["conversation"], {}), HEARD)
        self._slots[ask["conversation"]] = told.slots
        state = {"slots": told.slots, "active_loop": None}
        return 200, done(ask, *told.replies, commands=told.commands, state=state)


async def test_a_card_is_frozen_and_a_transfer_corrected_and_made_once(
    world: World, actions_url: str
) -> None:
    world.house.bot.answer = ThroughActions(actions_url)
    number = world.bank.open()
    credit = next(card for card in world.bank.profile(number)["cards"] if card["kind"] == "credit")
    await world.wechat.say("帮我冻结银行卡")
    await world.heard("要冻结哪一张卡")
    await world.wechat.say("第二个")
    await world.heard(f"临时冻结{credit['product']}（尾号{credit['tail']}）")
    await world.wechat.say("确认")
    await world.heard(f"已为您冻结{credit['product']}")
    states = {card["tail"]: card["state"] for card in world.bank.profile(number)["cards"]}
    assert states[credit["tail"]] == "frozen"
    assert sorted(states.values()) == ["active", "frozen"]

    await world.wechat.say("给李娜转300块")
    await world.heard("核验身份")
    link = LINK.search(await world.heard("/check/"))
    (sms,) = await world.sms.texts(1)
    code = re.search(r"[0-9]{6}", sms)
    assert link is not None
    assert code is not None
    assert (await typed(link[0], code[0]))[0] == 200
    await world.heard("转 300 元给李娜")
    assert world.bank.rows("SELECT 1 FROM entry WHERE about LIKE '转账%'") == []
    await world.wechat.say("不对，是500")
    await world.heard("转 500 元给李娜")
    await world.wechat.say("确认")
    await world.heard("转账成功：500 元已转给李娜")
    moved = world.bank.rows("SELECT amount FROM entry WHERE about LIKE '转账%' AND amount < 0")
    assert moved == [(-50000,)]
    assert world.bank.adds_up()


async def checked(world: World) -> None:
    """The customer opens the page that the chat leads to and types the code that came."""
    link = LINK.search(await world.heard("/check/"))
    code = re.search(r"[0-9]{6}", (await world.sms.texts(1))[-1])
    assert link is not None
    assert code is not None
    assert (await typed(link[0], code[0]))[0] == 200


def login(number: str) -> str:
    """A login of the bank's, good for once."""
    now = int(time.time())
    claims = {
        "iss": ISSUER,
        "aud": "yuanqiao",
        "sub": number,
        "jti": f"j{number}",
        "iat": now,
        "exp": now + 120,
    }
    return jwt.encode(claims | {"level": 2}, LOGIN_KEY, algorithm="HS256")


def said(client: WebchatClient) -> str:
    """All that the web chat shows, options, too."""
    return "\n".join(str(message) for message in client.outgoing)


async def test_a_transfer_begun_on_wechat_goes_on_in_the_web_chat_after_a_login_alone(
    world: World, actions_url: str
) -> None:
    world.house.bot.answer = ThroughActions(actions_url)
    number = world.bank.open()
    await world.wechat.say("给李娜转300块")
    await world.heard("核验身份")
    await checked(world)
    await world.heard("转 300 元给李娜")
    async with world.house.client() as stranger:
        await stranger.connect()
        await stranger.send("你们几点开门")
        await stranger.replies(1)
    async with world.house.client() as web:
        await web.connect()
        await web.send("你们几点开门")
        await web.replies(1)
        assert "转账" not in said(web)
        await web.say(
            {"type": "sign_in", "id": "0192a7c4-0000-7000-8000-0123456789ab", "login": login(number)}
        )
        await web.until(lambda: "微信办的转账还没有办完" in said(web))
        (offer,) = [message for message in web.outgoing if "还没有办完" in str(message)]
        assert "李娜" not in said(web), "what was told goes over with a yes alone"
        option = next(each for each in offer["segments"][0]["options"] if each["label"] == "继续办理")
        await web.send_segment({"type": "choice", "id": option["id"], "label": option["label"]})
        await web.until(lambda: "转 300 元给李娜" in said(web))
        await world.heard("已改在网页聊天继续办理")
        await world.wechat.say("确认")
        await web.send("确认")
        await web.until(lambda: "转账成功：300 元已转给李娜" in said(web))
    assert "转账" not in "".join(text_of(message) for message in stranger.outgoing)
    moved = world.bank.rows("SELECT amount FROM entry WHERE about LIKE '转账%' AND amount < 0")
    assert moved == [(-30000,)]
    assert world.bank.adds_up()
