"""Any commands in any order, with leaps of the clock: the invariants hold after every one of them.

The numbers are those of docs/routing.md. What is expected is worked out anew from the plain state of agents
and tasks each time, never from the sets that the board keeps.
"""

from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from handoff.routing import offers as offering
from handoff.routing import presence, serving, tasks
from handoff.routing.advancing import advance
from handoff.routing.board import RoutingBoard
from handoff.routing.capacity import (
    FIVE_CHATS_AND_A_VIDEO,
    FIVE_CHATS_OR_A_VIDEO,
    CapacityProfile,
    ChannelLimit,
)
from handoff.routing.model import (
    ENDED,
    Agent,
    Queue,
    Reservation,
    ScreenConnection,
    Skill,
    Sticky,
    StickyMode,
    SystemStatus,
    Task,
    TaskState,
)
from handoff.routing.requirements import LadderStep, Need, Stages
from hub.errors import Conflict

TARGETS = {"vip": 20.0, "standard": 120.0}
SPREAD_S = 100.0
CREDIT_S = 60.0
ONE_CHAT = CapacityProfile({"chat": ChannelLimit(1, 100, 10, 50)})
PROFILES = (ONE_CHAT, FIVE_CHATS_AND_A_VIDEO, FIVE_CHATS_OR_A_VIDEO)
LADDER = (
    LadderStep(15.0, levels={"wealth": 2}),
    LadderStep(40.0, drop_skills=("wealth",), add_queues=("other",)),
)
QUEUES = ("first", "other")
PEOPLE = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3), st.booleans()), min_size=3, max_size=5)
CHANNELS = st.sampled_from(["chat", "chat", "chat", "video"])


