"""Two hubs on one PostgreSQL and Redis serve one crowd: either answers for the other, and Redis may die."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from pydantic import SecretStr
from redis.asyncio import Redis

from tests.support.bot import TestBot, done, echo, running_bot
from tests.support.house import House, make_settings, running_house
from tests.support.postgres import Postgres
from tests.support.redis import RedisServer
from tests.support.waiting import eventually
from tests.support.webchat import WebchatClient, text_of

pytestmark = pytest.mark.alone
"""Two hubs, Redis and PostgreSQL: with others beside them a core is too little for all."""

PATIENCE_S = 30.0

ONE_HAND = {"turn_concurrency": 1, "answer_within_s": PATIENCE_S}
"""A hub that answers one customer at a time, and sends nobody away because two already wait for it."""


@dataclass
class Pair:
    """Two hubs of one house, each with a bot of its own, so that one sees who asked."""

    one: House
    other: House
    redis: RedisServer

    def in_order(self, first: str) -> tuple[House, House]:
        """Both, `first` in front."""
        return (self.one, self.other) if first == "one" else (self.other, self.one)


@asynccontextmanager
async def running_pair(url: str, folder: Path, redis: RedisServer, **more: Any) -> AsyncIterator[Pair]:
    async with AsyncExitStack() as stack:
        houses: list[House] = []
        for name in ("one", "other"):
            bot = await stack.enter_async_context(running_bot())
            (folder / name).mkdir()
            settings = make_settings(url, folder / name, bot.port, redis_url=SecretStr(redis.url), **more)
            houses.append(await stack.enter_async_context(running_house(settings, bot)))
        pair = Pair(houses[0], houses[1], redis)
        for house in houses:
            await eventually(lambda house=house: connected(house), True)
        yield pair


async def connected(house: House) -> bool:
    """Whether both its connections to Redis stand."""
    pubsub: Any = house.hub.pubsub
    return bool(pubsub.listener.connected and pubsub.publisher.connected)


async def redis_state(house: House) -> str:
    """What `/healthz` says of Redis; the house is well enough without it."""
    address = f"http://127.0.0.1:{house.settings.port}/healthz"
    async with aiohttp.ClientSession() as session, session.get(address) as answer:
        assert answer.status == 200
        return str((await answer.json())["parts"]["redis"])


@pytest.fixture
async def pair(postgres: Postgres, redis_server: RedisServer, tmp_path: Path) -> AsyncIterator[Pair]:
    """Two hubs that have one hand each: who has it full needs the other."""
    url = postgres.new_database()
    async with running_pair(url, tmp_path, redis_server, **ONE_HAND) as running:
        yield running


@asynccontextmanager
async def full(house: House) -> AsyncIterator[asyncio.Event]:
    """A hub whose only hand is busy with another customer, until the event is set."""
    answered = asyncio.Event()

    async def hold(ask: dict[str, Any]) -> tuple[int, Any]:
        if ask["input"]["text"] == "很难的问题":
            await answered.wait()
        return await echo(ask)

    house.bot.answer = hold
    async with house.client() as somebody:
        await somebody.acked(await somebody.send("很难的问题"))

        async def busy() -> bool:
            return any(ask["input"]["text"] == "很难的问题" for ask in house.bot.asks)

        await eventually(busy, True)
        try:
            yield answered
        finally:
            answered.set()
        await somebody.replies(1)


@pytest.mark.parametrize("first", ["one", "other"])
async def test_a_customer_of_one_gets_the_answer_of_the_other(pair: Pair, first: str) -> None:
    here, there = pair.in_order(first)
    async with full(here), here.client() as client:
        await client.acked(await client.send("怎么挂失借记卡？"))
        (reply,) = await client.replies(1)
        assert text_of(reply) == "echo: 怎么挂失借记卡？"
        assert [ask["input"]["text"] for ask in there.bot.asks] == ["怎么挂失借记卡？"]


async def test_what_shows_that_somebody_is_at_it_crosses_too(pair: Pair) -> None:
    released = asyncio.Event()

    async def slow(ask: dict[str, Any]) -> tuple[int, Any]:
        await released.wait()
        return 200, done(ask, {"type": "text", "text": "好了"})

    pair.other.bot.answer = slow
    async with full(pair.one), pair.one.client() as client:
        await client.acked(await client.send("怎么挂失借记卡？"))
        assert await client.events("typing", PATIENCE_S)
        released.set()
        assert text_of((await client.replies(1))[0]) == "好了"


async def test_two_sockets_of_one_visitor_on_two_hubs_show_the_same(pair: Pair) -> None:
    async with pair.one.client() as phone:
        await phone.acked(await phone.send("第一个问题"))
        await phone.replies(1)
        async with same_visitor(phone, pair.other) as tablet:
            await tablet.replies(1)
            await tablet.acked(await tablet.send("第二个问题"))
            await same(phone, tablet, 4)
            await phone.acked(await phone.send("第三个问题"))
            await same(phone, tablet, 6)
            place = max(tablet.messages)
            await tablet.say({"type": "close", "conversation": place[0], "seq": place[1]})
            await phone.events("closed")
            await phone.acked(await phone.send("新的对话"))
            await same(phone, tablet, 8)
            assert max(phone.messages) == (2, 2)


async def test_redis_killed_makes_it_slower_loses_nothing_and_comes_back(pair: Pair) -> None:
    async with pair.one.client() as phone:
        await phone.acked(await phone.send("第一个问题"))
        await phone.replies(1)
        async with same_visitor(phone, pair.other) as tablet:
            await tablet.replies(1)
            pair.redis.kill()
            await tablet.acked(await tablet.send("没有 Redis"))
            await same(phone, tablet, 4)
            await eventually(lambda: redis_state(pair.one), "down", PATIENCE_S)
            async with full(pair.one):
                await phone.acked(await phone.send("由另一个答复"))
                await same(phone, tablet, 6)
            pair.redis.start()
            for house in (pair.one, pair.other):
                await eventually(lambda house=house: connected(house), True, PATIENCE_S)
            assert await redis_state(pair.one) == "ok"
            await phone.acked(await phone.send("又有了"))
            await same(phone, tablet, 8)
            for client in (phone, tablet):
                assert sorted(client.messages) == [(1, seq) for seq in range(1, 9)]


async def test_what_was_published_into_nothing_arrives_when_redis_is_back(pair: Pair) -> None:
    """The socket's process does not notice: its own connection stands."""
    async with pair.one.client() as phone:
        await phone.acked(await phone.send("第一个问题"))
        await phone.replies(1)
        async with same_visitor(phone, pair.other) as tablet:
            await tablet.replies(1)
            publisher: Any = pair.other.hub.pubsub
            publisher.publisher.connected = False  # as between a failed send and the next try
            await tablet.acked(await tablet.send("第二个问题"))
            await same(phone, tablet, 4)


