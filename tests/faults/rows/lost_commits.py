"""A COMMIT reaches PostgreSQL and its answer never comes back: row B7."""

import asyncio
import random
import time
from collections.abc import Mapping
from types import MappingProxyType

from tests.faults.child import HubProcess
from tests.faults.load import Load
from tests.faults.plan import SELDOM, Plan
from tests.faults.result import Result
from tests.faults.server import durable_settings
from tests.faults.stage import Stage
from tests.faults.world import World
from tests.support.postgres_proxy import PostgresProxy

COMMITS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = MappingProxyType(
    {
        # What such a transaction writes, and what it does not.
        "inbox.accept": (frozenset({"INSERT message", "INSERT work"}), frozenset()),
        "turn.begin": (frozenset({"INSERT turn"}), frozenset()),
        "turn.late": (
            frozenset({"UPDATE turn", "INSERT outbox"}),
            frozenset({"UPDATE work", "DELETE work", "INSERT turn"}),
        ),
        "turn.fail": (frozenset({"UPDATE turn", "INSERT dead_letter"}), frozenset({"INSERT task"})),
        "turn.person": (frozenset({"UPDATE turn", "INSERT task"}), frozenset()),
        "turn.close": (
            frozenset({"UPDATE turn", "INSERT outbox", "DELETE work"}),
            frozenset({"INSERT dead_letter", "INSERT task"}),
        ),
        "outbox.claim": (frozenset({"UPDATE outbox"}), frozenset({"UPDATE message"})),
        "outbox.sent": (frozenset({"UPDATE message", "DELETE outbox"}), frozenset()),
    }
)
"""The commits of a message's way (docs/how-a-message-travels.md), told by their writes."""

REACHED_S = 40.0
PAUSE_S = (0.0, 0.2)
CONTROL_CUTS = 3


class LostCommits(World):
    """Cuts the answer of each commit in its turn; the hub lives through all of it."""

    def __init__(self, plan: Plan, stage: Stage, commits: list[str]) -> None:
        super().__init__(plan, stage)
        self._commits = commits
        self._chance = random.Random(f"{plan.seed}:lost commits")
        self._proxy = PostgresProxy(stage.url)
        self.hub_url = self._proxy.database_url

    async def run(self) -> Result:
        """Cuts as planned, lets the hub come to rest, and judges."""
        try:
            return await super().run()
        finally:
            self._proxy.close()

    async def make_faults(self, hub: HubProcess) -> None:
        """One cut after another, under load."""
        self.result.settings = await durable_settings(self.hub_url)
        await hub.start()
        await self.first_accept(time.monotonic())
        for commit in self._commits:
            await self._cut(commit)
            hub.check()
            await asyncio.sleep(self._chance.uniform(*PAUSE_S))
        self.ask_for(None)

    async def _cut(self, commit: str) -> None:
        before = self._proxy.cuts
        writes, spares = COMMITS[commit]
        self._proxy.cut_at_commit(lambda written: writes <= written and not spares & written)
        self.ask_for(SELDOM.get(commit))
        try:
            async with asyncio.timeout(REACHED_S):
                while self._proxy.cuts == before:  # noqa: ASYNC110  (the proxy's threads give no sign)
                    await asyncio.sleep(0.01)
        except TimeoutError:
            self._proxy.cut_at_commit(None)
            self.result.missed.append(commit)
        else:
            self.hits[commit] += 1
        self.made_one()


def cuts(count: int, seed: int, commits: tuple[str, ...] = tuple(COMMITS)) -> list[str]:
    """Each commit equally often, in a shuffled order."""
    chosen = [commits[i % len(commits)] for i in range(count)]
    random.Random(f"{seed}:cuts").shuffle(chosen)
    return chosen


class CutCommits:
    """Row B7."""

    name = "B7"
    what = "a COMMIT reaches PostgreSQL, and the connection breaks before the answer"
    control = "stores the message once more under another key"
    faults: Mapping[str, int] = MappingProxyType({"postgres": 25 * len(COMMITS)})

    async def run(self, stage: Stage, faults: int, seed: int) -> Result:
        """Cuts at every commit of a message's way."""
        return await LostCommits(Plan(self.name, seed, ()), stage, cuts(faults, seed)).run()

    async def run_control(self, stage: Stage, seed: int) -> Result:
        """Cuts where the message is stored."""
        launcher = ("-m", "tests.faults.broken.blind_retry")
        plan = Plan(f"{self.name} blind_retry", seed, (), Load(close_every=0), launcher)
        return await LostCommits(plan, stage, ["inbox.accept"] * CONTROL_CUTS).run()

    def caught(self, control: Result) -> bool:
        """Whether something was answered twice."""
        return control.duplicated > 0


ROWS = (CutCommits(),)
