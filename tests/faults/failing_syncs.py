"""A run in which the disk fails to sync, and the power goes once the next life of the hub is serving."""

import asyncio
import os
import time
from itertools import cycle

from kb.measuring.percentile import percentile
from tests.faults.child import HubProcess, ProcessDied
from tests.faults.cutting import PowerCuts
from tests.faults.disk.disk import Disk
from tests.faults.plan import Kill, Plan
from tests.faults.stage import Stage
from tests.faults.world import FIRST_ACCEPT_S

ENDS_WITHIN_S = 15.0
CHECKPOINT_WITHIN_S = 30.0
AGAIN_TIMES, AGAIN_S = 30, 0.1

COMMIT, START, CHECKPOINT = "commit", "start", "checkpoint"
KINDS = (COMMIT, START, COMMIT, CHECKPOINT, COMMIT)
"""Where the sync fails, in turn. In a commit: the hub has to end. At the start: there, and once more when the
next hub moves the log into the file, which has to end as well. In a checkpoint of SQLite's own: it keeps the
log, and nobody has to notice."""


class FailingSyncs(PowerCuts):
    """Each fault: a sync fails, what it should have saved stays visible, a new hub serves, the power goes."""

    def __init__(self, plan: Plan, stage: Stage, disk: Disk) -> None:
        super().__init__(plan, stage, disk)
        self._ends_ms: list[float] = []

    async def make_faults(self, hub: HubProcess) -> None:
        for kill, kind in zip(self.plan.kills, cycle(KINDS), strict=False):
            await self._serve(hub, kill)
            if kind == CHECKPOINT:
                await self._fail_checkpoint(hub)
            else:
                await self._fail_commit(hub)
                if kind == START:
                    await self._fail_start(hub)
                await self._one_life(hub, kill)
            self.made_one()
        self.result.figures["failed_syncs"] = len(await self.disk.failed_syncs())
        if self._ends_ms:
            self.result.figures["fault_to_exit_p50_ms"] = percentile(self._ends_ms, 0.5)

    async def _serve(self, hub: HubProcess, kill: Kill) -> None:
        started = time.monotonic()
        self.accepted.clear()
        await hub.start()
        async with asyncio.timeout(FIRST_ACCEPT_S):
            await self.first_accept(started)
        await asyncio.sleep(kill.after_s)

    async def _fail_commit(self, hub: HubProcess) -> None:
        before = len(await self.disk.failed_syncs())
        await self.disk.fail_next_sync("-wal")
        await self._until_failed(before)
        failed_at = time.monotonic()
        if await self._see_end(hub, "in a commit"):
            self._ends_ms.append((time.monotonic() - failed_at) * 1000)

    async def _fail_start(self, hub: HubProcess) -> None:
        await self.disk.fail_next_sync(".db")
        await hub.start()
        await self._see_end(hub, "at the start")

    async def _fail_checkpoint(self, hub: HubProcess) -> None:
        before = len(await self.disk.failed_syncs())
        await self.disk.fail_next_sync(".db")
        await self._until_failed(before)
        self.accepted.clear()
        async with asyncio.timeout(FIRST_ACCEPT_S):
            await self.accepted.wait()
        await self.end(hub)

    async def _until_failed(self, before: int) -> None:
        async with asyncio.timeout(CHECKPOINT_WITHIN_S):
            while len(await self.disk.failed_syncs()) == before:  # noqa: ASYNC110  (asked through a pipe)
                await asyncio.sleep(0.005)

    async def _status(self, hub: HubProcess) -> int | None:
        return await hub.ended_itself(ENDS_WITHIN_S)

    async def _see_end(self, hub: HubProcess, where: str) -> bool:
        """Whether the hub ended by itself, as it has to. One that goes on is killed: its customers tell."""
        status = await self._status(hub)
        if status is None:
            self.result.missed.append(f"the hub went on after a sync had failed {where}")
            await self.end(hub)
        elif status != os.EX_IOERR:
            raise ProcessDied(f"exit status {status}\n{hub.tail()}")
        return status is not None


class GoingOn(FailingSyncs):
    """The same for a build that goes on: many syncs fail, so that one of them is of a customer's message."""

    async def _status(self, hub: HubProcess) -> int | None:
        status = None
        for _ in range(AGAIN_TIMES):
            if (status := await hub.ended_itself(AGAIN_S)) is not None:
                break
            await self.disk.fail_next_sync("-wal")
        await self.disk.fail_no_sync()
        return status
