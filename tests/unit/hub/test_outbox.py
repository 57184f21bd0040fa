"""The outbox: order in each conversation, back-off by the clock, and an end to trying."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from hub import watch
from hub.messages import Message, Text
from hub.outbox.backoff import backoff_s
from hub.outbox.carrier import LEASE_S
from hub.outbox.claiming import Claiming, claim_due
from hub.outbox.lane import LaneState
from hub.ports import Delivery, RetryRule, SendingRules, SendOutcome
from hub.store import outbox, schema
from hub.store.outbox import Lane, Parcel, SendClaim
from tests.support.waiting import PATIENCE_S
from tests.unit.hub.spine import CHANNEL, Spine, key_of


async def put(spine: Spine, *texts: str, visitor: str = "visitor") -> None:
    """Puts messages on their way."""
    for text in texts:
        await spine.write_out(text, visitor=visitor)


def always(delivery: Delivery) -> Callable[[Message], Awaitable[Delivery]]:
    async def answer(_message: Message) -> Delivery:
        return delivery

    return answer


def said(messages: list[Message]) -> list[str]:
    return [message.segments[0].text for message in messages if isinstance(message.segments[0], Text)]


async def drain(spine: Spine) -> None:
    while await spine.send():
        pass


async def statuses(spine: Spine) -> list[str]:
    return [row.status for row in await spine.rows(schema.message) if row.direction == "out"]


RETRY = Delivery(SendOutcome.RETRY, code="busy")
RULE = RetryRule()


async def claim(spine: Spine, owner: str) -> list[Parcel]:
    """Claims what is due, as another process would, and does nothing with it."""
    now = spine.clock.now()
    hold = SendClaim(owner, now + timedelta(seconds=LEASE_S), outbox.new_token())
    state = LaneState(Lane(CHANNEL, "default"), SendingRules(), spine.clock)
    async with spine.database.write() as connection:
        return await claim_due(connection, state, Claiming(hold, now), 9)


async def test_each_conversation_is_sent_in_order_one_at_a_time(spine: Spine) -> None:
    running: set[str] = set()

    async def slow(message: Message) -> Delivery:
        assert message.identity not in running, "two of one conversation at once"
        running.add(message.identity)
        await asyncio.sleep(0.01)
        running.discard(message.identity)
        return Delivery(SendOutcome.SENT)

    spine.sender.answer = slow
    for visitor in ("a", "b", "c"):
        await put(spine, "1", "2", "3", "4", visitor=visitor)
    await drain(spine)
    for visitor in ("a", "b", "c"):
        mine = [message for message in spine.sender.sent if message.identity == key_of(visitor)]
        assert said(mine) == ["1", "2", "3", "4"]
    assert set(await statuses(spine)) == {"sent"}
    assert await spine.rows(schema.outbox) == []


async def test_two_processes_keep_the_order_too(spine: Spine) -> None:
    other = spine.another("hub-2")
    await put(spine, *(str(number) for number in range(10)))
    while await spine.rows(schema.outbox):
        await asyncio.gather(spine.send(), spine.send(other))
    assert said(spine.sender.sent) == [str(number) for number in range(10)]


async def test_a_message_that_waits_lets_nobody_of_its_conversation_pass(spine: Spine) -> None:
    spine.sender.answer = always(RETRY)
    await put(spine, "1", "2", visitor="a")
    await drain(spine)
    spine.sender.answer = None
    await put(spine, "other", visitor="b")
    await drain(spine)
    assert said(spine.sender.sent) == ["1", "other"]
    spine.clock.turn(backoff_s(0) + 1)
    await drain(spine)
    assert said(spine.sender.sent) == ["1", "other", "1", "2"]


async def test_a_try_comes_again_with_growing_pauses(spine: Spine) -> None:
    spine.sender.answer = always(RETRY)
    await put(spine, "1")
    for attempt in range(12):
        await drain(spine)
        assert len(spine.sender.sent) == attempt + 1
        (row,) = await spine.rows(schema.outbox)
        pause = (row.due_at - spine.clock.now()).total_seconds()
        longest = min(RULE.longest_s, 2.0**attempt)
        assert longest / 2 <= pause <= longest
        assert (row.attempts, row.last_code, row.lease_owner) == (attempt + 1, "busy", None)
        spine.clock.turn(pause - 0.001)
        assert await spine.send() == 0
        spine.clock.turn(0.002)


async def test_the_provider_says_when_to_come_back(spine: Spine) -> None:
    spine.sender.answer = always(Delivery(SendOutcome.RETRY, retry_after_s=42.0))
    await put(spine, "1")
    await drain(spine)
    (row,) = await spine.rows(schema.outbox)
    assert row.due_at == spine.clock.now() + timedelta(seconds=42)


@pytest.mark.parametrize("outcome", [SendOutcome.REJECTED, SendOutcome.UNSURE])
async def test_what_the_provider_does_not_take_is_shown_to_people(spine: Spine, outcome: SendOutcome) -> None:
    spine.sender.answer = always(Delivery(outcome, code="45047" if outcome is SendOutcome.REJECTED else ""))
    await put(spine, "1", "2")
    await drain(spine)
    assert await statuses(spine) == ["failed", "failed"]
    letters = await spine.rows(schema.dead_letter)
    kind, code = ("delivery", "45047") if outcome is SendOutcome.REJECTED else ("unsure", "unsure")
    assert [(row.kind, row.number, row.code) for row in letters] == [(kind, n, code) for n in (2, 3)]
    assert await spine.rows(schema.outbox) == [], "the next message is not held up"


async def test_after_the_last_try_the_message_has_failed(spine: Spine) -> None:
    spine.sender.answer = always(RETRY)
    await put(spine, "1")
    for _ in range(RULE.attempts * 2):
        await drain(spine)
        spine.clock.turn(RULE.longest_s)
    assert len(spine.sender.sent) == RULE.attempts == 20
    assert await statuses(spine) == ["failed"]
    (letter,) = await spine.rows(schema.dead_letter)
    assert letter.code == "busy"


async def test_a_sender_that_breaks_is_tried_again(spine: Spine) -> None:
    async def broken(_message: Message) -> Delivery:
        raise KeyError("as told")

    spine.sender.answer = broken
    await put(spine, "1")
    await drain(spine)
    (row,) = await spine.rows(schema.outbox)
    assert row.last_code == "sender_broke"
    spine.sender.answer = None
    spine.clock.turn(2)
    await drain(spine)
    assert await statuses(spine) == ["sent"]


async def test_a_sender_that_hangs_is_given_up_and_tried_again(spine: Spine) -> None:
    async def hanging(_message: Message) -> Delivery:
        await asyncio.sleep(3600)
        raise AssertionError

    spine.sends(send_within_s=0.05)
    spine.sender.answer = hanging
    await put(spine, "1")
    await drain(spine)
    (row,) = await spine.rows(schema.outbox)
    assert row.last_code == "timeout"


async def test_what_a_dead_process_held_is_sent_by_the_next(spine: Spine) -> None:
    await put(spine, "1")
    assert len(await claim(spine, "hub-dead")) == 1
    await drain(spine)
    assert spine.sender.sent == []
    spine.clock.turn(LEASE_S + 0.001)
    await drain(spine)
    assert said(spine.sender.sent) == ["1"]


async def test_what_a_process_held_that_is_gone_is_sent_at_once(spine: Spine) -> None:
    await put(spine, "1")
    assert len(await claim(spine, "hub-dead")) == 1
    async with spine.database.write() as connection:
        await outbox.release_all(connection, "hub-dead")
    await drain(spine)
    assert said(spine.sender.sent) == ["1"]


async def test_a_parcel_without_its_message_is_removed(spine: Spine) -> None:
    await put(spine, "1")
    async with spine.database.write() as connection:
        await connection.execute(schema.message.delete())
    await drain(spine)
    assert (await spine.rows(schema.outbox), spine.sender.sent) == ([], [])


async def test_messages_that_wait_for_an_earlier_one_keep_nobody_busy(spine: Spine) -> None:
    """A provider may be away for minutes: that must not cost a write a hundred times a second."""
    spine.sender.answer = always(Delivery(SendOutcome.RETRY, retry_after_s=300))
    await put(spine, "1", "2")
    await drain(spine)
    assert await spine.outbox._watch.look(woken=False) >= 0.5


async def test_a_message_that_cannot_be_read_holds_up_nobody_else(spine: Spine) -> None:
    await put(spine, "1", visitor="a")
    async with spine.database.write() as connection:
        strange = schema.message.update().where(schema.message.c.direction == "out")
        await connection.execute(strange.values(segments=[{"type": "hologram"}]))
    await put(spine, "other", visitor="b")
    await drain(spine)
    assert said(spine.sender.sent) == ["other"]
    assert [row.identity_key for row in await spine.rows(schema.outbox)] == [key_of("a")]


async def test_the_loop_outlives_what_nobody_expected(spine: Spine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "LOOK_AGAIN_S", 0.01)
    await put(spine, "1")
    working, calls = spine.outbox._claim, 0

    async def breaks_once() -> object:
        nonlocal calls
        calls += 1
        if calls == 1:
            raise ValueError("as told")
        return await working()

    monkeypatch.setattr(spine.outbox, "_claim", breaks_once)
    running = asyncio.create_task(spine.outbox.run())
    try:
        async with asyncio.timeout(PATIENCE_S):
            while not spine.sender.sent:
                assert not running.done()
                await asyncio.sleep(0.01)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
