"""A thousand accepts of one task, and a router that was stopped: each beside what would happen unguarded."""

import asyncio
from typing import Any

import pytest

from handoff.store.schema import reservation
from hub.conversation.owner import Owner
from hub.errors import NotFound
from hub.store import leases
from hub.store.leases import Lease
from hub.store.schema import conversation
from tests.support.waiting import eventually
from tests.unit.handoff.floor import Floor

ACCEPTS = 1_000
AT_ONCE = 16
"""In the database at one moment: fewer than the connections of its pool, so that nobody is turned away."""


async def test_a_thousand_accepts_make_one_owner(floor: Floor) -> None:
    await floor.available("li", "wang", "chen", "zhao")
    await floor.asks()
    await floor.round()
    offer = await floor.offer_to("li")
    places = asyncio.Semaphore(AT_ONCE)

    async def accept(who: str) -> None:
        async with places:
            await floor.do("do_accept", who, "客服", offer)

    tries = [accept(who) for who in ("li", "wang", "chen", "zhao") * (ACCEPTS // 4)]
    ends = await asyncio.gather(*tries, return_exceptions=True)
    refused = [end for end in ends if end is not None]
    assert {type(end) for end in refused} == {NotFound}
    assert len(refused) == ACCEPTS * 3 // 4, (
        "the owner's own repeated accepts do nothing, and fail in nothing"
    )
    assert [(row.account_id, row.state) for row in await floor.spine.rows(reservation)] == [
        ("li", "accepted")
    ]
    (row,) = await floor.spine.rows(conversation)
    assert (row.owner, row.owner_id, row.epoch) == (Owner.AGENT, "li", 2)
    await floor.check()


async def _two_leaders(floor: Floor) -> Lease:
    """The lease of a router that was stopped for longer than it holds, after another has taken over."""
    database, clock = floor.spine.database, floor.spine.clock
    async with database.write() as connection:
        old = await leases.take(connection, "offering", "hub-1", clock.now(), 5)
    assert old is not None
    clock.turn(6)
    async with database.write() as connection:
        assert await leases.take(connection, "offering", "hub-2", clock.now(), 5) is not None
    await floor.do("do_hear", "li")
    return old


async def test_a_stopped_leader_writes_nothing_and_without_the_epoch_it_would(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    await floor.available("li")
    await floor.asks()
    old = await _two_leaders(floor)
    await asyncio.wait_for(floor.offering.lead(old), 30)
    assert await floor.spine.rows(reservation) == []

    async def always(_connection: Any, _lease: Lease) -> bool:
        return True

    monkeypatch.setattr(leases, "holds", always)

    async def offered() -> int:
        return len(await floor.spine.rows(reservation))

    woken = asyncio.create_task(floor.offering.lead(old))
    try:
        await eventually(offered, 1)
    finally:
        woken.cancel()
        await asyncio.gather(woken, return_exceptions=True)
    assert [row.account_id for row in await floor.spine.rows(reservation)] == ["li"], "the control: no fence"
