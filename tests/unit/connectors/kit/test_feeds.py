"""A feed is read by one process at a time, and its cursor moves behind what was taken in."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from connectors.kit import feeds
from connectors.kit.accounts import AccountKey
from connectors.kit.feeds import FeedPage, FeedReader, Keep
from connectors.kit.opening import Kit
from connectors.kit.store import cursors
from hub.clock import SystemClock
from hub.errors import Overloaded, Unavailable
from hub.store import leases
from hub.store.database import Database
from hub.store.encrypted import new_data_keys, read_data_keys
from tests.support.waiting import eventually

KEY = AccountKey("wecom_kf", "retail")
Take = Callable[[str, Keep], Awaitable[FeedPage]]


@pytest.fixture
def kit(store: Database) -> Kit:
    return Kit(store, read_data_keys(new_data_keys("k1")), SystemClock(), "hub-1")


class Feed:
    """A feed of numbers, whose cursor says how many were read."""

    def __init__(self, count: int = 0) -> None:
        self.items = list(range(count))
        self.taken: list[int] = []
        self.asked = 0
        self.fail: list[Exception] = []
        self.slow_s = 0.0

    async def take_in(self, cursor: str, keep: Keep) -> FeedPage:
        self.asked += 1
        if self.fail:
            raise self.fail.pop()
        place = int(cursor or 0)
        page = self.items[place : place + 2]
        for each in page:
            await keep()
            await asyncio.sleep(self.slow_s)
            self.taken.append(each)
        return FeedPage(str(place + len(page)), more=place + len(page) < len(self.items))

    async def read(self) -> list[int]:
        return self.taken


@asynccontextmanager
async def reading(
    kit: Kit, take_in: Take, *, every_s: float = 60.0, lease_s: float = 30.0
) -> AsyncIterator[FeedReader]:
    reader = FeedReader(kit, KEY, "feed", take_in, every_s=every_s, lease_s=lease_s)
    task = asyncio.create_task(reader.run())
    try:
        yield reader
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_all_is_read_at_the_start_and_on_a_nudge_from_where_it_was_left(kit: Kit) -> None:
    feed = Feed(5)
    # Its end may come while it gives its lease back, which then runs out.
    async with reading(kit, feed.take_in, lease_s=1.0) as reader:
        await eventually(feed.read, [0, 1, 2, 3, 4])
        feed.items.append(5)
        reader.nudge()
        await eventually(feed.read, [0, 1, 2, 3, 4, 5])
    async with reading(kit, feed.take_in):
        feed.items.append(6)
        await eventually(feed.read, [0, 1, 2, 3, 4, 5, 6])


async def test_with_no_nudge_it_is_looked_at_every_so_often(kit: Kit) -> None:
    feed = Feed()
    async with reading(kit, feed.take_in, every_s=0.1):
        await eventually(lambda: _asked_more_than(feed, 0), True)
        feed.items.append(0)
        await eventually(feed.read, [0])


async def _asked_more_than(feed: Feed, count: int) -> bool:
    return feed.asked > count


@pytest.mark.parametrize(
    "error", [Unavailable("away"), Overloaded("busy", retry_after_s=0.1), ZeroDivisionError()], ids=repr
)
async def test_a_page_that_fails_is_read_again_and_the_cursor_stays(
    kit: Kit, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeds, "BACKOFF_S", (0.1,))
    monkeypatch.setattr(feeds, "CALMEST_S", 0.05)
    feed = Feed(3)
    feed.fail = [error]
    async with reading(kit, feed.take_in):
        await eventually(feed.read, [0, 1, 2])
    assert feed.asked == 3


async def test_two_processes_read_it_once(kit: Kit) -> None:
    feed = Feed(20)
    feed.slow_s = 0.01
    async with (
        reading(kit, feed.take_in) as one,
        reading(replace(kit, owner="hub-2"), feed.take_in) as other,
    ):
        for number in range(20, 25):
            feed.items.append(number)
            one.nudge()
            other.nudge()
            await asyncio.sleep(0.03)
        await eventually(lambda: _count(feed), 25)
        await asyncio.sleep(0.6)
    assert feed.taken == list(range(25))


async def _count(feed: Feed) -> int:
    return len(feed.taken)


async def test_who_was_overtaken_stops_and_moves_no_cursor(kit: Kit, store: Database) -> None:
    began, go_on = asyncio.Event(), asyncio.Event()

    async def take_in(cursor: str, _keep: Keep) -> FeedPage:
        began.set()
        await go_on.wait()
        return FeedPage("9", more=False)

    async with reading(kit, take_in, lease_s=0.1):
        await began.wait()
        await asyncio.sleep(0.2)
        async with store.write() as connection:
            heir = await leases.take(connection, "feed/wecom_kf/retail/feed", "hub-2", kit.clock.now(), 60.0)
        assert heir is not None
        go_on.set()
        await asyncio.sleep(0.3)
        async with store.read() as connection:
            assert (await cursors.read(connection, KEY, "feed")).value == ""


async def test_a_long_page_keeps_its_lease(kit: Kit, store: Database) -> None:
    feed = Feed(8)
    feed.slow_s = 0.1

    async with reading(kit, feed.take_in, lease_s=0.3):
        await eventually(lambda: _asked_more_than(feed, 3), True)
        async with store.write() as connection:
            taken = await leases.take(connection, "feed/wecom_kf/retail/feed", "hub-2", kit.clock.now(), 1.0)
        assert taken is None, "it is still held, though its time was over twice"
        await eventually(lambda: _count(feed), 8)


async def test_a_provider_that_does_not_move_on_is_not_asked_for_ever(kit: Kit) -> None:
    asked = 0

    async def take_in(cursor: str, _keep: Keep) -> FeedPage:
        nonlocal asked
        asked += 1
        return FeedPage("same", more=True)

    async with reading(kit, take_in):
        await asyncio.sleep(0.3)
    assert asked == 2
