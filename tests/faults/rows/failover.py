"""PostgreSQL's primary killed with -9 under load and its standby promoted, again and again: row B8."""

import asyncio
import random
import time
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sqlalchemy import URL, make_url

from kb.measuring.percentile import percentile
from tests.faults.child import HubProcess
from tests.faults.load import Load
from tests.faults.plan import Plan
from tests.faults.result import Result
from tests.faults.server import DURABLE, durable_settings
from tests.faults.stage import Stage
from tests.faults.world import World
from tests.support.ports import free_port
from tests.support.postgres import Postgres, remove
from tests.support.postgres_standby import clear, cut_off, make_standby, promote, wait_for

UP_S = (0.0, 1.5)
"""Shortest and longest time from an accept to the fault."""

CUT_OFF_S = 1.0
"""Before every second kill the standby hears nothing for so long, and nothing may be acknowledged."""

PROMOTED_AFTER_S = (0.0, 2.0)
"""So long nobody notices that the primary is dead."""

ACCEPTS_AGAIN_S = 60.0
CONTROL_FAULTS = 1
REST_S = 180.0
CONTROL_REST_S = 3.0


@dataclass(frozen=True, slots=True)
class Replication:
    """Whether commits wait for the standby, and before how many kills it is cut off: each n-th."""

    synchronous: bool = True
    cut_off_every: int = 2


class Failover(World):
    """The hub's URL names both servers; the one that was killed comes back as the standby of the other."""

    def __init__(self, plan: Plan, stage: Stage, faults: int, replication: Replication) -> None:
        super().__init__(plan, stage)
        if stage.postgres is None:
            raise ValueError("this row needs a PostgreSQL of its own")
        self._primary: Postgres = stage.postgres
        self._free_port = free_port()
        self._alone = self._url
        places = [f"127.0.0.1:{port}" for port in (stage.postgres.port, self._free_port)]
        known = make_url(self._url)
        named = URL.create(known.drivername, known.username, database=known.database, query={"host": places})
        self._url = self.hub_url = named.render_as_string(hide_password=False)
        self._faults = faults
        self._replication = replication
        self._chance = random.Random(f"{plan.seed}:failover")
        self._away_ms: list[float] = []
        self._after_ms: list[float] = []
        self._started: list[Postgres] = []

    async def run(self) -> Result:
        """As every run; what it started besides the stage's own server is ended."""
        try:
            return await super().run()
        finally:
            for server in self._started:
                await asyncio.to_thread(remove, server)

    async def make_faults(self, hub: HubProcess) -> None:
        """Gives the primary a standby, kills it, and promotes the standby, so many times."""
        await hub.start()
        await self.first_accept(time.monotonic())
        for number in range(self._faults):
            standby = await self._followed()
            if number == 0:
                self.result.settings = await durable_settings(self._alone)
            await asyncio.sleep(self._chance.uniform(*UP_S))
            if number % self._replication.cut_off_every == 0:
                await asyncio.to_thread(cut_off, standby)
                await asyncio.sleep(CUT_OFF_S)
            await self._fail_over(standby)
            hub.check()
            self.made_one()
        self.result.figures = {
            "kill_to_accept_p50_ms": round(percentile(self._away_ms, 0.5)),
            "kill_to_accept_max_ms": round(max(self._away_ms)),
            "promote_to_accept_p50_ms": round(percentile(self._after_ms, 0.5)),
            "promote_to_accept_max_ms": round(max(self._after_ms)),
        }

    async def _followed(self) -> Postgres:
        standby = await asyncio.to_thread(make_standby, self._primary, self._free_port)
        self._started.append(standby)
        await wait_for(self._primary, synchronous=self._replication.synchronous)
        self.accepted.clear()
        async with asyncio.timeout(ACCEPTS_AGAIN_S):
            await self.accepted.wait()
        return standby

    async def _fail_over(self, standby: Postgres) -> None:
        dead = self._primary
        killed_at = time.monotonic()
        await asyncio.to_thread(dead.kill)
        self.accepted.clear()
        await asyncio.sleep(self._chance.uniform(*PROMOTED_AFTER_S))
        promoted_at = time.monotonic()
        await asyncio.to_thread(promote, standby)
        async with asyncio.timeout(ACCEPTS_AGAIN_S):
            await self.accepted.wait()
        self._away_ms.append((time.monotonic() - killed_at) * 1000)
        self._after_ms.append((time.monotonic() - promoted_at) * 1000)
        self._primary, self._free_port = standby, dead.port
        await asyncio.to_thread(clear, dead)


class Failovers:
    """Row B8."""

    name = "B8"
    what = (
        "PostgreSQL's primary killed with -9 and its synchronous standby promoted, "
        "every second time cut off a second before"
    )
    control = "commits that do not wait for the standby (no synchronous_standby_names)"
    faults: Mapping[str, int] = MappingProxyType({"postgres": 20})

    async def run(self, stage: Stage, faults: int, seed: int) -> Result:
        """Kills primaries that run as in production."""
        plan = Plan(self.name, seed, (), rest_s=REST_S)
        result = await Failover(plan, stage, faults, Replication()).run()
        unsafe = [f"{name} is {result.settings[name]}" for name in DURABLE if result.settings[name] != "on"]
        result.missed += unsafe
        return result

    async def run_control(self, stage: Stage, seed: int) -> Result:
        """Kills one that promises for itself alone, its standby cut off."""
        load = Load(close_every=0)
        plan = Plan(f"{self.name} asynchronous", seed, (), load, rest_s=CONTROL_REST_S)
        replication = Replication(synchronous=False, cut_off_every=1)
        return await Failover(plan, stage, CONTROL_FAULTS, replication).run()

    def caught(self, control: Result) -> bool:
        """Whether acknowledged messages were missed."""
        return control.lost > 0


ROWS = (Failovers(),)
