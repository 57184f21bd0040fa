"""The nouns of routing: queues, tasks, agents, reservations, and the states that they go through."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from handoff.routing.calendars import Calendar
from handoff.routing.capacity import CapacityProfile, Load
from handoff.routing.explaining import Explanation
from handoff.routing.requirements import Need, Requirement, Stages
from hub.errors import Conflict

VIP, STANDARD, LEAVE_MESSAGE = "vip", "standard", "leave_message"
TARGET_WAIT_S: Mapping[str, float] = {VIP: 20.0, STANDARD: 120.0, LEAVE_MESSAGE: 4 * 3600.0}
"""Target waits by class, where a queue has none of its own."""

RATE_OVER, LEAST_FOR_RATE = 50, 5
"""Over how many completed tasks a queue's rate is measured, and how few tell nothing."""


class TaskState(StrEnum):
    """Where a task is."""

    SCHEDULED = "scheduled"
    QUEUED = "queued"
    OFFERED = "offered"
    ASSIGNED = "assigned"
    ON_HOLD = "on_hold"
    WRAPPING = "wrapping"
    COMPLETED = "completed"
    ABANDONED = "abandoned"
    CANCELLED = "cancelled"
    LEFT_MESSAGE = "left_message"
    OVERFLOWED = "overflowed"


ENDED = frozenset(
    {
        TaskState.COMPLETED,
        TaskState.ABANDONED,
        TaskState.CANCELLED,
        TaskState.LEFT_MESSAGE,
        TaskState.OVERFLOWED,
    }
)


class ReservationState(StrEnum):
    """What became of an offer."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    WRAPPING = "wrapping"
    COMPLETED = "completed"
    DECLINED = "declined"
    TIMED_OUT = "timed_out"
    RESCINDED = "rescinded"
    RELEASED = "released"


class ScreenConnection(StrEnum):
    """What the heartbeats of an agent's screen say."""

    ONLINE = "online"
    SUSPECT = "suspect"
    LOST = "lost"


class SystemStatus(StrEnum):
    """What the house has found about an agent."""

    NONE = "none"
    NOT_RESPONDING = "not_responding"
    FORCED_LOGOUT = "forced_logout"


ROUTABLE_STATUS = "available"


class Policy(StrEnum):
    """How a queue chooses among agents who all would do."""

    LONGEST_IDLE = "longest_idle"
    LEAST_LOADED = "least_loaded"
    BEST_SKILL = "best_skill"
    SCARCITY = "scarcity"


class StickyMode(StrEnum):
    """How firmly a task is kept for somebody."""

    PREFER = "prefer"
    REQUIRE = "require"


@dataclass(frozen=True, slots=True)
class Sticky:
    """Whom a customer should meet again, in this order: manager, last agent, the manager's team."""

    agents: tuple[str, ...]
    mode: StickyMode = StickyMode.PREFER
    wait_s: float = 30.0


@dataclass(slots=True)
class Queue:
    """Where tasks wait; `max_waiting` and `overflow_to` say what happens when too many do.

    `only_target_s`: one target for all classes, instead of `target_wait_s` by class.
    """

    id: str
    target_wait_s: Mapping[str, float] = field(default_factory=dict)
    only_target_s: float | None = None
    stages: Stages = field(default_factory=lambda: Stages(()))
    policy: Policy = Policy.LONGEST_IDLE
    calendar: Calendar | None = None
    drain_s: float = 900.0
    max_waiting: int | None = None
    max_estimate_s: float | None = None
    overflow_to: str | None = None
    waiting: int = 0
    drained_at: float | None = None
    last_wait_s: float | None = None
    mean_handle_s: float | None = None
    done_at: deque[float] = field(default_factory=lambda: deque(maxlen=RATE_OVER))

    def note_answered(self, waited_s: float) -> None:
        """A task of this queue was answered after so long."""
        self.last_wait_s = waited_s

    def note_done(self, now: float, took_s: float) -> None:
        """A task of this queue was done, after so long with its agent; the mean forgets a tenth each time."""
        self.done_at.append(now)
        mean_s = self.mean_handle_s
        self.mean_handle_s = took_s if mean_s is None else mean_s + 0.1 * (took_s - mean_s)

    def rate_per_s(self, now: float) -> float | None:
        """Tasks done a second lately; None before there are enough to tell."""
        if len(self.done_at) < LEAST_FOR_RATE or now <= self.done_at[0]:
            return None
        return len(self.done_at) / (now - self.done_at[0])

    def target_s(self, service_class: str) -> float:
        """The target wait of a class: the queue's own, else the usual one, else the standard class's."""
        if self.only_target_s is not None:
            return self.only_target_s
        for known in (self.target_wait_s, TARGET_WAIT_S):
            if service_class in known:
                return known[service_class]
        return self.target_wait_s.get(STANDARD, TARGET_WAIT_S[STANDARD])


