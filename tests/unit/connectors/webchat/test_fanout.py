"""Frames reach every socket of a visitor in every process, and those that got lost are made up for."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest

from connectors.webchat.fanout import CATCH_UP_LIMIT, Fanout
from connectors.webchat.progress import NOWHERE
from connectors.webchat.sessions import WebchatSession, WebchatSessions
from connectors.webchat.translate import message_frame
from hub.bus.memory import MemoryPubSub, MemorySubscriber
from hub.errors import StoreUnavailable
from hub.ports import HistoryPlace, Publication
from tests.support.media import FakeMedia
from tests.support.waiting import eventually
from tests.unit.connectors.webchat.desk import FakeStore

WHO = "0" * 24
TYPING = {"type": "event", "event": "typing", "conversation": 1, "seq": 1}


class Side:
    """One process: its sockets, and what it knows of the store."""

    def __init__(self, pubsub: MemoryPubSub, store: FakeStore) -> None:
        self.sessions = WebchatSessions()
        self.subscriber: MemorySubscriber = pubsub.join("webchat")
        self.fanout = Fanout(self.sessions, store, self.subscriber, FakeMedia().address)

    def socket(self, place: HistoryPlace | None = NOWHERE) -> WebchatSession:
        """An open one, whose client holds everything up to a place."""
        session = WebchatSession(WHO)
        if place is not None:
            session.begin_behind(place)
        self.sessions.add(session)
        return session

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        task = asyncio.create_task(self.fanout.run())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


class Queue:
    """What waits to be written to a socket."""

    def __init__(self, session: WebchatSession) -> None:
        self._session = session
        self.frames: list[dict[str, Any]] = []

    async def seqs(self) -> list[int]:
        while not self._session._frames.empty():
            self.frames.append(json.loads(await self._session.next()))
        return [frame["message"]["seq"] for frame in self.frames if frame["type"] == "message"]


@pytest.fixture
def store() -> FakeStore:
    return FakeStore()


@pytest.fixture
def sides(store: FakeStore) -> tuple[Side, Side]:
    pubsub = MemoryPubSub()
    return Side(pubsub, store), Side(pubsub, store)


async def test_every_socket_in_every_process_is_shown_it_once(
    sides: tuple[Side, Side], store: FakeStore
) -> None:
    here, there = sides
    queues = [Queue(side.socket()) for side in (here, here, there)]
    async with here.running(), there.running():
        here.fanout.show(WHO, message_frame(store.add(), FakeMedia().address))
        there.fanout.show(WHO, message_frame(store.add(), FakeMedia().address))
        here.fanout.show(WHO, TYPING)
        for queue in queues:
            await eventually(queue.seqs, [1, 2])
        await asyncio.sleep(0.05)
        for queue in queues:
            assert await queue.seqs() == [1, 2]
            assert [frame for frame in queue.frames if frame["type"] == "event"] == [TYPING]


async def test_a_lost_one_is_read_before_the_next_is_shown(
    sides: tuple[Side, Side], store: FakeStore
) -> None:
    here, there = sides
    queue = Queue(there.socket())
    async with there.running():
        store.add()
        store.add()
        here.fanout.show(WHO, message_frame(store.add(), FakeMedia().address))
        await eventually(queue.seqs, [1, 2, 3])


async def test_a_lost_last_one_is_read_when_something_may_have_been_missed(
    sides: tuple[Side, Side], store: FakeStore
) -> None:
    _, there = sides
    queue = Queue(there.socket())
    async with there.running():
        store.add()
        there.subscriber.hear(Publication(None))
        await eventually(queue.seqs, [1])


async def test_while_publications_do_not_get_through_the_store_is_read(
    store: FakeStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("connectors.webchat.fanout.LOOK_EVERY_S", 0.05)
    pubsub = MemoryPubSub()
    there = Side(pubsub, store)
    queue = Queue(there.socket())
    async with there.running():
        await asyncio.sleep(0.1)
        store.add()
        await asyncio.sleep(0.2)
        assert await queue.seqs() == [], "as long as all is well nobody looks"
        pubsub.others_cut_off = True
        await eventually(queue.seqs, [1])
        asked = 0

        async def newest(identities: Sequence[str]) -> Mapping[str, HistoryPlace]:
            nonlocal asked
            asked += 1
            return {}

        monkeypatch.setattr(store, "newest", newest)
        for _ in range(100):
            await asyncio.sleep(0.002)
            there.fanout.look("of nobody here")
        assert asked < 50, "now and then, however often something else happens"


async def test_a_socket_that_waits_for_its_history_is_looked_after_then(
    sides: tuple[Side, Side], store: FakeStore
) -> None:
    _, there = sides
    session = there.socket(None)
    queue = Queue(session)
    async with there.running():
        with session.held():
            store.add()
            there.subscriber.hear(Publication(None))
            await asyncio.sleep(0.05)
            session.begin_behind(HistoryPlace(0, 0))  # what was read just before that message was stored
        await eventually(queue.seqs, [1])


async def test_who_lacks_many_gets_them_in_several_rounds(sides: tuple[Side, Side], store: FakeStore) -> None:
    _, there = sides
    queue = Queue(there.socket())
    many = 2 * CATCH_UP_LIMIT + 5
    for _ in range(many):
        store.add()
    async with there.running():
        there.fanout.look(WHO)
        await eventually(queue.seqs, list(range(1, many + 1)))


async def test_a_store_that_is_away_is_asked_again(sides: tuple[Side, Side], store: FakeStore) -> None:
    _, there = sides
    queue, away = Queue(there.socket()), True

    async def newest(identities: Sequence[str]) -> Mapping[str, HistoryPlace]:
        if away:
            raise StoreUnavailable("as told")
        return await FakeStore.newest(store, identities)

    store.newest = newest  # type: ignore[method-assign]
    async with there.running():
        store.add()
        there.fanout.look(WHO)
        await asyncio.sleep(0.1)
        assert await queue.seqs() == []
        away = False
        await eventually(queue.seqs, [1])


@pytest.mark.parametrize(
    "payload", ["", "{", "[]", "7", '{"type":"welcome"}', '{"type":"message","message":{}}']
)
async def test_what_cannot_be_shown_is_read_from_the_store(
    payload: str, sides: tuple[Side, Side], store: FakeStore
) -> None:
    here, there = sides
    queue = Queue(there.socket())
    async with there.running():
        store.add()
        here.subscriber.publish(WHO, payload)
        await eventually(queue.seqs, [1])
        assert len(queue.frames) == 1


async def test_only_who_has_a_socket_here_is_subscribed_to(sides: tuple[Side, Side]) -> None:
    _, there = sides
    one, other = there.socket(), there.socket()
    assert there.subscriber._keys == {WHO}
    there.sessions.remove(one)
    assert there.subscriber._keys == {WHO}
    there.sessions.remove(other)
    assert there.subscriber._keys == set()


async def test_whose_history_could_not_be_read_keeps_nobody_busy(sides: tuple[Side, Side]) -> None:
    here, _ = sides
    session = here.socket(place=None)
    async with here.running():
        with pytest.raises(StoreUnavailable), session.held():  # noqa: PT012  (what comes while it is read)
            here.fanout.look(WHO)
            await asyncio.sleep(0.05)
            raise StoreUnavailable("the database does not answer")
        looks = counted_looks(session)
        await asyncio.sleep(0.05)
    assert looks == []


async def test_who_has_their_history_at_the_second_try_is_sent_what_came_meanwhile(
    sides: tuple[Side, Side], store: FakeStore
) -> None:
    here, _ = sides
    session = here.socket(place=None)
    async with here.running():
        with pytest.raises(StoreUnavailable), session.held():  # noqa: PT012  (what comes while it is read)
            here.fanout.look(WHO)
            await asyncio.sleep(0.05)
            raise StoreUnavailable("the database does not answer")
        store.add()
        with session.held():
            session.begin_behind(NOWHERE)
        await eventually(Queue(session).seqs, [1])


def counted_looks(session: WebchatSession) -> list[str]:
    """Whom it was asked for from now on; the third time raises, or a loop without a pause would never end."""
    told: list[str] = []
    tell = session.on_gap

    def count(identity: str) -> None:
        told.append(identity)
        if len(told) > 2:
            raise AssertionError("it is asked for without end")
        tell(identity)

    session.on_gap = count
    return told
