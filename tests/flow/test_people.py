"""People: asked for while the bot is down, and taking over from it."""

import asyncio
from typing import Any

import pytest

from handoff.store.schema import task
from hub.bus import Topic
from hub.conversation.owner import Owner
from hub.conversation.replay import replay_turn, waiting_letters
from hub.errors import Conflict
from hub.store.schema import conversation
from tests.support.bot import echo
from tests.support.house import House
from tests.support.looking import code_of, rows, settled
from tests.support.waiting import eventually
from tests.support.webchat import text_of


async def test_a_person_can_be_asked_for_while_the_bot_is_down(hasty: House) -> None:
    await hasty.bot.stop()
    async with hasty.client() as client:
        await client.acked(await client.send_segment({"type": "choice", "id": "person", "label": "转人工"}))
        # On a busy machine the notice that it is late may come first.
        await client.until(
            lambda: client.outgoing[-1:] and code_of(client.outgoing[-1]) == "person_requested"
        )
        await settled(hasty)
    (row,) = await rows(hasty, task)
    assert (row.kind, row.state, row.reason) == ("person", "queued", "bot_unavailable")


async def test_an_agent_takes_over_and_the_late_answer_is_dropped(house: House) -> None:
    released = asyncio.Event()

    async def when_released(ask: dict[str, Any]) -> tuple[int, Any]:
        await released.wait()
        return await echo(ask)

    async def asks() -> int:
        return len(house.bot.asks)

    house.bot.answer = when_released
    async with house.client() as client:
        await client.acked(await client.send("等等"))
        await eventually(asks, 1)
        (row,) = await rows(house, conversation)
        place = (row.identity_key, row.conversation)
        give = house.hub.conversations.do_hand_over
        async with house.database.write() as connection:
            taken = await give(connection, *place, to=Owner.AGENT, owner_id="a1", epoch=row.epoch)
            with pytest.raises(Conflict):
                await give(connection, *place, to=Owner.AGENT, owner_id="a2", epoch=row.epoch)
        await settled(house)
        released.set()
        await client.acked(await client.send("人工在吗"))
        await asyncio.sleep(0.8)
        assert client.outgoing == [], "neither the late answer nor a new one"
        async with house.database.write() as connection:
            await give(connection, *place, to=Owner.BOT, epoch=taken.epoch)
        await client.send("机器人呢")
        replies = await client.replies(1)
        assert text_of(replies[0]) == "echo: 机器人呢", "what the agent was told is not asked of the bot"


async def test_words_before_the_wish_for_a_person_are_kept_for_people(hasty: House) -> None:
    await hasty.bot.stop()
    async with hasty.client() as client:
        await client.acked(await client.send("利率是多少"))
        await client.replies(1)
        await client.acked(await client.send_segment({"type": "choice", "id": "person", "label": "转人工"}))
        await client.until(lambda: code_of(client.outgoing[-1]) == "person_requested")
        await settled(hasty)
        (letter,) = await waiting_letters(hasty.database, 10)
        assert (letter.number, letter.code) == (1, "person_requested")
        await hasty.bot.start(hasty.bot.port)
        await replay_turn(hasty.database, f"{letter.identity_key}.{letter.conversation}", 1)
        hasty.hub.bus.wake(Topic.WORK)
        await client.until(lambda: text_of(client.outgoing[-1]) == "echo: 利率是多少")
