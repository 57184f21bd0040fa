"""Claims of the outbox are fenced: who was stopped with a message in hand does nothing when it wakes."""

import asyncio

import pytest

from hub.messages import Message
from hub.outbox.carrier import LEASE_S
from hub.outbox.sender import OutboxSender
from hub.outgoing import Written
from hub.ports import Delivery, SendOutcome
from hub.store import outbox, schema
from tests.unit.hub.spine import Spine


async def claimed(sender: OutboxSender) -> Written:
    """What a process has claimed and not begun to send: there it is stopped."""
    (written,), _ = await sender._claim()
    return written


async def status(spine: Spine) -> str:
    (row,) = [row for row in await spine.rows(schema.message) if row.direction == "out"]
    return str(row.status)


async def stopped_before_it_sends(spine: Spine) -> None:
    """One process claims and is stopped, another sends after the lease, the first wakes."""
    other = spine.another("hub-2")
    await spine.write_out("1")
    mine = await claimed(spine.outbox)
    spine.clock.turn(LEASE_S + 1)
    assert await spine.send(other) == 1
    spine.outbox.deliver(mine)
    await spine.outbox.settle()


async def stopped_while_it_sends(spine: Spine, late: Delivery) -> None:
    """One process is stopped with the provider's answer on its way; another has sent when it wakes."""
    woken, other = asyncio.Event(), spine.another("hub-2")

    async def answer(_message: Message) -> Delivery:
        if len(spine.sender.sent) == 1:
            await woken.wait()
            return late
        return Delivery(SendOutcome.RETRY, code="later")

    spine.sender.answer = answer
    await spine.write_out("1")
    await spine.outbox._take()
    await asyncio.sleep(0)
    spine.clock.turn(LEASE_S + 1)
    await spine.send(other)
    woken.set()
    await spine.outbox.settle()


async def rejected_while_another_has_it(spine: Spine) -> None:
    """The first is told that the provider did not take it when the second is about to send."""
    woken, other = asyncio.Event(), spine.another("hub-2")

    async def answer(_message: Message) -> Delivery:
        await woken.wait()
        return Delivery(SendOutcome.REJECTED, code="late")

    spine.sender.answer = answer
    await spine.write_out("1")
    await spine.outbox._take()
    await asyncio.sleep(0)
    spine.clock.turn(LEASE_S + 1)
    await claimed(other)
    woken.set()
    await spine.outbox.settle()


async def test_who_was_stopped_before_it_sent_sends_nothing_when_it_wakes(spine: Spine) -> None:
    await stopped_before_it_sends(spine)
    assert len(spine.sender.sent) == 1
    assert (await spine.rows(schema.outbox), await status(spine)) == ([], "sent")


@pytest.mark.parametrize("late", list(SendOutcome))
async def test_who_was_stopped_while_it_sent_writes_nothing_when_it_wakes(
    spine: Spine, late: SendOutcome
) -> None:
    await stopped_while_it_sends(spine, Delivery(late, code="late"))
    (row,) = await spine.rows(schema.outbox)
    assert (row.last_code, row.attempts) == ("later", 2), "what its successor wrote"
    assert await status(spine) == "accepted"
    assert await spine.rows(schema.dead_letter) == []


async def test_without_tokens_it_would_send_twice_and_overwrite(
    spine: Spine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: every claim has the same token, as if there were none."""
    monkeypatch.setattr(outbox, "new_token", lambda: 1)
    await rejected_while_another_has_it(spine)
    assert await spine.rows(schema.outbox) == []
    assert await status(spine) == "failed"


async def test_with_tokens_it_leaves_what_another_has_in_hand(spine: Spine) -> None:
    await rejected_while_another_has_it(spine)
    (row,) = await spine.rows(schema.outbox)
    assert row.lease_owner == "hub-2"
    assert await status(spine) == "accepted"


async def test_without_tokens_a_woken_process_would_send_what_waits_for_its_next_try(
    spine: Spine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "new_token", lambda: 1)
    other = spine.another("hub-2")
    await spine.write_out("1")
    mine = await claimed(spine.outbox)
    spine.clock.turn(LEASE_S + 1)
    await claimed(other)
    spine.outbox.deliver(mine)
    await spine.outbox.settle()
    assert len(spine.sender.sent) == 1, "while the other has it in hand"


async def test_a_claim_that_waited_long_is_renewed_before_it_is_sent(spine: Spine) -> None:
    await spine.write_out("1")
    mine = await claimed(spine.outbox)
    spine.clock.turn(LEASE_S - 1)
    running = asyncio.Event()

    async def slow(_message: Message) -> Delivery:
        running.set()
        return Delivery(SendOutcome.SENT)

    spine.sender.answer = slow
    spine.outbox.deliver(mine)
    await running.wait()
    (row,) = await spine.rows(schema.outbox)
    assert (row.lease_until - spine.clock.now()).total_seconds() == LEASE_S
    await spine.outbox.settle()
    assert await status(spine) == "sent"


async def test_where_a_repeat_is_not_wanted_what_was_in_hand_goes_to_people(spine: Spine) -> None:
    spine.sends(on_timeout=SendOutcome.UNSURE)
    other = spine.another("hub-2")
    await spine.write_out("1")
    await claimed(spine.outbox)
    spine.clock.turn(LEASE_S + 1)
    await spine.send(other)
    assert spine.sender.sent == []
    (letter,) = await spine.rows(schema.dead_letter)
    assert (letter.kind, letter.code) == ("unsure", "abandoned")


async def test_a_time_out_means_what_the_channel_says(spine: Spine) -> None:
    spine.sends(on_timeout=SendOutcome.UNSURE, send_within_s=0.05)

    async def hanging(_message: Message) -> Delivery:
        await asyncio.sleep(3600)
        raise AssertionError

    spine.sender.answer = hanging
    await spine.write_out("1")
    await spine.send()
    (letter,) = await spine.rows(schema.dead_letter)
    assert (letter.kind, letter.code) == ("unsure", "timeout")
    assert await spine.rows(schema.outbox) == []
