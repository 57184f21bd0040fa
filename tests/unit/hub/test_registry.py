"""The registry: nobody frees what a living process holds, by whatever name; what a dead one held is free."""

import asyncio
import os
import subprocess
import sys
from dataclasses import replace
from typing import Any

from hub.bus.memory import MemoryPubSub
from hub.ports import Publication
from hub.registry import Registry, register_as
from hub.registry.liveness import DEAD_AFTER_S
from hub.registry.registry import BEAT_S
from hub.registry.this_process import started_at
from hub.store import leases, processes, schema, work
from hub.store.processes import Registration
from hub.store.schema_processes import process
from tests.unit.hub.spine import LEASE_S, Spine

ELSEWHERE = "another machine"


class Member:
    """One process of the registry, driven by hand."""

    def __init__(self, spine: Spine, *, machine: str = ELSEWHERE, **more: Any) -> None:
        values = {"machine": machine} | more
        self.mine: Registration = replace(register_as("hub", "hub-1"), **values)
        self.pubsub = MemoryPubSub()
        self.registry = Registry(spine.database, spine.bus, self.pubsub, spine.clock, self.mine)
        self._spine = spine

    @property
    def name(self) -> str:
        return self.mine.name

    async def claim(self, limit: int = 1) -> int:
        """Holds some of the work, and a lease."""
        now = self._spine.clock.now()
        async with self._spine.database.write() as connection:
            await leases.take(connection, f"of {self.name}", self.name, now, 3600)
            return len(await work.claim(connection, self.name, now, lease_s=3600, limit=limit))


async def owners(spine: Spine) -> list[str | None]:
    return [row.lease_owner for row in await spine.rows(schema.work)]


async def names(spine: Spine) -> set[str]:
    return {row.name for row in await spine.rows(process)}


async def two_at_work(spine: Spine, **more: Any) -> tuple[Member, Member]:
    """Two processes of one configured name, each with a conversation in hand."""
    one, other = Member(spine), Member(spine, **more)
    for member in (one, other):
        await spine.say(visitor=member.name, provider_id="p")
        async with spine.database.write() as connection:
            await _register(connection, member)
        assert await member.claim() == 1
    return one, other


async def _register(connection: Any, member: Member) -> None:
    await processes.register(connection, member.mine, member._spine.clock.now())


def test_no_two_processes_have_the_same_name() -> None:
    made = {register_as("hub", "hub-1").name for _ in range(100)}
    assert len(made) == 100
    assert all(name.startswith("hub-") and len(name) <= 64 for name in made)


async def test_a_twin_of_the_same_label_frees_nothing_of_a_living_process(spine: Spine) -> None:
    one, other = await two_at_work(spine)
    if not spine.database.is_sqlite:
        await other.registry.join()
    await other.registry.beat()
    assert set(await owners(spine)) == {one.name, other.name}


async def test_on_sqlite_there_is_one_hub_and_every_other_is_gone(spine: Spine) -> None:
    """Those of an older version, which did not register, as well; on PostgreSQL their leases run out."""
    one, other = await two_at_work(spine)
    await spine.say(visitor="v3", provider_id="p")
    async with spine.database.write() as connection:
        await work.claim(connection, "hub-1", spine.clock.now(), lease_s=3600, limit=1)
    await other.registry.join()
    held = {name for name in await owners(spine) if name is not None}
    assert held == ({other.name} if spine.database.is_sqlite else {one.name, other.name, "hub-1"})
    assert await names(spine) == held - {"hub-1"}


async def test_who_is_silent_for_20_seconds_is_dead_and_what_it_held_is_free(spine: Spine) -> None:
    one, other = await two_at_work(spine)
    ear = other.pubsub.join("webchat")
    for _ in range(round(DEAD_AFTER_S / BEAT_S)):
        await other.registry.beat()
        spine.clock.turn(BEAT_S)
        assert set(await owners(spine)) == {one.name, other.name}
    await other.registry.beat()
    assert await names(spine) == {other.name}
    assert sorted(map(str, await owners(spine))) == sorted(["None", other.name])
    async with spine.database.write() as connection:
        taken = await leases.take(connection, f"of {one.name}", "x", spine.clock.now(), LEASE_S)
        assert taken is not None
    assert await ear.next() == Publication(None), "the dead may have stored what it did not tell"


