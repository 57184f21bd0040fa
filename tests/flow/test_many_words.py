"""Turns of many messages: none is forgotten when another worker takes the turn up (G1, G3)."""

from pathlib import Path
from typing import Any

from sqlalchemy import select

from hub.bus import Topic
from hub.conversation.begin import MESSAGES_LIMIT
from hub.conversation.replay import replay_turn, waiting_letters
from hub.store.schema import turn
from tests.support.bot import TestBot, echo
from tests.support.house import House, make_settings, running_house
from tests.support.waiting import eventually
from tests.support.webchat import WebchatClient, text_of


async def unavailable(ask: dict[str, Any]) -> tuple[int, Any]:
    return 503, {"status": "error", "turn": ask["turn"], "code": "not_ready"}


async def turns(house: House) -> list[Any]:
    async with house.database.read() as connection:
        return list((await connection.execute(select(turn).order_by(turn.c.turn))).all())


async def asked_again(bot: TestBot) -> None:
    """Waits until the bot was asked twice more: by then all that was sent before has joined or not."""
    before = len(bot.asks)

    async def twice() -> bool:
        return len(bot.asks) >= before + 2

    await eventually(twice, True)


def echoed(client: WebchatClient) -> list[str]:
    answers = [text_of(m).removeprefix("echo: ") for m in client.outgoing if m["author"]["kind"] == "bot"]
    return "\n".join(answers).split("\n") if answers else []


async def test_more_words_than_one_turn_takes_are_all_answered_after_a_restart(
    database_url: str, tmp_path: Path, bot: TestBot
) -> None:
    words = [f"第 {number} 句" for number in range(MESSAGES_LIMIT + 20)]
    settings = make_settings(database_url, tmp_path, bot.port)
    bot.answer = unavailable
    async with running_house(settings, bot) as house, house.client() as client:
        for each in words:
            await client.acked(await client.send(each))

        async def joined() -> bool:
            (row,) = await turns(house)
            return int(row.last_seq) >= MESSAGES_LIMIT

        await eventually(joined, True)
        await asked_again(bot)
    bot.answer = echo
    async with running_house(settings, bot) as house:
        await client.connect()
        await client.until(lambda: len(echoed(client)) >= len(words))
        assert echoed(client) == words, "each once, in order"
        rows = await turns(house)
        assert all(row.last_seq - row.first_seq < MESSAGES_LIMIT for row in rows)
        await client.disconnect()


async def test_a_replayed_turn_takes_no_words_of_other_turns(
    database_url: str, tmp_path: Path, bot: TestBot
) -> None:
    async def poison(ask: dict[str, Any]) -> tuple[int, Any]:
        if "毒" in ask["input"]["text"]:
            return 502, {"status": "error", "turn": ask["turn"], "code": "action_failed"}
        return await echo(ask)

    bot.answer = poison
    settings = make_settings(database_url, tmp_path, bot.port)
    async with running_house(settings, bot) as house, house.client() as client:
        await client.acked(await client.send("毒"))
        await client.replies(1)
        await client.send("好的")
        await client.until(lambda: echoed(client) == ["好的"])
        (letter,) = await waiting_letters(house.database, 10)
        bot.answer = unavailable
        await replay_turn(house.database, f"{letter.identity_key}.1", letter.number)
        house.hub.bus.wake(Topic.WORK)
        await asked_again(bot)
        await client.acked(await client.send("还有"))
        await asked_again(bot)
    bot.answer = echo
    async with running_house(settings, bot) as house:
        await client.connect()
        await client.until(lambda: "还有" in echoed(client))
        assert echoed(client) == ["好的", "毒", "还有"], "nothing is answered twice"
        await client.disconnect()
