"""Closing a turn: all effects of an answer are in one transaction (docs/how-a-message-travels.md)."""

from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.commands import CommandContext
from hub.conversation.close import Closing, do_answer
from hub.conversation.owner import Owner
from hub.conversation.turn import ASKS_LIMIT, Turn
from hub.conversation.unanswered import do_fail, do_notice_late, do_request_person
from hub.errors import Conflict, LostLease, NotFound
from hub.messages import RecordGap, RequestPerson
from hub.store import schema
from tests.unit.hub.spine import Spine, answer_of, key_of

GAP = RecordGap(question="哪里能换外币？")


class Handler:
    """Remembers the commands; may break."""

    def __init__(self, breaks: bool = False) -> None:
        self.done: list[tuple[Any, CommandContext]] = []
        self.breaks = breaks

    async def __call__(self, connection: AsyncConnection, command: Any, context: CommandContext) -> None:
        assert connection.in_transaction()
        self.done.append((command, context))
        if self.breaks:
            raise RuntimeError("as told")


async def answer(spine: Spine, turn: Turn, *texts: str, commands: tuple[Any, ...] = ()) -> Closing:
    now = spine.clock.now()
    async with spine.database.write() as connection:
        done = answer_of(turn, *texts, commands=commands)
        return await do_answer(connection, turn, done, spine.hooks, now, now)


async def everything(spine: Spine) -> dict[str, list[Any]]:
    tables = (schema.message, schema.turn, schema.work, schema.outbox, schema.conversation)
    return {table.name: await spine.rows(table) for table in tables}


async def test_a_handler_that_raises_rolls_everything_back(spine: Spine) -> None:
    handler = Handler(breaks=True)
    spine.hooks.commands.register(RecordGap, handler)
    turn = await spine.open_turn()
    before = await everything(spine)
    with pytest.raises(RuntimeError, match="as told"):
        await answer(spine, turn, commands=(GAP,))
    assert len(handler.done) == 1
    assert await everything(spine) == before
    handler.breaks = False
    assert (await answer(spine, turn, commands=(GAP,))).state == "answered"
    assert len(await spine.rows(schema.outbox)) == 1


async def test_commands_are_carried_out_once_with_their_turn(spine: Spine) -> None:
    gaps, persons = Handler(), Handler()
    spine.hooks.commands.register(RecordGap, gaps)
    spine.hooks.commands.register(RequestPerson, persons)
    turn = await spine.open_turn()
    wish = RequestPerson(reason="asked")
    await answer(spine, turn, commands=(GAP, wish))
    context = CommandContext(turn.identity, 1, 1, spine.clock.now())
    assert (gaps.done, persons.done) == ([(GAP, context)], [(wish, context)])


async def test_what_a_speaking_handler_says_ends_the_answer(spine: Spine) -> None:
    async def number(connection: AsyncConnection, command: Any, context: CommandContext) -> str:
        assert connection.in_transaction()
        return f"编号 {context.turn}"

    spine.hooks.commands.register_speaking(RecordGap, number)
    turn = await spine.open_turn()
    closing = await answer(spine, turn, "好的", commands=(GAP,))
    assert closing.written is not None
    assert [segment.text for segment in closing.written.message.segments] == ["好的\n编号 1"]  # type: ignore[union-attr]


async def test_an_answer_that_joins_more_words_carries_out_nothing_yet(spine: Spine) -> None:
    handler = Handler()
    spine.hooks.commands.register(RecordGap, handler)
    turn = await spine.open_turn("我想问")
    await spine.say("换外币", provider_id="p2")
    closing = await answer(spine, turn, commands=(GAP,))
    assert closing.again is not None
    assert [m.provider_id for m in closing.again.messages] == ["p1", "p2"]
    assert (closing.again.asks, closing.again.base, handler.done) == (2, 0, [])
    assert await spine.rows(schema.outbox) == []
    await answer(spine, closing.again, commands=(GAP,))
    assert len(handler.done) == 1


async def test_after_the_last_ask_more_words_are_the_next_turn(spine: Spine) -> None:
    turn: Turn | None = await spine.open_turn("0", provider_id="p0")
    for number in range(1, ASKS_LIMIT + 1):
        assert turn is not None
        await spine.say(str(number), provider_id=f"p{number}")
        closing = await answer(spine, turn)
        turn = closing.again
    assert (closing.state, turn) == ("answered", None)
    (following,) = await spine.take()
    assert [m.provider_id for m in following.messages] == [f"p{ASKS_LIMIT}"]
    assert (following.number, following.base) == (2, 1)


