"""Place in the queue and expected wait, from what is measured (queue-length and last-to-enter estimators)."""

from handoff.routing.board import RoutingBoard
from handoff.routing.model import Queue, Task, TaskState


def position(board: RoutingBoard, task: Task) -> int:
    """How many go first: they have a smaller key and share an agent who is there."""
    able = board.signatures[task.signature].agents & board.staffed
    return sum(
        other.key < task.key and bool(board.signatures[other.signature].agents & able)
        for other in board.tasks.values()
        if other.state is TaskState.QUEUED and other is not task
    )


def expected_wait_s(board: RoutingBoard, task: Task, now: float) -> float | None:
    """Seconds that a task in the queue is still likely to wait; None where nothing is known yet."""
    rate = task.queue.rate_per_s(now)
    if rate:
        return (position(board, task) + 1) / rate
    return task.queue.last_wait_s


def estimate_s(board: RoutingBoard, queue: Queue, now: float) -> float | None:
    """Seconds that one more task is likely to wait in a queue.

    (waiting + 1) ÷ completion rate; where no rate is known, the wait of the last who was answered (Ibrahim
    and Whitt 2009, last to enter service).
    """
    rate = queue.rate_per_s(now)
    return (queue.waiting + 1) / rate if rate else queue.last_wait_s
