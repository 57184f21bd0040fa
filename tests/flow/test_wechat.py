"""From a phone through the simulated provider and the real connector to the bot, and back."""

import asyncio
import io
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest
from PIL import Image

from connectors.kit.store.schema import channel_customer
from connectors.kit.weixin import intake
from hub.contacts import Handle, HandleKind
from hub.errors import BadInput
from hub.messages import Author, AuthorKind, Text
from hub.settings import ROOT
from hub.store.schema import conversation, dead_letter, message, outbox
from hub.store.schema_contacts import contact_handle
from simulators.weixin.faults import WeixinFault
from simulators.weixin.sealing import write
from tests.support.bot import TestBot, after, done
from tests.support.house import House, running_house
from tests.support.looking import rows
from tests.support.ports import free_port
from tests.support.waiting import eventually
from tests.support.weixin import Phone, served_wechat
from yuanqiao.menus import write_menu

SEND = "/cgi-bin/message/custom/send"
USER_INFO = "/cgi-bin/user/info"


@pytest.fixture
async def served(
    database_url: str, tmp_path: Path, bot: TestBot, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[House, Phone]]:
    async with served_wechat(database_url, tmp_path, bot, monkeypatch) as both:
        yield both


def picture() -> bytes:
    made = io.BytesIO()
    Image.effect_noise((64, 48), 50).save(made, "PNG")
    return made.getvalue()


def words_of(phone: Phone, text: str, number: int) -> dict[str, Any]:
    """The fields of a message as the provider pushes it."""
    return {
        "ToUserName": phone.provider.origin_id,
        "FromUserName": phone.customer.openid,
        "CreateTime": 1_795_900_000,
        "MsgType": "text",
        "Content": text,
        "MsgId": number,
    }


async def say_as_agent(house: House, *texts: str) -> None:
    """A person of the bank writes unasked."""
    (row,) = await rows(house, conversation)
    for text in texts:
        async with house.database.write() as connection:
            await house.hub.conversations.do_say(
                connection,
                row.identity_key,
                row.conversation,
                [Text(text=text)],
                author=Author(kind=AuthorKind.AGENT, name="8012"),
            )


async def offer(ask: dict[str, Any]) -> tuple[int, Any]:
    if ask["input"]["kind"] == "pick":
        return 200, done(ask, {"type": "text", "text": f"picked {ask['input']['entities']['article_id']}"})
    options = [
        {"label": label, "pick": {"intent": "pick_article", "entities": {"article_id": article}}}
        for label, article in (("借记卡", "debit"), ("信用卡", "credit"))
    ]
    return 200, done(ask, {"type": "choices", "prompt": "哪一种卡？", "options": options})


async def test_an_answer_that_is_ready_stands_in_the_response(served: tuple[House, Phone]) -> None:
    house, phone = served
    await phone.say("怎么挂失")
    assert await phone.texts(1) == ["echo: 怎么挂失"]
    await asyncio.sleep(0.3)
    assert [each["by"] for each in phone.answers] == ["passive"], "never both"
    assert [path for path, _ in phone.provider.calls if path == SEND] == []
    await eventually(lambda: _count(house), 0)
    (_, row) = await rows(house, message)
    assert row.status == "sent"


async def _count(house: House) -> int:
    return len(await rows(house, outbox))


