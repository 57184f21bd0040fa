"""From a phone through the simulated 微信客服 and the real connector to the bot, and back."""

import asyncio
import io
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from PIL import Image

from connectors.kit.store.schema import channel_code, channel_customer
from hub.store.schema import conversation, dead_letter, identity, message, outbox
from simulators.weixin.faults import WeixinFault
from tests.flow.test_wechat import offer, say_as_agent
from tests.support.bot import TestBot, after, done
from tests.support.house import House, running_house
from tests.support.looking import rows, settled
from tests.support.ports import free_port
from tests.support.waiting import eventually
from tests.support.wecom_kf import (
    SEND,
    SYNC,
    TRANS,
    Phone,
    callback_url,
    served_wecom_kf,
    settings_for,
    simulated,
)

SCENES = '    scenes: {loss: "say:怎么开通短信提醒"}\n'


@pytest.fixture
async def served(
    database_url: str, tmp_path: Path, bot: TestBot, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[House, Phone]]:
    async with served_wecom_kf(database_url, tmp_path, bot, monkeypatch, SCENES) as both:
        yield both


def picture() -> bytes:
    made = io.BytesIO()
    Image.effect_noise((64, 48), 50).save(made, "PNG")
    return made.getvalue()


async def _waiting(house: House) -> int:
    return len(await rows(house, outbox))


async def test_a_question_is_answered_by_our_own_id_in_a_session_of_the_bots(
    served: tuple[House, Phone],
) -> None:
    house, phone = served
    await phone.say("怎么挂失")
    assert await phone.texts(1) == ["echo: 怎么挂失"]
    await eventually(lambda: _waiting(house), 0)
    assert [each["service_state"] for each in phone.calls(TRANS)] == [1]
    await phone.say("再问")
    await phone.texts(2)
    await eventually(lambda: _waiting(house), 0)
    assert len(phone.calls(TRANS)) == 1, "the session is ours already"
    ids = [each["msgid"] for each in phone.calls(SEND)]
    assert len(set(ids)) == 2
    assert [row.status for row in await rows(house, message)] == ["accepted", "sent"] * 2


async def test_a_choice_is_answered_by_its_number_and_by_a_tap(
    served: tuple[House, Phone], bot: TestBot
) -> None:
    _, phone = served
    bot.answer = offer
    await phone.say("年费")
    await phone.texts(1)
    menu = phone.answers[0]["part"]
    assert menu["head_content"] == "哪一种卡？"
    assert [each["click"]["content"] for each in menu["list"]] == ["1. 借记卡", "2. 信用卡"]
    await phone.say("②")
    assert (await phone.texts(2))[1] == "picked credit"
    await phone.say("年费")
    await phone.texts(3)
    first = phone.answers[2]["part"]["list"][0]["click"]
    await phone.do("pick", id=first["id"], text=first["content"])
    assert (await phone.texts(4))[3] == "picked debit"


async def test_a_picture_goes_both_ways_and_up_once(served: tuple[House, Phone], bot: TestBot) -> None:
    house, phone = served
    await phone.send_picture(picture())
    await phone.texts(1)
    (segment,) = (await rows(house, message))[0].segments
    assert (segment["type"], segment["media"]["mime"]) == ("image", "image/png")

    async def show(ask: dict[str, Any]) -> tuple[int, Any]:
        return 200, done(ask, {"type": "image", "media": segment["media"]})

    bot.answer = show
    for count in (2, 3):
        await phone.say("看图")
        assert (await phone.texts(count))[-1] == "image"
    assert [path for path, _ in phone.provider.calls].count("/cgi-bin/media/upload") == 1