async def test_who_beats_is_never_dead_however_its_clock_goes(spine: Spine) -> None:
    one, other = await two_at_work(spine)
    for _ in range(20):
        await one.registry.beat()
        await other.registry.beat()
        spine.clock.turn(BEAT_S)
    assert await names(spine) == {one.name, other.name}
    assert set(await owners(spine)) == {one.name, other.name}


async def test_who_slept_itself_takes_nobody_for_dead(spine: Spine) -> None:
    one, other = await two_at_work(spine)
    await other.registry.beat()
    spine.clock.turn(3600)  # a machine that was frozen with both
    await other.registry.beat()
    assert await names(spine) == {one.name, other.name}


async def test_who_was_taken_for_dead_comes_back(spine: Spine) -> None:
    one, other = await two_at_work(spine)
    for _ in range(round(DEAD_AFTER_S / BEAT_S) + 1):
        await other.registry.beat()
        spine.clock.turn(BEAT_S)
    assert await names(spine) == {other.name}
    await one.registry.beat()
    assert await names(spine) == {one.name, other.name}


async def test_a_process_of_this_machine_that_has_ended_is_dead_at_once(spine: Spine) -> None:
    here = register_as("hub", "").machine
    ended = await asyncio.create_subprocess_exec(sys.executable, "-c", "input()", stdin=subprocess.PIPE)
    began = started_at(ended.pid)
    assert began is not None
    dead = Member(spine, machine=here, pid=ended.pid, pid_started=began)
    living = Member(spine, machine=here)
    await spine.say(visitor="v", provider_id="p")
    async with spine.database.write() as connection:
        await _register(connection, dead)
        await _register(connection, living)
    await dead.claim()
    await living.registry.beat()
    assert await owners(spine) == [dead.name], "it runs"
    await ended.communicate(b"end\n")
    await living.registry.beat()
    assert await owners(spine) == [None]
    assert await names(spine) == {living.name}


async def test_another_process_with_the_number_of_a_dead_one_is_not_it(spine: Spine) -> None:
    here = register_as("hub", "").machine
    began = started_at(os.getpid())
    assert began is not None
    former = Member(spine, machine=here, pid=os.getpid(), pid_started=began - 1)
    async with spine.database.write() as connection:
        await _register(connection, former)
    await Member(spine, machine=here).registry.beat()
    assert former.name not in await names(spine)


async def test_who_leaves_frees_what_it_holds(spine: Spine) -> None:
    one, other = await two_at_work(spine)
    await one.registry.leave()
    assert sorted(map(str, await owners(spine))) == sorted(["None", other.name])
    assert await names(spine) == {other.name}


async def test_the_others_know_who_cannot_publish(spine: Spine) -> None:
    one, other = await two_at_work(spine)
    one.pubsub.between_processes = other.pubsub.between_processes = True
    one.pubsub.cut_off = True
    await one.registry.beat()
    await other.registry.beat()
    assert other.pubsub.others_cut_off
    one.pubsub.cut_off = False
    await one.registry.beat()
    await other.registry.beat()
    assert not other.pubsub.others_cut_off


async def test_processes_without_redis_know_that_they_do_not_reach_each_other(spine: Spine) -> None:
    one = Member(spine)
    async with spine.database.write() as connection:
        await _register(connection, one)
    await one.registry.beat()
    assert one.pubsub.join("webchat").healthy
    other = Member(spine)
    async with spine.database.write() as connection:
        await _register(connection, other)
    await one.registry.beat()
    assert not one.pubsub.join("webchat").healthy
    await other.registry.leave()
    await one.registry.beat()
    assert one.pubsub.join("webchat").healthy
