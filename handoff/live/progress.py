"""What others did with a task teaches the estimates: how long it waited, how long it took."""

from typing import NamedTuple, Self

from handoff.routing.model import Queue, Task, TaskState

SERVED = (TaskState.ASSIGNED, TaskState.ON_HOLD)
WAITED = (TaskState.QUEUED, TaskState.OFFERED)


class TaskProgress(NamedTuple):
    """Where a task was before somebody else changed it."""

    queue: Queue
    state: TaskState
    enqueued_at: float
    accepted_at: float | None

    @classmethod
    def of(cls, task: Task) -> Self:
        """Where a task is now."""
        owner = task.owner
        return cls(
            task.queue, task.state, task.first_enqueued_at, None if owner is None else owner.accepted_at
        )

    def note(self, task: Task | None, now: float) -> None:
        """Learns from where it is by now; None: it is done."""
        if self.state in WAITED and task is not None and task.state is TaskState.ASSIGNED:
            self.queue.note_answered(now - self.enqueued_at)
        ended = task is None or task.state is TaskState.WRAPPING
        if self.state in SERVED and ended and self.accepted_at is not None:
            self.queue.note_done(now, now - self.accepted_at)
