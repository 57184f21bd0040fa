"""Two hubs on one PostgreSQL and Redis, one of them killed with -9 under load: row A1-two."""

import asyncio
import random
import time
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from kb.measuring.percentile import percentile
from tests.faults.child import HubProcess
from tests.faults.customer import Customer
from tests.faults.load import PLAIN, Load
from tests.faults.plan import Kill, Plan, random_kills
from tests.faults.result import Result
from tests.faults.stage import Stage
from tests.faults.world import World, hub_errors
from tests.support.redis import find_server, running_redis

DOWN_S = (0.0, 0.0, 7.0)
"""So long the killed hub is gone, drawn by chance: started again at once, or buried by the other first."""

SERVES_WITHIN_S = 60.0
READY_WITHIN_S = 300.0
"""Longer than on a machine of its own: one with much other work starts a hub in a minute."""

ACCEPTS_WITHIN_S = 60.0
REFUSES_NOBODY = MappingProxyType({"YUANQIAO_ANSWER_WITHIN_S": "600"})
"""Who is refused goes to the other hub, and would get there what the first one lacks."""

FOUR_HANDS = MappingProxyType({"YUANQIAO_TURN_CONCURRENCY": "4", "YUANQIAO_ANSWER_WITHIN_S": "60"})
"""So few that either hub needs the other; that it refuses what comes then is for another row to show."""

BROKEN_REST_S = 20.0


class TwoHubs(World):
    """Customers who go to the other hub when theirs is gone, and are spread anew when it is back."""

    other: HubProcess

    async def run(self) -> Result:
        """As every run, on a Redis of its own. Raises `RuntimeError` where there is none."""
        program = find_server()
        if program is None:
            raise RuntimeError("this row needs redis-server")
        with running_redis(program) as redis:
            settings = {**self.plan.settings, "YUANQIAO_REDIS_URL": redis.url}
            self.plan = replace(self.plan, settings=settings)
            return await super().run()

    def customer(self, number: int, hub: HubProcess) -> Customer:
        """Every second one begins at the other hub."""
        if number == 0:
            self.other = hub.twin("hub-2")
        ports = (hub.port, self.other.port) if number % 2 == 0 else (self.other.port, hub.port)
        load, seed = self.load_of(number), self.plan.seed
        return Customer(number, ports[0], load, seed, self.accepted.set, elsewhere=ports[1])

    def load_of(self, number: int) -> Load:
        """What this customer asks, and how fast."""
        return self.plan.load

    async def make_faults(self, hub: HubProcess) -> None:
        """Kills one of the two, sees the other serve all, and starts it again at once or after a while."""
        chance = random.Random(f"{self.plan.seed}:two hubs")
        gaps_ms: list[float] = []
        try:
            for each in (hub, self.other):
                await each.start()
                await each.serves(SERVES_WITHIN_S)
            for kill in self.plan.kills:
                self._spread()
                await self._accepts()
                await asyncio.sleep(kill.after_s)
                victim = chance.choice((hub, self.other))
                await victim.kill()
                gaps_ms.append(await self._accepts())
                await asyncio.sleep(chance.choice(DOWN_S))
                await victim.start()
                await victim.serves(SERVES_WITHIN_S)
                self.made_one()
            if not self.plan.kills:
                self._spread()  # the first hub was there first
                await asyncio.sleep(BROKEN_REST_S / 4)
        except BaseException:
            await self.other.stop()
            raise
        self.result.figures = {
            "next_accept_p50_ms": round(percentile(gaps_ms, 0.5)) if gaps_ms else 0,
            "next_accept_p99_ms": round(percentile(gaps_ms, 0.99)) if gaps_ms else 0,
        }

    def _spread(self) -> None:
        """Sends half of the customers to the hub where they are not."""
        for customer in self.crowd.customers[::2]:
            customer.move()

    async def _accepts(self) -> float:
        """Waits for the next accept, by either hub; how long that took, in ms."""
        began = time.monotonic()
        self.accepted.clear()
        async with asyncio.timeout(ACCEPTS_WITHIN_S):
            await self.accepted.wait()
        return (time.monotonic() - began) * 1000

    async def end(self, hub: HubProcess) -> None:
        """Ends both."""
        await hub.kill()
        await self.other.kill()

    def errors(self, hub: HubProcess) -> list[str]:
        """What either logged as an error."""
        return [*hub_errors(hub.log), *hub_errors(self.other.log)]


class TwoHubKills:
    """Row A1-two."""

    name = "A1-two"
    what = (
        "one of two hubs on PostgreSQL and Redis killed with -9, started again at once or seven seconds later"
    )
    control = "shows what it says in its own sockets alone"
    faults: Mapping[str, int] = MappingProxyType({"postgres": 30})

    async def run(self, stage: Stage, faults: int, seed: int) -> Result:
        """Kills one of two hubs as they are."""
        plan = Plan(self.name, seed, random_kills(faults, seed), Load(), settings=FOUR_HANDS)
        return await TwoHubs(plan, stage).run()

    async def run_control(self, stage: Stage, seed: int) -> Result:
        """Two hubs of the broken build; that they live is enough."""
        launcher = ("-m", "tests.faults.broken.shows_it_here_alone")
        kills: tuple[Kill, ...] = ()
        plan = Plan(f"{self.name} broken", seed, kills, PLAIN, launcher, BROKEN_REST_S, REFUSES_NOBODY)
        return await TwoHubs(plan, stage).run()

    def caught(self, control: Result) -> bool:
        """Whether customers of the one hub were seen not to get their answers, and those of the other to."""
        return 0 < control.unanswered < control.accepted


ROWS = (TwoHubKills(),)
