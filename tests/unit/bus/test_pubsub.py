"""What every publish/subscribe promises: the same tests on the one in memory and on a real Redis."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from hub.bus.memory import MemoryPubSub
from hub.bus.opening import open_pubsub
from hub.bus.pubsub import MAILBOX_LIMIT, PAYLOAD_LIMIT, PubSub
from hub.ports import Publication, Subscriber
from tests.support.redis import RedisServer
from tests.support.waiting import eventually

GROUP = "webchat"
PATIENCE_S = 20.0


@asynccontextmanager
async def running(*sides: PubSub) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(side.run()) for side in sides]

    async def connected() -> bool:
        return not any(side.cut_off for side in sides)

    try:
        await eventually(connected, True)
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@pytest.fixture(params=["memory", "redis"])
async def sides(request: pytest.FixtureRequest) -> AsyncIterator[tuple[PubSub, PubSub]]:
    """What two processes hold; in memory that is one and the same."""
    if request.param == "memory":
        memory = MemoryPubSub()
        yield memory, memory
        return
    server: RedisServer = request.getfixturevalue("redis_server")
    one, other = open_pubsub(server.url), open_pubsub(server.url)
    async with running(one, other):
        yield one, other


async def heard(subscriber: Subscriber, count: int) -> list[Publication]:
    """The next so many, but for those that say that a key is heard from now on."""
    found: list[Publication] = []
    async with asyncio.timeout(PATIENCE_S):
        while len(found) < count:
            publication = await subscriber.next()
            if publication.payload is not None:
                found.append(publication)
    return found


async def subscribed(publisher: Subscriber, subscriber: Subscriber, *keys: str) -> None:
    """Subscribes, and comes back once it has taken effect."""
    for key in (*keys, "ready"):
        subscriber.subscribe(key)
    async with asyncio.timeout(PATIENCE_S):
        while True:
            publisher.publish("ready", "?")
            try:
                async with asyncio.timeout(0.1):
                    if (await subscriber.next()) == Publication("ready", "?"):
                        break
            except TimeoutError:
                continue
    while True:  # the last of what has just been tried
        try:
            async with asyncio.timeout(0.1):
                await subscriber.next()
        except TimeoutError:
            return


async def test_who_subscribed_hears_and_in_order(sides: tuple[PubSub, PubSub]) -> None:
    one, other = sides[0].join(GROUP), sides[1].join(GROUP)
    await subscribed(one, other, "a", "b")
    for number in range(50):
        one.publish("ab"[number % 2], f"{number} 远桥 😀\n")
    found = await heard(other, 50)
    assert found == [Publication("ab"[n % 2], f"{n} 远桥 😀\n") for n in range(50)]


async def test_nobody_hears_what_they_did_not_ask_for_nor_themselves(sides: tuple[PubSub, PubSub]) -> None:
    one, other = sides[0].join(GROUP), sides[1].join(GROUP)
    far, stranger = sides[0].join("another"), sides[1].join("another")
    await subscribed(one, other, "a", "c")
    await subscribed(other, one, "a")
    await subscribed(far, stranger, "a")
    other.unsubscribe("c")
    one.publish("b", "of a key that nobody wants")
    one.publish("a", "")
    assert await heard(other, 1) == [Publication("a", "")]
    other.publish("a", "back")
    assert await heard(one, 1) == [Publication("a", "back")], "and not its own"
    far.publish("a", "last")
    assert await heard(stranger, 1) == [Publication("a", "last")]


async def test_a_payload_that_is_too_long_says_only_that_there_is_something(
    sides: tuple[PubSub, PubSub],
) -> None:
    one, other = sides[0].join(GROUP), sides[1].join(GROUP)
    await subscribed(one, other, "a")
    one.publish("a", "x" * PAYLOAD_LIMIT)
    one.publish("a", "x" * (PAYLOAD_LIMIT + 1))
    one.publish("a", "end")
    async with asyncio.timeout(PATIENCE_S):
        found = [await other.next() for _ in range(3)]
    assert [len(each.payload or "") for each in found] == [PAYLOAD_LIMIT, 0, 3]
    assert found[1] == Publication("a", None)


async def test_who_does_not_read_blocks_nobody_and_learns_that_something_was_missed(
    sides: tuple[PubSub, PubSub],
) -> None:
    one, slow, quick = sides[0].join(GROUP), sides[1].join(GROUP), sides[1].join("quick")
    await subscribed(one, slow, "a")
    again = sides[0].join("quick")
    await subscribed(again, quick, "a")
    for number in range(MAILBOX_LIMIT + 10):
        one.publish("a", str(number))
        if number % 100 == 0:
            await asyncio.sleep(0.001)  # a Redis connection has to get a word in
    again.publish("a", "quick")
    assert await heard(quick, 1) == [Publication("a", "quick")]
    async with asyncio.timeout(PATIENCE_S):
        found = [await slow.next()]
        while found[-1].payload != str(MAILBOX_LIMIT + 9):
            found.append(await slow.next())
    assert found[0] == Publication(None), "in place of all that waited"
    assert len(found) < MAILBOX_LIMIT


async def test_everybody_is_told_that_something_was_missed(sides: tuple[PubSub, PubSub]) -> None:
    member = sides[0].join(GROUP)
    sides[0].miss()
    async with asyncio.timeout(PATIENCE_S):
        while await member.next() != Publication(None):
            pass
