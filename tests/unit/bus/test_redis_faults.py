"""Redis killed, stopped for a while, and away from the start: known at once, told, and over by itself."""

import asyncio
import signal
import time

import pytest

from hub.bus.redis import RedisPubSub
from hub.errors import SetupError
from hub.ports import Publication
from tests.support.redis import RedisServer
from tests.support.waiting import eventually
from tests.unit.bus.test_pubsub import GROUP, PATIENCE_S, heard, running, subscribed

STOPS = 24
SWALLOWED_S = 1.8


async def stands(side: RedisPubSub) -> bool:
    return side.listener.connected and side.publisher.connected


async def knows_that_it_is_away(side: RedisPubSub) -> bool:
    return not side.listener.connected and not side.publisher.connected


async def test_a_killed_redis_is_known_and_all_subscriptions_come_back(redis_server: RedisServer) -> None:
    one, other = RedisPubSub(redis_server.url), RedisPubSub(redis_server.url)
    async with running(one, other):
        here, there = one.join(GROUP), other.join(GROUP)
        await subscribed(here, there, "a", "b")
        assert there.healthy
        assert not one.cut_off
        redis_server.kill()
        await eventually(lambda: knows_that_it_is_away(one), True)
        await eventually(lambda: knows_that_it_is_away(other), True)
        assert not there.healthy
        assert one.cut_off
        here.publish("a", "into nothing")
        there.subscribe("c")
        redis_server.start()
        seen: set[str | None] = set()
        async with asyncio.timeout(PATIENCE_S):
            while not seen >= {"a", "b", "c", None}:
                publication = await there.next()
                assert publication.payload is None, "what was lost is not made up"
                seen.add(publication.key)
        assert there.healthy
        await eventually(lambda: stands(one), True)
        for key in "abc":
            here.publish(key, "again")
        assert await heard(there, 3) == [Publication(key, "again") for key in "abc"]


async def test_whose_publications_got_lost_tells_everyone_once_that_is_possible(
    redis_server: RedisServer,
) -> None:
    """A listener whose own connection stands cannot know that a publisher's did not."""
    one, other = RedisPubSub(redis_server.url), RedisPubSub(redis_server.url)
    async with running(one, other):
        here, there = one.join(GROUP), other.join(GROUP)
        await subscribed(here, there, "a")
        one.publisher.connected = False  # as between a failed send and the next try
        here.publish("a", "lost")
        async with asyncio.timeout(PATIENCE_S):
            assert await there.next() == Publication(None)


async def test_a_redis_that_says_nothing_is_one_that_is_away(
    redis_server: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hub.bus.redis_listener.SILENCE_S", 1.0)
    monkeypatch.setattr("hub.bus.redis_listener.PING_EVERY_S", 0.3)
    monkeypatch.setattr("hub.bus.redis_publisher.PING_EVERY_S", 0.3)
    side = RedisPubSub(redis_server.url)
    async with running(side):
        await eventually(lambda: stands(side), True)
        redis_server.signal(signal.SIGSTOP)
        await eventually(lambda: knows_that_it_is_away(side), True)
        redis_server.signal(signal.SIGCONT)
        await eventually(lambda: stands(side), True)


async def test_a_house_may_start_before_its_redis(redis_server: RedisServer) -> None:
    redis_server.kill()
    side = RedisPubSub(redis_server.url)
    running_side = asyncio.create_task(side.run())
    await asyncio.sleep(0)
    assert side.cut_off
    redis_server.start()
    await eventually(lambda: stands(side), True)
    running_side.cancel()
    await asyncio.gather(running_side, return_exceptions=True)


async def test_houses_on_one_server_do_not_hear_each_other(redis_server: RedisServer) -> None:
    one, same = RedisPubSub(redis_server.url), RedisPubSub(redis_server.url)
    other = RedisPubSub(redis_server.url.replace("/0", "/1"))
    async with running(one, same, other):
        here, there, stranger = one.join(GROUP), same.join(GROUP), other.join(GROUP)
        await subscribed(here, there, "a")
        stranger.subscribe("a")
        async with asyncio.timeout(PATIENCE_S):
            while await stranger.next() != Publication("a"):
                pass
        here.publish("a", "ours")
        assert await heard(there, 1) == [Publication("a", "ours")]
        here.publish("a", "ours")
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.3):
                await heard(stranger, 1)


def test_a_wrong_url_is_told_in_a_sentence_without_the_url() -> None:
    with pytest.raises(SetupError, match="YUANQIAO_REDIS_URL") as told:
        RedisPubSub("http://user:secret@127.0.0.1/")
    assert "secret" not in told.value.detail


async def test_who_is_told_to_stop_stops_whatever_is_just_being_sent(redis_server: RedisServer) -> None:
    """A cancellation that comes as something has been sent must not be swallowed: the hub would wait."""
    took_s = []
    for steps in range(STOPS):
        side = RedisPubSub(redis_server.url)
        here, working = side.join(GROUP), asyncio.create_task(side.run())
        await eventually(lambda side=side: stands(side), True)
        for number in range(steps):
            here.publish("a", "on and on")
            here.subscribe(f"b{number}")
            await asyncio.sleep(0)
        began = time.monotonic()
        working.cancel()
        await asyncio.wait({working}, timeout=PATIENCE_S)
        assert working.done(), f"still at work, {steps} steps after the first thing was sent"
        took_s.append(time.monotonic() - began)
    # A ping comes each two seconds: whose end was swallowed met the next one.
    assert sum(each > SWALLOWED_S for each in took_s) < STOPS / 4, took_s
