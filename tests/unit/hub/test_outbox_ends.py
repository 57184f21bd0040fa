"""A process that is told to stop ends what it sends: what nobody wrote down would be sent once more."""

import asyncio

import pytest

from hub.messages import Message
from hub.outbox import sender as module
from hub.ports import Delivery, SendOutcome
from hub.store import schema
from tests.support.waiting import PATIENCE_S
from tests.unit.hub.spine import Spine, key_of

TAKES_S = 0.3


async def slowly(_message: Message) -> Delivery:
    await asyncio.sleep(TAKES_S)
    return Delivery(SendOutcome.SENT)


async def stop_while_it_sends(spine: Spine) -> None:
    """The message has reached its provider, whose answer is on its way."""
    await spine.write_out("1")
    running = asyncio.create_task(spine.outbox.run())
    async with asyncio.timeout(PATIENCE_S):
        while not spine.sender.sent:  # noqa: ASYNC110  (the sender knows of no event of ours)
            await asyncio.sleep(0.01)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_a_send_that_is_under_way_ends_and_is_written_down(spine: Spine) -> None:
    spine.sender.answer = slowly
    await stop_while_it_sends(spine)
    assert await spine.rows(schema.outbox) == []


async def test_one_that_takes_too_long_is_left_to_the_next_process(
    spine: Spine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "STOP_WITHIN_S", TAKES_S / 10)
    spine.sender.answer = slowly
    await stop_while_it_sends(spine)
    assert len(await spine.rows(schema.outbox)) == 1


async def test_afterwards_it_takes_nothing_on(spine: Spine) -> None:
    held = await spine.write_out("1", held=True)
    running = asyncio.create_task(spine.outbox.run())
    await asyncio.sleep(0)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    address = held.address
    assert spine.outbox.hold(key_of("visitor"), address, spine.clock.now()) is None
    spine.outbox.deliver(held)
    assert not spine.outbox._sending
