"""Two hubs on one PostgreSQL and Redis restarted one after the other, as with each release: row A4."""

import asyncio
import random
import signal
import time
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from kb.measuring.percentile import percentile
from tests.faults.answering import Answering
from tests.faults.child import HubProcess
from tests.faults.letters import Letters
from tests.faults.load import PLAIN, Load
from tests.faults.plan import Plan
from tests.faults.result import Result
from tests.faults.rows.two_hubs import FOUR_HANDS, READY_WITHIN_S, TwoHubs
from tests.faults.stage import Stage
from tests.support.loft_calls import SECRET

LONGEST_LIFE_S = 1.0
"""A hub is told to stop at most so long after customers are served by both."""

ENDS_WITHIN_S = 60.0
CONTROL_ROLLS = 3
REST_S = 180.0


class RollingRestarts(TwoHubs):
    """Each fault restarts both hubs; customers chat and write letters all the while."""

    def __init__(self, plan: Plan, stage: Stage, rolls: int) -> None:
        super().__init__(plan, stage)
        self._rolls = rolls
        self._chance = random.Random(f"{plan.seed}:rolling restarts")
        self._letters = Letters(plan.seed)
        self._gaps_ms: list[float] = []
        self._ends_ms: list[float] = []
        self._bad_ends: list[str] = []

    async def run(self) -> Result:
        """As every run of two hubs, with the letters' provider beside them."""
        async with self._letters.loft.running() as loft:
            accounts = self._folder / "accounts.yml"
            loft.write_accounts(accounts, "hubs")
            settings = {"YUANQIAO_ACCOUNTS_FILE": str(accounts), "PIGEON_SECRET": SECRET}
            self.plan = replace(self.plan, settings={**self.plan.settings, **settings})
            return await super().run()

    async def make_faults(self, hub: HubProcess) -> None:
        """Has each hub stop and come back, while the other serves all, so many times."""
        try:
            for each in (hub, self.other):
                await each.start()
            for each in (hub, self.other):
                await each.ready(READY_WITHIN_S)
            async with self._letters.writing((hub.port, self.other.port)):
                for _ in range(self._rolls):
                    for each in (hub, self.other):
                        await self._restart(each)
                    self.made_one()
        except BaseException:
            await self.other.stop()
            raise
        self.result.figures = {
            "next_accept_p50_ms": round(percentile(self._gaps_ms, 0.5)),
            "next_accept_p99_ms": round(percentile(self._gaps_ms, 0.99)),
            "end_p50_ms": round(percentile(self._ends_ms, 0.5)),
            "end_max_ms": round(max(self._ends_ms)),
        }

    async def _restart(self, each: HubProcess) -> None:
        """As operators do it: told to stop, waited for, started again."""
        self._spread()
        await self._accepts()
        await asyncio.sleep(self._chance.uniform(0.0, LONGEST_LIFE_S))
        began = time.monotonic()
        each.signal(signal.SIGTERM)
        self._gaps_ms.append(await self._accepts())
        code = await each.ended(ENDS_WITHIN_S)
        self._ends_ms.append((time.monotonic() - began) * 1000)
        if code != 0:
            self._bad_ends.append(f"{each.log.stem}: exit code {code}, though it was told to stop")
        await each.start()
        await each.ready(READY_WITHIN_S)

    def errors(self, hub: HubProcess) -> list[str]:
        """What either logged as an error, and how one ended that should have ended well."""
        return [*super().errors(hub), *self._bad_ends]

    async def _judge(self, answering: Answering, hub: HubProcess) -> None:
        await super()._judge(answering, hub)
        await self._letters.judge(self._url, self.result)


class Rolling:
    """Row A4."""

    name = "A4"
    what = (
        "two hubs on PostgreSQL and Redis restarted (SIGTERM) one after the other, providers late to answer"
    )
    control = "stops in the middle of what it sends"
    faults: Mapping[str, int] = MappingProxyType({"postgres": 30})

    async def run(self, stage: Stage, faults: int, seed: int) -> Result:
        """So many restarts of both."""
        launcher = ("-m", "tests.faults.pigeon_hub")
        plan = Plan(self.name, seed, (), Load(), launcher, REST_S, FOUR_HANDS)
        return await RollingRestarts(plan, stage, faults).run()

    async def run_control(self, stage: Stage, seed: int) -> Result:
        """Some of the build that does not end what it sends."""
        launcher = ("-m", "tests.faults.broken.stops_pigeons")
        plan = Plan(f"{self.name} stops while it sends", seed, (), PLAIN, launcher, settings=FOUR_HANDS)
        return await RollingRestarts(plan, stage, CONTROL_ROLLS).run()

    def caught(self, control: Result) -> bool:
        """Whether customers were told something twice."""
        return control.duplicated > 0


ROWS = (Rolling(),)
