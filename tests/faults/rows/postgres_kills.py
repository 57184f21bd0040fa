"""PostgreSQL killed with -9 under load, postmaster and children, and started again: row B4."""

import asyncio
import random
import time
from collections.abc import Mapping
from types import MappingProxyType

from kb.measuring.percentile import percentile
from tests.faults.child import HubProcess
from tests.faults.load import Load
from tests.faults.plan import Plan
from tests.faults.result import Result
from tests.faults.server import DURABLE, durable_settings
from tests.faults.stage import Stage
from tests.faults.world import World
from tests.support.postgres import Postgres

UP_S = (0.0, 1.5)
"""Shortest and longest time from the first accept to the kill."""

AWAY_S = (0.0, 1.0)
"""Shortest and longest time for which the server is gone."""

ACCEPTS_AGAIN_S = 60.0
CONTROL_KILLS = 3
CONTROL_REST_S = 3.0
"""What was lost never comes."""

NOT_AT_ONCE = MappingProxyType({"synchronous_commit": "off", "wal_writer_delay": "10s"})
"""Commits return before they are written; the delay (its greatest) leaves the server no luck."""


class ServerKills(World):
    """Kills the database's server so many times; the hub lives through all of it."""

    def __init__(self, plan: Plan, stage: Stage, kills: int) -> None:
        super().__init__(plan, stage)
        if stage.postgres is None:
            raise ValueError("this row needs a PostgreSQL of its own")
        self._server: Postgres = stage.postgres
        self._kills = kills
        self._chance = random.Random(f"{plan.seed}:server kills")
        self._reconnects_ms: list[float] = []

    async def make_faults(self, hub: HubProcess) -> None:
        """Kills the server at random moments after an accept, and starts it again after a moment."""
        self.result.settings = await durable_settings(self.hub_url)
        await hub.start()
        await self.first_accept(time.monotonic())
        for _ in range(self._kills):
            await asyncio.sleep(self._chance.uniform(*UP_S))
            await asyncio.to_thread(self._server.kill)
            self.made_one()
            await asyncio.sleep(self._chance.uniform(*AWAY_S))
            await self._start_again()
            hub.check()
        self.result.figures = {
            "reconnect_p50_ms": round(percentile(self._reconnects_ms, 0.5)),
            "reconnect_p99_ms": round(percentile(self._reconnects_ms, 0.99)),
        }

    async def _start_again(self) -> None:
        """From the start of the server, its own recovery included, to the next accept."""
        self.accepted.clear()
        began = time.monotonic()
        async with asyncio.timeout(ACCEPTS_AGAIN_S), asyncio.TaskGroup() as group:
            group.create_task(asyncio.to_thread(self._server.start))
            await self.accepted.wait()
            self._reconnects_ms.append((time.monotonic() - began) * 1000)


class PostgresKills:
    """Row B4."""

    name = "B4"
    what = "PostgreSQL killed with -9, postmaster and children, and started again after a moment"
    control = "commits that return before they are on disk (synchronous_commit=off)"
    faults: Mapping[str, int] = MappingProxyType({"postgres": 100})

    async def run(self, stage: Stage, faults: int, seed: int) -> Result:
        """Kills a server that runs as in production."""
        result = await ServerKills(Plan(self.name, seed, ()), stage, faults).run()
        unsafe = [f"{name} is {result.settings[name]}" for name in DURABLE if result.settings[name] != "on"]
        result.missed += unsafe
        return result

    async def run_control(self, stage: Stage, seed: int) -> Result:
        """Kills a server that promises too early."""
        assert stage.postgres is not None
        await asyncio.to_thread(stage.postgres.configure, **NOT_AT_ONCE)
        load = Load(close_every=0)
        plan = Plan(f"{self.name} synchronous_commit=off", seed, (), load, rest_s=CONTROL_REST_S)
        return await ServerKills(plan, stage, CONTROL_KILLS).run()

    def caught(self, control: Result) -> bool:
        """Whether acknowledged messages were missed."""
        return control.lost > 0


ROWS = (PostgresKills(),)