class Routing(RuleBasedStateMachine):
    """One board, and what was done to it."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0
        self.log: list[Any] = []
        self.taken_in: list[Task] = []

    @initialize(people=PEOPLE)
    def begin(self, people: list[tuple[int, int, bool]]) -> None:
        queues = [Queue("first", TARGETS, stages=Stages(LADDER)), Queue("other", TARGETS)]
        self.board = RoutingBoard(queues)
        for number, (profile, level, everywhere) in enumerate(people):
            served = None if everywhere else frozenset({QUEUES[number % 2]})
            skills = {"wealth": Skill(level, 40.0 if number == 0 else None)} if level else {}
            self.board.add_agent(
                Agent(id=f"a{number}", profile=PROFILES[profile], skills=skills, queues=served), 0.0
            )
            presence.heartbeat(self.board, f"a{number}", 0.0)
            presence.set_status(self.board, f"a{number}", "available", 0.0)
        self.settle()

    def settle(self) -> None:
        """Lets the offers of this moment be made, and compares them with what had to be offered."""
        waiting = sorted(self.queued(), key=lambda task: task.key)
        before = {task.id: (task.first_enqueued_at, task.stage, self.could(task)) for task in waiting}
        first = next((task for task in waiting if self.could(task)), None)
        made = offering.make_offers(self.board, self.now)
        # Offering makes nobody freer, so the first of all who could be served is the first who is.
        settled = [each for each in made if not self.stage_moved(each, before)]
        if first is not None and len(settled) == len(made):
            assert made, "somebody who waits could have been served (I7)"
            assert made[0].task is first, "the smallest key that can be served goes first (I5)"
        keys = [each.task.key for each in made]
        assert keys == sorted(keys)
        for each in made:
            self.check_offer(each, waiting)
        self.log += self.board.take_events()

    def stage_moved(self, made: Reservation, before: dict[str, Any]) -> bool:
        return bool(before[made.task.id][1] != made.task.stage)

    def check_offer(self, made: Reservation, waiting: list[Task]) -> None:
        agent, offered = made.agent, made.task
        assert able(agent, offered, self.now), "I4"
        assert agent.routable, "I4"
        assert not offered.blocked.get(agent.index)
        bit = 1 << agent.index
        assert made.why.candidates & bit, "the explanation names the agent as a candidate"
        assert made.why.removed_by(agent.index) is None
        for other in waiting:
            if self.rivals(agent, other, offered):
                later = offered.first_enqueued_at - other.first_enqueued_at
                assert later <= SPREAD_S + CREDIT_S + 1e-6, "nobody is overtaken by more than Δ (I6)"
                assert offered.key < other.key, "I5"

    def rivals(self, agent: Agent, other: Task, offered: Task) -> bool:
        """Whether another task of the tier, which waits on, could have had this offer as well."""
        alike = (other.tier, other.channel) == (offered.tier, offered.channel)
        waits = other is not offered and other.state is TaskState.QUEUED and self.plain(other)
        return alike and waits and able(agent, other, self.now)

    def plain(self, task: Task) -> bool:
        """Whether nothing but its key decides when a task is offered."""
        return task.present and not task.blocked and task.sticky is None

    def queued(self) -> list[Task]:
        return [task for task in self.board.tasks.values() if task.state is TaskState.QUEUED]

    def could(self, task: Task) -> list[Agent]:
        """Who could be offered a waiting task, for all that anybody may know."""
        if not task.present:
            return []
        free = [
            agent
            for agent in self.board.agents
            if able(agent, task, self.now)
            and agent.routable
            and agent.no_offer_before <= self.now
            and agent.index not in task.blocked
            and room(agent, task.channel)
        ]
        if task.sticky is None:
            return free
        kept = [agent for agent in free if agent.id in task.sticky.agents]
        kept_for = task.sticky.mode is StickyMode.REQUIRE or (task.sticky_until or -1) > self.now
        return kept if kept or kept_for else free

    def pick(self, data: Any, *states: TaskState) -> Task | None:
        found = [task for task in self.board.tasks.values() if task.state in states]
        return data.draw(st.sampled_from(found)) if found else None

    @rule(
        channel=CHANNELS,
        vip=st.booleans(),
        tier=st.sampled_from([0, 1, 1, 1]),
        level=st.integers(0, 3),
        hard=st.booleans(),
        queue=st.sampled_from(QUEUES),
        sticky=st.sampled_from([None, None, None, "a0", "a1"]),
    )
    def enqueue(
        self, channel: str, vip: bool, tier: int, level: int, hard: bool, queue: str, sticky: str | None
    ) -> None:
        task = Task(
            id=f"t{len(self.taken_in)}",
            queue=self.board.queues[queue],
            channel=channel,
            tier=tier,
            needs=(Need("wealth", level, hard),) if level else (),
            service_class="vip" if vip else "standard",
            sticky=Sticky((sticky,)) if sticky else None,
        )
        tasks.enqueue(self.board, task, self.now)
        self.taken_in.append(task)
        assert tasks.enqueue(self.board, task, self.now) == task.state, "the same again changes nothing (I9)"
        self.settle()

    @rule(seconds=st.sampled_from([0.0, 1.0, 5.0, 16.0, 31.0, 200.0]))
    def time_passes(self, seconds: float) -> None:
        self.now += seconds
        advance(self.board, self.now)
        self.settle()

    @rule()
    def everybody_beats(self) -> None:
        for agent in self.board.agents:
            presence.heartbeat(self.board, agent.id, self.now)
        self.settle()

    @rule(data=st.data())
    def accept(self, data: Any) -> None:
        task = self.pick(data, TaskState.OFFERED)
        if task is not None and task.pending is not None:
            held = task.pending
            offering.accept(self.board, held.id, held.agent.id, self.now)
            version = task.version
            assert offering.accept(self.board, held.id, held.agent.id, self.now) is task
            assert task.version == version, "accepting twice is accepting once (I9)"
            self.settle()

    @rule(data=st.data())
    def decline(self, data: Any) -> None:
        task = self.pick(data, TaskState.OFFERED)
        if task is not None and task.pending is not None:
            held, key = task.pending, task.key
            offering.decline(self.board, held.id, held.agent.id, self.now, "busy")
            assert task.key == key, "I13"
            with pytest.raises(Conflict):
                offering.accept(self.board, held.id, held.agent.id, self.now)
            self.settle()

    @rule(data=st.data(), wrap_s=st.sampled_from([None, 0.0]))
    def complete(self, data: Any, wrap_s: float | None) -> None:
        task = self.pick(data, TaskState.ASSIGNED)
        if task is not None:
            offering.replied(self.board, task.id)
            serving.complete(self.board, task.id, self.now, wrap_s)
            self.settle()

    @rule(data=st.data())
    def hold(self, data: Any) -> None:
        task = self.pick(data, TaskState.ASSIGNED)
        if task is not None:
            serving.hold(self.board, task.id, self.now)
            self.settle()

    @rule(data=st.data())
    def customer_speaks(self, data: Any) -> None:
        task = self.pick(data, TaskState.ON_HOLD, TaskState.WRAPPING)
        if task is not None:
            serving.customer_spoke(self.board, task.id, self.now)
            self.settle()

    @rule(data=st.data(), to=st.sampled_from(QUEUES))
    def transfer(self, data: Any, to: str) -> None:
        task = self.pick(data, TaskState.ASSIGNED, TaskState.ON_HOLD)
        if task is not None and task.transfers < 5:
            tasks.transfer(self.board, task.id, self.now, queue=to)
            self.settle()

    @rule(data=st.data())
    def customer_leaves(self, data: Any) -> None:
        task = self.pick(data, TaskState.QUEUED, TaskState.OFFERED)
        if task is not None:
            tasks.abandon(self.board, task.id, self.now)
            self.settle()

    @rule(data=st.data())
    def customer_is_cut_off(self, data: Any) -> None:
        task = self.pick(data, TaskState.QUEUED, TaskState.OFFERED)
        if task is not None:
            tasks.customer_cut_off(self.board, task.id, self.now)
            self.settle()

    @rule(data=st.data())
    def customer_is_back(self, data: Any) -> None:
        task = self.pick(data, TaskState.QUEUED)
        if task is not None:
            tasks.customer_back(self.board, task.id, self.now)
            self.settle()

    @rule(data=st.data(), status=st.sampled_from(["available", "break", "offline"]))
    def status(self, data: Any, status: str) -> None:
        agent = data.draw(st.sampled_from(self.board.agents))
        presence.set_status(self.board, agent.id, status, self.now)
        self.settle()

    @rule(data=st.data())
    def lose(self, data: Any) -> None:
        agent = data.draw(st.sampled_from(self.board.agents))
        if agent.connection is not ScreenConnection.LOST:
            presence.lose(self.board, agent, self.now)
            self.settle()

    @rule(data=st.data())
    def clear(self, data: Any) -> None:
        agent = data.draw(st.sampled_from(self.board.agents))
        if agent.system_status is SystemStatus.NOT_RESPONDING:
            offering.clear_system_status(self.board, agent.id, self.now)
            self.settle()

    @rule(data=st.data(), level=st.integers(0, 3), profile=st.integers(0, 2))
    def skills_change(self, data: Any, level: int, profile: int) -> None:
        agent = data.draw(st.sampled_from(self.board.agents))
        idle = not agent.held
        presence.change_agent(
            self.board,
            agent.id,
            self.now,
            skills={"wealth": Skill(level)} if level else {},
            profile=PROFILES[profile] if idle else None,
        )
        self.settle()

    @precondition(lambda self: self.taken_in)
    @rule(data=st.data())
    def late_commands_change_nothing(self, data: Any) -> None:
        task = data.draw(st.sampled_from(self.taken_in))
        if task.state in ENDED:
            version = task.version
            for late in (tasks.abandon, tasks.cancel, serving.complete, serving.hold):
                with pytest.raises(Conflict) as refused:
                    late(self.board, task.id, self.now)
                assert refused.value.fields["state"] == task.state.value
            assert task.version == version, "I8"

    @invariant()
    def no_task_is_lost(self) -> None:
        for task in self.taken_in:
            known, ended = task.id in self.board.tasks, task.id in self.board.ended
            assert known != ended, "I1"
            assert ended == (task.state in ENDED)

    @invariant()
    def one_offer_and_one_owner(self) -> None:
        for task in self.taken_in:
            holds = [r for agent in self.board.agents for r in agent.held.values() if r.task is task]
            assert len(holds) <= 1, "I2"
            owned = (TaskState.ASSIGNED, TaskState.ON_HOLD, TaskState.WRAPPING)
            assert (task.pending is not None) == (task.state is TaskState.OFFERED)
            assert (task.owner is not None) == (task.state in owned)

    @invariant()
    def capacity_is_kept(self) -> None:
        for agent in getattr(self, "board", RoutingBoard([])).agents:
            assert agent.load.used == sum(held.cost for held in agent.held.values()), "I3"
            assert 0 <= agent.load.used <= agent.profile.budget
            counted = Counter(held.task.channel for held in agent.held.values() if held.counted)
            assert {k: v for k, v in agent.load.counts.items() if v} == counted
            assert all(number <= agent.profile.channels[name].most for name, number in counted.items())

    @invariant()
    def nobody_waits_who_could_be_served(self) -> None:
        if hasattr(self, "board"):
            assert [task.id for task in self.queued() if self.could(task)] == [], "I7"

    @invariant()
    def queues_count_who_waits(self) -> None:
        for queue in getattr(self, "board", RoutingBoard([])).queues.values():
            assert queue.waiting == sum(task.queue is queue for task in self.queued())

    @invariant()
    def events_of_a_task_have_no_gap(self) -> None:
        numbers: Counter[str] = Counter()
        ended: set[str] = set()
        for event in self.log:
            if event.seq:
                numbers[event.task] += 1
                assert event.seq == numbers[event.task], "I8"
                assert event.task not in ended, "terminal states are final (I8)"
                if event.kind.removeprefix("task.") in ENDED:
                    ended.add(event.task)


def able(agent: Agent, task: Task, now: float) -> bool:
    """Whether an agent has what the task asks for at its stage, worked out from the ladder's own words."""
    queues, level = {task.asked.queues[0]}, {need.name: need for need in task.asked.needs}
    wanted = {name: need.level for name, need in level.items()}
    if task.queue.id == "first":
        if task.stage >= 1 and "wealth" in wanted and not level["wealth"].hard:
            wanted["wealth"] = min(wanted["wealth"], 2)
        if task.stage >= 2:
            queues.add("other")
            if "wealth" in wanted and not level["wealth"].hard:
                del wanted["wealth"]
    if task.channel not in agent.profile.channels:
        return False
    if agent.queues is not None and not agent.queues & queues:
        return False
    has = {name: s.level for name, s in agent.skills.items() if s.valid_until is None or s.valid_until > now}
    return all(has.get(name, 0) >= needed for name, needed in wanted.items())


def room(agent: Agent, channel: str) -> bool:
    """Whether one more of a channel fits, counted from what the agent holds."""
    limit = agent.profile.channels[channel]
    held = [each for each in agent.held.values() if each.counted]
    if sum(each.task.channel == channel for each in held) >= limit.most:
        return False
    pending = sum(each.accepted_at is None and each.task.channel == channel for each in held)
    if pending >= limit.pending or any(each.task.channel in limit.exclusive_with for each in held):
        return False
    return sum(each.cost for each in agent.held.values()) + limit.cost <= agent.profile.budget


TestRouting = Routing.TestCase
TestRouting.settings = settings(
    max_examples=150, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
)
