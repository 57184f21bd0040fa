"""The commit was sent and its answer is lost (docs/reliability.md, B7): unknown is treated as unknown."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest

from hub.conversation import unanswered
from hub.conversation.worker import AGAIN_S
from hub.errors import StoreUnavailable
from hub.store import schema
from hub.store.database import Database
from tests.support.emptied import empty
from tests.support.postgres_proxy import PostgresProxy, Wanted
from tests.unit.hub.spine import Spine
from tests.unit.hub.test_serve import FakeAsker, worker


@pytest.fixture
def proxy(postgres_url: str) -> Iterator[PostgresProxy]:
    standing = PostgresProxy(postgres_url)
    yield standing
    standing.close()


@pytest.fixture
async def spine(postgres_url: str, proxy: PostgresProxy) -> AsyncIterator[Spine]:
    """On a database whose line can be cut."""
    empty(postgres_url)
    database = Database(proxy.database_url)
    yield Spine(database)
    await database.close()


async def test_a_commit_whose_answer_is_lost_has_one_effect_when_it_is_tried_again(
    proxy: PostgresProxy, spine: Spine
) -> None:
    await spine.say(provider_id="p0")
    for number in range(1, 6):
        proxy.cut_at_commit()
        with pytest.raises(StoreUnavailable):
            await spine.say(provider_id=f"p{number}")
        again = await spine.accept(spine.arrival(provider_id=f"p{number}"))
        assert (again.repeated, again.message.seq) == (True, number + 1)
    assert proxy.cuts == 5
    stored = [(row.provider_id, row.seq) for row in await spine.rows(schema.message)]
    assert stored == [(f"p{number}", number + 1) for number in range(6)]


def writes(*wanted: str) -> Wanted:
    """Transactions that write all of these."""
    return lambda written: written.issuperset(wanted)


async def test_a_turn_whose_opening_was_not_answered_is_taken_up_at_once_and_not_when_its_lease_ends(
    proxy: PostgresProxy, spine: Spine
) -> None:
    running = worker(spine, FakeAsker(spine, ["好的"]))
    await spine.say()
    proxy.cut_at_commit(writes("INSERT turn"))
    with pytest.raises(StoreUnavailable):
        await running._take()
    (turn,) = await spine.rows(schema.turn)
    assert (proxy.cuts, turn.state) == (1, "open"), "it was committed"
    await running._take()
    spine.clock.turn(AGAIN_S)
    await running._take()
    await asyncio.gather(*running._running.values())
    assert [turn.state for turn in await spine.rows(schema.turn)] == ["answered"]


async def test_an_answer_whose_closing_was_not_answered_is_sent_at_once_and_once(
    proxy: PostgresProxy, spine: Spine
) -> None:
    running = worker(spine, FakeAsker(spine, ["好的"]))
    await spine.say()
    proxy.cut_at_commit(writes("UPDATE turn", "INSERT outbox"))
    await running._take()
    await asyncio.gather(*running._running.values())
    assert (proxy.cuts, spine.sender.sent) == (1, [])
    assert [await spine.send(), await spine.send()] == [1, 0]
    assert await spine.rows(schema.outbox) == []


async def test_a_turn_that_the_store_did_not_let_end_is_asked_again_at_once(
    proxy: PostgresProxy, spine: Spine
) -> None:
    asker = FakeAsker(spine, ["好的"])
    running = worker(spine, asker)

    async def store_goes_away() -> None:
        proxy.refuse(True)
        proxy.cut()

    asker.meanwhile = store_goes_away
    await spine.say()
    await running._take()
    await asyncio.gather(*running._running.values())
    asker.meanwhile = None
    proxy.refuse(False)
    assert [turn.state for turn in await spine.rows(schema.turn)] == ["open"]
    await running._take()
    spine.clock.turn(AGAIN_S)
    await running._take()
    await asyncio.gather(*running._running.values())
    assert len(asker.asked) == 2
    assert [turn.state for turn in await spine.rows(schema.turn)] == ["answered"]


async def test_messages_whose_claim_was_not_answered_are_sent_at_once_and_once(
    proxy: PostgresProxy, spine: Spine
) -> None:
    turn = await spine.open_turn()
    async with spine.database.write() as connection:
        await unanswered.do_notice_late(connection, turn, spine.hooks, "95XXX", spine.clock.now())
    proxy.cut_at_commit(writes("UPDATE outbox"))
    with pytest.raises(StoreUnavailable):
        await spine.send()
    assert [await spine.send(), await spine.send()] == [1, 0]
    assert proxy.cuts == 1
