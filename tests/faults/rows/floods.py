"""One anonymous address that sends all it can: row E11."""

from collections.abc import Mapping
from types import MappingProxyType

from tests.faults.child import THE_HUB
from tests.faults.flooding import FLOODS
from tests.faults.floods import Floods, run_floods
from tests.faults.result import Result
from tests.faults.stage import Stage

KINDS = (*FLOODS, "crowd")
FULL_S, QUICK_S = 30.0, 2.0
SLICES = 3
CONTROL = ("pings", "fragments", "crowd")


def floods(seed: int, kinds: tuple[str, ...], seconds: float, broken: str = "") -> Floods:
    """A run of the row, of a broken build where one is named; only the whole one is judged by the clock."""
    launcher = ("-m", broken) if broken else THE_HUB
    whole = seconds >= FULL_S
    return Floods(
        Flooded.name,
        seed,
        kinds,
        seconds,
        customers=64 if whole else 24,
        by_the_clock=whole,
        slices=SLICES if whole else 1,
        launcher=launcher,
    )


class Flooded:
    """Each kind of flood for half a minute, beside customers who ask as usual."""

    name = "E11"
    what = "one address sends all that the hub takes, in eight ways, beside customers who ask as usual"
    control = "Sanic's own connections and sockets, without bounds"
    faults: Mapping[str, int] = MappingProxyType({"sqlite": len(KINDS)})

    async def run(self, stage: Stage, faults: int, seed: int) -> Result:
        """So many kinds of flood, one after the other."""
        return await run_floods(floods(seed, KINDS[:faults], FULL_S), stage)

    async def run_control(self, stage: Stage, seed: int) -> Result:
        """Those that take the most."""
        return await run_floods(floods(seed, CONTROL, 5.0, "tests.faults.broken.unbounded_sockets"), stage)

    def caught(self, control: Result) -> bool:
        """Whether memory went and nobody was refused."""
        return (
            control.figures["pings_memory_most_mb"] > 80
            and control.figures["crowd_refused_count"] == 0
            and control.figures["crowd_open_most_count"] > 1000
        )


ROWS = (Flooded(),)
