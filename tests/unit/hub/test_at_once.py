"""A message whose conversation has nothing to do opens its turn in its own transaction; every other waits."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.conversation.close import do_answer
from hub.conversation.owner import Owner
from hub.conversation.turn import Turn
from hub.errors import LostLease
from hub.inbox import StoredInbox
from hub.ports import ChannelRules
from hub.store import schema
from hub.store.database import Database
from hub.store.work import Holder
from tests.unit.hub.spine import CHANNEL, LEASE_S, RULES, Spine, answer_of


class Starter:
    """Implements `hub.conversation.begin.Starter`; remembers what it took on."""

    def __init__(self) -> None:
        self.has_room = True
        self.taken: list[Turn] = []
        self.lost = 0

    def room(self, now: datetime) -> Holder | None:
        """As told."""
        return Holder("hub-1", now + timedelta(seconds=LEASE_S)) if self.has_room else None

    def take_on(self, turn: Turn) -> None:
        """Remembers the turn."""
        self.taken.append(turn)

    def lose_track(self) -> None:
        """Counts."""
        self.lost += 1


@pytest.fixture
def starter(spine: Spine) -> Starter:
    made = Starter()
    spine.inbox = StoredInbox(spine.database, spine.bus, spine.clock, RULES, spine.hooks, made)
    return made


async def answer(spine: Spine, turn: Turn) -> None:
    now = spine.clock.now()
    async with spine.database.write() as connection:
        await do_answer(connection, turn, answer_of(turn), spine.hooks, now, now)


async def test_it_opens_the_same_turn_that_a_worker_would_open(spine: Spine, starter: Starter) -> None:
    message = await spine.say("你好", visitor="a", provider_id="p1")
    (opened,) = starter.taken
    starter.has_room = False
    other = await spine.say("你好", visitor="b", provider_id="p1")
    (claimed,) = await spine.take()
    assert opened.messages == (message,)
    assert claimed.messages == (other,)
    for name in (
        "number",
        "base",
        "base_ask",
        "facts",
        "asks",
        "failures",
        "correlation_id",
        "opened_at",
        "noticed",
    ):
        assert getattr(opened, name) == getattr(claimed, name), name
    stored = [row._asdict() | {"identity_key": ""} for row in await spine.rows(schema.turn)]
    assert stored[0] == stored[1]
    assert {(row.last_turn, row.covered_seq) for row in await spine.rows(schema.conversation)} == {(1, 1)}
    assert {(row.lease_owner, row.lease_until) for row in await spine.rows(schema.work)} == {
        ("hub-1", spine.clock.now() + timedelta(seconds=LEASE_S))
    }


async def test_a_turn_whose_customer_left_during_the_commit_is_looked_for(
    spine: Spine, starter: Starter, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, committed = Database.write, asyncio.Event()

    @asynccontextmanager
    async def never_told(database: Database) -> AsyncIterator[AsyncConnection]:
        async with write(database) as connection:
            yield connection
        committed.set()
        await asyncio.Event().wait()

    monkeypatch.setattr(Database, "write", never_told)
    accepting = asyncio.create_task(spine.inbox.accept(spine.arrival(provider_id="p1")))
    await committed.wait()
    accepting.cancel()
    await asyncio.gather(accepting, return_exceptions=True)
    await asyncio.sleep(0)
    assert (starter.taken, starter.lost) == ([], 1)
    monkeypatch.undo()
    assert [row.state for row in await spine.rows(schema.turn)] == ["open"]


async def test_it_is_answered_and_the_next_one_opens_its_own_again(spine: Spine, starter: Starter) -> None:
    for number in (1, 2, 3):
        await spine.say(provider_id=f"p{number}")
        assert [turn.number for turn in starter.taken] == list(range(1, number + 1))
        await answer(spine, starter.taken[-1])
        assert await spine.count(schema.work) == 0
    assert [row.state for row in await spine.rows(schema.turn)] == ["answered"] * 3


async def test_a_message_that_comes_meanwhile_is_left_to_the_turn_in_hand(
    spine: Spine, starter: Starter
) -> None:
    await spine.say("一", provider_id="p1")
    await spine.say("二", provider_id="p2")
    await spine.inbox.accept(spine.arrival("二", provider_id="p2"))
    (turn,) = starter.taken
    now = spine.clock.now()
    async with spine.database.write() as connection:
        closing = await do_answer(connection, turn, answer_of(turn), spine.hooks, now, now)
    assert closing.again is not None, "it joins"
    assert [message.seq for message in closing.again.messages] == [1, 2]


async def test_a_turn_whose_holder_died_is_taken_up_and_the_dead_one_writes_nothing(
    spine: Spine, starter: Starter
) -> None:
    await spine.say()
    assert await spine.take() == []
    spine.clock.turn(LEASE_S + 1)
    (again,) = await spine.take("hub-2")
    assert (again.number, again.messages) == (1, starter.taken[0].messages)
    with pytest.raises(LostLease):
        await answer(spine, starter.taken[0])
    await answer(spine, again)


async def test_an_agents_conversation_and_a_quiet_time_open_nothing(spine: Spine, starter: Starter) -> None:
    await spine.say(provider_id="p1")
    await answer(spine, starter.taken.pop())
    now = spine.clock.now()
    await spine.give(Owner.AGENT, 1, owner_id="agent-1")
    await spine.say(provider_id="p2")
    assert (starter.taken, await spine.count(schema.work)) == ([], 0)

    rules = {CHANNEL: ChannelRules(quiet_s=0.8, idle_close_s=1800.0)}
    spine.inbox = StoredInbox(spine.database, spine.bus, spine.clock, rules, spine.hooks, starter)
    await spine.say(visitor="b", provider_id="p1")
    assert starter.taken == []
    (waiting,) = await spine.rows(schema.work)
    assert (waiting.due_at, waiting.lease_owner) == (now + timedelta(seconds=0.8), None)
