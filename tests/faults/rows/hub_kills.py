"""The hub killed with -9 under load, at random and at its crash points: rows A1, A2, A10 and C3."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from hub.crash_points import CRASH_POINTS
from tests.faults.child import HubProcess
from tests.faults.load import Load
from tests.faults.plan import Kill, Plan, kills_at_points, random_kills
from tests.faults.result import Result
from tests.faults.stage import Stage
from tests.faults.world import World

HALF_SILENT = Load(silent=0.5)
MANY_POISONED = Load(poison=0.1)
ONE_BY_ONE = Load(open_limit=1, slow=0.0, silent=0.0, poison=0.0, person=0.0, urgent=0.0, close_every=0)
"""No words ever join a turn, so every closing of a turn is an answer."""

BROKEN_REST_S = 20.0
"""A broken build may never come to rest; what it owes is owed after this, too."""


@dataclass(frozen=True, slots=True)
class HubKills:
    """How a row kills, under which load, and the run in which its broken build must be caught.

    `caught_by` is the figure that must not be 0 there.
    """

    name: str
    what: str
    control: str
    faults: Mapping[str, int]
    kills: Callable[[int, int], tuple[Kill, ...]]
    load: Load
    broken: str
    caught_by: str
    broken_kills: tuple[Kill, ...]
    broken_load: Load = ONE_BY_ONE
    tells_restarts: bool = False
    """Whether each life begins as in production; elsewhere hubs are forked ready imported."""

    async def run(self, stage: Stage, faults: int, seed: int) -> Result:
        """Kills the hub as it is."""
        return await self._run(Plan(self.name, seed, self.kills(faults, seed), self.load), stage)

    async def run_control(self, stage: Stage, seed: int) -> Result:
        """Kills the broken build where it must show."""
        launcher = ("-m", f"tests.faults.broken.{self.broken}")
        name = f"{self.name} {self.broken}"
        plan = Plan(name, seed, self.broken_kills, self.broken_load, launcher, BROKEN_REST_S)
        return await self._run(plan, stage)

    async def _run(self, plan: Plan, stage: Stage) -> Result:
        world = World(plan, stage)
        if self.tells_restarts:
            world.hub_kind = HubProcess
        return await world.run()

    def caught(self, control: Result) -> bool:
        """Whether the checks saw what the broken build did."""
        return int(getattr(control, self.caught_by)) > 0


def _poison_kills(count: int, seed: int) -> tuple[Kill, ...]:
    return kills_at_points(count, seed, tuple(p for p in CRASH_POINTS if p.startswith("turn.fail")))


ROWS = (
    HubKills(
        "A1",
        what="hub killed with -9 at a random moment",
        control="acknowledges before the commit",
        faults={"sqlite": 200, "postgres": 100},
        kills=random_kills,
        load=Load(),
        broken="ack_before_commit",
        caught_by="lost",
        broken_kills=random_kills(4, seed=1),
        broken_load=Load(),
        tells_restarts=True,
    ),
    HubKills(
        "A2",
        what="hub killed with -9 between two steps, at every crash point",
        control="writes the outbox in a transaction of its own",
        faults={"sqlite": 12 * len(CRASH_POINTS), "postgres": 5 * len(CRASH_POINTS)},
        kills=kills_at_points,
        load=Load(),
        broken="outbox_outside",
        caught_by="unanswered",
        broken_kills=tuple(Kill(point="turn.close.after_commit", nth=n) for n in (2, 7)),
    ),
    HubKills(
        "A10",
        what="poison messages, and the hub killed while it gives them up",
        control="writes the dead letter in a transaction of its own",
        faults={"sqlite": 60},
        kills=_poison_kills,
        load=MANY_POISONED,
        broken="dead_letter_outside",
        caught_by="unanswered",
        broken_kills=(Kill(point="turn.fail.after_commit"),),
        broken_load=MANY_POISONED,
    ),
    HubKills(
        "C3",
        what="the bot says 200 with nothing in it, and the hub is killed",
        control="takes an empty reply for an answer",
        faults={"sqlite": 40},
        kills=random_kills,
        load=HALF_SILENT,
        broken="empty_is_an_answer",
        caught_by="unanswered",
        broken_kills=(Kill(after_s=0.4),),
        broken_load=HALF_SILENT,
    ),
)
