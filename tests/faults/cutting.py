"""Runs whose database lives on the tests' own disk, and the one that cuts its power."""

import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from tests.faults.child import HubProcess
from tests.faults.disk.disk import Disk, running_disk
from tests.faults.plan import Plan
from tests.faults.stage import Stage
from tests.faults.world import World


@asynccontextmanager
async def disk_stage(stage: Stage) -> AsyncIterator[tuple[Stage, Disk]]:
    """The same stage with its database, still empty, on a disk of its own; all else stays where it was."""
    async with running_disk(stage.folder) as disk:
        yield replace(stage, url=disk.url), disk


class PowerCuts(World):
    """Every kill is a power cut, the one before judging too: nothing is judged that was not synced.

    At every other cut some of what was not synced had arrived, torn and out of order, as on a disk that
    was writing; at the others nothing had.
    """

    def __init__(self, plan: Plan, stage: Stage, disk: Disk) -> None:
        super().__init__(plan, stage)
        self.disk = disk
        self._chance = random.Random(f"{plan.seed}:cuts")
        self.result.figures = {"forgotten_bytes": 0}

    async def end(self, hub: HubProcess) -> None:
        await hub.kill()
        await self._cut()

    async def _cut(self) -> None:
        some_arrived = self._chance.random() < 0.5
        seed = str(self._chance.getrandbits(32)) if some_arrived else ""
        self.result.figures["forgotten_bytes"] += await self.disk.cut(seed)
