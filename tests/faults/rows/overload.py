"""More customers than can be answered: row G7."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from tests.faults.child import THE_HUB
from tests.faults.result import Result
from tests.faults.rush import Rush, run_rush
from tests.faults.rush_figures import ANSWERED_WITHIN_MS, Phase
from tests.faults.stage import Stage

BOT_HANDS, BOT_S = 2, 0.1
CAN_PER_S = BOT_HANDS / BOT_S
"""The bot is the limit, on any machine that can do the rest of twenty messages a second."""

USUAL_PER_S = 1.5

WHOLE_REST_S = 1200.0
"""Nobody gives up: two minutes of overload leave four minutes of work, and more on a busy machine."""

SHORT_REST_S = 60.0

FULL = (
    Phase("usual", 30, USUAL_PER_S, USUAL_PER_S),
    Phase("surge", 60, USUAL_PER_S, 10 * USUAL_PER_S),
    Phase("overload", 120, 3 * CAN_PER_S, 3 * CAN_PER_S),
    Phase("recovery", 30, USUAL_PER_S, USUAL_PER_S),
)
QUICK = (
    Phase("usual", 2, USUAL_PER_S, USUAL_PER_S),
    Phase("surge", 2, USUAL_PER_S, 10 * USUAL_PER_S),
    Phase("overload", 2.5, 3 * CAN_PER_S, 3 * CAN_PER_S),
    Phase("recovery", 1, USUAL_PER_S, USUAL_PER_S),
)
CONTROL = (Phase("overload", 3, 3 * CAN_PER_S, 3 * CAN_PER_S),)


def rush(seed: int, phases: Sequence[Phase], broken: str = "") -> Rush:
    """A run of the row, of a broken build where one is named; only the whole one is judged by the clock."""
    launcher = ("-m", broken) if broken else THE_HUB
    whole = phases is FULL
    return Rush(
        Overload.name,
        seed,
        phases,
        BOT_HANDS,
        BOT_S,
        rest_s=WHOLE_REST_S if whole else SHORT_REST_S,
        launcher=launcher,
        by_the_clock=whole,
    )


class Overload:
    """Ten times the usual arrivals within a minute, then three times what the house can do."""

    name = "G7"
    what = "ten times the usual arrivals within a minute, then three times what the house can do"
    control = "lets everybody in"
    faults: Mapping[str, int] = MappingProxyType({"sqlite": 1})

    async def run(self, stage: Stage, faults: int, seed: int) -> Result:
        """One whole run, which is one fault: all phases belong together."""
        return await run_rush(rush(seed, FULL), stage)

    async def run_control(self, stage: Stage, seed: int) -> Result:
        """Overload alone, and nobody is refused."""
        return await run_rush(rush(seed, CONTROL, "tests.faults.broken.always_yes"), stage)

    def caught(self, control: Result) -> bool:
        """Whether those who were let in waited longer than promised."""
        return control.untold > 0 and control.figures["overload_p95_ms"] > ANSWERED_WITHIN_MS


ROWS = (Overload(),)
