"""The disk is full under load: row B1."""

from tests.faults.cutting import disk_stage
from tests.faults.full_disk import FullDisk
from tests.faults.load import PLAIN, Load
from tests.faults.plan import Kill, Plan, random_kills
from tests.faults.result import Result
from tests.faults.stage import Stage

FULL_FOR_S = 1.0
"""Long enough in the broken build for customers' messages, whatever else is written meanwhile."""


class FullDiskRow:
    """Customers write while there is no room, and again when there is."""

    name = "B1"
    what = "disk full, and room again"
    control = "acknowledges what could not be stored (`except: pass` round the insert)"
    faults = {"sqlite": 30}  # noqa: RUF012  (a row is made once)

    async def run(self, stage: Stage, faults: int, seed: int) -> Result:
        """Fills the disk of the hub as it is."""
        plan = Plan(self.name, seed, random_kills(faults, seed), Load())
        async with disk_stage(stage) as (on_disk, disk):
            return await FullDisk(plan, on_disk, disk).run()

    async def run_control(self, stage: Stage, seed: int) -> Result:
        """Fills that of the broken build, which refuses nothing."""
        launcher = ("-m", "tests.faults.broken.full_is_fine")
        plan = Plan(f"{self.name} full_is_fine", seed, (Kill(after_s=FULL_FOR_S),), PLAIN, launcher)
        async with disk_stage(stage) as (on_disk, disk):
            return await FullDisk(plan, on_disk, disk, refuses=False).run()

    def caught(self, control: Result) -> bool:
        """Whether acknowledged messages were found missing."""
        return control.lost > 0


ROWS = (FullDiskRow(),)
