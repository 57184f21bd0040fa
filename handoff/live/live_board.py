"""A board and, of each thing on it, what the database is known to have: the difference is to be written."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple, Self

from handoff.routing.board import RoutingBoard
from handoff.routing.instead import WAITING
from handoff.routing.model import Agent, Reservation, ReservationState, Task
from handoff.setup import AgentSetup


class StoredAgent(NamedTuple):
    """The columns of an agent that the router writes, as the database has them."""

    status: str
    next_status: str | None
    unanswered: int
    idle_since: float


def agent_state(agent: Agent) -> tuple[str, str | None, int, float]:
    """The same of an agent on the board."""
    return agent.status, agent.next_status, agent.unanswered, agent.idle_since


@dataclass(slots=True)
class StoredTask:
    """A task and its live reservation, with the states that are written down.

    `new`: the customer has not been told yet what the wait is. `channel`: what the database has for it.
    """

    task: Task
    state: str
    held: Reservation | None = None
    reservation_id: str | None = None
    held_state: ReservationState | None = None
    cost: int = 0
    new: bool = False
    channel: str = ""

    def __post_init__(self) -> None:
        self.channel = self.task.channel
        if self.held is not None:
            self.held_state, self.cost = self.held.state, self.held.cost


class RememberedTask(NamedTuple):
    """What no row tells of a task that is read anew: its place among equals, since when it waits for what."""

    ordinal: int
    channel: str
    channel_since: float | None

    @classmethod
    def of(cls, task: Task) -> Self:
        """The same of a task on the board."""
        return cls(task.ordinal, task.channel, task.channel_since)

    def give(self, task: Task) -> None:
        """Gives it to the task that takes the other's place."""
        task.ordinal = self.ordinal
        if task.channel == self.channel and task.state in WAITING:
            task.channel_since = self.channel_since


@dataclass(slots=True)
class LiveBoard:
    """One leader's board, read at `begun_at`; `heard_until`: up to when desks' signs of life are known."""

    board: RoutingBoard
    begun_at: datetime
    profiles: dict[str, AgentSetup] = field(default_factory=dict)
    agents: dict[str, StoredAgent] = field(default_factory=dict)
    tasks: dict[str, StoredTask] = field(default_factory=dict)
    remembered: dict[str, RememberedTask] = field(default_factory=dict)
    heard_until: datetime = datetime(1970, 1, 1, tzinfo=UTC)

    def forget(self, name: str) -> None:
        """Drops what was known of a task."""
        self.tasks.pop(name, None)
