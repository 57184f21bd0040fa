"""How a reservation ends, and what the agent gets back."""

from handoff.routing.board import RoutingBoard
from handoff.routing.model import (
    Agent,
    Reservation,
    ReservationState,
    Task,
    TaskState,
)

ANSWERED = (ReservationState.ACCEPTED, ReservationState.WRAPPING)


def release(board: RoutingBoard, held: Reservation, state: ReservationState, now: float) -> None:
    """Ends a reservation, gives its capacity back; only work that was done makes the idle time new."""
    agent, worked = held.agent, held.state in ANSWERED
    if held.state is ReservationState.PENDING:
        agent.load.offer(held.task.channel, -1)
    if held.counted:
        agent.load.count(held.task.channel, -1)
    agent.load.used -= held.cost
    agent.load.owed -= held.owed
    del agent.held[held.id], board.reservations[held.id]
    held.state, held.cost, held.owed = state, 0, 0
    if worked:
        agent.idle_since = agent.released_at[held.task.channel] = now
    take_next_status(board, agent, now)
    board.refresh(agent)


def take_next_status(board: RoutingBoard, agent: Agent, now: float) -> None:
    """The status that was chosen during work applies once the work is over."""
    if agent.next_status is not None and not agent.held:
        agent.status, agent.next_status = agent.next_status, None
        board.tell("agent.status", now, agent=agent.id, cause=agent.status)


def end(board: RoutingBoard, task: Task, state: TaskState, now: float, cause: str = "") -> None:
    """Ends a task for good; its state is remembered for a while, so that late commands can be told."""
    task.state = state
    board.tell(f"task.{state.value}", now, task, cause=cause)
    board.tasks.pop(task.id, None)
    board.ended[task.id] = state
    while len(board.ended) > board.settings.remembered:
        board.ended.popitem(last=False)