@dataclass(frozen=True, slots=True)
class Skill:
    """How well somebody knows something, 1 to 5; a licence ends with `valid_until`."""

    level: float
    valid_until: float | None = None


@dataclass(slots=True, kw_only=True)
class Agent:
    """One agent: who they are, and (below) what they are doing.

    `queues`: those served; None for all. `ring`: 0 is asked first, wider ones as the ladder says.
    """

    id: str
    profile: CapacityProfile
    skills: Mapping[str, Skill] = field(default_factory=dict)
    languages: Mapping[str, float] = field(default_factory=dict)
    queues: frozenset[str] | None = None
    ring: int = 0

    index: int = -1
    connection: ScreenConnection = ScreenConnection.LOST
    status: str = "offline"
    next_status: str | None = None
    system_status: SystemStatus = SystemStatus.NONE
    load: Load = field(default_factory=Load)
    idle_since: float = 0.0
    released_at: dict[str, float] = field(default_factory=dict)
    unanswered: int = 0
    ramping: bool = False
    no_offer_before: float = float("-inf")
    heartbeat_at: float = 0.0
    held: dict[int, "Reservation"] = field(default_factory=dict)
    signatures: int = 0
    watch: int = 0

    @property
    def staffed(self) -> bool:
        """Whether somebody sits there at all, with or without time."""
        leaves = "offline" in (self.status, self.next_status)
        return self.connection is ScreenConnection.ONLINE and not leaves

    @property
    def routable(self) -> bool:
        """Whether offers may come, as far as room allows."""
        return (
            self.connection is ScreenConnection.ONLINE
            and self.status == ROUTABLE_STATUS
            and self.next_status is None
            and self.system_status is SystemStatus.NONE
        )


@dataclass(slots=True)
class Reservation:
    """One offer of a task to an agent and, once accepted, the agent's time with it.

    `owed`: what it costs beyond `cost`, where a call began beside so much work that it did not fit.
    """

    id: int
    task: "Task"
    agent: Agent
    at: float
    why: Explanation
    state: ReservationState = ReservationState.PENDING
    cost: int = 0
    counted: bool = True
    owed: int = 0
    accepted_at: float | None = None
    beyond: int = 0
    replied: bool = False


NOTHING = Requirement("", ())


@dataclass(slots=True, kw_only=True)
class Task:
    """One request for human work; `tier` 0 is the most urgent, `ordinal` the order in which equals came.

    `channel_since`: since when it waits for its channel; `look_at`: when to look whether anybody serves it.
    """

    id: str
    queue: Queue
    channel: str
    needs: tuple[Need, ...] = ()
    languages: tuple[Need, ...] = ()
    tier: int = 1
    service_class: str = STANDARD
    sticky: Sticky | None = None
    opens_at: float | None = None

    state: TaskState = TaskState.QUEUED
    version: int = 0
    ordinal: int = 0
    first_enqueued_at: float = 0.0
    credit_s: float = 0.0
    returned: bool = False
    asked: Requirement = NOTHING
    stage: int = 0
    signature: int = -1
    stamp: int = 0
    present: bool = True
    failed_offers: int = 0
    transfers: int = 0
    blocked: dict[int, float] = field(default_factory=dict)
    sticky_until: float | None = None
    channel_since: float | None = None
    look_at: float | None = None
    pending: Reservation | None = None
    owner: Reservation | None = None

    @property
    def owned(self) -> Reservation:
        """The owner's reservation; raises `Conflict` where nobody owns the task."""
        if self.owner is None:
            raise Conflict("nobody owns the task", task=self.id, state=self.state.value)
        return self.owner

    @property
    def key(self) -> tuple[int, float, int, float, int]:
        """The order of those who wait, smaller first: earliest due date within a tier.

        It is static, so that nobody is overtaken by who came later by more than the spread of the targets. Of
        equal dates, what a lost agent gave back goes first, then who came first.
        """
        due = self.first_enqueued_at + self.queue.target_s(self.service_class) - self.credit_s
        return (self.tier, due, 0 if self.returned else 1, self.first_enqueued_at, self.ordinal)