async def test_no_secret_and_nobody_s_name_passes_redis(pair: Pair) -> None:
    passed: list[str] = []
    async with Redis.from_url(pair.redis.url, decode_responses=True) as redis, redis.pubsub() as ear:
        await ear.psubscribe("*")
        async with pair.one.client() as client:
            await client.acked(await client.send("我的登录密码是 839201"))
            await client.replies(2)
            visitor = str(client.token).split(".")[1]
            async with asyncio.timeout(PATIENCE_S):
                heard = None
                while heard is not None or not any("登录密码" in words for words in passed):
                    heard = await ear.get_message(timeout=1)
                    passed += [heard["channel"], str(heard["data"])] if heard else []
        await ear.aclose()
    assert any("登录密码" in words for words in passed), "the message itself has passed"
    assert not [words for words in passed if "839201" in words or visitor in words]


async def test_without_redis_two_hubs_look_for_what_the_other_stored(
    postgres: Postgres, tmp_path: Path, bot: TestBot
) -> None:
    url = postgres.new_database()
    first = make_settings(url, tmp_path, bot.port, **ONE_HAND)
    second = make_settings(url, tmp_path, bot.port, **ONE_HAND)
    async with running_house(first, bot) as one, running_house(second, bot) as other:
        for house in (one, other):
            await house.hub.registry.beat()
        async with one.client() as phone:
            await phone.acked(await phone.send("第一个问题"))
            await phone.replies(1)
            async with same_visitor(phone, other) as tablet:
                await tablet.replies(1)
                await tablet.acked(await tablet.send("第二个问题"))
                await same(phone, tablet, 4)


@asynccontextmanager
async def same_visitor(client: WebchatClient, house: House) -> AsyncIterator[WebchatClient]:
    """A second socket of the same visitor, on another hub."""
    second = house.client()
    second.token = client.token
    async with second:
        yield second


async def same(one: WebchatClient, other: WebchatClient, count: int) -> None:
    """Waits until both show so many messages, and the same."""
    for client in (one, other):
        await client.until(lambda client=client: len(client.messages) >= count, PATIENCE_S)
    assert said(one) == said(other)


def said(client: WebchatClient) -> dict[tuple[int, int], dict[str, Any]]:
    """What stands on the screen; the status of a message is that of the moment at which it came."""
    return {place: words | {"status": None} for place, words in client.messages.items()}
