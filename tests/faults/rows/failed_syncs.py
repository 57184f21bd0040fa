"""The disk fails to sync under load: row B2."""

from tests.faults.cutting import disk_stage
from tests.faults.failing_syncs import FailingSyncs, GoingOn
from tests.faults.load import PLAIN, Load
from tests.faults.plan import Plan, random_kills
from tests.faults.result import Result
from tests.faults.stage import Stage


class FailedSyncRow:
    """A sync fails (EIO), and its pages count as clean afterwards, as on Linux; then the power goes."""

    name = "B2"
    what = "fsync fails with EIO and what it should have saved is dropped; then a power cut"
    control = "tries the commit again and goes on"
    faults = {"sqlite": 50}  # noqa: RUF012  (a row is made once)

    async def run(self, stage: Stage, faults: int, seed: int) -> Result:
        """Fails the syncs of the hub as it is."""
        return await _run(Plan(self.name, seed, random_kills(faults, seed), Load()), stage)

    async def run_control(self, stage: Stage, seed: int) -> Result:
        """Fails those of the broken build."""
        launcher = ("-m", "tests.faults.broken.retry_commit")
        plan = Plan(f"{self.name} retry_commit", seed, random_kills(1, seed), PLAIN, launcher)
        return await _run(plan, stage, GoingOn)

    def caught(self, control: Result) -> bool:
        """Whether the hub went on and acknowledged what is not there."""
        return bool(control.missed) and control.lost > 0


async def _run(plan: Plan, stage: Stage, kind: type[FailingSyncs] = FailingSyncs) -> Result:
    async with disk_stage(stage) as (on_disk, disk):
        return await kind(plan, on_disk, disk).run()


ROWS = (FailedSyncRow(),)
