"""From a member's phone through the simulated WeCom and the real connector to the bot, and back."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from connectors.kit.store.schema import channel_customer
from connectors.kit.weixin import intake
from hub.settings import ROOT
from hub.store.schema import dead_letter, identity, message, outbox
from tests.flow.test_wechat import offer, picture, say_as_agent
from tests.support.bot import TestBot, after, done
from tests.support.house import House, running_house
from tests.support.looking import rows
from tests.support.ports import free_port
from tests.support.waiting import eventually
from tests.support.wecom import MemberPhone, served_wecom
from yuanqiao.menus import write_menu

SEND = "/cgi-bin/message/send"
Served = tuple[House, MemberPhone]


@pytest.fixture
async def served(
    database_url: str, tmp_path: Path, bot: TestBot, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Served]:
    async with served_wecom(database_url, tmp_path, bot, monkeypatch) as both:
        yield both


def words_of(phone: MemberPhone, text: str, number: int) -> dict[str, Any]:
    """The fields of a message as the provider pushes it."""
    fields = {"MsgType": "text", "Content": text, "MsgId": number, "CreateTime": 1_795_900_000}
    return phone.pusher.envelope(phone.customer) | fields


async def _count(house: House) -> int:
    return len(await rows(house, outbox))


async def test_an_answer_that_is_ready_stands_in_the_response_and_a_late_one_goes_by_the_api(
    served: Served, bot: TestBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    house, phone = served
    await phone.say("怎么挂失")
    assert await phone.texts(1) == ["echo: 怎么挂失"]
    await eventually(lambda: _count(house), 0)
    assert [path for path, _ in phone.provider.calls] == [], "never both"
    monkeypatch.setattr(intake, "ANSWER_WITHIN_S", 0.2)
    bot.answer = after(0.8)
    await phone.say("还有呢")
    assert (await phone.texts(2))[1] == "echo: 还有呢"
    assert [each["by"] for each in phone.answers] == ["passive", "api"]
    await eventually(lambda: _count(house), 0)
    last = (await rows(house, message))[-1]
    assert last.status == "sent"
    assert phone.failures == []


async def test_a_choice_is_answered_by_its_number_and_by_a_button(served: Served, bot: TestBot) -> None:
    _, phone = served
    bot.answer = offer
    await phone.say("年费")
    await phone.texts(1)
    (card,) = phone.answers
    assert card["part"]["main_title"] == {"title": "哪一种卡？", "desc": ""}
    assert [each["text"] for each in card["part"]["button_list"]] == ["1. 借记卡", "2. 信用卡"]
    await phone.say("②")
    assert (await phone.texts(2))[1] == "picked credit"
    await phone.say("年费")
    await phone.texts(3)
    await phone.press(2, 0)
    assert (await phone.texts(4))[3] == "picked debit"

    async def closed() -> list[str]:
        return list(phone.provider.closed[phone.customer.openid].values())

    await eventually(closed, ["已选择"])


async def test_pictures_go_both_ways_and_up_once(served: Served, bot: TestBot) -> None:
    house, phone = served
    await phone.send_picture(picture())
    await phone.texts(1)
    (segment,) = (await rows(house, message))[0].segments
    assert (segment["type"], segment["media"]["mime"]) == ("image", "image/png")

    async def show(ask: dict[str, Any]) -> tuple[int, Any]:
        return 200, done(ask, {"type": "image", "media": segment["media"]})

    bot.answer = show
    for count in (2, 3):
        await phone.say("给我看图")
        await phone.texts(count)
    assert [each["type"] for each in phone.answers[1:]] == ["image", "image"]
    uploads = [kind for path, kind in phone.provider.calls if path == "/cgi-bin/media/upload"]
    assert uploads == ["image"]


async def test_who_enters_is_greeted_once_a_day_and_a_scan_and_the_menu_begin_what_they_name(
    served: Served, bot: TestBot
) -> None:
    house, phone = served

    async def greet(ask: dict[str, Any]) -> tuple[int, Any]:
        said = ask["input"]
        return 200, done(ask, {"type": "text", "text": said.get("intent") or said.get("text", "")})

    bot.answer = greet
    for _ in range(2):
        await phone.do("enter")
    assert await phone.texts(1) == ["greet"]
    await phone.do("scan", scene="branch-12")
    await phone.texts(2)
    assert [row.came_by for row in await rows(house, channel_customer)] == ["branch-12"]
    assert [row.facts["source"] for row in await rows(house, identity) if row.facts] == ["branch-12"]
    await phone.do("tap", key="say:怎么开通短信提醒")
    assert (await phone.texts(3))[2] == "怎么开通短信提醒"
    await phone.do("tap", key="person")
    await phone.texts(4)
    assert bot.asks[-1]["input"]["intent"] == "request_person"


async def test_each_callback_three_times_at_once_to_two_hubs_is_one_message_and_one_answer(
    served: Served, bot: TestBot
) -> None:
    house, phone = served
    bot.answer = after(0.2)
    ports = {name: free_port() for name in ("port", "media_port", "staff_port")} | {"process_name": "hub-2"}
    async with (
        running_house(house.settings.model_copy(update=ports), bot) as other,
        aiohttp.ClientSession() as session,
    ):
        hubs = [f"http://127.0.0.1:{each.settings.port}/wecom/staff" for each in (house, other)]

        async def deliver(url: str, said: dict[str, Any]) -> bytes:
            query, body = phone.pusher.sealed(said)
            async with session.post(url, params=query, data=body) as answer:
                assert answer.status == 200
                return await answer.read()

        text = words_of(phone, "一次", 7)
        tap = text | {"MsgType": "event", "Event": "click", "EventKey": "person"}
        in_responses = 0
        for number, said in enumerate((text, tap), start=1):
            answers = await asyncio.gather(*(deliver(url, said) for url in hubs * 3))
            in_responses += len([each for each in answers if each])
            await eventually(lambda: _count(house), 0)
            assert in_responses + len(phone.answers) == number
    assert len(bot.asks) == 2
    assert len([row for row in await rows(house, message) if row.direction == "in"]) == 2


async def test_forged_stale_and_alien_callbacks_leave_nothing_and_the_address_is_proved(
    served: Served,
) -> None:
    house, phone = served
    query, body = phone.pusher.sealed(words_of(phone, "伪造", 8))
    url = phone.provider.callback_url
    async with aiohttp.ClientSession() as session:
        for wrong in ({"timestamp": "1"}, {"nonce": "9"}, {"msg_signature": "0" * 40}):
            async with session.post(url, params=query | wrong, data=body) as answer:
                assert answer.status == 403
        async with session.post(url, params=query, data=b"<!DOCTYPE a><xml/>") as answer:
            assert answer.status == 400
        alien, sealed = phone.pusher.sealed(words_of(phone, "别的应用", 9) | {"AgentID": 7})
        async with session.post(url, params=alien, data=sealed) as answer:
            assert answer.status == 400
        proof = phone.pusher.proof("1616140317555161061")
        async with session.get(url, params=proof) as answer:
            assert (answer.status, await answer.text()) == (200, "1616140317555161061")
        async with session.get(url, params=proof | {"nonce": "43"}) as answer:
            assert answer.status == 403
    assert await rows(house, message) == []


async def test_a_menu_is_written_for_the_application(served: Served) -> None:
    house, phone = served
    settings = house.settings.model_copy(update={"phones": False})
    await write_menu(settings, "wecom", "staff", ROOT / "connectors" / "wecom" / "menu.example.yml")
    assert [button["name"] for button in phone.provider.menu] == ["常见问题", "手机银行", "服务"]
    assert await rows(house, dead_letter) == []


async def test_an_agents_words_reach_a_member_who_is_silent(served: Served) -> None:
    house, phone = served
    await phone.say("在吗")
    await phone.texts(1)
    await say_as_agent(house, "审批通过了")
    assert (await phone.texts(2))[1] == "审批通过了"
