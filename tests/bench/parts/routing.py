"""Routing: one decision with a long queue, in memory and with its commit; whole days in model time.

A day of equal agents is compared with the recursion of Kiefer and Wolfowitz on the way: a figure of a router
that decides wrongly would be worth nothing.
"""

import random
import tempfile
import time

from handoff.routing.board import RoutingBoard
from handoff.routing.capacity import FIVE_CHATS_AND_A_VIDEO
from handoff.routing.model import Agent, Queue, Skill, Task
from handoff.routing.offers import accept, make_offers
from handoff.routing.presence import connect, set_status
from handoff.routing.requirements import Need
from handoff.routing.serving import complete
from handoff.routing.settings import RoutingSettings
from handoff.routing.tasks import enqueue
from hub.store.database import Database
from hub.store.migrate import migrate
from tests.bench.figures import spread_ms
from tests.bench.result import Figures
from tests.bench.routing_database import DatabaseFloor
from tests.bench.routing_model import ModelDay
from tests.bench.sizes import Sizes
from tests.bench.steps import Steps
from tests.unit.handoff.replay.rosters import arrivals, equal_agents, kiefer_wolfowitz, replayed
from yuanqiao.parts import migration_folders

SKILLS, LEVELS, SKILLS_OF_AN_AGENT = 40, 5, 6
SEED = 1
SERVERS, LOAD, SERVICE_S = 100, 95.0, 300.0
SETTINGS = (
    f"in this process; agents of five chats with {SKILLS_OF_AN_AGENT} of {SKILLS} skills, {SKILLS * LEVELS} "
    f"signatures; a decision: one task done and the next offered and accepted, one more queued. With commit: "
    f"the same by the live router on SQLite, synced to the disk, up to the offer. The day: {SERVERS} equal "
    f"agents under {LOAD:g} erlangs. Burst and hour: invariants I1 to I9 and I13 looked at on the way"
)
BURST_S, HOUR_S = 10.0, 3600.0


async def measure(sizes: Sizes, steps: Steps) -> Figures:
    """Spans of a release and of an arrival, with all that follows from them; seconds of a replayed day."""
    with steps.timed("filling the queue", 5):
        floor = _Floor(sizes.agents, sizes.waiting)
    with steps.counted("deciding", sizes.decisions) as step:
        released, arrived = [], []
        for _ in range(sizes.decisions):
            released.append(floor.release())
            arrived.append(floor.arrive())
            step()
    with steps.timed("replaying a day", sizes.replayed / 10_000):
        day = _day(sizes.replayed)
    with steps.timed("a burst and an hour", sizes.waiting / 100):
        busy = _model("burst", sizes.agents, sizes.waiting, BURST_S)
        busy |= _model("hour", sizes.agents, 2 * sizes.waiting, HOUR_S)
    committed = await _committed(sizes, steps)
    return spread_ms(released, "release") | spread_ms(arrived, "arrival") | day | busy | committed


def _model(name: str, agents: int, arrivals: int, within_s: float) -> Figures:
    day = ModelDay(agents, SKILLS, LEVELS, SKILLS_OF_AN_AGENT, SEED)
    begun = time.perf_counter()
    day.run(arrivals, within_s, SERVICE_S)
    took_s = round(time.perf_counter() - begun, 2)
    return {f"{name}_s": took_s, f"{name}_tasks_count": arrivals, f"{name}_offers_count": day.offers}


async def _committed(sizes: Sizes, steps: Steps) -> Figures:
    with tempfile.TemporaryDirectory(prefix="yuanqiao-bench-") as folder:
        database = Database(f"sqlite:///{folder}/yuanqiao.db")
        try:
            await migrate(database, migration_folders())
            floor = DatabaseFloor(database, SKILLS, LEVELS, SKILLS_OF_AN_AGENT, SEED)
            with steps.timed("filling the database", sizes.waiting / 500):
                read_s = await floor.fill(sizes.agents, sizes.waiting)
            released, arrived = [], []
            with steps.counted("deciding with commit", sizes.committed) as step:
                for _ in range(sizes.committed):
                    released.append(await floor.release())
                    arrived.append(await floor.arrive())
                    step()
        finally:
            await database.close()
    spread = spread_ms(released, "release_commit") | spread_ms(arrived, "arrival_commit")
    return spread | {"board_read_s": round(read_s, 2)}


class _Floor:
    """Agents who are all busy, and a queue that stays as long as it is."""

    def __init__(self, agents: int, waiting: int) -> None:
        self._drawn = random.Random(SEED)
        self._board = RoutingBoard([Queue("q")], RoutingSettings(ramp_s=0.0))
        self._count, self._now = 0, 0.0
        self._owned: list[str] = []
        for number in range(agents):
            names = self._drawn.sample(range(SKILLS), SKILLS_OF_AN_AGENT)
            skills = {f"s{name}": Skill(self._drawn.randint(1, LEVELS)) for name in names}
            agent = Agent(id=f"a{number}", profile=FIVE_CHATS_AND_A_VIDEO, skills=skills)
            self._board.add_agent(agent, 0.0)
            connect(self._board, agent.id, 0.0)
            set_status(self._board, agent.id, "available", 0.0)
        while sum(queue.waiting for queue in self._board.queues.values()) < waiting:
            self.arrive()

    def release(self) -> float:
        """One task is done; seconds until all that follows is decided and accepted."""
        at = self._drawn.randrange(len(self._owned))
        self._owned[at], self._owned[-1] = self._owned[-1], self._owned[at]
        name = self._owned.pop()
        begun = time.perf_counter()
        complete(self._board, name, self._now, 0.0)
        self._decide()
        return time.perf_counter() - begun

    def arrive(self) -> float:
        """One task comes; seconds until it is queued, or offered and accepted."""
        self._count, self._now = self._count + 1, self._now + 0.01
        need = Need(f"s{self._drawn.randrange(SKILLS)}", self._drawn.randint(1, LEVELS))
        service_class = "vip" if self._drawn.random() < 0.2 else "standard"
        made = Task(
            id=f"t{self._count}",
            queue=self._board.queues["q"],
            channel="chat",
            needs=(need,),
            service_class=service_class,
        )
        begun = time.perf_counter()
        enqueue(self._board, made, self._now)
        self._decide()
        return time.perf_counter() - begun

    def _decide(self) -> None:
        while made := make_offers(self._board, self._now):
            for each in made:
                accept(self._board, each.id, each.agent.id, self._now)
                self._owned.append(each.task.id)
        self._board.take_events()


def _day(number: int) -> Figures:
    tasks = arrivals(number, LOAD, SERVICE_S, SEED)
    begun = time.perf_counter()
    waits = replayed(equal_agents(SERVERS), tasks)["waits"]
    took_s = time.perf_counter() - begun
    expected = kiefer_wolfowitz(tasks, SERVERS)
    apart_s = max(abs(waits[name] - wait) for name, wait in expected.items())
    return {"replay_s": round(took_s, 2), "replayed_count": number, "recursion_apart_s": apart_s}