async def test_who_comes_is_greeted_once_by_the_code_and_their_way_is_kept(
    served: tuple[House, Phone], bot: TestBot
) -> None:
    house, phone = served

    async def greet(ask: dict[str, Any]) -> tuple[int, Any]:
        return 200, done(ask, {"type": "text", "text": ask["input"].get("intent", "words")})

    bot.answer = greet
    await phone.do("enter", scene="branch-12")
    assert await phone.texts(1) == ["greet"]
    assert phone.answers[0]["by"] == "welcome"
    assert phone.calls(SEND) == [], "nothing may be sent before the customer has written"
    (row,) = await rows(house, channel_customer)
    assert row.came_by == "branch-12"
    (who,) = await rows(house, identity)
    assert who.facts["source"] == "branch-12", "agents and rules see the way in, too"
    await phone.do("enter")
    await phone.say("你好")
    await phone.texts(2)
    assert len(bot.asks) == 2, "who comes back is not greeted again"
    assert await rows(house, channel_code) == [], "a code is used once"


async def test_a_way_in_says_words_in_the_customers_name(served: tuple[House, Phone]) -> None:
    _, phone = served
    await phone.do("enter", scene="loss")
    assert await phone.texts(1) == ["echo: 怎么开通短信提醒"]
    assert phone.answers[0]["by"] == "welcome"


async def test_each_nudge_three_times_also_at_once_is_one_message_and_one_answer(
    served: tuple[House, Phone], bot: TestBot
) -> None:
    house, phone = served
    bot.answer = after(0.2)
    phone.provider.silent = True
    await phone.say("一次")
    token = phone.provider.feed.nudge_token(phone.provider.now())
    assert await asyncio.gather(*(phone.pusher.post(token) for _ in range(3))) == [True] * 3
    await phone.texts(1)
    assert [await phone.pusher.post(token) for _ in range(3)] == [True] * 3
    await asyncio.sleep(0.5)
    assert len(phone.answers) == len(bot.asks) == 1
    assert [row.direction for row in await rows(house, message)].count("in") == 1


async def test_two_hubs_that_are_nudged_at_once_answer_once(
    served: tuple[House, Phone], bot: TestBot
) -> None:
    house, phone = served
    phone.provider.silent = True
    ports = {name: free_port() for name in ("port", "media_port", "staff_port")} | {"process_name": "hub-2"}
    async with running_house(house.settings.model_copy(update=ports), bot) as other:
        hubs = [callback_url(each.settings) for each in (house, other)]
        for number in range(1, 5):
            await phone.say(f"第 {number} 句")
            token = phone.provider.feed.nudge_token(phone.provider.now())
            heard = await asyncio.gather(*(phone.pusher.post(token, url) for url in hubs * 2))
            assert heard == [True] * 4
            await phone.texts(number)
    assert [each["text"] for each in phone.answers] == [f"echo: 第 {number} 句" for number in range(1, 5)]
    assert len(bot.asks) == 4
    assert [row.direction for row in await rows(house, message)].count("in") == 4


