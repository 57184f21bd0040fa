"""The power cut under load: row A3."""

from tests.faults.cutting import PowerCuts, disk_stage
from tests.faults.load import PLAIN, Load
from tests.faults.plan import Plan, random_kills
from tests.faults.result import Result
from tests.faults.stage import Stage

CONTROL_CUTS = 2


class PowerCutRow:
    """The hub's disk loses power at random moments, and the hub with it."""

    name = "A3"
    what = "power cut at a random moment: what was not synced is gone"
    control = "commits without waiting for the disk (`synchronous=NORMAL`)"
    faults = {"sqlite": 300}  # noqa: RUF012  (a row is made once)

    async def run(self, stage: Stage, faults: int, seed: int) -> Result:
        """Cuts the power of the hub as it is."""
        return await _run(Plan(self.name, seed, random_kills(faults, seed), Load()), stage)

    async def run_control(self, stage: Stage, seed: int) -> Result:
        """Cuts it of the broken build."""
        launcher = ("-m", "tests.faults.broken.sync_normal")
        kills = random_kills(CONTROL_CUTS, seed)
        return await _run(Plan(f"{self.name} sync_normal", seed, kills, PLAIN, launcher), stage)

    def caught(self, control: Result) -> bool:
        """Whether acknowledged messages were found missing."""
        return control.lost > 0


async def _run(plan: Plan, stage: Stage) -> Result:
    async with disk_stage(stage) as (on_disk, disk):
        return await PowerCuts(plan, on_disk, disk).run()


ROWS = (PowerCutRow(),)
