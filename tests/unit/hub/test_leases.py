"""Leases by name: one owner at a time, an epoch that rises with each take, and nothing for a former owner."""

import asyncio
from typing import Any

from hub.store import leases
from hub.store.leases import Lease
from tests.unit.hub.spine import Spine

NAME = "token:wechat"
FOR_S = 10.0


async def do(spine: Spine, action: Any, *arguments: Any) -> Any:
    async with spine.database.write() as connection:
        return await action(connection, *arguments)


async def take(spine: Spine, owner: str) -> Lease | None:
    taken: Lease | None = await do(spine, leases.take, NAME, owner, spine.clock.now(), FOR_S)
    return taken


async def test_one_holds_it_until_it_has_run_out(spine: Spine) -> None:
    first = await take(spine, "hub-a")
    assert first == Lease(NAME, "hub-a", 1)
    assert await take(spine, "hub-b") is None
    spine.clock.turn(FOR_S)
    assert await take(spine, "hub-b") is None, "the last moment still belongs to the first"
    spine.clock.turn(0.001)
    assert await take(spine, "hub-b") == Lease(NAME, "hub-b", 2)
    assert await do(spine, leases.take, "another", "hub-c", spine.clock.now(), FOR_S) is not None


async def test_who_asks_at_the_same_moment_does_not_get_it_too(spine: Spine) -> None:
    for _ in range(3):
        found = await asyncio.gather(*(take(spine, f"hub-{n}") for n in range(8)))
        assert len([lease for lease in found if lease is not None]) == 1
        spine.clock.turn(FOR_S + 1)


async def test_a_renewed_lease_lives_on_and_a_lost_one_does_not(spine: Spine) -> None:
    first = await take(spine, "hub-a")
    assert first is not None
    spine.clock.turn(FOR_S - 1)
    assert await do(spine, leases.renew, first, spine.clock.now(), FOR_S) is True
    spine.clock.turn(FOR_S - 1)
    assert await take(spine, "hub-b") is None
    spine.clock.turn(2)
    second = await take(spine, "hub-b")
    assert await do(spine, leases.renew, first, spine.clock.now(), FOR_S) is False
    assert await do(spine, leases.holds, first) is False
    assert await do(spine, leases.holds, second) is True
    await do(spine, leases.release, first)
    assert await do(spine, leases.holds, second) is True, "a former owner releases nothing"


async def test_the_same_owner_takes_it_anew_under_a_higher_epoch(spine: Spine) -> None:
    """A process whose commit was not answered does not know that it holds it."""
    first, second = await take(spine, "hub-a"), await take(spine, "hub-a")
    assert first is not None
    assert second is not None
    assert second.epoch == first.epoch + 1
    assert await do(spine, leases.holds, first) is False


async def test_what_was_released_is_free_and_the_epoch_goes_on(spine: Spine) -> None:
    first = await take(spine, "hub-a")
    await do(spine, leases.release, first)
    assert await do(spine, leases.holds, first) is False
    assert await take(spine, "hub-b") == Lease(NAME, "hub-b", 2)
    assert await do(spine, leases.release_all, "hub-a") == 0
    assert await do(spine, leases.release_all, "hub-b") == 1
    assert await take(spine, "hub-c") == Lease(NAME, "hub-c", 3)
