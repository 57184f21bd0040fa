"""Turns: joined words, late answers, failures (docs/how-a-message-travels.md: G3, G5, G8)."""

import asyncio
from typing import Any

import pytest

from hub.bus import Topic
from hub.conversation.replay import replay_turn, waiting_letters
from hub.errors import NotFound
from hub.store.schema import turn
from tests.support.bot import after, echo
from tests.support.house import House
from tests.support.looking import rows, settled
from tests.support.webchat import text_of


async def test_words_that_come_meanwhile_join_the_turn(house: House) -> None:
    house.bot.answer = after(0.8)
    async with house.client() as client:
        await client.acked(await client.send("我想问一下"))
        await client.until(lambda: client.events_so_far("typing"))
        await client.acked(await client.send("借记卡年费多少"))
        replies = await client.replies(1)
        assert text_of(replies[0]) == "echo: 我想问一下\n借记卡年费多少"
        await settled(house)
        assert [ask["base"] for ask in house.bot.asks] == [0, 0], "asked again from the same base"
        assert len(client.outgoing) == 1


async def test_a_turn_is_asked_three_times_at_most(house: House) -> None:
    house.bot.answer = after(0.25)
    async with house.client() as client:
        for number in range(8):
            await client.acked(await client.send(f"第 {number} 句"))
            await asyncio.sleep(0.1)
        await settled(house)
        replies = await client.replies(2)
        assert len(replies) >= 2
        asked = [ask["turn"] for ask in house.bot.asks]
        assert max(asked.count(number) for number in set(asked)) <= 3
        said = "\n".join(text_of(reply).removeprefix("echo: ") for reply in replies)
        assert said.split("\n") == [f"第 {number} 句" for number in range(8)], "each once, in order"


async def test_turns_of_a_conversation_follow_each_other(house: House) -> None:
    async with house.client() as client:
        for number in range(5):
            await client.send(f"问题 {number}")
            await client.replies(number + 1)
        await settled(house)
    assert [(ask["turn"], ask["base"]) for ask in house.bot.asks] == [(n + 1, n) for n in range(5)]


async def test_other_conversations_do_not_wait(house: House) -> None:
    async def slow_for_one(ask: dict[str, Any]) -> tuple[int, Any]:
        if "慢" in ask["input"]["text"]:
            await asyncio.sleep(3)
        return await echo(ask)

    house.bot.answer = slow_for_one
    async with house.client() as slow, house.client() as quick:
        await slow.acked(await slow.send("慢"))
        await quick.send("快")
        await quick.replies(1, timeout_s=2)
        assert not slow.outgoing


async def test_a_late_turn_is_noticed_once_and_its_answer_quotes_the_question(hasty: House) -> None:
    hasty.bot.answer = after(0.5)
    async with hasty.client() as client:
        ack = await client.acked(await client.send("定期利率"))
        replies = await client.replies(2)
        assert [s["type"] for s in replies[0]["segments"]] == ["notice", "choices"]
        assert replies[0]["segments"][0]["code"] == "late"
        assert text_of(replies[1]) == "echo: 定期利率"
        assert replies[1]["reply_to"] == ack["seq"]
        assert len(await client.events("waiting")) == 1
        await settled(hasty)
        assert len(client.outgoing) == 2
    (row,) = await rows(hasty, turn)
    assert (row.state, row.noticed_at is not None) == ("answered", True)


async def test_a_bot_that_comes_back_in_time_answers(hasty: House) -> None:
    await hasty.bot.stop()
    async with hasty.client() as client:
        await client.acked(await client.send("还在吗"))
        await client.replies(1)
        await hasty.bot.start(hasty.bot.port)
        replies = await client.replies(2)
        assert [m["author"]["kind"] for m in replies] == ["system", "bot"]