async def test_what_came_while_the_hub_was_away_is_pulled_once_and_in_order(
    database_url: str, tmp_path: Path, bot: TestBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with simulated() as (provider, pusher, url):
        phone = Phone(provider, pusher, url)
        settings = settings_for(database_url, tmp_path, bot, monkeypatch, url)
        provider.callback_url = callback_url(settings)
        async with running_house(settings, bot):
            await phone.say("以前")
            await phone.texts(1)
        provider.silent = True
        words = [f"停机时第 {number} 句" for number in range(1, 4)]
        for each in words:
            await phone.say(each)
        provider.feed.empty_pages = 2
        for _ in range(2):
            async with running_house(settings.model_copy(update={"port": free_port()}), bot) as house:

                async def taken(house: House = house) -> int:
                    return [row.direction for row in await rows(house, message)].count("in")

                await eventually(taken, 4)
                await settled(house)
                await eventually(lambda house=house: _waiting(house), 0)
                stored = [row for row in await rows(house, message) if row.direction == "in"]
                assert [row.segments[0]["text"] for row in stored] == ["以前", *words]
        answered = "\n".join(await phone.texts(2))
        assert all(answered.count(f"{each}") == 1 for each in words)


async def test_with_no_callback_at_all_the_feed_is_looked_at(
    database_url: str, tmp_path: Path, bot: TestBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = "    look_every_s: 1\n"
    async with served_wecom_kf(database_url, tmp_path, bot, monkeypatch, every) as (_, phone):
        phone.provider.silent = True
        await phone.say("怎么挂失")
        assert await phone.texts(1) == ["echo: 怎么挂失"]
        assert phone.pusher.called == 0
        assert "token" not in phone.calls(SYNC)[-1]


async def test_what_a_message_gives_no_right_for_waits_for_the_next_one(served: tuple[House, Phone]) -> None:
    house, phone = served
    await phone.say("在吗")
    await phone.texts(1)
    await say_as_agent(house, *"一二三四五六七")

    async def waiting() -> list[bool]:
        return sorted(bool(row.held) for row in await rows(house, outbox))

    await eventually(waiting, [False, False, True])
    assert (await phone.texts(5))[1:] == list("一二三四")
    assert len(phone.calls(SEND)) == 5, "nobody asked for a sixth"
    await phone.say("请说")
    assert (await phone.texts(9))[5:] == ["五", "六", "七", "echo: 请说"]


async def test_who_is_served_in_wecoms_own_client_is_left_to_them(
    served: tuple[House, Phone], bot: TestBot
) -> None:
    house, phone = served
    phone.provider.faults.add(SEND, WeixinFault("errcode", 95001))
    await phone.say("怎么挂失")

    async def held() -> list[bool]:
        return [bool(row.held) for row in await rows(house, outbox)]

    async def owners() -> list[tuple[str, str | None]]:
        return [(row.owner, row.owner_id) for row in await rows(house, conversation)]

    await eventually(held, [True])
    await phone.do("take_over")
    await eventually(owners, [("outside", "wecom_kf")])
    await eventually(held, [])
    await phone.say("谁在")
    await phone.do("end")
    await eventually(owners, [("bot", None)])
    await phone.say("还在吗")
    assert await phone.texts(1) == ["echo: 还在吗"]
    notes = [row.segments[0]["name"] for row in await rows(house, message) if row.author_kind == "system"]
    assert notes == ["taken_over_outside", "given_back_outside"]
    assert [each["input"]["text"] for each in bot.asks] == ["怎么挂失", "还在吗"]
    assert await rows(house, dead_letter) == []


async def test_forged_and_stale_callbacks_are_refused(served: tuple[House, Phone]) -> None:
    _, phone = served
    query, body = phone.pusher.sealed("token")
    await eventually(lambda: _tokens(phone), [None])
    url = phone.provider.callback_url
    async with aiohttp.ClientSession() as session:
        for wrong in ({"timestamp": "1"}, {"nonce": "9"}, {"msg_signature": "0" * 40}):
            async with session.post(url, params=query | wrong, data=body) as answer:
                assert answer.status == 403
        async with session.post(url, params=query, data=b"<!DOCTYPE a><xml/>") as answer:
            assert answer.status == 400
        async with session.post(f"{url}2", params=query, data=body) as answer:
            assert answer.status == 404
        async with session.post(url, params=query, data=body) as answer:
            assert (answer.status, await answer.text()) == (200, "success")
    await eventually(lambda: _tokens(phone), [None, "token", None])


async def _tokens(phone: Phone) -> list[str | None]:
    """With which tokens the feed was asked for: at the start, and on a nudge; one that does not hold goes."""
    return [each.get("token") for each in phone.calls(SYNC)]


async def test_the_address_is_proved(served: tuple[House, Phone]) -> None:
    _, phone = served
    sealer = phone.provider.sealer
    echo, now = sealer.encrypt("5837397520665436492"), str(int(time.time()))
    query = {"timestamp": now, "nonce": "42", "echostr": echo, "msg_signature": sealer.sign(now, "42", echo)}
    url = phone.provider.callback_url
    async with aiohttp.ClientSession() as session:
        async with session.get(url, params=query) as answer:
            assert (answer.status, await answer.text()) == (200, "5837397520665436492")
        async with session.get(url, params=query | {"nonce": "43"}) as answer:
            assert answer.status == 403
        plain = {"timestamp": now, "nonce": "42", "echostr": "1", "signature": sealer.sign(now, "42")}
        async with session.get(url, params=plain) as answer:
            assert answer.status == 400
