"""A board and, of each thing on it, what the database is known to have: the difference is to be written."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple

from handoff.routing.board import RoutingBoard
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

    `new`: the customer has not been told yet what the wait is.
    """

    task: Task
    state: str
    held: Reservation | None = None
    reservation_id: str | None = None
    held_state: ReservationState | None = None
    cost: int = 0
    new: bool = False

    def __post_init__(self) -> None:
        if self.held is not None:
            self.held_state, self.cost = self.held.state, self.held.cost


@dataclass(slots=True)
class LiveBoard:
    """One leader's board, read at `begun_at`; `heard_until`: up to when desks' signs of life are known."""

    board: RoutingBoard
    begun_at: datetime
    profiles: dict[str, AgentSetup] = field(default_factory=dict)
    agents: dict[str, StoredAgent] = field(default_factory=dict)
    tasks: dict[str, StoredTask] = field(default_factory=dict)
    ordinals: dict[str, int] = field(default_factory=dict)
    heard_until: datetime = datetime(1970, 1, 1, tzinfo=UTC)

    def forget(self, name: str) -> None:
        """Drops what was known of a task."""
        self.tasks.pop(name, None)