async def test_a_turn_that_nobody_answers_fails_and_people_see_it(hasty: House) -> None:
    await hasty.bot.stop()
    async with hasty.client() as client:
        await client.acked(await client.send("有人吗"))
        replies = await client.replies(2)
        assert [m["segments"][0]["code"] for m in replies] == ["late", "failed"]
        await settled(hasty)
        (letter,) = await waiting_letters(hasty.database, 10)
        assert (letter.kind, letter.number, letter.code) == ("turn", 1, "gave_up")

        await hasty.bot.start(hasty.bot.port)
        key = f"{letter.identity_key}.{letter.conversation}"
        assert await replay_turn(hasty.database, key, 1) == 2
        hasty.hub.bus.wake(Topic.WORK)
        replies = await client.replies(3)
        assert (text_of(replies[2]), replies[2]["reply_to"]) == ("echo: 有人吗", 1)
        await settled(hasty)
        assert await waiting_letters(hasty.database, 10) == []
        with pytest.raises(NotFound):
            await replay_turn(hasty.database, key, 1)


async def test_a_poisonous_message_blocks_nobody(hasty: House) -> None:
    async def poison(ask: dict[str, Any]) -> tuple[int, Any]:
        if "毒" in ask["input"]["text"]:
            return 502, {"status": "error", "turn": ask["turn"], "code": "action_failed", "detail": "x"}
        return await echo(ask)

    hasty.bot.answer = poison
    async with hasty.client() as client:
        await client.acked(await client.send("毒"))
        await client.until(lambda: any(m["segments"][0].get("code") == "failed" for m in client.outgoing))
        await settled(hasty)
        asked = len(hasty.bot.asks)
        await client.send("好的")
        await client.until(lambda: client.outgoing and text_of(client.outgoing[-1]) == "echo: 好的")
    assert asked <= 5
    (letter,) = await waiting_letters(hasty.database, 10)
    assert letter.code in {"action_failed", "gave_up"}


SILENCES: dict[str, Any] = {
    "list": [],
    "object": {},
    "nothing": b"",
    "words": b"not json",
    "bare": {"status": "done"},
    "empty": {"status": "done", "turn": 1, "replies": [], "commands": [], "events": [], "state": {}},
    "other turn": {
        "status": "done",
        "turn": 99,
        "replies": [{"type": "text", "text": "x"}],
        "events": [],
        "state": {},
    },
    "huge": b"[" * 2_000_000,
}
"""What a bot may say with HTTP 200 that answers nothing."""


async def test_silence_is_never_taken_for_an_answer(hasty: House) -> None:
    """C3: HTTP 200 says nothing; only a complete `done` with a reply does. One customer for each silence."""
    good: set[str] = set()

    async def odd(ask: dict[str, Any]) -> tuple[int, Any]:
        name = ask["input"]["text"]
        return await echo(ask) if name in good else (200, SILENCES[name])

    async def asks(name: str) -> None:
        async with hasty.client() as client:
            await client.acked(await client.send(name))
            await client.replies(1)
            assert client.outgoing[0]["segments"][0]["type"] == "notice", name
            good.add(name)
            await client.until(lambda: any(m["author"]["kind"] == "bot" for m in client.outgoing))
            assert text_of(client.outgoing[-1]) == f"echo: {name}"

    hasty.bot.answer = odd
    async with asyncio.TaskGroup() as customers:
        for name in SILENCES:
            customers.create_task(asks(name))
    assert good == set(SILENCES)


async def test_the_bot_is_sent_the_history_when_it_asks(house: House) -> None:
    forgotten = True

    async def forgetful(ask: dict[str, Any]) -> tuple[int, Any]:
        if forgotten and ask["base"] > 0 and ask["history"] is None:
            return 409, {"status": "history_needed", "turn": ask["turn"]}
        return await echo(ask)

    house.bot.answer = forgetful
    async with house.client() as client:
        for number in range(11):
            await client.send(f"问 {number}")
            await client.replies(number + 1)
    history = house.bot.asks[-1]["history"]
    assert [past["turn"] for past in history["turns"]] == list(range(3, 11))
    assert history["carried"]["slots"] == {"turns": 2}
    assert history["turns"][-1]["events"] == [{"event": "user", "text": "问 9"}]