async def test_an_answer_is_numbered_behind_all_and_on_its_way(spine: Spine) -> None:
    turn = await spine.open_turn()
    await answer(spine, turn, "一", "二")
    asked, said = await spine.rows(schema.message)
    assert (asked.seq, said.seq, said.turn, said.reply_to) == (1, 2, 1, None)
    assert [segment["text"] for segment in said.segments] == ["一", "二"]
    assert said.correlation_id == asked.correlation_id
    (parcel,) = await spine.rows(schema.outbox)
    assert (parcel.seq, parcel.attempts) == (2, 0)
    (row,) = await spine.rows(schema.conversation)
    assert (row.last_seq, row.committed_turn, row.covered_seq) == (2, 1, 1)


async def test_a_late_answer_quotes_the_question(spine: Spine) -> None:
    turn = await spine.open_turn()
    async with spine.database.write() as connection:
        noticed = await do_notice_late(connection, turn, spine.hooks, "95XXX", spine.clock.now())
    (row,) = await spine.rows(schema.turn)
    assert (row.state, row.noticed_at, row.closed_at) == ("late", spine.clock.now(), None)
    await answer(spine, noticed)
    _, notice, said = await spine.rows(schema.message)
    assert (notice.author_kind, said.author_kind, said.reply_to) == ("system", "bot", 1)
    (row,) = await spine.rows(schema.turn)
    assert row.state == "answered"


async def test_a_failed_turn_leaves_notice_letter_and_a_free_conversation(spine: Spine) -> None:
    turn = await spine.open_turn()
    async with spine.database.write() as connection:
        await do_fail(connection, turn, "action_failed", spine.hooks, "95XXX", spine.clock.now())
    (letter,) = await spine.rows(schema.dead_letter)
    assert (letter.kind, letter.number, letter.code) == ("turn", 1, "action_failed")
    assert (await spine.rows(schema.message))[-1].segments[0]["code"] == "failed"
    assert await spine.rows(schema.work) == []
    following = await spine.open_turn("再问", provider_id="p2")
    assert (following.number, following.base) == (2, 0), "the failed turn is no base"


async def test_a_person_is_asked_for_without_the_bot(spine: Spine) -> None:
    handler = Handler()
    spine.hooks.commands.register(RequestPerson, handler)
    turn = await spine.open_turn()
    async with spine.database.write() as connection:
        await do_request_person(connection, turn, spine.hooks, "95000", spine.clock.now())
    assert handler.done[0][0] == RequestPerson(reason="bot_unavailable")
    said = (await spine.rows(schema.message))[-1].segments[0]
    assert said["code"] == "person_requested"
    assert "95000" in said["text"]


async def give(spine: Spine, turn: Turn, to: Owner, epoch: int) -> int:
    assert turn.identity == key_of("visitor")
    return await spine.give(to, epoch, owner_id="a1" if to is Owner.AGENT else None)


async def test_the_answer_of_a_former_owner_is_dropped(spine: Spine) -> None:
    turn = await spine.open_turn()
    await give(spine, turn, Owner.AGENT, 1)
    with pytest.raises(LostLease):
        await answer(spine, turn)
    (row,) = await spine.rows(schema.turn)
    assert (row.state, row.error_code) == ("failed", "owner_changed")
    assert (len(await spine.rows(schema.message)), await spine.rows(schema.outbox)) == (1, [])


async def test_an_agent_who_takes_over_ends_the_open_turn(spine: Spine) -> None:
    turn = await spine.open_turn()
    await give(spine, turn, Owner.AGENT, 1)
    (row,) = await spine.rows(schema.turn)
    assert (row.state, row.error_code) == ("failed", "owner_changed")
    assert await spine.rows(schema.work) == []
    with pytest.raises(LostLease):
        await answer(spine, turn)


async def test_what_comes_after_the_agent_gave_back_is_answered_and_the_old_answer_finds_no_way_in(
    spine: Spine,
) -> None:
    turn = await spine.open_turn()
    epoch = await give(spine, turn, Owner.AGENT, 1)
    await give(spine, turn, Owner.BOT, epoch)
    await spine.say("机器人在吗", provider_id="p2")
    with pytest.raises(LostLease):
        await answer(spine, turn)
    (following,) = await spine.take()
    with pytest.raises(LostLease):
        await answer(spine, turn)
    assert [m.provider_id for m in following.messages] == ["p2"]


async def test_only_the_newest_epoch_may_hand_over(spine: Spine) -> None:
    turn = await spine.open_turn()
    assert await give(spine, turn, Owner.AGENT, 1) == 2
    with pytest.raises(Conflict):
        await give(spine, turn, Owner.AGENT, 1)
    async with spine.database.write() as connection:
        with pytest.raises(NotFound):
            await spine.conversations.do_hand_over(connection, turn.identity, 9, to=Owner.BOT, epoch=1)
