"""The real bot and the real actions harmed under load: rows C1, C2, C6 and C7."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from tests.faults.bank_load import BankLoad
from tests.faults.house import Build
from tests.faults.house_figures import figures_of
from tests.faults.house_world import Fault, HousePlan, HouseWorld
from tests.faults.junk import BODIES
from tests.faults.killing import Kill, Replace
from tests.faults.result import Result
from tests.faults.stage import Stage

DOWN_S = 10.0
"""Longer than the 8 s after which the customer is told."""

DOWN_LONG_S = 17.0
"""Longer than the 15 s after which the customer gets a notice."""


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
    control_rests_within_s: float = 20.0

    @property
    def faults(self) -> Mapping[str, int]:
        """The rows of the bot run on SQLite: the database has no part in them."""
        return {"sqlite": self.full}

    async def run(self, stage: Stage, faults: int, seed: int) -> Result:
        """Harms the house as it is."""
        plan = HousePlan(
            self.name, seed, self.faults_of(faults, seed), self.load, self.build, wired=self.wired
        )
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
            recovers_within_s=self.control_rests_within_s,
            rests_within_s=self.control_rests_within_s,
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


def bot_kills(count: int, seed: int) -> Sequence[Fault]:
    """Of ten kills one leaves the bot down for 10 s; of thirty one for 17 s."""
    kills: list[Fault] = []
    for number in range(1, count + 1):
        down_s = DOWN_LONG_S if number % 30 == 2 else DOWN_S if number % 10 == 1 else 0.0
        kills.append(Kill("bot", down_s))
    return kills


def action_kills(count: int, seed: int) -> Sequence[Fault]:
    """Kills, and every eleventh fault something in the actions' place that answers nonsense."""
    chance = random.Random(f"{seed}:junk")
    kinds = list(BODIES)
    faults: list[Fault] = []
    for number in range(1, count + 1):
        junk = number % 11 == 3
        faults.append(
            Replace(kinds[number // 11 % len(kinds)], chance.uniform(0.5, 2.0)) if junk else Kill("actions")
        )
    return faults


ROWS = (
    HouseRow(
        "C1",
        what="bot killed with -9 under load, some of the time left down for longer",
        control="the hub takes a bot that cannot be reached for one that has answered",
        full=100,
        faults_of=bot_kills,
        broken=Build(hub=("-m", "tests.faults.broken.forgets_when_unreachable")),
        broken_faults=(Kill("bot", 1.0),),
        caught_by="unanswered",
    ),
    HouseRow(
        "C6",
        what="action server killed with -9 under load, or answering 500, garbage or 10 MB",
        control="the bot takes a failed action for a finished turn",
        full=220,
        faults_of=action_kills,
        broken=Build(bot=("-m", "tests.faults.broken.bot_swallows_failures")),
        broken_faults=(Kill("actions", 2.0),),
        caught_by="unanswered",
    ),
)
