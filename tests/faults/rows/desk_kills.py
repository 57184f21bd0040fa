"""Two hubs with two hundred desks and two thousand customers, one killed with -9 under load: row A1-desks."""

from collections.abc import Mapping
from types import MappingProxyType

from tests.faults.child import THE_HUB
from tests.faults.plan import Plan, random_kills
from tests.faults.result import Result
from tests.faults.rows.many_desks import STAFF_URL, Crowded, ManyDesks, plain_load
from tests.faults.stage import Stage

SETTINGS = MappingProxyType(
    {
        "YUANQIAO_ANSWER_WITHIN_S": "3600",  # that a hub refuses what comes then is for another row to show
        "YUANQIAO_LATE_AFTER_S": "60",
        "YUANQIAO_WAITING_AFTER_S": "30",
        "YUANQIAO_STAFF_URL": STAFF_URL,
        "YUANQIAO_STAFF_ARGON2_KIB": "64",  # two hundred sign in at once, which is nobody's day
        "YUANQIAO_STAFF_ARGON2_ROUNDS": "1",
    }
)
REST_S = 180.0
CONTROL = Crowded(
    desks=20,
    customers=100,
    pause_s=(10.0, 30.0),
    says_every_s=(3.0, 9.0),
    come_within_s=0.0,
    spread_over_s=5.0,
)
CONTROL_KILLS = 3


class DeskKills:
    """Row A1-desks."""

    name = "A1-desks"
    what = "one of two hubs with 200 desks and 2,000 customers killed with -9"
    control = "tells a desk that its words are stored before they are"
    faults: Mapping[str, int] = MappingProxyType({"postgres": 30})

    async def run(self, stage: Stage, faults: int, seed: int) -> Result:
        """Kills hubs with as many desks as the whole proof has."""
        return await kills(stage, faults, seed, Crowded())

    async def run_control(self, stage: Stage, seed: int) -> Result:
        """Fewer desks at the broken build."""
        launcher = ("-m", "tests.faults.broken.done_before_it_is")
        return await kills(stage, CONTROL_KILLS, seed, CONTROL, launcher)

    def caught(self, control: Result) -> bool:
        """Whether words were missed that a desk was told are stored."""
        return control.lost > 0


async def kills(
    stage: Stage, faults: int, seed: int, sizes: Crowded, launcher: tuple[str, ...] = THE_HUB
) -> Result:
    """So many kills with so many desks."""
    name = DeskKills.name if launcher == THE_HUB else f"{DeskKills.name} broken"
    plan = Plan(name, seed, random_kills(faults, seed), plain_load(sizes), launcher, REST_S, SETTINGS)
    return await ManyDesks(plan, stage, sizes).run()


ROWS = (DeskKills(),)
