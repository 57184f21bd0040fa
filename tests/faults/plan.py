"""What a run does: how the hub is killed, how often, under which load, and which build it is."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from hub.crash_points import CRASH_POINTS
from tests.faults.child import THE_HUB
from tests.faults.load import Kind, Load

LONGEST_S = 0.5
"""A random kill comes at most so long after the first accept."""

SELDOM = {
    "turn.late": Kind.SLOW,
    "turn.fail": Kind.POISON,
    "turn.person": Kind.PERSON,
    "turn.urgent": Kind.URGENT,
}
"""Points that only one kind of question passes: killed there at the first pass, at others up to the tenth."""


class Kill(NamedTuple):
    """One kill -9: so many seconds after the first accept, or by the hub itself at a crash point."""

    after_s: float = 0.0
    point: str = ""
    nth: int = 1

    @property
    def crash_at(self) -> str:
        """The value of `CRASH_AT`; empty for a random kill."""
        return f"{self.point}:{self.nth}" if self.point else ""

    @property
    def kind(self) -> Kind | None:
        """The kind of question without which the point is not reached."""
        return SELDOM.get(self.point.rpartition(".")[0])


@dataclass(frozen=True, slots=True)
class Plan:
    """One run of the harness.

    `rest_s`: how long the last life, without a kill, may take to come to rest; `settings`: the hub's that
    differ from those of all runs.
    """

    row: str
    seed: int
    kills: tuple[Kill, ...]
    load: Load = field(default_factory=Load)
    launcher: tuple[str, ...] = THE_HUB
    rest_s: float = 60.0
    settings: Mapping[str, str] = field(default_factory=dict)


def random_kills(count: int, seed: int) -> tuple[Kill, ...]:
    """Kills at random moments under load."""
    chance = random.Random(f"{seed}:kills")
    return tuple(Kill(after_s=chance.uniform(0, LONGEST_S)) for _ in range(count))


def kills_at_points(count: int, seed: int, points: tuple[str, ...] = CRASH_POINTS) -> tuple[Kill, ...]:
    """Kills at crash points, each of them equally often, in a shuffled order."""
    chance = random.Random(f"{seed}:points")
    chosen = [points[i % len(points)] for i in range(count)]
    chance.shuffle(chosen)
    return tuple(
        Kill(point=point, nth=1 if Kill(point=point).kind else chance.randint(1, 10)) for point in chosen
    )
