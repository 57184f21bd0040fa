"""From a phone through the simulated Twilio and the real connector to the bot, and back."""

import asyncio
import io
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from PIL import Image

from hub.store.schema import message, outbox
from simulators.twilio.calling import TwilioCaller
from simulators.twilio.provider import SimulatedTwilio
from tests.support.bot import TestBot, after, done
from tests.support.house import House
from tests.support.looking import rows, settled
from tests.support.twilio import TextPhone, served_twilio, simulated
from tests.support.waiting import eventually

SEND = "/Messages.json"

World = tuple[SimulatedTwilio, TwilioCaller, TextPhone]


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with simulated() as made:
        yield made


@pytest.fixture
async def served(
    database_url: str, tmp_path: Path, bot: TestBot, monkeypatch: pytest.MonkeyPatch, world: World
) -> AsyncIterator[House]:
    async with served_twilio(database_url, tmp_path, bot, monkeypatch, world) as house:
        yield house


def picture() -> bytes:
    made = io.BytesIO()
    Image.effect_noise((64, 48), 50).save(made, "PNG")
    return made.getvalue()


async def statuses(house: House) -> list[str]:
    return [row.status for row in await rows(house, message) if row.direction == "out"]


async def test_a_question_is_answered_and_its_receipts_are_kept(served: House, world: World) -> None:
    phone = world[2]
    await phone.say("怎么挂失")
    assert await phone.texts(1) == ["echo: 怎么挂失"]
    await eventually(lambda: statuses(served), ["delivered"])
    assert await rows(served, outbox) == []


async def test_receipts_in_any_order_and_three_times_each_end_as_delivered(
    served: House, world: World
) -> None:
    provider, _, phone = world
    provider.shuffled = True
    for number in range(3):
        await phone.say(f"第{number}问")
        await phone.texts(number + 1)
    await eventually(lambda: statuses(served), ["delivered"] * 3)
    await asyncio.sleep(0.3)
    assert await statuses(served) == ["delivered"] * 3


async def test_a_long_answer_is_three_segments_with_a_link_to_the_whole(
    served: House, world: World, bot: TestBot
) -> None:
    whole = "挂失后的补卡流程与费用说明。" * 60 + "<script>alert(1)</script>完"

    async def long(ask: dict[str, Any]) -> tuple[int, Any]:
        return 200, done(ask, {"type": "text", "text": whole})

    bot.answer = long
    phone = world[2]
    await phone.say("补卡")
    (text,) = await phone.texts(1)
    assert phone.answers[0]["segments"] == 3
    found = re.search(r"全文：(\S+)$", text)
    assert found is not None
    async with aiohttp.ClientSession() as session:
        async with session.get(found[1]) as page:
            shown = await page.text()
            assert page.status == 200
            assert page.headers["X-Content-Type-Options"] == "nosniff"
            assert page.headers["Content-Security-Policy"].startswith("default-src 'none'")
        async with session.get(found[1][:-1] + ("A" if found[1][-1] != "A" else "B")) as forged:
            assert forged.status == 403
    assert whole[:800] in shown
    assert "<script>alert" not in shown
    assert "&lt;script&gt;" in shown


async def test_a_choice_is_answered_by_its_number_and_by_its_label(
    served: House, world: World, bot: TestBot
) -> None:
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
    phone = world[2]
    await phone.say("换卡")
    assert await phone.texts(1) == ["哪一种卡？\n1. 借记卡\n2. 信用卡"]
    await phone.say("2")
    assert (await phone.texts(2))[1] == "picked credit"
    await phone.say("换卡")
    await phone.texts(3)
    await phone.say("借记卡")
    assert (await phone.texts(4))[3] == "picked debit"


async def test_a_picture_without_words_is_kept_by_the_house(served: House, world: World) -> None:
    phone = world[2]
    await phone.send_picture(picture())
    await phone.texts(1)
    (row,) = [each for each in await rows(served, message) if each.direction == "in"]
    (segment,) = row.segments
    assert (segment["type"], segment["media"]["mime"]) == ("image", "image/png")


async def test_each_call_three_times_also_at_once_is_one_message_and_one_answer(
    served: House, world: World, bot: TestBot
) -> None:
    provider, caller, phone = world
    bot.answer = after(0.2)
    fields = {
        "AccountSid": provider.account_sid,
        "Body": "一次",
        "From": phone.handset.number,
        "MessageSid": "SM" + "1" * 32,
        "NumMedia": "0",
        "To": provider.number,
    }
    answers = await asyncio.gather(*(caller.call("", fields) for _ in range(3)))
    answers += [await caller.call("", fields) for _ in range(3)]
    assert answers == [200] * 6
    assert await phone.texts(1) == ["echo: 一次"]
    await settled(served)
    assert len(phone.answers) == len(bot.asks) == 1
    assert [row.direction for row in await rows(served, message)].count("in") == 1


async def test_what_came_while_the_hub_was_away_is_read_at_its_start(
    database_url: str, tmp_path: Path, bot: TestBot, monkeypatch: pytest.MonkeyPatch, world: World
) -> None:
    phone = world[2]
    async with served_twilio(database_url, tmp_path, bot, monkeypatch, world) as house:
        await phone.say("一")
        await eventually(lambda: statuses(house), ["delivered"])
    await phone.say("二")
    await phone.send_picture(picture())
    await asyncio.sleep(0.3)
    async with served_twilio(database_url, tmp_path, bot, monkeypatch, world) as house:

        async def said() -> list[str]:
            kept = [row.segments[0] for row in await rows(house, message) if row.direction == "in"]
            return [each.get("text", each["type"]) for each in kept]

        await eventually(said, ["一", "二", "image"])
        await phone.texts(2)
