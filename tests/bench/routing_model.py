"""An hour and a burst in model time, with the invariants of docs/routing.md looked at on the way.

Each event and each offer is checked; what needs a look at every task or agent (I1, I3, I5, I7) is looked at
after every so many offers.
"""

import heapq
import random
from itertools import count

from handoff.routing.advancing import advance
from handoff.routing.board import RoutingBoard
from handoff.routing.capacity import FIVE_CHATS_AND_A_VIDEO
from handoff.routing.model import ENDED, Agent, Queue, Reservation, Skill, Task, TaskState
from handoff.routing.offers import accept, decline, make_offers, replied
from handoff.routing.presence import connect, set_status
from handoff.routing.requirements import Need
from handoff.routing.serving import complete, wrap_up
from handoff.routing.settings import RoutingSettings
from handoff.routing.tasks import enqueue

TARGETS_S = {"vip": 20.0, "standard": 120.0}
DELTA_S = 100.0
LOOKED_AFTER = 200
SAMPLE = 50
ACCEPTED_IN_S, WRAPPED_IN_S = 3.0, 20.0
DECLINED = 0.02


class ModelDay:
    """Agents of some skills who accept, serve, decline now and then, and wrap up, on a clock of its own."""

    def __init__(self, agents: int, skills: int, levels: int, of_an_agent: int, seed: int) -> None:
        self._drawn = random.Random(seed)
        self._board = RoutingBoard([Queue("q", TARGETS_S)], RoutingSettings(ramp_s=0.0))
        self._later: list[tuple[float, int, str, str]] = []
        self._order = count()
        self._taken_in: list[Task] = []
        self._keys: dict[str, tuple[float, ...]] = {}
        self._numbers: dict[str, int] = {}
        self.offers = 0
        self.looks = 0
        for number in range(agents):
            names = self._drawn.sample(range(skills), of_an_agent)
            known = {f"s{name}": Skill(self._drawn.randint(1, levels)) for name in names}
            agent = Agent(id=f"a{number}", profile=FIVE_CHATS_AND_A_VIDEO, skills=known)
            self._board.add_agent(agent, 0.0)
            connect(self._board, agent.id, 0.0)
            set_status(self._board, agent.id, "available", 0.0)

    def run(self, arrivals: int, within_s: float, service_s: float) -> None:
        """So many customers come within so many seconds; goes on until all are served. Raises on a break."""
        for number in range(arrivals):
            self._at(self._drawn.uniform(0, within_s), "arrive", f"t{number}")
        now: float | None = 0.0
        while now is not None:
            advance(self._board, now)
            while self._later and self._later[0][0] <= now:
                _, _, what, name = heapq.heappop(self._later)
                self._do(what, name, now, service_s)
            self._decide(now)
            now = self._next_at()
        self._look()
        ended = [task for task in self._taken_in if task.state is TaskState.COMPLETED]
        _hold(len(ended) == arrivals, "I1: all are served at the end")

    def _next_at(self) -> float | None:
        """The next event; who was declined waits for a timer of the board."""
        if self._later:
            return self._later[0][0]
        return self._board.timers.next_at() if self._board.tasks else None

    def _do(self, what: str, name: str, now: float, service_s: float) -> None:
        if what == "arrive":
            self._arrive(name, now)
        elif what == "accept":
            self._accept(name, now, service_s)
        elif what == "complete":
            complete(self._board, name, now)
            self._at(now + WRAPPED_IN_S, "wrap_up", name)
        elif self._board.tasks.get(name) and self._board.tasks[name].state is TaskState.WRAPPING:
            wrap_up(self._board, name, now, "solved")

    def _arrive(self, name: str, now: float) -> None:
        able = self._drawn.choice(self._board.agents)  # so that there is somebody for everybody
        skill = self._drawn.choice(list(able.skills))
        need = Need(skill, self._drawn.randint(1, int(able.skills[skill].level)))
        service_class = "vip" if self._drawn.random() < 0.2 else "standard"
        made = Task(
            id=name, queue=self._board.queues["q"], channel="chat", needs=(need,), service_class=service_class
        )
        enqueue(self._board, made, now)
        _hold(enqueue(self._board, made, now) == made.state, "I9: the same again changes nothing")
        self._taken_in.append(made)
        self._keys[name] = made.key

    def _accept(self, name: str, now: float, service_s: float) -> None:
        task = self._board.tasks[name]
        held = task.pending
        if held is None:
            return  # it timed out, and was offered again
        if self._drawn.random() < DECLINED:
            decline(self._board, held.id, held.agent.id, now, "busy")
            _hold(task.key == self._keys[name], "I13: a decline changes no key")
            return
        accept(self._board, held.id, held.agent.id, now)
        _hold(accept(self._board, held.id, held.agent.id, now) is task, "I9: accepted twice is once")
        _hold(task.key == self._keys[name], "I13")
        replied(self._board, name)
        self._at(now + 1 + self._drawn.expovariate(1 / service_s), "complete", name)

    def _decide(self, now: float) -> None:
        for made in make_offers(self._board, now):
            self._check(made)
            self._at(now + ACCEPTED_IN_S, "accept", made.task.id)
            self.offers += 1
            if self.offers % LOOKED_AFTER == 0:
                self._look()
                self._look_at_the_order(made)
        for event in self._board.take_events():
            if event.seq:
                before = self._numbers.get(event.task, 0)
                _hold(event.seq == before + 1, "I8: numbers without a gap")
                self._numbers[event.task] = event.seq

    def _check(self, made: Reservation) -> None:
        agent, task = made.agent, made.task
        _hold(agent.routable and _able(agent, task), "I4: the agent is there, and has what is asked for")
        _hold(task.pending is made and task.owner is None, "I2: one offer, no owner")
        _hold(agent.load.used == sum(each.cost for each in agent.held.values()), "I3")
        _hold(agent.load.used <= agent.profile.budget, "I3: the limit")

    def _look(self) -> None:
        """At every task and agent; at who could serve whom, for some of them."""
        self.looks += 1
        board = self._board
        for task in self._taken_in:
            known, ended = task.id in board.tasks, task.state in ENDED
            _hold(known != ended, "I1: each is in one state")
        for agent in board.agents:
            _hold(agent.load.used == sum(each.cost for each in agent.held.values()), "I3")
        waiting = [
            task for task in board.tasks.values() if task.state is TaskState.QUEUED and not task.blocked
        ]
        free = [agent for agent in board.agents if board.free.get("chat", 0) >> agent.index & 1]
        for task in self._drawn.sample(waiting, min(len(waiting), SAMPLE)):
            stuck = any(_able(agent, task) and agent.routable for agent in free)
            _hold(not stuck, "I7: nobody waits who could be served")

    def _look_at_the_order(self, made: Reservation) -> None:
        for other in self._board.tasks.values():
            if other.state is TaskState.QUEUED and not other.blocked and _able(made.agent, other):
                _hold(made.task.key < other.key, "I5: the smaller key goes first")
                later = made.task.first_enqueued_at - other.first_enqueued_at
                _hold(later <= DELTA_S, "I6: overtaken by no more than the bound")

    def _at(self, when: float, what: str, name: str) -> None:
        heapq.heappush(self._later, (when, next(self._order), what, name))


def _able(agent: Agent, task: Task) -> bool:
    return all((skill := agent.skills.get(need.name)) and skill.level >= need.level for need in task.needs)


def _hold(holds: bool, what: str) -> None:
    if not holds:
        raise AssertionError(what)
