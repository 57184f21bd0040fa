"""Puts on a board what was written down: tasks and agents as they are, with what is left of their times.

A board can be lost at any moment and begun anew, and what others have changed meanwhile is put in the place
of what the board believed. Nothing here tells an event: nothing has happened.
"""

from dataclasses import dataclass
from math import inf

from handoff.routing.board import RoutingBoard
from handoff.routing.explaining import ChoiceRule, Explanation
from handoff.routing.matching import queue_task, unqueue
from handoff.routing.model import (
    Agent,
    Reservation,
    ReservationState,
    ScreenConnection,
    SystemStatus,
    Task,
    TaskState,
)
from handoff.routing.offers import expect_reply, lapse, time_out, unblock
from handoff.routing.presence import watch_heartbeats
from handoff.routing.requirements import Requirement
from handoff.routing.serving import held_too_long, wrap_over
from handoff.routing.stickiness import begin_waiting
from handoff.routing.tasks import admit_when_open

FORGOTTEN = Explanation(0, 0, 0, 0, 0, ChoiceRule.SUPERVISOR, "", 0.0, 0, 0)
"""The reason of an offer stands where the offer was written down; the board has no use for it."""


@dataclass(frozen=True, slots=True)
class WrittenOffer:
    """A live reservation as it was written down; `ends_at`: of the offer, or of the wrap-up.

    `unheard`: it ended before this board was begun, while nobody routed.
    """

    agent_id: str
    state: ReservationState
    at: float
    cost: int
    counted: bool = True
    ends_at: float | None = None
    accepted_at: float | None = None
    replied: bool = False
    unheard: bool = False


@dataclass(frozen=True, slots=True)
class WrittenAgent:
    """What was written down of what an agent does."""

    status: str
    next_status: str | None
    unanswered: int
    heard_at: float
    idle_since: float


def restore_agent(board: RoutingBoard, agent: Agent, written: WrittenAgent, now: float) -> None:
    """Brings an agent of the board to what was written down; work in hand stays."""
    agent.status, agent.next_status = written.status, written.next_status
    agent.unanswered, agent.idle_since = written.unanswered, written.idle_since
    silenced = written.unanswered >= board.settings.unanswered
    agent.system_status = SystemStatus.NOT_RESPONDING if silenced else SystemStatus.NONE
    agent.heartbeat_at = max(agent.heartbeat_at, written.heard_at)
    silent_s = now - agent.heartbeat_at
    if silent_s >= board.settings.gone_s and not agent.held:
        agent.connection = ScreenConnection.LOST
    elif silent_s < board.settings.suspect_s or (agent.connection is ScreenConnection.LOST and agent.held):
        if agent.connection is ScreenConnection.LOST:
            agent.ramping = bool(board.settings.ramp_s and board.waiting & agent.signatures)
        agent.connection = ScreenConnection.ONLINE
        watch_heartbeats(board, agent)
    board.refresh(agent)


def restore_task(
    board: RoutingBoard, task: Task, offer: WrittenOffer | None, blocked: dict[int, float], now: float
) -> Reservation | None:
    """Puts a task that is not on the board on it, in the state that it has; gives its live reservation.

    `blocked`: by an agent's index, until when the task is not offered to them again.
    """
    task.asked = Requirement(
        task.channel, (task.queue.id,), tuple(sorted(task.needs)), tuple(sorted(task.languages))
    )
    task.stage = min(task.stage, task.queue.stages.last())
    board.tasks[task.id] = task
    if not task.ordinal:
        board.count += 1
        task.ordinal = board.count
    if task.state is TaskState.SCHEDULED:
        admit_when_open(board, task)
        return None
    task.signature = board.signature(task.queue.stages.at(task.asked, task.stage), now)
    _block(board, task, blocked, now)
    if offer is None:
        begin_waiting(board, task, now)
        queue_task(board, task, now)
        return None
    return _hold(board, task, offer)


def _block(board: RoutingBoard, task: Task, blocked: dict[int, float], now: float) -> None:
    staffed = board.signatures[task.signature].agents & board.staffed
    for index, until in blocked.items():
        until_s = until
        if until < inf and staffed == 1 << index:
            until_s -= board.settings.decline_s - board.settings.only_agent_s
        if until_s > now:
            task.blocked[index] = until_s
            if until_s < inf:
                board.timers.set(until_s, unblock, board, task, index)


def _hold(board: RoutingBoard, task: Task, offer: WrittenOffer) -> Reservation:
    agent = board.agent(offer.agent_id)
    board.count += 1
    held = Reservation(board.count, task, agent, offer.at, FORGOTTEN, offer.state, offer.cost, offer.counted)
    held.accepted_at, held.replied = offer.accepted_at, offer.replied
    board.reservations[held.id] = agent.held[held.id] = held
    agent.load.used += held.cost
    held.owed = _owed(agent, task, held)
    agent.load.owed += held.owed
    if held.counted:
        agent.load.count(task.channel, 1)
    if held.state is ReservationState.PENDING:
        task.pending = held
        agent.load.offer(task.channel, 1)
        board.timers.set(offer.ends_at or offer.at, lapse if offer.unheard else time_out, board, held)
    else:
        task.owner = held
        _watch_owner(board, task, held, offer)
    board.refresh(agent)
    return held


def _owed(agent: Agent, task: Task, held: Reservation) -> int:
    """What is served costs more than it could take: a call that began beside much else."""
    limit = agent.profile.channels.get(task.channel)
    if limit is None or task.state is not TaskState.ASSIGNED:
        return 0
    return max(0, limit.cost - held.cost)


def _watch_owner(board: RoutingBoard, task: Task, held: Reservation, offer: WrittenOffer) -> None:
    if task.state is TaskState.WRAPPING and offer.ends_at is not None:
        board.timers.set(offer.ends_at, wrap_over, board, task, task.version)
    elif task.state is TaskState.ON_HOLD and offer.ends_at is not None:
        board.timers.set(offer.ends_at, held_too_long, board, task, task.version)
    elif task.state is TaskState.ASSIGNED and not held.replied:
        expect_reply(board, held, offer.accepted_at or offer.at)


def forget_task(board: RoutingBoard, task_id: str) -> Task | None:
    """Takes a task off the board with all that it holds; None where it is not there."""
    task = board.tasks.pop(task_id, None)
    if task is None:
        board.ended.pop(task_id, None)
        return None
    if task.state is TaskState.QUEUED:
        unqueue(board, task)
    for held in (task.pending, task.owner):
        if held is not None:
            _let_go(board, held)
    task.state, task.pending, task.owner = TaskState.CANCELLED, None, None  # its timers find nothing to do
    return task


def _let_go(board: RoutingBoard, held: Reservation) -> None:
    agent, channel = held.agent, held.task.channel
    if held.state is ReservationState.PENDING:
        agent.load.offer(channel, -1)
    if held.counted:
        agent.load.count(channel, -1)
    agent.load.used -= held.cost
    agent.load.owed -= held.owed
    del agent.held[held.id], board.reservations[held.id]
    held.state, held.cost, held.owed = ReservationState.RELEASED, 0, 0
    board.refresh(agent)
