"""Turns: joined words, late answers, failures, hand-overs (design.md §3.4; G3, G5, G8, A10)."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from handoff.store.schema import task
from hub.bus import Topic
from hub.conversation.ownership import Owner, hand_over
from hub.conversation.replay import replay_turn, waiting_letters
from hub.errors import Conflict, NotFound
from hub.store.schema import conversation, turn, work
from tests.support.bot import TestBot, after, done, echo
from tests.support.house import House, make_settings, running_house
from tests.support.waiting import eventually
from tests.support.webchat import text_of


async def rows(house: House, table: Any) -> list[Any]:
    async with house.database.read() as connection:
        return list((await connection.execute(select(table))).all())


async def settled(house: House) -> None:
    """Waits until no conversation has anything to do."""

    async def busy() -> bool:
        return bool(await rows(house, work))

    await eventually(busy, False)


def _code(message: dict[str, Any]) -> str | None:
    return message["segments"][0].get("code")


@pytest.fixture
async def hasty(database_url: str, tmp_path: Path, bot: TestBot) -> Any:
    """A hub whose patience is a hundredth of the usual."""
    settings = make_settings(
        database_url,
        tmp_path,
        bot.port,
        ask_deadline_s=0.6,
        waiting_after_s=0.1,
        late_after_s=0.3,
        give_up_after_s=2.5,
    )
    async with running_house(settings, bot) as house:
        yield house


async def test_words_that_come_meanwhile_join_the_turn(house: House) -> None:
    house.bot.answer = after(0.4)
    async with house.client() as client:
        await client.acked(await client.send("我想问一下"))
        await client.until(lambda: client.events_so_far("typing"))
        await client.acked(await client.send("借记卡丢了怎么办"))
        replies = await client.replies(1)
        assert text_of(replies[0]) == "echo: 我想问一下\n借记卡丢了怎么办"
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


@pytest.mark.parametrize(
    "answer",
    [
        [],
        {},
        b"",
        b"not json",
        {"status": "done"},
        {"status": "done", "turn": 1, "replies": [], "commands": [], "events": [], "state": {}},
        {"status": "done", "turn": 99, "replies": [{"type": "text", "text": "x"}], "events": [], "state": {}},
        b"[" * 2_000_000,
    ],
    ids=["list", "object", "nothing", "words", "bare", "empty", "other-turn", "huge"],
)
async def test_silence_is_never_taken_for_an_answer(hasty: House, answer: Any) -> None:
    """C3: HTTP 200 says nothing; only a complete `done` with a reply does."""
    good = False

    async def odd(ask: dict[str, Any]) -> tuple[int, Any]:
        return await echo(ask) if good else (200, answer)

    hasty.bot.answer = odd
    async with hasty.client() as client:
        await client.acked(await client.send("在吗"))
        await client.replies(1)
        assert client.outgoing[0]["segments"][0]["type"] == "notice"
        good = True
        await client.until(lambda: any(m["author"]["kind"] == "bot" for m in client.outgoing))
        assert text_of(client.outgoing[-1]) == "echo: 在吗"


async def test_a_person_can_be_asked_for_while_the_bot_is_down(hasty: House) -> None:
    await hasty.bot.stop()
    async with hasty.client() as client:
        await client.acked(await client.send_segment({"type": "choice", "id": "person", "label": "转人工"}))
        # On a busy machine the notice that it is late may come first.
        await client.until(lambda: client.outgoing[-1:] and _code(client.outgoing[-1]) == "person_requested")
        await settled(hasty)
    (row,) = await rows(hasty, task)
    assert (row.kind, row.state, row.reason) == ("person", "queued", "bot_unavailable")


async def test_an_agent_takes_over_and_the_late_answer_is_dropped(house: House) -> None:
    house.bot.answer = after(0.5)
    async with house.client() as client:
        await client.acked(await client.send("等等"))
        await asyncio.sleep(0.2)
        (row,) = await rows(house, conversation)
        place = {"identity": row.identity_key, "conversation": row.conversation}
        now = house.hub.clock.now()
        taken = await hand_over(
            house.database, **place, to=Owner.AGENT, owner_id="a1", epoch=row.epoch, now=now
        )
        with pytest.raises(Conflict):
            await hand_over(house.database, **place, to=Owner.AGENT, owner_id="a2", epoch=row.epoch, now=now)
        await settled(house)
        await client.acked(await client.send("人工在吗"))
        await asyncio.sleep(0.8)
        assert client.outgoing == [], "neither the late answer nor a new one"
        await hand_over(house.database, **place, to=Owner.BOT, owner_id=None, epoch=taken.epoch, now=now)
        await client.send("机器人呢")
        replies = await client.replies(1)
        assert text_of(replies[0]) == "echo: 机器人呢", "what the agent was told is not asked of the bot"


async def test_choices_are_opaque_and_mapped_back(house: House) -> None:
    pick = {"intent": "pick_article", "entities": {"article_id": "card-loss"}}

    async def offer(ask: dict[str, Any]) -> tuple[int, Any]:
        if ask["input"]["kind"] == "pick":
            return 200, done(ask, {"type": "text", "text": ask["input"]["entities"]["article_id"]})
        return 200, done(
            ask, {"type": "choices", "prompt": "哪一种？", "options": [{"label": "挂失", "pick": pick}]}
        )

    house.bot.answer = offer
    async with house.client() as client:
        await client.send("卡")
        (offered,) = await client.replies(1)
        (option,) = offered["segments"][0]["options"]
        assert set(option) == {"id", "label"}
        assert "card-loss" not in str(offered)
        await client.send_segment({"type": "choice", "id": option["id"], "label": "伪造的说法"})
        replies = await client.replies(2)
        assert text_of(replies[1]) == "card-loss"
        assert house.bot.asks[-1]["input"] == {"kind": "pick", "text": "挂失", **pick}


async def test_a_forged_choice_is_only_words(house: House) -> None:
    async with house.client() as client:
        await client.send_segment({"type": "choice", "id": "c1.2-0-abcdef", "label": "/pick_article{}"})
        await client.replies(1)
    assert house.bot.asks[0]["input"]["kind"] == "text"
    assert not house.bot.asks[0]["input"]["text"].startswith("/")


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


async def test_words_and_a_choice_that_cross_are_both_answered(house: House) -> None:
    async def offer(ask: dict[str, Any]) -> tuple[int, Any]:
        await asyncio.sleep(0.2)
        if ask["input"]["kind"] == "pick":
            return 200, done(ask, {"type": "text", "text": f"picked: {ask['input']['text']}"})
        options = [{"label": "挂失", "pick": {"intent": "pick_article", "entities": {"article_id": "a"}}}]
        words = {"type": "text", "text": f"echo: {ask['input']['text']}"}
        return 200, done(ask, words, {"type": "choices", "prompt": "哪一种？", "options": options})

    house.bot.answer = offer
    async with house.client() as client:
        await client.send("卡")
        (offered,) = await client.replies(1)
        option = offered["segments"][1]["options"][0]
        await client.acked(await client.send("另外，利率多少？"))
        await client.acked(await client.send_segment({"type": "choice", "id": option["id"], "label": "挂失"}))
        await client.acked(await client.send("谢谢"))
        replies = await client.replies(4)
        said = [message["segments"][0]["text"] for message in replies]
        assert said == ["echo: 卡", "echo: 另外，利率多少？", "picked: 挂失", "echo: 谢谢"]


async def test_words_before_the_wish_for_a_person_are_kept_for_people(hasty: House) -> None:
    await hasty.bot.stop()
    async with hasty.client() as client:
        await client.acked(await client.send("利率是多少"))
        await client.replies(1)
        await client.acked(await client.send_segment({"type": "choice", "id": "person", "label": "转人工"}))
        await client.until(lambda: _code(client.outgoing[-1]) == "person_requested")
        await settled(hasty)
        (letter,) = await waiting_letters(hasty.database, 10)
        assert (letter.number, letter.code) == (1, "person_requested")
        await hasty.bot.start(hasty.bot.port)
        await replay_turn(hasty.database, f"{letter.identity_key}.{letter.conversation}", 1)
        hasty.hub.bus.wake(Topic.WORK)
        await client.until(lambda: text_of(client.outgoing[-1]) == "echo: 利率是多少")
