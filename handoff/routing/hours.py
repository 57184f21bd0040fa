"""What the hours of a queue do to those who wait in it."""

from handoff.routing.board import RoutingBoard
from handoff.routing.model import Queue, TaskState
from handoff.routing.tasks import leave_message


def watch_hours(board: RoutingBoard, now: float) -> None:
    """Has every queue with a calendar open and close by it from now on."""
    for queue in board.queues.values():
        _next_change(board, queue, now)


def _next_change(board: RoutingBoard, queue: Queue, now: float) -> None:
    at = None if queue.calendar is None else queue.calendar.next_change(now)
    if at is not None:
        board.timers.set(at, _changed, board, queue)


def _changed(board: RoutingBoard, queue: Queue, now: float) -> None:
    if queue.calendar is not None and queue.calendar.is_open(now):
        open_queue(board, queue, now)
    else:
        close_queue(board, queue, now)
    _next_change(board, queue, now)


def close_queue(board: RoutingBoard, queue: Queue, now: float) -> None:
    """The queue has closed: who waits is served for `drain_s` more, then led to leave a message."""
    queue.drained_at = now + queue.drain_s
    board.timers.set(queue.drained_at, _drained, board, queue)
    board.tell("queue.closed", now, cause=queue.id)


def open_queue(board: RoutingBoard, queue: Queue, now: float) -> None:
    """The queue is open again."""
    queue.drained_at = None
    board.tell("queue.opened", now, cause=queue.id)


def _drained(board: RoutingBoard, queue: Queue, now: float) -> None:
    if queue.drained_at is None or queue.drained_at > now:
        return
    left = [t for t in board.tasks.values() if t.queue is queue and t.state is TaskState.QUEUED and t.tier]
    for task in left:
        leave_message(board, task.id, now, cause="closed")
