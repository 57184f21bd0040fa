"""History, trail, past turns and replay: what people and bots read of what was written."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from hub.conversation.close import do_answer
from hub.conversation.replay import replay_turn, waiting_letters
from hub.conversation.unanswered import do_fail
from hub.engine.history import EMPTY_STATE, KEPT_TURNS, past_turns
from hub.errors import BadInput, Conflict, NotFound
from hub.history import StoredHistory
from hub.ports import HistoryPlace, QuotaPer, QuotaRule
from hub.store import schema
from hub.trail import HOPS, read_trail
from tests.unit.hub.spine import Spine, answer_of, key_of

KEY = key_of("visitor")
ID = f"{KEY}.1"


async def answer(spine: Spine, number: int, text: str = "好的") -> None:
    turn = await spine.open_turn(f"问 {number}", provider_id=f"p{number}")
    spine.clock.turn(0.5)
    now = spine.clock.now()
    async with spine.database.write() as connection:
        await do_answer(connection, turn, answer_of(turn, text), spine.hooks, now, now)
    await spine.send()


async def fail(spine: Spine, number: int) -> None:
    turn = await spine.open_turn(f"问 {number}", provider_id=f"p{number}")
    async with spine.database.write() as connection:
        await do_fail(connection, turn, "action_failed", spine.hooks, "95XXX", spine.clock.now())


def places(messages: Any) -> list[tuple[int, int]]:
    return [(message.conversation, message.seq) for message in messages]


async def test_history_crosses_conversations_in_order(spine: Spine) -> None:
    history = StoredHistory(spine.database)
    await answer(spine, 1)
    spine.clock.turn(1801)
    await answer(spine, 2)
    await spine.say("别人的话", visitor="other", provider_id="p1")
    everything = [(1, 1), (1, 2), (2, 1), (2, 2)]
    assert places(await history.after(KEY, HistoryPlace(0, 0), 100)) == everything
    assert places(await history.after(KEY, HistoryPlace(1, 1), 2)) == everything[1:3], (
        "the first behind the place"
    )
    assert places(await history.before(KEY, None, 3)) == everything[1:], "the last of all"
    assert places(await history.before(KEY, HistoryPlace(2, 1), 1)) == [(1, 2)], "the last before the place"
    assert places(await history.after(KEY, HistoryPlace(2, 2), 100)) == []
    assert [await history.knows(KEY, HistoryPlace(*place)) for place in ((2, 2), (2, 3), (3, 1))] == [
        True,
        False,
        False,
    ]


@pytest.mark.parametrize("answered", [0, 3, KEPT_TURNS, KEPT_TURNS + 2])
async def test_a_bot_is_sent_the_last_turns_and_the_state_before_them(spine: Spine, answered: int) -> None:
    for number in range(answered):
        await answer(spine, number)
    past = await past_turns(spine.database, KEY, 1, answered)
    numbers = list(range(max(1, answered - KEPT_TURNS + 1), answered + 1))
    assert [turn.turn for turn in past.turns] == numbers
    before = answered - KEPT_TURNS
    expected = {"slots": {"turn": before}, "active_loop": None} if before > 0 else EMPTY_STATE
    assert past.carried == expected


async def test_failed_turns_and_turns_behind_the_base_are_no_history(spine: Spine) -> None:
    await answer(spine, 1)
    await fail(spine, 2)
    await answer(spine, 3)
    await answer(spine, 4)
    past = await past_turns(spine.database, KEY, 1, 3)
    assert [turn.turn for turn in past.turns] == [1, 3]


async def test_the_trail_of_a_message_is_found_by_either_of_its_ids(spine: Spine) -> None:
    await answer(spine, 1, text="我的答复")
    by_message = await read_trail(spine.database, f"{ID}.1")
    assert by_message == await read_trail(spine.database, "correlation-p1")
    assert by_message == await read_trail(spine.database, f"{ID}.2"), "an answer leads to its question"
    assert [step.hop for step in by_message.steps if step.hop in HOPS][:3] == [
        "webhook",
        "translate",
        "inbox",
    ]
    assert {step.hop for step in by_message.steps} == set(HOPS)
    times = [step.at for step in by_message.steps]
    assert times == sorted(times)
    told = str(by_message)
    assert "问 1" not in told
    assert "我的答复" not in told


async def test_a_trail_tells_of_no_other_message(spine: Spine) -> None:
    await answer(spine, 1)
    await answer(spine, 2)
    first, second = [await read_trail(spine.database, f"{ID}.{seq}") for seq in (1, 3)]
    assert [step.what for step in first.steps if "turn 2" in step.what] == []
    assert [step.what for step in second.steps if "turn 1" in step.what] == []


async def test_a_trail_tells_of_no_turn_that_came_in_between(spine: Spine) -> None:
    turn = await spine.open_turn("问 1", provider_id="p1")
    await spine.say("问 2", provider_id="p2")
    spine.clock.turn(1)
    now = spine.clock.now()
    async with spine.database.write() as connection:
        asked_three_times = replace(turn, asks=3)
        await do_answer(connection, asked_three_times, answer_of(turn), spine.hooks, now, now)
    await spine.take()
    trail = await read_trail(spine.database, "correlation-p1")
    assert [step.what for step in trail.steps if "turn 2" in step.what] == []


async def test_a_message_that_waits_is_told_as_waiting(spine: Spine) -> None:
    turn = await spine.open_turn()
    now = spine.clock.now()
    async with spine.database.write() as connection:
        await do_answer(connection, turn, answer_of(turn), spine.hooks, now, now)
    trail = await read_trail(spine.database, f"{ID}.1")
    assert any("waits, 0 tries" in step.what for step in trail.steps)


async def test_a_trail_tells_how_much_of_what_the_channel_allows_was_used(spine: Spine) -> None:
    spine.sends(quotas=(QuotaRule("reply", QuotaPer.MESSAGE, 5, 60.0),))
    await answer(spine, 1)
    await spine.send()
    trail = await read_trail(spine.database, f"{ID}.1")
    until = spine.clock.now() + timedelta(seconds=60 - 0.5)  # from when the customer wrote
    assert [(each.name, each.used, each.until) for each in trail.counted] == [("reply", 1, until)]


@pytest.mark.parametrize("wanted", ["0123456789abcdef", f"{'0' * 24}.1.1"])
async def test_a_trail_that_there_is_not(spine: Spine, wanted: str) -> None:
    with pytest.raises(NotFound):
        await read_trail(spine.database, wanted)


async def test_a_failed_turn_is_replayed_over_the_same_messages_once(spine: Spine) -> None:
    await fail(spine, 1)
    await answer(spine, 2)
    assert len(await waiting_letters(spine.database, 10)) == 1
    assert await replay_turn(spine.database, ID, 1) == 3
    assert await waiting_letters(spine.database, 10) == []
    with pytest.raises(NotFound):
        await replay_turn(spine.database, ID, 1)
    spine.clock.turn(10**9)  # replay is done by a person, at the machine's own time
    (turn,) = await spine.take()
    assert (turn.number, turn.base, turn.noticed) == (3, 2, True)
    assert [message.provider_id for message in turn.messages] == ["p1"], "not what was answered since"
    now = spine.clock.now()
    async with spine.database.write() as connection:
        await do_answer(connection, turn, answer_of(turn), spine.hooks, now, now)
    last = (await spine.rows(schema.message))[-1]
    assert (last.author_kind, last.reply_to) == ("bot", 1), "it says which question it answers"


async def test_a_replayed_turn_that_fails_again_is_a_letter_again(spine: Spine) -> None:
    await fail(spine, 1)
    assert await replay_turn(spine.database, ID, 1) == 2
    spine.clock.turn(10**9)
    (turn,) = await spine.take()
    async with spine.database.write() as connection:
        await do_fail(connection, turn, "empty", spine.hooks, "95XXX", spine.clock.now())
    (letter,) = await waiting_letters(spine.database, 10)
    assert (letter.number, letter.code) == (2, "empty")


async def test_an_open_turn_is_not_disturbed_by_a_replay(spine: Spine) -> None:
    await fail(spine, 1)
    await spine.open_turn(provider_id="p2")
    with pytest.raises(Conflict):
        await replay_turn(spine.database, ID, 1)
    assert len(await waiting_letters(spine.database, 10)) == 1


@pytest.mark.parametrize("conversation", ["", KEY, f"{KEY}.", f"{KEY}.x", f"{KEY}.1.2"])
async def test_a_replay_of_something_else_is_refused(spine: Spine, conversation: str) -> None:
    with pytest.raises(BadInput):
        await replay_turn(spine.database, conversation, 1)
