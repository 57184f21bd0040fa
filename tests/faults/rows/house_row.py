"""A row in which one process of a whole house is harmed while customers ask the real bot."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from tests.faults.bank_load import BankLoad
from tests.faults.house import Build
from tests.faults.house_figures import figures_of
from tests.faults.house_world import Fault, HousePlan, HouseWorld
from tests.faults.result import Result
from tests.faults.stage import Stage

CONTROL_PATIENCE_S = 8.0
"""How long a broken build is waited for, that will never answer what it has forgotten."""


@dataclass(frozen=True, slots=True)
class HouseRow:
    """How a row harms the house, and the run in which its broken build must be caught.

    `caught_by` is the figure that must not be 0 there.
    """

    name: str
    what: str
    control: str
    full: int
    faults_of: Callable[[int, int], Sequence[Fault]]
    broken: Build
    broken_faults: Sequence[Fault]
    caught_by: str
    load: BankLoad = field(default_factory=BankLoad)
    build: Build = field(default_factory=Build)
    wired: bool = False

    @property
    def faults(self) -> Mapping[str, int]:
        """The database has no part in these rows."""
        return {"sqlite": self.full}

    async def run(self, stage: Stage, faults: int, seed: int) -> Result:
        """Harms the house as it is."""
        planned = self.faults_of(faults, seed)
        plan = HousePlan(self.name, seed, planned, self.load, self.build, wired=self.wired)
        return await _run(plan, stage)

    async def run_control(self, stage: Stage, seed: int) -> Result:
        """Harms the broken build where it must show."""
        plan = HousePlan(
            f"{self.name} broken",
            seed,
            self.broken_faults,
            self.load,
            self.broken,
            wired=self.wired,
            recovers_within_s=CONTROL_PATIENCE_S,
            rests_within_s=CONTROL_PATIENCE_S,
        )
        return await _run(plan, stage)

    def caught(self, control: Result) -> bool:
        """Whether the checks saw what the broken build did."""
        return int(getattr(control, self.caught_by)) > 0


async def _run(plan: HousePlan, stage: Stage) -> Result:
    world = HouseWorld(plan, stage)
    result = await world.run()
    result.figures = await figures_of(world)
    return result
