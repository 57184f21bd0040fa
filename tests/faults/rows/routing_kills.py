"""Customers led to agents while hub, router and database are killed at each step: row F3."""

import time
from collections.abc import AsyncIterator, Mapping
from itertools import cycle

from sqlalchemy import make_url

from handoff.store.schema import reservation, task
from hub.store import schema
from hub.store.database import Database
from tests.faults.result import Result, commit_of_the_checkout
from tests.faults.routing_walk import AGENTS, HARMED, Missed, Walk, forked_lives
from tests.faults.stage import Stage
from tests.faults.standby import takeovers
from tests.support.migrated import make_tables
from tests.unit.handoff.floor import Floor
from tests.unit.hub.spine import Spine

STANDBY_S = 5.0
KILLS_A_TAKEOVER = 25
TOLD = "已接入，将继续为您服务"


class RoutingKills:
    """One customer for each kill; besides, leaders that are stopped and wake, and standbys that take over."""

    name = "F3"
    what = "hub, router or database killed with -9 at each step while customers are led to agents"
    control = "decides without asking whether the lease is still held"
    faults: Mapping[str, int] = {"sqlite": 120, "postgres": 80}

    async def run(self, stage: Stage, faults: int, seed: int) -> Result:
        """Kills step by step, on PostgreSQL its server in turn with the hub."""
        result = _begun(Result(self.name, seed, make_url(stage.url).get_backend_name()))
        began, database = time.monotonic(), Database(stage.url)
        try:
            await make_tables(stage.url)
            floor = await _floor(database)
            async with forked_lives() as lives:
                walk = Walk(floor, stage.url, lives)
                await _kill(result, walk, stage, faults)
                result.effects += await walk.pause(fenced=True)
            await _judge(result, walk)
        finally:
            await database.close()
        waits_s = await takeovers(stage.url, max(1, faults // KILLS_A_TAKEOVER))
        result.figures = {"standby_offers_max_s": round(max(waits_s), 2)}
        result.untold = sum(wait_s > STANDBY_S for wait_s in waits_s)
        result.seconds = time.monotonic() - began
        return result

    async def run_control(self, stage: Stage, seed: int) -> Result:
        """A leader without the fence is stopped, and wakes."""
        result = _begun(Result("F3 unfenced", seed, make_url(stage.url).get_backend_name()))
        database = Database(stage.url)
        try:
            await make_tables(stage.url)
            async with forked_lives() as lives:
                walk = Walk(await _floor(database), stage.url, lives)
                result.effects = await walk.pause(fenced=False)
        finally:
            await database.close()
        return result

    def caught(self, control: Result) -> bool:
        """Whether the woken leader was seen to write."""
        return control.effects > 0


def _begun(result: Result) -> Result:
    result.commit = commit_of_the_checkout()
    return result


async def _floor(database: Database) -> Floor:
    floor = Floor(Spine(database))
    await floor.available(*AGENTS)
    floor.open_desks.clear()  # whoever walks has them heard
    return floor


async def _places(walk: Walk) -> AsyncIterator[tuple[str, int]]:
    """Each step of each deed in turn, and again."""
    known: dict[str, int] = {}
    for what in cycle(HARMED):
        if what not in known:
            known[what] = await walk.steps_of(what)
        for step in range(1, known[what] + 1):
            yield what, step


async def _kill(result: Result, walk: Walk, stage: Stage, faults: int) -> None:
    async for what, step in _places(walk):
        if result.faults == faults:
            break
        server = stage.postgres if result.faults % 2 else None
        try:
            if server is None:
                await walk.kill(what, step)
            else:
                await walk.kill_server(what, step, server)
        except Missed as missed:
            result.missed.append(str(missed))
        except AssertionError as broken:
            result.effects += 1
            result.first_findings.append(f"{what}, step {step}: {broken}")
        result.hits[f"{what}.{step}"] = result.hits.get(f"{what}.{step}", 0) + 1
        result.faults += 1
        stage.on_fault()


async def _judge(result: Result, walk: Walk) -> None:
    """Every request served to its end, by one owner at a time, and told of each once."""
    spine = walk.floor.spine
    states = {(row.identity_key, row.conversation, row.turn): row.state for row in await spine.rows(task)}
    accepted = [row for row in await spine.rows(reservation) if row.accepted_at is not None]
    messages = await spine.rows(schema.message)
    result.accepted = len(walk.served)
    for key in walk.served:
        if states.get(key) != "completed":
            result.lost += 1
            result.first_findings.append(f"{key}: {states.get(key, 'gone')}")
        told = [
            row
            for row in messages
            if row.identity_key == key.identity and TOLD in str([part.get("text") for part in row.segments])
        ]
        owners = [row for row in accepted if row.identity_key == key.identity]
        if len(told) != len(owners):
            result.duplicated += abs(len(told) - len(owners))
            result.first_findings.append(f"{key}: {len(owners)} owners, told {len(told)} times")


ROWS = (RoutingKills(),)
