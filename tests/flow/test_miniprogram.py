"""From a mini-program through the simulated provider and the real connector to the bot, and back."""

import asyncio
import io
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import jwt
import pytest
from PIL import Image

from connectors.kit.store.schema import channel_customer
from hub.messages import Author, AuthorKind, Text
from hub.store.schema import conversation, dead_letter, message, outbox
from hub.store.schema_contacts import contact_handle
from tests.support.bot import TestBot, after, done
from tests.support.house import House
from tests.support.looking import rows
from tests.support.miniprogram import ProgramPhone, served_miniprogram
from tests.support.waiting import eventually

SEND = "/cgi-bin/message/custom/send"
TYPING = "/cgi-bin/message/custom/business/typing"
SUBSCRIBE = "/cgi-bin/message/subscribe/send"

SUBSCRIPTION = """\
    sessions: {loss: "say:怎么开通短信提醒", desk: person}
    subscription: {id: T1, data: {thing1: 您有一条新回复}}
"""


@pytest.fixture
async def served(
    database_url: str, tmp_path: Path, bot: TestBot, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[House, ProgramPhone]]:
    async with served_miniprogram(database_url, tmp_path, bot, monkeypatch, SUBSCRIPTION) as both:
        yield both


def picture() -> bytes:
    made = io.BytesIO()
    Image.effect_noise((64, 48), 50).save(made, "PNG")
    return made.getvalue()


def words_of(phone: ProgramPhone, text: str, number: int) -> dict[str, Any]:
    return phone.pusher.envelope(phone.customer) | {"MsgType": "text", "Content": text, "MsgId": number}


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


async def held(house: House) -> list[bool]:
    return sorted(bool(row.held) for row in await rows(house, outbox))


@pytest.mark.parametrize("form", ["JSON", "XML"])
async def test_a_question_is_answered_by_the_api(served: tuple[House, ProgramPhone], form: str) -> None:
    house, phone = served
    phone.provider.form = form
    await phone.say("怎么挂失")
    assert await phone.texts(1) == ["echo: 怎么挂失"]
    assert [path for path, _ in phone.provider.calls].count(SEND) == 1
    assert phone.failures == []
    (said, _) = await rows(house, message)
    assert said.segments[0]["text"] == "怎么挂失"


async def test_what_opens_the_chat_begins_what_its_button_says(
    served: tuple[House, ProgramPhone], bot: TestBot
) -> None:
    house, phone = served

    async def greet(ask: dict[str, Any]) -> tuple[int, Any]:
        return 200, done(ask, {"type": "text", "text": ask["input"].get("intent", "") or "words"})

    bot.answer = greet
    for count, (came, heard) in enumerate(
        (("home", "greet"), ("loss", "words"), ("desk", "request_person")), start=1
    ):
        phone.customer.rights.held.clear()
        await phone.do("enter", **{"from": came})
        assert (await phone.texts(count))[-1] == heard
        assert phone.customer.rights.told(phone.provider.now())[0]["left"] == 1
    assert [row.came_by for row in await rows(house, channel_customer)] == ["desk"]


async def test_a_choice_is_answered_by_its_number_and_by_its_label(
    served: tuple[House, ProgramPhone], bot: TestBot
) -> None:
    _, phone = served

    async def offer(ask: dict[str, Any]) -> tuple[int, Any]:
        if ask["input"]["kind"] == "pick":
            picked = ask["input"]["entities"]["article_id"]
            return 200, done(ask, {"type": "text", "text": f"picked {picked}"})
        options = [
            {"label": label, "pick": {"intent": "pick_article", "entities": {"article_id": article}}}
            for label, article in (("借记卡", "debit"), ("信用卡", "credit"))
        ]
        return 200, done(ask, {"type": "choices", "prompt": "哪一种卡？", "options": options})

    bot.answer = offer
    await phone.say("年费")
    assert await phone.texts(1) == ["哪一种卡？\n1. 借记卡\n2. 信用卡"]
    await phone.say("②")
    assert (await phone.texts(2))[1] == "picked credit"
    await phone.say("年费")
    await phone.texts(3)
    await phone.say("借记卡")
    assert (await phone.texts(4))[3] == "picked debit"


async def test_a_picture_is_kept_and_one_of_the_banks_is_uploaded_once(
    served: tuple[House, ProgramPhone], bot: TestBot
) -> None:
    house, phone = served
    await phone.send_picture(picture())
    await phone.texts(1)
    media = (await rows(house, message))[0].segments[0]["media"]
    assert media["mime"] == "image/png"

    async def show(ask: dict[str, Any]) -> tuple[int, Any]:
        return 200, done(ask, {"type": "image", "media": media})

    bot.answer = show
    for count in (2, 3):
        await phone.say("给我看图")
        await phone.texts(count)
    assert [each["type"] for each in phone.answers[1:]] == ["image", "image"]
    assert [path for path, _ in phone.provider.calls].count("/cgi-bin/media/upload") == 1


async def test_a_page_that_was_sent_along_is_words(served: tuple[House, ProgramPhone]) -> None:
    _, phone = served
    await phone.do("page", title="挂失", path="pages/loss")
    assert await phone.texts(1) == ["echo: [小程序页面] 挂失"]


