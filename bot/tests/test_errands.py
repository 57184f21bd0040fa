"""Errands at the bank from the first word to the result: real model, real rules, real actions."""

import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
import pytest_asyncio

from bot.actions_client import ActionServer, open_session
from bot.dialogue import TurnRunner
from bot.memory import Memory
from bot.protocol import read_call
from bot.tests.conftest import call
from bot.tests.real_actions import LONG_SECRET, action_server, token
from bot.turns import Turns

AT = "2026-11-02T02:00:00+00:00"
CHECKED = {"verification": {"level": 2, "until": "2026-11-02T02:10:00Z"}}
CARDS = [
    {"tail": "1111", "product": "远桥借记卡", "kind": "debit", "state": "active"},
    {"tail": "2222", "product": "远桥信用卡金卡", "kind": "credit", "state": "active"},
]
FOUND = {
    "cards": CARDS,
    "accounts": [{"tail": "1111", "product": "活期一本通", "available": "9,876.50"}],
    "payees": [
        {"payee": "p1", "name": "李娜", "tail": "6688"},
        {"payee": "p2", "name": "房东老周", "tail": "0312"},
    ],
}


@pytest.fixture(scope="module")
def actions_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The real action server of a house that has a bank; nothing here calls it."""
    with action_server(tmp_path_factory.mktemp("actions"), YUANQIAO_BANK_URL="http://127.0.0.1:9") as url:
        yield url


class Customer:
    """One customer; what the house notes comes as the hub tells it. A bot forgets between any two turns."""

    def __init__(self, dialogue: TurnRunner, server: ActionServer) -> None:
        self._dialogue = dialogue
        self._server = server
        self._committed: list[dict[str, Any]] = []
        self._facts: dict[str, Any] = {}
        self.last: dict[str, Any] = {}

    async def say(self, text: str) -> str:
        """All that is said to a text, in lines."""
        return await self._turn(input={"kind": "text", "text": text})

    async def note(self, name: str, **details: str) -> str:
        """All that is said to what the house noted."""
        return await self._turn(input={"kind": "pick", "text": "", "intent": name, "entities": details})

    async def passes(self) -> str:
        """The check is passed: the hub signs it from now on."""
        (command,) = self.last["commands"]
        assert command["type"] == "start_check"
        self._facts = CHECKED
        return await self.note("check_passed", reason=command["reason"])

    async def is_read(self) -> str:
        """The bank has told."""
        (command,) = self.last["commands"]
        found = json.dumps(FOUND, ensure_ascii=False)
        return await self.note("bank_read", wish=command["wish"], state="done", code="", found=found)

    async def _turn(self, **fields: Any) -> str:
        number = len(self._committed) + 1
        asked = call(
            "",
            turn=number,
            base=number - 1,
            at=AT,
            deadline_s=30.0,
            token=token("key.1", number, json.dumps(self._facts, separators=(",", ":"))),
            facts=self._facts,
            history={"carried": {"slots": {}, "active_loop": None}, "turns": self._committed[-8:]},
        )
        turns = Turns(self._dialogue, self._server, Memory(most=10), most_at_once=2)
        answer = json.loads(await turns.serve(read_call(json.dumps(asked | fields).encode())))
        self._committed.append({name: answer[name] for name in ("turn", "events", "state")})
        self.last = answer
        return "\n".join(each.get("text") or each.get("prompt") or "" for each in answer["replies"])

    @property
    def instruction(self) -> dict[str, Any]:
        """What the last turn has the bank do."""
        (command,) = self.last["commands"]
        return dict(command["instruction"])


@pytest_asyncio.fixture
async def customer(dialogue: TurnRunner, actions_url: str) -> AsyncIterator[Customer]:
    """Somebody who has said nothing yet."""
    async with open_session(LONG_SECRET) as session:
        yield Customer(dialogue, ActionServer(actions_url, 10.0, session))


async def test_a_card_is_frozen_after_a_choice_a_question_and_a_yes(customer: Customer) -> None:
    await customer.say("帮我冻结银行卡")
    assert "哪一张卡" in await customer.is_read()
    answer = await customer.say("银行卡丢失怎么挂失")
    assert "请马上在手机银行挂失" in answer
    assert "哪一张卡" in answer
    assert "冻结远桥信用卡金卡（尾号2222）" in await customer.say("第二个")
    assert "正在为您办理" in await customer.say("确认")
    assert customer.instruction == {"type": "freeze_card", "card": "2222"}
    wish = customer.last["commands"][0]["wish"]
    said = await customer.note(
        "bank_result", kind="freeze_card", state="done", code="", wish=wish, card="2222"
    )
    assert "已为您冻结远桥信用卡金卡" in said


async def test_a_transfer_is_checked_corrected_and_confirmed(customer: Customer) -> None:
    assert "核验身份" in await customer.say("给李娜转300块")
    await customer.passes()
    assert "转 300 元给李娜（尾号6688）" in await customer.is_read()
    assert "转 500 元给李娜" in await customer.say("不对，是500")
    assert "转 500 元给房东老周" in await customer.say("改成房东老周")
    assert "正在为您办理" in await customer.say("对的")
    amount = {"minor": 50000, "currency": "CNY"}
    assert customer.instruction == {"type": "transfer", "account": "1111", "payee": "p2", "amount": amount}


@pytest.mark.parametrize("said", ["取消", "算了不转了", "不用了", "cancel"])
async def test_a_transfer_is_called_off_and_a_yes_afterwards_does_nothing(
    customer: Customer, said: str
) -> None:
    await customer.say("我要转账")
    await customer.passes()
    await customer.is_read()
    assert "没有办理任何事项" in await customer.say(said)
    await customer.say("好的")
    assert customer.last["commands"] == []


async def test_an_appointment_goes_on_after_what_the_bank_noted(customer: Customer) -> None:
    await customer.say("我想预约明天去徐汇支行")
    said = await customer.note("bank_result", kind="transfer", state="done", code="", wish="transfer-1-1")
    assert "转账已办理成功" in said
    assert "几点" in said


@pytest.mark.parametrize("words", ["继续", "好的，继续办理", "要"])
async def test_what_was_left_on_another_channel_goes_on_with_a_yes(customer: Customer, words: str) -> None:
    await customer.say("你好")
    said = await customer.note("dialogue_left", kind="transfer", since="2026-11-01", channel="wechat")
    assert "您昨天在微信办的转账还没有办完，要继续吗？" in said
    assert "接着为您办理转账" in await customer.say(words)
    (command,) = customer.last["commands"]
    assert command["reading"]["about"] == "dialogue"
