"""Messages sent at once or almost: none of them is swallowed by the others."""

import asyncio
import random
from itertools import permutations
from typing import Any

from sqlalchemy import func, select

from handoff.store.schema import task
from tests.support.bot import done, echo
from tests.support.house import House
from tests.support.looking import rows, settled
from tests.support.webchat import WebchatClient, text_of

WISH, QUESTION, PIECE = "转人工", "房贷利率是多少", "你好"
TIMES = 200
AT_ONCE = 8


async def knows_a_wish(ask: dict[str, Any]) -> tuple[int, Any]:
    """A bot that hears a wish for a person only where nothing else was said with it."""
    if ask["input"]["text"] != WISH:
        return await echo(ask)
    command = {"type": "request_person", "reason": "asked"}
    return 200, done(ask, {"type": "text", "text": "已记录"}, commands=[command])


def answers(client: WebchatClient) -> str:
    return "\n".join(text_of(message) for message in client.outgoing)


async def test_no_wish_for_a_person_is_lost_in_any_order(house: House) -> None:
    house.bot.answer = knows_a_wish
    chance = random.Random(20261128)
    orders = list(permutations((WISH, QUESTION, PIECE)))
    turns = asyncio.Semaphore(AT_ONCE)

    async def customer(number: int) -> None:
        async with turns, house.client() as client:
            for words in orders[number % len(orders)]:
                await client.send(words)
                await asyncio.sleep(chance.uniform(0, 0.1))
            await client.until(lambda: QUESTION in answers(client) and "已记录" in answers(client))

    await asyncio.gather(*(customer(number) for number in range(TIMES)))
    async with house.database.read() as connection:
        wishes = (await connection.execute(select(func.count()).select_from(task))).scalar_one()
    assert wishes == TIMES


async def test_what_is_urgent_among_questions_has_its_own_answer(house: House) -> None:
    for order in permutations((QUESTION, "我的手机被偷了", "网点几点下班")):
        async with house.client() as client:
            for words in order:
                await client.send(words)
            await client.until(
                lambda: all(
                    words in answers(client)
                    for words in (f"echo: {QUESTION}", "停用手机银行", "echo: 网点几点下班")
                )
            )


async def test_a_wish_in_words_is_recorded_while_the_bot_is_down(hasty: House) -> None:
    await hasty.bot.stop()
    async with hasty.client() as client:
        for words in (QUESTION, "网点几点下班", WISH):
            await client.acked(await client.send(words))
        await client.until(lambda: any(_code(message) == "person_requested" for message in client.outgoing))
        await settled(hasty)
    (row,) = await rows(hasty, task)
    assert (row.kind, row.urgent) == ("person", False)


async def test_questions_that_came_while_the_bot_was_down_are_answered_each(hasty: House) -> None:
    await hasty.bot.stop()
    async with hasty.client() as client:
        for words in (QUESTION, "首套", "网点几点下班"):
            await client.acked(await client.send(words))
        await asyncio.sleep(0.5)
        await hasty.bot.start(hasty.bot.port)
        await client.until(lambda: "echo: 网点几点下班" in answers(client))
        assert f"echo: {QUESTION}\n首套" in answers(client)
        await settled(hasty)


async def test_what_is_urgent_waits_for_no_slow_answer(house: House) -> None:
    released = asyncio.Event()

    async def never(ask: dict[str, Any]) -> tuple[int, Any]:
        await released.wait()
        return await echo(ask)

    house.bot.answer = never
    async with house.client() as client:
        await client.acked(await client.send(QUESTION))
        await client.acked(await client.send("我被骗了，刚转了五万"))
        await client.until(lambda: "110" in answers(client))
        assert not released.is_set()
        released.set()
        await settled(house)
    (row,) = await rows(house, task)
    assert row.urgent


def _code(message: dict[str, Any]) -> str:
    return str(message["segments"][0].get("code", ""))
