"""The rows of the fault matrix (reliability.md §6) that kill the hub, and the broken build of each."""

from collections.abc import Callable
from dataclasses import dataclass

from hub.crash_points import CRASH_POINTS
from tests.faults.load import Load
from tests.faults.plan import Kill, Plan, kills_at_points, random_kills
from tests.faults.result import Result

ALMOST_ALL_SILENT = Load(silent=0.5)
MANY_POISONED = Load(poison=0.1)
ONE_BY_ONE = Load(open_limit=1, slow=0.0, silent=0.0, poison=0.0, person=0.0, close_every=0)
"""No words ever join a turn, so every closing of a turn is an answer."""


@dataclass(frozen=True, slots=True)
class Row:
    """How a row kills, under which load, and the run in which its broken build must be caught.

    `caught_by` is the figure that must not be 0 there.
    """

    name: str
    kills: Callable[[int, int], tuple[Kill, ...]]
    load: Load
    broken: str
    caught_by: str
    broken_kills: tuple[Kill, ...]
    broken_load: Load = ONE_BY_ONE

    def plan(self, kills: int, seed: int) -> Plan:
        """The run with the hub as it is."""
        return Plan(self.name, seed, self.kills(kills, seed), self.load)

    def control(self, seed: int) -> Plan:
        """The run with the broken build."""
        launcher = ("-m", f"tests.faults.broken.{self.broken}")
        return Plan(f"{self.name} {self.broken}", seed, self.broken_kills, self.broken_load, launcher)

    def caught(self, result: Result) -> bool:
        """Whether the checks saw what the broken build did."""
        return int(getattr(result, self.caught_by)) > 0


def _poison_kills(count: int, seed: int) -> tuple[Kill, ...]:
    return kills_at_points(count, seed, tuple(p for p in CRASH_POINTS if p.startswith("turn.fail")))


ROWS = {
    row.name: row
    for row in (
        Row(
            "A1",
            random_kills,
            Load(),
            broken="ack_before_commit",
            caught_by="lost",
            broken_kills=tuple(Kill(point="inbox.accept.before_commit", nth=n) for n in (3, 9)),
            broken_load=Load(),
        ),
        Row(
            "A2",
            kills_at_points,
            Load(),
            broken="outbox_outside",
            caught_by="unanswered",
            broken_kills=tuple(Kill(point="turn.close.after_commit", nth=n) for n in (2, 7)),
        ),
        Row(
            "A10",
            _poison_kills,
            MANY_POISONED,
            broken="dead_letter_outside",
            caught_by="unanswered",
            broken_kills=(Kill(point="turn.fail.after_commit"),),
            broken_load=MANY_POISONED,
        ),
        Row(
            "C3",
            random_kills,
            ALMOST_ALL_SILENT,
            broken="empty_is_an_answer",
            caught_by="unanswered",
            broken_kills=(Kill(after_s=0.4),),
            broken_load=ALMOST_ALL_SILENT,
        ),
    )
}
