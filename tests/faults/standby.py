"""How soon another process leads customers to agents when the one that did is killed."""

import asyncio
import sys
import time
from asyncio.subprocess import PIPE, Process

from sqlalchemy import select

from handoff.store.reservations import TaskKey
from handoff.store.schema import reservation
from hub.clock import SystemClock
from hub.settings import ROOT
from hub.store.database import Database
from hub.store.schema_processes import lease
from tests.support.waiting import eventually
from tests.unit.handoff.floor import Floor
from tests.unit.hub.spine import Spine, key_of

WAITED_FOR_S = 30.0


async def takeovers(url: str, times: int) -> list[float]:
    """Seconds from each kill of who leads to the next offer, of a customer who asked at the kill."""
    database = Database(url)
    floor = Floor(Spine(database, SystemClock()))  # type: ignore[arg-type]
    processes: dict[str, Process] = {}
    try:
        for number in range(2):
            await _start(processes, url, f"leader-{number}")
        return [await _kill_and_wait(floor, processes, url, number) for number in range(times)]
    finally:
        for process in processes.values():
            process.kill()
            await process.wait()
        await database.close()


async def _kill_and_wait(floor: Floor, processes: dict[str, Process], url: str, number: int) -> float:
    agent = f"standby-{number}"
    await floor.do("do_hear", agent)
    await floor.do("do_set_status", agent, "available")
    leads = await _leader(floor.spine.database, processes)
    leader = processes.pop(leads)
    leader.kill()
    killed_at = time.monotonic()
    await leader.wait()
    said = await floor.spine.say("转人工", visitor=agent, provider_id=agent)
    await floor.request(_key(agent, said.conversation))
    await eventually(lambda: _offered(floor, agent), True)
    took_s = time.monotonic() - killed_at
    await floor.accept(agent)
    await floor.say(agent, _key(agent, said.conversation), "您好")
    await floor.end(agent, _key(agent, said.conversation))
    await floor.do("do_set_status", agent, "offline")
    await _start(processes, url, f"leader-{number + 2}")
    return took_s


def _key(visitor: str, conversation: int) -> TaskKey:
    return TaskKey(key_of(visitor), conversation, 1)


async def _offered(floor: Floor, agent: str) -> bool:
    rows = await floor.spine.rows(reservation)
    return any((row.account_id, row.state) == (agent, "pending") for row in rows)


async def _leader(database: Database, processes: dict[str, Process]) -> str:
    async def leads() -> str:
        async with database.read() as connection:
            owner = (await connection.execute(select(lease.c.owner))).scalars().first()
        return owner if owner in processes else ""

    async def somebody_leads() -> bool:
        return bool(await leads())

    await eventually(somebody_leads, True)
    return await leads()


async def _start(processes: dict[str, Process], url: str, name: str) -> None:
    arguments = ("-m", "tests.faults.bound", sys.executable, "-m", "tests.faults.routing_leader", url, name)
    process = await asyncio.create_subprocess_exec(sys.executable, *arguments, stdout=PIPE, cwd=ROOT)
    assert process.stdout is not None
    assert (await process.stdout.readline()).strip() == b"ready"
    processes[name] = process