async def test_typing_is_shown_while_the_bot_thinks(served: tuple[House, ProgramPhone], bot: TestBot) -> None:
    _, phone = served
    bot.answer = after(1.5)
    await phone.say("怎么挂失")
    assert await phone.texts(1) == ["echo: 怎么挂失"]
    assert (TYPING, {"touser": phone.customer.openid, "command": "Typing"}) in phone.provider.calls


async def test_each_callback_six_times_also_at_once_is_one_message_and_one_answer(
    served: tuple[House, ProgramPhone], bot: TestBot
) -> None:
    house, phone = served
    fields = words_of(phone, "一次", 7)
    event = {**phone.pusher.envelope(phone.customer), "MsgType": "event"}
    event |= {"Event": "user_enter_tempsession", "SessionFrom": "home"}
    phone.customer.rights.grant("message", phone.provider.now())
    async with aiohttp.ClientSession() as session:

        async def deliver(said: dict[str, Any]) -> bytes:
            query, body = phone.pusher.sealed(said)
            async with session.post(phone.provider.callback_url, params=query, data=body) as answer:
                assert answer.status == 200
                return await answer.read()

        for said in (fields, event):
            answers = await asyncio.gather(*(deliver(said) for _ in range(3)))
            answers += [await deliver(said) for _ in range(3)]
            assert answers == [b"success"] * 6
            await eventually(lambda: held(house), [])
    await phone.texts(2)
    await asyncio.sleep(0.3)
    assert len(phone.answers) == len(bot.asks) == 2
    assert [row.direction for row in await rows(house, message)].count("in") == 2


async def test_forged_and_stale_callbacks_leave_nothing(served: tuple[House, ProgramPhone]) -> None:
    house, phone = served
    query, body = phone.pusher.sealed(words_of(phone, "伪造", 8))
    url = phone.provider.callback_url
    async with aiohttp.ClientSession() as session:
        for wrong in ({"timestamp": "1"}, {"nonce": "9"}, {"msg_signature": "0" * 40}):
            async with session.post(url, params=query | wrong, data=body) as answer:
                assert answer.status == 403
        async with session.post(url, params=query, data=b'{"Encrypt":"a","Encrypt":"b"}') as answer:
            assert answer.status == 400
        async with session.post(f"{url}2", params=query, data=body) as answer:
            assert answer.status == 404
    assert await rows(house, message) == []


async def test_what_there_is_no_right_for_waits_and_the_customer_is_asked_to_write(
    served: tuple[House, ProgramPhone],
) -> None:
    house, phone = served
    await phone.say("在吗")
    await phone.texts(1)
    await phone.do("allow")
    await say_as_agent(house, *"一二三四五六")
    await eventually(lambda: held(house), [False, True])
    told = await phone.texts(6)
    assert told[1:5] == list("一二三四")
    assert [path for path, _ in phone.provider.calls].count(SEND) == 5, "nobody asked for a sixth"
    assert [each["lines"] for each in phone.answers if each["type"] == "notice"] == [["您有一条新回复"]]
    assert phone.provider.allowed[phone.customer.openid] == 0
    await phone.say("请说")
    texts = await phone.texts(9)
    assert texts[6:8] == ["五", "六"], "what waited comes first, in order"
    assert texts[8] == "echo: 请说"
    assert await rows(house, dead_letter) == []


KEY, ISSUER = "0123456789abcdef0123456789abcdef", "bank-of-the-tests"


async def test_the_program_hands_its_customers_login_in(
    database_url: str, tmp_path: Path, bot: TestBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = {"bank_login_key": KEY, "bank_login_issuer": ISSUER}
    lines = "    open_platform: platform\n"
    async with served_miniprogram(database_url, tmp_path, bot, monkeypatch, lines, **keys) as (house, phone):
        assert await hand_in(phone, login("j1")) == 204
        handles = {(row.kind, row.realm) for row in await rows(house, contact_handle)}
        assert handles == {("union_id", "platform"), ("bank_customer", ISSUER)}
        assert await hand_in(phone, login("j1")) == 409, "a login is good for once"
        assert await hand_in(phone, "made.up.login") == 403
        here = f"{phone.provider.pages_url}/miniprogram/mobile/sign-in"
        async with aiohttp.ClientSession() as session:
            for body, origin, status in (
                ({"code": "made-up", "login": login("j2")}, None, 403),
                ({"code": "", "login": login("j2")}, None, 400),
                ({"login": login("j2")}, None, 400),
                ({"code": "x", "login": "y" * 9000}, None, 400),
                ({"code": "made-up", "login": login("j2")}, "https://elsewhere.example", 403),
            ):
                headers = {} if origin is None else {"Origin": origin}
                async with session.post(here, json=body, headers=headers) as answer:
                    assert answer.status == status, body


def login(jti: str) -> str:
    """A login as the bank signs it."""
    now = int(time.time())
    claims = {"iss": ISSUER, "aud": "yuanqiao", "sub": "100001", "jti": jti, "iat": now, "exp": now + 120}
    return jwt.encode(claims, KEY, algorithm="HS256")


async def hand_in(phone: ProgramPhone, signed: str) -> int:
    """What the hub answers to the program, which asks for a code of its own first."""
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{phone.address}/login", data=signed) as answer,
    ):
        return int((await answer.json())["status"])
