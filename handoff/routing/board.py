"""The state of one shard of routing: who is there, who waits, what is offered, and the sets kept of it.

Sets of agents are whole numbers: the bit of an agent is its index. Tasks wait in one heap for each signature
(what they ask for), so that a decision looks at the heads alone.
"""

import heapq
from bisect import bisect_left, insort
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import NamedTuple

from handoff.routing.capacity import may_be_offered
from handoff.routing.model import Agent, Queue, Reservation, Task, TaskState
from handoff.routing.requirements import Need, Requirement
from handoff.routing.settings import RoutingSettings
from handoff.routing.timers import Timers
from hub.errors import BadInput, NotFound


class RoutingEvent(NamedTuple):
    """Something that happened; `seq` counts the events of a task, or is 0 for one of an agent or queue."""

    kind: str
    at: float
    task: str = ""
    seq: int = 0
    agent: str = ""
    cause: str = ""


Waiting = tuple[tuple[int, float, int, float, int], int, Task]


@dataclass(slots=True)
class Signature:
    """Tasks that ask for the same, and the agents who would do."""

    requirement: Requirement
    agents: int
    heap: list[Waiting] = field(default_factory=list)


class RoutingBoard:
    """What one writer holds in memory; the functions of this folder change it."""

    def __init__(self, queues: list[Queue], settings: RoutingSettings | None = None) -> None:
        self.settings = settings or RoutingSettings()
        self.queues = {queue.id: queue for queue in queues}
        self.agents: list[Agent] = []
        self.by_id: dict[str, Agent] = {}
        self.tasks: dict[str, Task] = {}
        self.ended: OrderedDict[str, TaskState] = OrderedDict()
        self.reservations: dict[int, Reservation] = {}
        self.signatures: list[Signature] = []
        self.known: dict[Requirement, int] = {}
        self.parked: dict[str, Task] = {}
        self.timers = Timers()
        self.events: list[RoutingEvent] = []
        self.everybody = self.staffed = self.routable = 0
        self.free: dict[str, int] = {}
        self.idle: list[tuple[float, int]] = []
        self.idle_mask = 0
        self.loads: dict[float, int] = {}
        self.rings: dict[int, int] = {}
        self.waiting = 0  # signatures with somebody in their heap
        self.dirty = 0  # those of them for which something may have become possible
        self.staff_changed = False
        self.count = self.pushes = 0
        self._idle_at: dict[int, float] = {}
        self._load_at: dict[int, float] = {}

    def agent(self, agent_id: str) -> Agent:
        """The agent with this id; raises `NotFound`."""
        found = self.by_id.get(agent_id)
        if found is None:
            raise NotFound("no such agent", agent=agent_id)
        return found

    def tell(self, kind: str, now: float, task: Task | None = None, agent: str = "", cause: str = "") -> None:
        """Notes an event; one of a task is its next version."""
        if task is None:
            self.events.append(RoutingEvent(kind, now, agent=agent, cause=cause))
        else:
            task.version += 1
            self.events.append(RoutingEvent(kind, now, task.id, task.version, agent, cause))

    def take_events(self) -> list[RoutingEvent]:
        """What has happened since the last call."""
        events, self.events = self.events, []
        return events

    def add_agent(self, agent: Agent, now: float) -> None:
        """Makes an agent known, who is not online yet; raises `BadInput` for an id that is there."""
        if agent.id in self.by_id:
            raise BadInput("an agent with this id is there", agent=agent.id)
        agent.index, agent.idle_since = len(self.agents), now
        self.agents.append(agent)
        self.by_id[agent.id] = agent
        self.everybody |= 1 << agent.index
        self.rings[agent.ring] = self.rings.get(agent.ring, 0) | 1 << agent.index
        self.match_again(agent, now)
        self.refresh(agent)
        self.watch_skills(agent, now)

    def watch_skills(self, agent: Agent, now: float) -> None:
        """Has an agent looked at again when a skill of theirs ends."""
        for skill in agent.skills.values():
            if skill.valid_until is not None and skill.valid_until > now:
                self.timers.set(skill.valid_until, _skill_ended, self, agent)

    def refresh(self, agent: Agent) -> None:
        """Brings the sets up to date with one agent; where there is room, its signatures are looked at."""
        bit = 1 << agent.index
        if agent.staffed != bool(self.staffed & bit):
            self.staffed ^= bit
            self.staff_changed = True
        routable = agent.routable
        if routable != bool(self.routable & bit):
            self.routable ^= bit
        routable = routable and not agent.no_offer_before > float("-inf")
        for channel in agent.profile.channels:
            mask = self.free.get(channel, 0)
            if routable and may_be_offered(agent.profile, agent.load, channel):
                self.free[channel] = mask | bit
                self.dirty |= agent.signatures & self.waiting
            elif mask & bit:
                self.free[channel] = mask ^ bit
        self._place_idle(agent, bit)
        self._place_load(agent, bit)

    def _place_idle(self, agent: Agent, bit: int) -> None:
        was = self._idle_at.get(agent.index)
        now = None if agent.load.used or agent.held else agent.idle_since
        if was == now:
            return
        if was is not None:
            del self.idle[bisect_left(self.idle, (was, agent.index))]
            del self._idle_at[agent.index]
            self.idle_mask ^= bit
        if now is not None:
            insort(self.idle, (now, agent.index))
            self._idle_at[agent.index] = now
            self.idle_mask |= bit

    def _place_load(self, agent: Agent, bit: int) -> None:
        was, now = self._load_at.get(agent.index), agent.load.used / agent.profile.budget
        if was == now:
            return
        if was is not None:
            self.loads[was] ^= bit
            if not self.loads[was]:
                del self.loads[was]
        self.loads[now] = self.loads.get(now, 0) | bit
        self._load_at[agent.index] = now

    def match_again(self, agent: Agent, now: float) -> None:
        """Finds anew which signatures an agent satisfies, after a change of skills or the end of one."""
        bit, agent.signatures = 1 << agent.index, 0
        for number, signature in enumerate(self.signatures):
            signature.agents &= ~bit
            if satisfies(agent, signature.requirement, now):
                signature.agents |= bit
                agent.signatures |= 1 << number
        self.staff_changed = True

    def signature(self, requirement: Requirement, now: float) -> int:
        """The number of the signature of a requirement, which is made where it is new."""
        number = self.known.get(requirement)
        if number is None:
            number = self.known[requirement] = len(self.signatures)
            self.signatures.append(Signature(requirement, 0))
            for agent in self.agents:
                if satisfies(agent, requirement, now):
                    self.signatures[number].agents |= 1 << agent.index
                    agent.signatures |= 1 << number
        return number

    def push(self, task: Task) -> None:
        """Puts a task into the heap of its signature."""
        # One count for all: a task that was read anew stands in the heap already, as an entry that is void.
        self.pushes += 1
        task.stamp = self.pushes
        heapq.heappush(self.signatures[task.signature].heap, (task.key, task.stamp, task))
        self.waiting |= 1 << task.signature
        self.dirty |= 1 << task.signature

    def head(self, number: int) -> Task | None:
        """The first who waits in a signature; entries that are void are dropped on the way."""
        heap = self.signatures[number].heap
        while heap:
            _, stamp, task = heap[0]
            if task.stamp == stamp:
                return task
            heapq.heappop(heap)
        self.waiting &= ~(1 << number)
        return None


def _skill_ended(board: RoutingBoard, agent: Agent, now: float) -> None:
    board.match_again(agent, now)
    board.refresh(agent)


def satisfies(agent: Agent, requirement: Requirement, now: float) -> bool:
    """Whether an agent has all that is required, whatever they are doing."""
    if requirement.channel not in agent.profile.channels or agent.ring > requirement.ring:
        return False
    if agent.queues is not None and agent.queues.isdisjoint(requirement.queues):
        return False
    if any(agent.languages.get(need.name, 0) < need.level for need in requirement.languages):
        return False
    return all(_level(agent, need, now) >= need.level for need in requirement.needs)


def _level(agent: Agent, need: Need, now: float) -> float:
    skill = agent.skills.get(need.name)
    if skill is None or (skill.valid_until is not None and skill.valid_until <= now):
        return 0
    return skill.level


def bits(mask: int) -> list[int]:
    """The positions of the bits of a mask, from below."""
    found = []
    while mask:
        low = mask & -mask
        found.append(low.bit_length() - 1)
        mask ^= low
    return found
