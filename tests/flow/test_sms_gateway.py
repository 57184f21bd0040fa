"""From a phone through the simulated gateway and the real connector to the bot, and back."""

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from connectors.kit.store.schema import channel_customer
from hub.store.schema import dead_letter, message, outbox
from simulators.sms_gateway.provider import Gateway
from simulators.weixin.faults import WeixinFault
from tests.support.bot import TestBot, after, done
from tests.support.house import House
from tests.support.looking import rows, settled
from tests.support.migrated import migrated_file
from tests.support.sms_gateway import served_gateway
from tests.support.twilio import TextPhone
from tests.support.waiting import eventually

World = tuple[House, Gateway, TextPhone]


@pytest.fixture
async def served(
    database_url: str, tmp_path: Path, bot: TestBot, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[World]:
    async with served_gateway(database_url, tmp_path, bot, monkeypatch) as world:
        yield world


@pytest.fixture
def light_url(tmp_path: Path) -> str:
    """SQLite alone: what goes wrong here is not the database."""
    return migrated_file(tmp_path / "yuanqiao.db")


@pytest.fixture
async def light(
    light_url: str, tmp_path: Path, bot: TestBot, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[World]:
    async with served_gateway(light_url, tmp_path, bot, monkeypatch) as world:
        yield world


async def statuses(house: House) -> list[str]:
    return [row.status for row in await rows(house, message) if row.direction == "out"]


async def letters(house: House) -> list[str]:
    return [row.code for row in await rows(house, dead_letter)]


async def test_a_question_is_answered_in_the_template_with_a_link_to_the_whole(
    served: World, bot: TestBot
) -> None:
    house, _, phone = served
    whole = "补卡流程与费用说明。" * 40

    async def long(ask: dict[str, Any]) -> tuple[int, Any]:
        return 200, done(ask, {"type": "text", "text": whole})

    bot.answer = long
    await phone.say("怎么补卡")
    (text,) = await phone.texts(1)
    assert text.startswith("【远桥银行】您好，您咨询的问题答复如下：补卡流程与费用说明。")
    found = re.search(r"http://\S+$", text)
    assert found is not None
    async with aiohttp.ClientSession() as session, session.get(found[0]) as page:
        assert whole in await page.text()
    await eventually(lambda: statuses(house), ["delivered"])


async def test_each_call_three_times_also_at_once_is_one_message_and_one_answer(
    served: World, bot: TestBot
) -> None:
    house, gateway, phone = served
    bot.answer = after(0.2)
    gateway.shuffled = True
    entry = gateway.upward(phone.handset, "一次")
    answers = await asyncio.gather(*(gateway.call("/up", [entry]) for _ in range(3)))
    answers += [await gateway.call("/up", [entry]) for _ in range(3)]
    assert answers == [200] * 6
    await phone.texts(1)
    await settled(house)
    await eventually(lambda: statuses(house), ["delivered"])
    assert len(phone.answers) == len(bot.asks) == 1
    assert [row.direction for row in await rows(house, message)].count("in") == 1


async def test_calls_without_the_token_leave_nothing(light: World) -> None:
    house, gateway, phone = light
    entry = gateway.upward(phone.handset, "伪造")
    assert await gateway.call("/up", [entry], token="") == 403
    assert await gateway.call("/up", [entry], token=gateway.token[:-1]) == 403
    assert await gateway.call("/report", [entry], token="x") == 403
    assert await gateway.call("/up", [{"phone_number": "1"}]) == 400
    assert await gateway.call("", [entry]) == 404
    assert await rows(house, message) == []


@pytest.mark.parametrize("fault", [WeixinFault("status", 429, retry_after_s=1), WeixinFault("errcode", 1)])
async def test_what_is_refused_for_its_rate_goes_later_and_once(light: World, fault: WeixinFault) -> None:
    _, gateway, phone = light
    gateway.faults.add("SendSms", fault)
    await phone.say("怎么挂失")
    await phone.texts(1)
    assert len(gateway.sent) == 1


@pytest.mark.parametrize("fault", [WeixinFault("status", 500), WeixinFault("lost")], ids=["500", "lost"])
async def test_what_may_have_been_sent_is_kept_for_people(light: World, fault: WeixinFault) -> None:
    house, gateway, phone = light
    gateway.faults.add("SendSms", fault)
    await phone.say("怎么挂失")
    await eventually(lambda: letters(house), ["http_500" if fault.kind == "status" else "no_answer"])


async def test_an_answer_that_no_template_carries_is_held(
    light_url: str, tmp_path: Path, bot: TestBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    template = "{code: SMS_100000001, words: words}"
    async with served_gateway(light_url, tmp_path, bot, monkeypatch, template) as (house, gateway, phone):
        await phone.say("很长的问题" * 10)

        async def held() -> list[tuple[bool, str]]:
            return [(bool(row.held), row.last_code) for row in await rows(house, outbox)]

        await eventually(held, [(True, "no_template")])
        assert gateway.sent == []


async def test_who_opted_out_gets_nothing_until_they_write_again(light: World) -> None:
    house, _, phone = light
    await phone.say("退订")

    async def away() -> list[str | None]:
        return [row.unreachable_code for row in await rows(house, channel_customer)]

    await eventually(away, ["opted_out"])
    await phone.say("还有一个问题")
    await phone.texts(1)
    assert await away() == [None]
