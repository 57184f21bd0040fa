"""What the house and its parts do in conversations: say, hand over, close, note."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.commands import CommandContext
from hub.conversation.close import do_answer
from hub.conversation.owner import Owner
from hub.errors import Conflict, NotFound
from hub.messages import Author, AuthorKind, Facts, Message, RequestPerson, Text, Trigger, Verification
from hub.ports import HistoryPlace
from hub.reactions import Arrived, Closed, OwnerChanged, Said
from hub.store import schema
from tests.unit.hub.spine import RULES, Spine, answer_of, key_of

AGENT = Author(kind=AuthorKind.AGENT, name="8012")
IDENTITY = key_of("visitor")
IDLE_S = RULES["webchat"].idle_close_s


async def do_say(spine: Spine, text: str = "您好", **more: Any) -> Message:
    async with spine.database.write() as connection:
        return await spine.conversations.do_say(
            connection, IDENTITY, 1, [Text(text=text)], **{"author": AGENT, **more}
        )


async def do_note(spine: Spine, key: str = "k1", **details: str) -> Message | None:
    async with spine.database.write() as connection:
        trigger = Trigger(name="handed_back", details=details)
        return await spine.conversations.do_note(connection, IDENTITY, trigger, key=key)


async def test_an_agent_says_something_with_a_name_behind_all_that_is_there(spine: Spine) -> None:
    await spine.say()
    epoch = await spine.give(Owner.AGENT, 1, owner_id="a1")
    said = await do_say(spine, epoch=epoch)
    assert (said.seq, said.author, said.turn) == (2, AGENT, None)
    assert await spine.send() == 1
    assert spine.sender.sent[0].author.name == "8012"


async def test_who_does_not_own_the_conversation_any_more_says_nothing(spine: Spine) -> None:
    await spine.say()
    epoch = await spine.give(Owner.AGENT, 1, owner_id="a1")
    await spine.give(Owner.BOT, epoch)
    with pytest.raises(Conflict) as refused:
        await do_say(spine, epoch=epoch)
    assert refused.value.fields == {"owner": "bot", "epoch": epoch + 1}
    assert await spine.count(schema.message) == 1


async def test_nothing_is_said_in_a_closed_conversation_or_in_none(spine: Spine) -> None:
    with pytest.raises(NotFound):
        await do_say(spine)
    await spine.say()
    assert await spine.inbox.close(IDENTITY, HistoryPlace(1, 1))
    with pytest.raises(Conflict):
        await do_say(spine)
    with pytest.raises(Conflict):
        await spine.give(Owner.AGENT, 1)


async def test_a_command_may_hand_over_and_speak_inside_the_turn_that_it_closes(spine: Spine) -> None:
    async def hand_over(connection: AsyncConnection, _command: RequestPerson, turn: CommandContext) -> None:
        place = (turn.identity, turn.conversation)
        await spine.conversations.do_hand_over(connection, *place, to=Owner.AGENT, owner_id="a1", epoch=1)
        await spine.conversations.do_say(connection, *place, [Text(text="我来")], author=AGENT, epoch=2)

    spine.hooks.commands.register(RequestPerson, hand_over)
    turn, now = await spine.open_turn("转人工"), spine.clock.now()
    async with spine.database.write() as connection:
        done = answer_of(turn, "好的", commands=[RequestPerson(reason="x")])
        closing = await do_answer(connection, turn, done, spine.hooks, now, now)
    assert (closing.state, closing.more) == ("answered", False)
    (row,) = await spine.rows(schema.conversation)
    assert (row.owner, row.owner_id, row.epoch, row.last_seq) == ("agent", "a1", 2, 3)
    assert [turn.state for turn in await spine.rows(schema.turn)] == ["answered"]
    assert await spine.count(schema.work) == 0


async def test_the_answer_of_a_bot_that_only_waits_for_a_person_is_not_lost(spine: Spine) -> None:
    turn = await spine.open_turn()
    await spine.give(Owner.WAITING, 1)
    now = spine.clock.now()
    async with spine.database.write() as connection:
        closing = await do_answer(connection, turn, answer_of(turn), spine.hooks, now, now)
    assert closing.state == "answered"


@pytest.mark.parametrize(("owner", "stays"), [(Owner.AGENT, True), (Owner.WAITING, True), (Owner.BOT, False)])
async def test_silence_closes_the_bots_conversations_alone(spine: Spine, owner: Owner, stays: bool) -> None:
    await spine.say()
    if owner is not Owner.BOT:
        await spine.give(owner, 1)
    spine.clock.turn(IDLE_S + 1)
    message = await spine.say("还在吗", provider_id="p2")
    assert message.conversation == (1 if stays else 2)
    first = (await spine.rows(schema.conversation))[0]
    assert first.closed_by == (None if stays else "idle")


async def test_closing_for_silence_says_when_it_fell_silent_and_ends_the_open_turn(spine: Spine) -> None:
    turn = await spine.open_turn()
    fell_silent = spine.clock.now()
    spine.clock.turn(IDLE_S + 1)
    await spine.say("新的", provider_id="p2")
    first, second = await spine.rows(schema.conversation)
    assert (first.closed_at, second.opened_at) == (fell_silent, spine.clock.now())
    assert [(row.conversation, row.state) for row in await spine.rows(schema.turn)] == [(1, "failed")]
    (following,) = await spine.take()
    assert (following.conversation, turn.conversation) == (2, 1)


async def test_a_note_of_the_house_opens_a_turn_and_is_stored_once(spine: Spine) -> None:
    await spine.say()
    (first,) = await spine.take()
    now = spine.clock.now()
    async with spine.database.write() as connection:
        await do_answer(connection, first, answer_of(first), spine.hooks, now, now)
    note = await do_note(spine, agreed="明天回电")
    assert note is not None
    assert (note.seq, note.is_note, note.author.kind) == (3, True, AuthorKind.SYSTEM)
    assert await do_note(spine, agreed="明天回电") is None, "one key has one effect"
    (turn,) = await spine.take()
    assert (turn.of_house, turn.messages, turn.base, turn.base_ask) == (True, (note,), 1, 1)


async def test_a_note_joins_no_words_and_no_words_join_it(spine: Spine) -> None:
    await spine.say("一", provider_id="p1")
    await do_note(spine)
    await spine.say("二", provider_id="p2")
    asked = []
    for _ in range(3):
        (turn,) = await spine.take()
        asked.append([message.seq for message in turn.messages])
        now = spine.clock.now()
        async with spine.database.write() as connection:
            await do_answer(connection, turn, answer_of(turn), spine.hooks, now, now)
    assert asked == [[1], [2], [3]]


async def test_under_an_agent_a_note_goes_to_the_agent_without_a_turn(spine: Spine) -> None:
    seen: list[Arrived] = []

    async def see(_connection: AsyncConnection, arrived: Arrived) -> None:
        seen.append(arrived)

    spine.hooks.reactions.inside(Arrived, see)
    await spine.say()
    await spine.take()
    await spine.give(Owner.AGENT, 1, owner_id="a1")
    note = await do_note(spine)
    assert (seen[-1].message, seen[-1].owner) == (note, "agent")
    assert await spine.count(schema.work) == 0
    await spine.give(Owner.BOT, 2)
    assert await spine.take() == [], "what the agent saw is not asked of the bot afterwards"


async def test_a_note_in_a_silent_conversation_opens_the_next_one(spine: Spine) -> None:
    await spine.say()
    await spine.take()
    spine.clock.turn(IDLE_S + 1)
    note = await do_note(spine)
    assert note is not None
    assert (note.conversation, note.seq) == (2, 1)


async def test_nobody_is_noted_about_whom_the_house_does_not_know(spine: Spine) -> None:
    with pytest.raises(NotFound):
        await do_note(spine)
    async with spine.database.write() as connection:
        with pytest.raises(NotFound):
            await spine.conversations.do_set_facts(connection, IDENTITY, Facts(tier="gold"))


async def test_handing_back_says_what_was_agreed(spine: Spine) -> None:
    await spine.say()
    await spine.take()
    epoch = await spine.give(Owner.AGENT, 1, owner_id="a1")
    await spine.say("明天给我回电话", provider_id="p2")
    await spine.give(Owner.BOT, epoch, agreed="明天十点回电")
    (turn,) = await spine.take()
    (note,) = turn.messages
    assert note.segments == (Trigger(name="handed_back", details={"agreed": "明天十点回电"}),)


async def test_facts_are_joined_and_a_turn_knows_them(spine: Spine) -> None:
    await spine.say()
    verified = Verification(level=2, until=spine.clock.now() + timedelta(minutes=30))
    for facts in (Facts(tier="gold", segment="retail"), Facts(verification=verified), Facts(segment=None)):
        async with spine.database.write() as connection:
            await spine.conversations.do_set_facts(connection, IDENTITY, facts)
    (turn,) = await spine.take()
    assert turn.facts == Facts(tier="gold", verification=verified)
    later = spine.clock.now() + timedelta(minutes=30)
    assert turn.facts.at(later).verification is None


async def test_the_parts_are_told_inside_the_transaction_and_once_after_it(spine: Spine) -> None:
    inside: list[Any] = []
    after: list[Any] = []

    async def react(_connection: AsyncConnection, happening: Any) -> None:
        inside.append(type(happening))

    for kind in (Arrived, Said, OwnerChanged, Closed):
        spine.hooks.reactions.inside(kind, react)
        spine.hooks.reactions.afterwards(kind, lambda happening: after.append(type(happening)))
    await spine.say()
    epoch = await spine.give(Owner.AGENT, 1, owner_id="a1")
    await do_say(spine, epoch=epoch)
    async with spine.database.write() as connection:
        assert await spine.conversations.do_close(connection, IDENTITY, 1, by="agent")
        assert not await spine.conversations.do_close(connection, IDENTITY, 1, by="agent")
    await asyncio.sleep(0)
    assert inside == after == [Arrived, OwnerChanged, Said, Closed]


async def test_what_a_reaction_refuses_is_not_stored_and_nobody_is_told_of_it(spine: Spine) -> None:
    after: list[Any] = []

    async def refuse(_connection: AsyncConnection, _arrived: Arrived) -> None:
        raise Conflict("not now")

    spine.hooks.reactions.inside(Arrived, refuse)
    spine.hooks.reactions.afterwards(Arrived, after.append)
    with pytest.raises(Conflict):
        await spine.say()
    await asyncio.sleep(0)
    assert (await spine.count(schema.message), after) == (0, [])


async def test_a_listener_that_breaks_breaks_nothing_else(spine: Spine) -> None:
    after: list[Any] = []

    def broken(_arrived: Arrived) -> None:
        raise RuntimeError("of no use")

    spine.hooks.reactions.afterwards(Arrived, broken)
    spine.hooks.reactions.afterwards(Arrived, after.append)
    await spine.say()
    await asyncio.sleep(0)
    assert len(after) == 1


async def test_what_an_agent_must_not_write_is_not_stored(spine: Spine) -> None:
    await spine.say()
    said = await do_say(spine, "您的卡号是 6222 0212 3456 7890 128 吗？")
    assert "6222 0212" not in str(said.segments)
    assert (await spine.rows(schema.message))[-1].segments[0]["text"] == said.segments[0].text  # type: ignore[union-attr]
