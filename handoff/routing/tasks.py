"""What may be done with a task from outside: queue it, take it back, send it on, hold it, end it.

Each function checks first; what is not allowed in the task's state changes nothing and raises `Conflict` with
the state. Who calls has let the time pass (`advance`) and decides afterwards (`decide`).
"""

from handoff.routing.board import RoutingBoard, RoutingEvent
from handoff.routing.estimates import estimate_s
from handoff.routing.matching import put_again, queue_task, unqueue
from handoff.routing.model import (
    ReservationState,
    Sticky,
    StickyMode,
    Task,
    TaskState,
)
from handoff.routing.releasing import end, release
from handoff.routing.requirements import Requirement
from handoff.routing.stickiness import begin_waiting
from hub.errors import BadInput, Conflict, NotFound

WAITING = (TaskState.QUEUED, TaskState.OFFERED)


def find(board: RoutingBoard, task_id: str, *states: TaskState) -> Task:
    """The task, in one of these states; raises `Conflict` with its state, or `NotFound`."""
    task = board.tasks.get(task_id)
    state = task.state if task is not None else board.ended.get(task_id)
    if state is None:
        raise NotFound("no such task", task=task_id)
    if task is None or state not in states:
        raise Conflict("the task is in another state", task=task_id, state=state.value)
    return task


def enqueue(board: RoutingBoard, task: Task, now: float) -> TaskState:
    """Takes a task in, and tells what became of it: it waits, is scheduled, or is led to leave a message.

    The same task again changes nothing. Raises `BadInput` for an id that another task has had.
    """
    known = board.tasks.get(task.id)
    if known is not None or task.id in board.ended:
        if known is task:
            return task.state
        raise BadInput("a task with this id was taken in before", task=task.id)
    board.count += 1
    task.ordinal, task.first_enqueued_at = board.count, now
    board.tasks[task.id] = task
    if task.opens_at is not None and task.opens_at > now:
        task.state = TaskState.SCHEDULED
        admit_when_open(board, task)
        board.tell("task.scheduled", now, task)
        return task.state
    _admit(board, task, now)
    return task.state


def admit_when_open(board: RoutingBoard, task: Task) -> None:
    """Has a task that is put off begin to wait at its time."""
    if task.opens_at is not None:
        board.timers.set(task.opens_at, _open, board, task)


def _open(board: RoutingBoard, task: Task, now: float) -> None:
    if task.state is TaskState.SCHEDULED:
        task.first_enqueued_at = now
        _admit(board, task, now)


def _admit(board: RoutingBoard, task: Task, now: float) -> None:
    """Queues a task, in another queue where its own is too full, or leads it to leave a message."""
    tried: set[str] = set()
    while (cause := _full(board, task, now)) and task.queue.overflow_to:
        tried.add(task.queue.id)
        task.queue = board.queues[task.queue.overflow_to]
        if task.queue.id in tried:
            break
        board.tell("task.moved", now, task, cause=cause)
    if cause:
        end(board, task, TaskState.LEFT_MESSAGE, now, cause)
        return
    task.asked = Requirement(
        task.channel, (task.queue.id,), tuple(sorted(task.needs)), tuple(sorted(task.languages))
    )
    begin_waiting(board, task, now)
    queue_task(board, task, now)
    board.tell("task.queued", now, task)


def _full(board: RoutingBoard, task: Task, now: float) -> str:
    """Why a queue takes nothing more; empty where it does."""
    queue = task.queue
    if queue.calendar is not None and task.tier > 0 and not queue.calendar.is_open(now):
        return "closed"
    if queue.max_waiting is not None and queue.waiting >= queue.max_waiting:
        return "too_many"
    if queue.max_estimate_s is not None:
        expected = estimate_s(board, queue, now)
        return "too_long" if expected is not None and expected > queue.max_estimate_s else ""
    return ""


def cancel(board: RoutingBoard, task_id: str, now: float, cause: str = "") -> None:
    """Takes a task back that nobody has accepted."""
    _stop_waiting(board, task_id, TaskState.CANCELLED, now, cause)


