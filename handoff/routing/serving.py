"""An owner's time with a task: held while the customer is silent, ended, wrapped up."""

from math import inf

from handoff.routing.board import RoutingBoard
from handoff.routing.capacity import has_room
from handoff.routing.matching import queue_task
from handoff.routing.model import Reservation, ReservationState, Sticky, StickyMode, Task, TaskState
from handoff.routing.releasing import end
from handoff.routing.stickiness import begin_waiting
from handoff.routing.tasks import find, give_back


def hold(board: RoutingBoard, task_id: str, now: float) -> None:
    """The customer is silent: the slot is free for others, and costs less of the budget."""
    task = find(board, task_id, TaskState.ASSIGNED)
    owner = task.owned
    task.state = TaskState.ON_HOLD
    owner.agent.load.count(task.channel, -1)
    owner.counted = False
    recost(board, task, owner.agent.profile.channels[task.channel].hold_cost)
    board.tell("task.on_hold", now, task, owner.agent.id)
    board.timers.set(now + board.settings.hold_s, held_too_long, board, task, task.version)


def recost(board: RoutingBoard, task: Task, cost: int) -> None:
    """Changes what a task takes of its owner's budget."""
    owner = task.owned
    owner.agent.load.used += cost - owner.cost
    owner.agent.load.owed -= owner.owed
    owner.cost, owner.owed = cost, 0
    board.refresh(owner.agent)


def customer_spoke(board: RoutingBoard, task_id: str, now: float) -> TaskState:
    """Who was on hold, or whose agent was wrapping up, is with the same agent again where there is room.

    Where there is none, the task goes back to its old place in the queue, for that agent first.
    """
    task = find(board, task_id, TaskState.ON_HOLD, TaskState.WRAPPING)
    owner = task.owned
    if owner.counted:
        owner.agent.load.count(task.channel, -1)
    roomy = has_room(owner.agent.profile, owner.agent.load, task.channel, freed=owner.cost)
    if owner.counted:
        owner.agent.load.count(task.channel, 1)
    if not roomy:
        task.sticky = Sticky((owner.agent.id,), StickyMode.PREFER)
        give_back(board, task, ReservationState.RELEASED, now)
        begin_waiting(board, task, now)
        queue_task(board, task, now)
        board.tell("task.queued", now, task, cause="no_room")
        return task.state
    if not owner.counted:
        owner.agent.load.count(task.channel, 1)
        owner.counted = True
    task.state, owner.state = TaskState.ASSIGNED, ReservationState.ACCEPTED
    recost(board, task, owner.agent.profile.channels[task.channel].cost)
    board.tell("task.resumed", now, task, owner.agent.id)
    return task.state


def held_too_long(board: RoutingBoard, task: Task, version: int, now: float) -> None:
    """The customer did not come back in time: the conversation ends; `version`: of the task when held."""
    if task.state is TaskState.ON_HOLD and task.version == version:
        complete(board, task.id, now)


def complete(board: RoutingBoard, task_id: str, now: float, wrap_s: float | None = None) -> None:
    """The conversation has ended for its owner, who wraps up.

    `wrap_s`: for so long at most; None: the channel's time, infinite: until told."""
    task = find(board, task_id, TaskState.ASSIGNED, TaskState.ON_HOLD)
    owner = task.owned
    time_s = board.settings.wrap_s.get(task.channel, 0.0) if wrap_s is None else wrap_s
    task.queue.note_done(now, now - (owner.accepted_at or now))
    task.state, owner.state = TaskState.WRAPPING, ReservationState.WRAPPING
    board.tell("task.wrapping", now, task, owner.agent.id)
    if time_s <= 0:
        wrap_up(board, task_id, now, "none")
        return
    if not owner.counted:
        owner.agent.load.count(task.channel, 1)
        owner.counted = True
    recost(board, task, _wrap_cost(owner))
    if time_s < inf:
        board.timers.set(now + time_s, wrap_over, board, task, task.version)


def _wrap_cost(owner: Reservation) -> int:
    """A call that began beside much else takes no more to wrap up, nor one that no profile names."""
    agent, limit = owner.agent, owner.agent.profile.channels.get(owner.task.channel)
    if limit is None or agent.load.used - owner.cost + limit.wrap_cost > agent.profile.budget:
        return owner.cost
    return limit.wrap_cost


def wrap_over(board: RoutingBoard, task: Task, version: int, now: float) -> None:
    """The time for wrapping up is over; `version`: of the task when it began."""
    if task.state is TaskState.WRAPPING and task.version == version:
        wrap_up(board, task.id, now, "unset")


def wrap_up(board: RoutingBoard, task_id: str, now: float, disposition: str) -> None:
    """The agent has said what it was about, or the time for it is over."""
    task = find(board, task_id, TaskState.WRAPPING)
    give_back(board, task, ReservationState.COMPLETED, now)
    end(board, task, TaskState.COMPLETED, now, disposition)
