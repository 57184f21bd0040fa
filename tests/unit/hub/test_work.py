"""Leases: one worker at a time, time decides when it may be taken over, and a former one writes nothing."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from hub.conversation import close, joining, unanswered
from hub.conversation.triage import NothingUrgent
from hub.conversation.turn import Turn
from hub.errors import LostLease
from hub.store import schema, work
from hub.store.work import TurnLease
from tests.unit.hub.spine import LEASE_S, Spine, answer_of, key_of

KEY = key_of("visitor")


async def claim(spine: Spine, owner: str = "hub-1", limit: int = 10) -> list[TurnLease]:
    async with spine.database.write() as connection:
        return await work.claim(connection, owner, spine.clock.now(), lease_s=LEASE_S, limit=limit)


async def schedule(spine: Spine, number: int = 1, in_s: float = 0) -> None:
    async with spine.database.write() as connection:
        await work.schedule(connection, KEY, number, spine.clock.now() + timedelta(seconds=in_s))


async def do(spine: Spine, action: Any, *arguments: Any) -> Any:
    async with spine.database.write() as connection:
        return await action(connection, *arguments)


async def test_what_is_due_is_claimed_once_until_its_lease_has_run_out(spine: Spine) -> None:
    await schedule(spine)
    (first,) = await claim(spine)
    assert await claim(spine, "hub-2") == []
    spine.clock.turn(LEASE_S)
    assert await claim(spine, "hub-2") == [], "the last moment still belongs to the first"
    spine.clock.turn(0.001)
    (second,) = await claim(spine, "hub-2")
    assert (second.identity, second.conversation) == (first.identity, first.conversation)
    assert second != first, "a new lease, which the first does not hold"


async def test_what_is_not_due_yet_is_left_alone(spine: Spine) -> None:
    await schedule(spine, in_s=0.8)
    assert await claim(spine) == []
    assert await do(spine, work.next_due) == spine.clock.now() + timedelta(seconds=0.8)
    spine.clock.turn(0.8)
    assert len(await claim(spine)) == 1


async def test_the_oldest_comes_first_and_a_limit_is_kept(spine: Spine) -> None:
    for number in (3, 1, 2):
        await schedule(spine, number)
        spine.clock.turn(1)
    assert [lease.conversation for lease in await claim(spine, limit=2)] == [3, 1]
    assert [lease.conversation for lease in await claim(spine, limit=2)] == [2]


async def test_claimers_at_the_same_moment_never_share_a_conversation(spine: Spine) -> None:
    for number in range(1, 31):
        await schedule(spine, number)
    found = await asyncio.gather(*(claim(spine, f"hub-{n}", limit=10) for n in range(6)))
    taken = [lease.conversation for leases in found for lease in leases]
    assert len(taken) == len(set(taken))
    taken += [lease.conversation for lease in await claim(spine, limit=100)]
    assert sorted(taken) == list(range(1, 31))


async def test_a_renewed_lease_lives_on(spine: Spine) -> None:
    await schedule(spine)
    leases = await claim(spine)
    spine.clock.turn(LEASE_S - 1)
    await do(spine, work.renew, leases, spine.clock.now() + timedelta(seconds=LEASE_S))
    spine.clock.turn(LEASE_S - 1)
    assert await claim(spine, "hub-2") == []
    assert await do(spine, work.holds, leases[0]) is True


async def test_a_lost_lease_renews_finishes_and_puts_back_nothing(spine: Spine) -> None:
    await schedule(spine)
    (old,) = await claim(spine)
    spine.clock.turn(LEASE_S + 1)
    (new,) = await claim(spine, "hub-2")
    before = await spine.rows(schema.work)
    await do(spine, work.renew, [old], spine.clock.now() + timedelta(days=1))
    await do(spine, work.finish, old)
    await do(spine, work.put_back, old, spine.clock.now())
    assert await spine.rows(schema.work) == before
    assert await do(spine, work.holds, old) is False
    assert await do(spine, work.holds, new) is True


async def test_what_a_process_held_that_is_gone_is_free_and_nothing_else(spine: Spine) -> None:
    await schedule(spine, 1)
    await claim(spine, "hub-1")
    await schedule(spine, 2)
    await claim(spine, "hub-2")
    assert await do(spine, work.release_all, "hub-1") == 1
    assert [lease.conversation for lease in await claim(spine, "hub-3")] == [1]


async def test_new_words_do_not_end_a_running_lease(spine: Spine) -> None:
    await schedule(spine)
    (lease,) = await claim(spine)
    spine.clock.turn(1)
    await schedule(spine)
    assert await claim(spine, "hub-2") == []
    assert await do(spine, work.holds, lease) is True


WAYS: dict[str, Any] = {
    "answer": lambda spine, connection, turn, now: close.do_answer(
        connection, turn, answer_of(turn), spine.hooks, now, now
    ),
    "take_in": lambda spine, connection, turn, now: joining.do_take_in(connection, turn, NothingUrgent()),
    "notice": lambda spine, connection, turn, now: unanswered.do_notice_late(
        connection, turn, spine.hooks, "95XXX", now
    ),
    "fail": lambda spine, connection, turn, now: unanswered.do_fail(
        connection, turn, "x", spine.hooks, "95XXX", now
    ),
    "person": lambda spine, connection, turn, now: unanswered.do_request_person(
        connection, turn, spine.hooks, "95XXX", now
    ),
}


async def written(spine: Spine) -> dict[str, list[Any]]:
    tables = (
        schema.message,
        schema.turn,
        schema.work,
        schema.outbox,
        schema.dead_letter,
        schema.conversation,
    )
    return {table.name: await spine.rows(table) for table in tables}


async def lost(spine: Spine, turn: Turn, way: str) -> None:
    before = await written(spine)
    with pytest.raises(LostLease):
        await do(spine, lambda connection: WAYS[way](spine, connection, turn, spine.clock.now()))
    assert await written(spine) == before


@pytest.mark.parametrize("way", WAYS)
async def test_a_worker_that_was_overtaken_writes_nothing(spine: Spine, way: str) -> None:
    turn = await spine.open_turn()
    spine.clock.turn(LEASE_S + 1)
    (taken,) = await spine.take("hub-2")
    assert (taken.number, taken.base) == (turn.number, turn.base), "the same turn, from the same base"
    await lost(spine, turn, way)


@pytest.mark.parametrize("way", [way for way in WAYS if way != "take_in"])
async def test_a_worker_that_slept_through_the_end_of_its_turn_writes_nothing(spine: Spine, way: str) -> None:
    """The work row goes with the turn and comes anew with the next message."""
    turn = await spine.open_turn()
    spine.clock.turn(LEASE_S + 1)
    (taken,) = await spine.take("hub-2")
    now = spine.clock.now()
    await do(spine, close.do_answer, taken, answer_of(taken), spine.hooks, now, now)
    assert await spine.rows(schema.work) == []
    later = await spine.open_turn("还有一个问题", provider_id="p2")
    assert later.number == turn.number + 1
    await lost(spine, turn, way)