def abandon(board: RoutingBoard, task_id: str, now: float, cause: str = "customer_left") -> None:
    """The customer has gone; an offer is rescinded, and its agent told why."""
    _stop_waiting(board, task_id, TaskState.ABANDONED, now, cause)


def leave_message(board: RoutingBoard, task_id: str, now: float, cause: str = "") -> None:
    """The customer leaves a message instead of waiting."""
    _stop_waiting(board, task_id, TaskState.LEFT_MESSAGE, now, cause)


def _stop_waiting(board: RoutingBoard, task_id: str, state: TaskState, now: float, cause: str) -> None:
    task = find(board, task_id, TaskState.SCHEDULED, *WAITING)
    if task.pending is not None:
        rescind(board, task, now, cause)
    elif task.state is TaskState.QUEUED:
        unqueue(board, task)
    end(board, task, state, now, cause)


def rescind(board: RoutingBoard, task: Task, now: float, cause: str) -> None:
    """Takes an unanswered offer back; where the task goes is the caller's to say."""
    pending = task.pending
    if pending is None:
        return
    task.pending = None
    release(board, pending, ReservationState.RESCINDED, now)
    board.events.append(RoutingEvent("reservation.rescinded", now, task.id, 0, pending.agent.id, cause))


def customer_cut_off(board: RoutingBoard, task_id: str, now: float) -> None:
    """The customer's connection is gone: the place is kept during the grace, and nothing is offered."""
    task = find(board, task_id, *WAITING)
    grace_s = board.settings.grace_s.get(task.channel)
    if grace_s is None or not task.present:
        return
    task.present = False
    if task.pending is not None:
        rescind(board, task, now, "customer_cut_off")
        queue_task(board, task, now)
    else:
        put_again(board, task)
    board.tell("task.cut_off", now, task)
    board.timers.set(now + grace_s, _grace_over, board, task, task.version)


def customer_back(board: RoutingBoard, task_id: str, now: float) -> None:
    """The customer is there again, at the old place."""
    task = find(board, task_id, *WAITING)
    if not task.present:
        task.present = True
        put_again(board, task)
        board.tell("task.back", now, task)


def _grace_over(board: RoutingBoard, task: Task, version: int, now: float) -> None:
    if task.state in WAITING and not task.present and task.version == version:
        abandon(board, task.id, now, "cut_off")


def transfer(
    board: RoutingBoard, task_id: str, now: float, *, queue: str | None = None, agent: str | None = None
) -> None:
    """The owner sends the task on, to a queue or (first) to an agent; the sender is not offered it again.

    Raises `Conflict` after five transfers: then a supervisor has to place it.
    """
    task = find(board, task_id, TaskState.ASSIGNED, TaskState.ON_HOLD)
    if task.transfers >= board.settings.transfers:
        raise Conflict("too many transfers", task=task_id, transfers=task.transfers)
    if queue is not None and queue not in board.queues:
        raise NotFound("no such queue", queue=queue)
    sender = task.owned
    to = None if agent is None else board.agent(agent)
    if to is sender.agent:
        raise BadInput("a task is transferred to somebody else", agent=agent)
    if queue is not None:
        task.queue, task.stage = board.queues[queue], 0
        task.asked = Requirement(task.channel, (queue,), task.asked.needs, task.asked.languages)
    task.transfers += 1
    task.credit_s = board.settings.transfer_credit_s
    task.blocked[sender.agent.index] = float("inf")
    task.sticky = None if to is None else Sticky((to.id,), StickyMode.PREFER)
    give_back(board, task, ReservationState.RELEASED, now)
    begin_waiting(board, task, now)
    queue_task(board, task, now)
    board.tell("task.transferred", now, task, sender.agent.id)


def give_back(board: RoutingBoard, task: Task, state: ReservationState, now: float) -> None:
    """Ends the owner's time with a task."""
    owner = task.owned
    task.owner = None
    release(board, owner, state, now)
