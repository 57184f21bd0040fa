"""Work that one process has no hand free for wakes the others, not more often than they can bear."""

import asyncio

from hub.bus import Bus, Topic
from hub.bus.hints import WakeHints
from hub.bus.memory import MemoryPubSub
from hub.ports import Publication
from tests.support.waiting import PATIENCE_S

EVERY_S = 0.1
SOON_S = 0.05


async def test_the_others_are_woken_by_topic() -> None:
    pubsub = MemoryPubSub()
    here, there = Bus(), Bus()
    WakeHints(here, pubsub.join("wake"))
    hearing = asyncio.create_task(WakeHints(there, pubsub.join("wake")).run())
    here.wake(Topic.WORK)
    assert not await there.wait(Topic.WORK, SOON_S), "what this process does itself disturbs nobody"
    here.wake_all(Topic.WORK)
    assert await here.wait(Topic.WORK, SOON_S)
    assert await there.wait(Topic.WORK, 10)
    assert not await there.wait(Topic.OUTBOX, SOON_S)
    hearing.cancel()


async def test_many_hints_become_two_and_the_last_is_not_lost() -> None:
    pubsub = MemoryPubSub()
    bus, ear = Bus(), pubsub.join("wake")
    ear.subscribe(Topic.WORK)
    WakeHints(bus, pubsub.join("wake"), every_s=EVERY_S)
    for _ in range(100):
        bus.wake_all(Topic.WORK)
    assert await ear.next() == Publication("work", "")
    async with asyncio.timeout(PATIENCE_S):
        assert await ear.next() == Publication("work", ""), "once more when the moment is over"
    bus.wake_all(Topic.WORK)
    async with asyncio.timeout(PATIENCE_S):
        assert await ear.next() == Publication("work", "")


async def test_where_something_was_missed_everybody_looks() -> None:
    pubsub, bus = MemoryPubSub(), Bus()
    hearing = asyncio.create_task(WakeHints(bus, pubsub.join("wake")).run())
    await asyncio.sleep(0)
    pubsub.miss()
    assert await bus.wait(Topic.WORK, 10)
    assert await bus.wait(Topic.OUTBOX, 10)
    hearing.cancel()