async def test_a_late_answer_goes_by_the_api_and_bears_the_label(
    served: tuple[House, Phone], bot: TestBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, phone = served
    monkeypatch.setattr(intake, "ANSWER_WITHIN_S", 0.5)
    bot.answer = after(1.5)
    await phone.say("怎么挂失")
    assert await phone.texts(1) == ["echo: 怎么挂失"]
    (answer,) = phone.answers
    assert (answer["by"], answer["ai"]) == ("custom", True)
    assert ("/cgi-bin/message/custom/typing", {"touser": phone.customer.openid, "command": "Typing"}) in (
        phone.provider.calls
    )
    assert phone.failures == []


async def test_a_choice_is_answered_by_its_number_and_by_a_tap(
    served: tuple[House, Phone], bot: TestBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, phone = served
    bot.answer = offer
    await phone.say("年费")
    assert await phone.texts(1) == ["哪一种卡？\n1. 借记卡\n2. 信用卡"]
    await phone.say("②")
    assert (await phone.texts(2))[1] == "picked credit"

    # Too late for the response, so it comes by the API.
    monkeypatch.setattr(intake, "ANSWER_WITHIN_S", 0.0)
    await phone.say("年费")
    await phone.texts(3)
    menu = phone.answers[2]
    assert (menu["type"], menu["part"]["head_content"]) == ("msgmenu", "哪一种卡？")
    first, _ = menu["part"]["list"]
    assert first["content"] == "1. 借记卡"
    await phone.do("pick", id=first["id"], text=first["content"])
    assert (await phone.texts(4))[3] == "picked debit"


async def test_a_picture_is_kept_by_the_house(served: tuple[House, Phone]) -> None:
    house, phone = served
    await phone.send_picture(picture())
    await phone.texts(1)
    (row, _) = await rows(house, message)
    (segment,) = row.segments
    assert (segment["type"], segment["media"]["mime"]) == ("image", "image/png")


async def test_a_picture_is_uploaded_once(served: tuple[House, Phone], bot: TestBot) -> None:
    house, phone = served
    await phone.send_picture(picture())
    await phone.texts(1)
    media = (await rows(house, message))[0].segments[0]["media"]

    async def show(ask: dict[str, Any]) -> tuple[int, Any]:
        return 200, done(ask, {"type": "image", "media": media})

    bot.answer = show
    for count in (2, 3):
        await phone.say("给我看图")
        await phone.texts(count)
    assert [each["type"] for each in phone.answers[1:]] == ["image", "image"]
    assert [path for path, _ in phone.provider.calls].count("/cgi-bin/media/upload") == 1


async def test_a_follower_is_greeted_once_and_their_way_is_kept(
    served: tuple[House, Phone], bot: TestBot
) -> None:
    house, phone = served

    async def greet(ask: dict[str, Any]) -> tuple[int, Any]:
        return 200, done(ask, {"type": "text", "text": ask["input"].get("intent", "")})

    bot.answer = greet
    phone.customer.followed = False
    await phone.do("scan", scene="branch-12")
    assert await phone.texts(1) == ["greet"]
    (way,) = await _ways(house)
    assert way == "branch-12"
    assert bot.asks[-1]["facts"]["source"] == "branch-12", "agents, rules and the bot know it, too"


async def _ways(house: House) -> list[str | None]:
    return [row.came_by for row in await rows(house, channel_customer)]


async def test_a_menu_says_words_and_asks_for_a_person(served: tuple[House, Phone], bot: TestBot) -> None:
    _, phone = served
    await phone.do("tap", key="say:怎么开通短信提醒")
    assert await phone.texts(1) == ["echo: 怎么开通短信提醒"]
    await phone.do("tap", key="person")
    await phone.texts(2)
    assert bot.asks[-1]["input"]["intent"] == "request_person"


async def test_each_callback_three_times_also_at_once_is_one_message_and_one_answer(
    served: tuple[House, Phone], bot: TestBot
) -> None:
    house, phone = served
    bot.answer = after(0.2)
    fields = words_of(phone, "一次", 7)
    tap = {**fields, "MsgType": "event", "Event": "CLICK", "EventKey": "greet"}
    async with aiohttp.ClientSession() as session:

        async def deliver(said: dict[str, Any]) -> bytes:
            query, body = phone.pusher.sealed(said)
            async with session.post(phone.provider.callback_url, params=query, data=body) as answer:
                assert answer.status == 200
                return await answer.read()

        for said in (fields, tap):
            answers = await asyncio.gather(*(deliver(said) for _ in range(3)))
            answers += [await deliver(said) for _ in range(3)]
            assert sorted(each == b"success" for each in answers) == [False, True, True, True, True, True]
    await asyncio.sleep(0.5)
    assert phone.answers == [], "nothing by the API"
    assert len(bot.asks) == 2
    assert len([row for row in await rows(house, message) if row.direction == "in"]) == 2


async def test_two_hubs_that_get_one_callback_at_once_answer_once(
    served: tuple[House, Phone], bot: TestBot, tmp_path: Path
) -> None:
    house, phone = served
    bot.answer = after(0.2)
    ports = {name: free_port() for name in ("port", "media_port", "staff_port")} | {"process_name": "hub-2"}
    async with (
        running_house(house.settings.model_copy(update=ports), bot) as other,
        aiohttp.ClientSession() as session,
    ):
        hubs = [f"http://127.0.0.1:{each.settings.port}/wechat/retail" for each in (house, other)]

        async def deliver(url: str, number: int) -> bytes:
            query, body = phone.pusher.sealed(words_of(phone, f"第 {number} 句", number))
            async with session.post(url, params=query, data=body) as answer:
                assert answer.status == 200
                return await answer.read()

        for number in range(1, 4):
            answers = await asyncio.gather(*(deliver(url, number) for url in hubs * 3))
            in_responses = [each for each in answers if each != b"success"]
            await eventually(lambda: _count(house), 0)
            by_api = [each for each in phone.answers if each["text"] == f"echo: 第 {number} 句"]
            assert len(in_responses) + len(by_api) == 1
    assert len(bot.asks) == 3
    assert len([row for row in await rows(house, message) if row.direction == "in"]) == 3


async def test_a_provider_that_closes_the_line_at_once_has_its_answer_all_the_same(
    served: tuple[House, Phone],
) -> None:
    house, phone = served
    for number in range(10):
        query, body = phone.pusher.sealed(words_of(phone, f"第 {number} 句", 100 + number))
        head = f"POST /wechat/retail?{urlencode(query)} HTTP/1.1\r\nHost: hub\r\nContent-Length: {len(body)}"
        reader, writer = await asyncio.open_connection("127.0.0.1", house.settings.port)
        writer.write(head.encode() + b"\r\n\r\n" + body)
        assert b"200 OK" in await reader.readline()
        assert b"Encrypt" in await reader.read(65_536)
        writer.transport.abort()
    await eventually(lambda: _count(house), 0)
    assert phone.answers == [], "nothing by the API"


async def test_forged_and_stale_callbacks_leave_nothing(served: tuple[House, Phone]) -> None:
    house, phone = served
    query, body = phone.pusher.sealed(words_of(phone, "伪造", 8))
    url = phone.provider.callback_url
    async with aiohttp.ClientSession() as session:
        for wrong in ({"timestamp": "1"}, {"nonce": "9"}, {"msg_signature": "0" * 40}):
            async with session.post(url, params=query | wrong, data=body) as answer:
                assert answer.status == 403
        async with session.post(url, params=query, data=b"<!DOCTYPE a><xml/>") as answer:
            assert answer.status == 400
        async with session.post(f"{url}2", params=query, data=body) as answer:
            assert answer.status == 404
    assert await rows(house, message) == []


async def test_the_address_is_proved(served: tuple[House, Phone]) -> None:
    _, phone = served
    sealer, echo = phone.provider.sealer, "5837397520665436492"
    query = {"timestamp": str(int(time.time())), "nonce": "42", "echostr": echo}
    query["signature"] = sealer.sign(query["timestamp"], query["nonce"])
    url = phone.provider.callback_url
    async with aiohttp.ClientSession() as session:
        async with session.get(url, params=query) as answer:
            assert (answer.status, await answer.text()) == (200, echo)
        async with session.get(url, params=query | {"nonce": "43"}) as answer:
            assert answer.status == 403


async def test_what_a_message_gives_no_right_for_waits_for_the_next_one(served: tuple[House, Phone]) -> None:
    house, phone = served
    await phone.say("在吗")
    await phone.texts(1)
    await say_as_agent(house, *"一二三四五六七")

    async def waiting() -> list[bool]:
        return sorted(bool(row.held) for row in await rows(house, outbox))

    await eventually(waiting, [False, True])
    assert (await phone.texts(6))[1:] == list("一二三四五")
    assert [path for path, _ in phone.provider.calls].count(SEND) == 5, "nobody asked for a sixth"
    await phone.say("请说")
    texts = await phone.texts(9)
    assert texts[6:8] == ["六", "七"], "what waited comes first, in order"
    assert texts[8] == "echo: 请说"
    assert await rows(house, dead_letter) == []


async def test_in_the_clear_a_signature_is_good_for_one_message(
    database_url: str, tmp_path: Path, bot: TestBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    unsafe = "    unsafe_plain_callbacks: true\n"
    async with (
        served_wechat(database_url, tmp_path, bot, monkeypatch, unsafe) as (house, phone),
        aiohttp.ClientSession() as session,
    ):
        now = str(int(time.time()))
        query = {"timestamp": now, "nonce": "77", "signature": phone.provider.sealer.sign(now, "77")}

        async def deliver(text: str, number: int) -> int:
            body = write(words_of(phone, text, number)).encode()
            async with session.post(phone.provider.callback_url, params=query, data=body) as answer:
                return answer.status

        said = (("真的", 1), ("真的", 1), ("伪造", 2))
        assert [await deliver(*each) for each in said] == [200, 200, 403]
        assert [row.direction for row in await rows(house, message)].count("in") == 1


async def test_a_menu_is_written_with_the_token_that_the_hubs_share(served: tuple[House, Phone]) -> None:
    house, phone = served
    await phone.send_picture(picture())  # is fetched with a token
    await phone.texts(1)
    # What the supervisor would hand to the command as well.
    settings = house.settings.model_copy(update={"phones": False})
    await write_menu(settings, "wechat", "retail", ROOT / "connectors" / "wechat" / "menu.example.yml")
    assert [button["name"] for button in phone.provider.menu] == ["常见问题", "手机银行", "服务"]
    assert phone.provider.tokens.asked == 1
    with pytest.raises(BadInput, match="no account other"):
        await write_menu(settings, "wechat", "other", ROOT / "accounts.example.yml")


async def test_a_follower_is_asked_for_once_where_the_account_is_bound_to_an_open_platform(
    database_url: str, tmp_path: Path, bot: TestBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    bound = "    open_platform: bank\n"
    async with served_wechat(database_url, tmp_path, bot, monkeypatch, bound) as (house, phone):
        phone.provider.faults.add(USER_INFO, WeixinFault("status", 500))
        for count in (1, 2, 3):
            await phone.say(f"第 {count} 句")
            await phone.texts(count)
            await eventually(lambda: _handles(house), count > 1)
        (row,) = await rows(house, contact_handle)
        digest = Handle(HandleKind.UNION_ID, "bank", phone.customer.union_id).key.digest
        assert (row.kind, row.realm, row.digest) == ("union_id", "bank", digest)
        assert [path for path, _ in phone.provider.calls].count(USER_INFO) == 1, "the failed one aside"


async def _handles(house: House) -> bool:
    return bool(await rows(house, contact_handle))


async def test_nobody_is_asked_for_without_an_open_platform(served: tuple[House, Phone]) -> None:
    house, phone = served
    await phone.say("在吗")
    await phone.texts(1)
    await asyncio.sleep(0.3)
    assert USER_INFO not in [path for path, _ in phone.provider.calls]
    assert await rows(house, contact_handle) == []
