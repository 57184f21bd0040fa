"""An appointment from the first word to the note for people: real model, real rules, real actions."""

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
"""A Monday, ten o'clock in Shanghai."""


@pytest.fixture(scope="module")
def actions_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The real action server."""
    with action_server(tmp_path_factory.mktemp("actions")) as url:
        yield url


class Customer:
    """One customer in one conversation; each turn goes through JSON, and a bot may forget between two."""

    def __init__(self, dialogue: TurnRunner, server: ActionServer) -> None:
        self._dialogue = dialogue
        self._server = server
        self._turns = self._new_bot()
        self._committed: list[dict[str, Any]] = []
        self.last: dict[str, Any] = {}

    def _new_bot(self) -> Turns:
        return Turns(self._dialogue, self._server, Memory(most=10), most_at_once=2)

    def forget(self) -> None:
        """Another bot process takes over: it knows only what the hub committed."""
        self._turns = self._new_bot()

    async def say(self, text: str, **fields: Any) -> str:
        """All that is said to a text, in lines."""
        number = len(self._committed) + 1
        history = {"carried": {"slots": {}, "active_loop": None}, "turns": self._committed[-8:]}
        asked = call(
            text,
            turn=number,
            base=number - 1,
            at=AT,
            deadline_s=30.0,
            token=token("key.1", number),
            history=history,
            **fields,
        )
        answer = json.loads(await self._turns.serve(read_call(json.dumps(asked).encode())))
        self._committed.append({name: answer[name] for name in ("turn", "events", "state")})
        self.last = answer
        return "\n".join(each.get("text") or each.get("prompt") or "" for each in answer["replies"])

    @property
    def commands(self) -> list[dict[str, Any]]:
        """What the last turn wants done."""
        return list(self.last["commands"])

    @property
    def in_form(self) -> bool:
        """Whether the dialogue is still under way."""
        return bool(self.last["state"]["active_loop"])


@pytest_asyncio.fixture
async def customer(dialogue: TurnRunner, actions_url: str) -> AsyncIterator[Customer]:
    """Somebody who has said nothing yet."""
    async with open_session(LONG_SECRET) as session:
        yield Customer(dialogue, ActionServer(actions_url, 10.0, session))


async def test_each_thing_is_asked_and_the_wish_reaches_people(customer: Customer) -> None:
    assert "哪个网点" in await customer.say("我要预约")
    assert "哪一天" in await customer.say("徐汇支行")
    assert "几点" in await customer.say("明天")
    confirm = await customer.say("上午十点")
    assert "徐汇支行，2026-11-03，10:00" in confirm
    assert customer.commands == []
    done = await customer.say("好的")
    assert "徐汇支行，2026-11-03，10:00" in done
    (command,) = customer.commands
    assert command["type"] == "request_person"
    assert command["facts"] == {
        "appointment_branch": "徐汇支行",
        "appointment_date": "2026-11-03",
        "appointment_time": "10:00",
    }
    assert not customer.in_form


async def test_what_was_told_at_once_is_not_asked_again(customer: Customer) -> None:
    confirm = await customer.say("我想预约下周三下午去人民广场支行")
    assert "人民广场支行，2026-11-11，下午" in confirm


async def test_a_value_is_corrected_before_and_after_the_confirmation_is_asked(customer: Customer) -> None:
    await customer.say("我想预约明天上午去徐汇支行")
    assert "徐汇支行，2026-11-04，上午" in await customer.say("不对，是后天")
    assert "陆家嘴支行，2026-11-04，上午" in await customer.say("改成陆家嘴")
    assert customer.commands == []
    assert "陆家嘴支行，2026-11-04，上午" in await customer.say("对的")
    assert len(customer.commands) == 1


async def test_a_question_interrupts_and_the_dialogue_goes_on(customer: Customer) -> None:
    await customer.say("我想预约明天去徐汇支行")
    answer = await customer.say("银行卡丢失怎么挂失")
    assert "请马上在手机银行挂失" in answer
    assert "几点" in answer
    assert customer.in_form
    customer.forget()
    assert "徐汇支行，2026-11-03，下午" in await customer.say("下午")


@pytest.mark.parametrize("said", ["取消", "算了不约了", "不用了", "我不想预约了", "cancel"])
@pytest.mark.parametrize(
    "before", [[], ["徐汇支行"], ["徐汇支行", "明天", "下午"]], ids=["first", "second", "last"]
)
async def test_it_is_called_off_at_any_point_and_nothing_is_done(
    customer: Customer, before: list[str], said: str
) -> None:
    for words in ["我要预约", *before]:
        await customer.say(words)
    assert customer.in_form
    await customer.say(said)
    assert not customer.in_form
    assert customer.commands == []
    assert "哪个网点" in await customer.say("我要预约")  # what was told is forgotten


async def test_what_cannot_be_is_said_and_asked_again(customer: Customer) -> None:
    await customer.say("我要预约徐汇支行")
    told = await customer.say("昨天")
    assert "30 天" in told
    assert "哪一天" in told
    await customer.say("明天")
    told = await customer.say("晚上九点")
    assert "09:00" in told
    assert "几点" in told


async def test_a_person_asked_for_ends_it(customer: Customer) -> None:
    await customer.say("我要预约")
    await customer.say("转人工")
    assert [each["type"] for each in customer.commands] == ["request_person"]
    assert not customer.in_form


async def test_a_question_about_appointments_starts_none(customer: Customer) -> None:
    await customer.say("怎么提前预约取号")
    assert not customer.in_form


@pytest.mark.parametrize("words", ["上周三下午的事", "昨天上午在徐汇支行", "前天下午三点，徐汇支行"])
async def test_what_happened_is_told_of_the_complaint_and_begins_no_appointment(
    customer: Customer, words: str
) -> None:
    await customer.say("我要投诉，你们柜员态度太差了")
    said = await customer.say(words)
    assert "补充到您的投诉" in said
    assert [each["type"] for each in customer.last["commands"]] == ["file_complaint"]
