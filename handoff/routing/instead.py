"""Chat instead: who waits for a channel that nobody serves now, or for too long, is served by chat."""

from dataclasses import replace

from handoff.routing.board import RoutingBoard
from handoff.routing.capacity import CHAT
from handoff.routing.matching import queue_task, unqueue
from handoff.routing.model import Task, TaskState

NOBODY, TOO_LONG = "nobody", "too_long"
WAITING = (TaskState.QUEUED, TaskState.OFFERED)


def watch_channel(board: RoutingBoard, task: Task, now: float) -> None:
    """Has a task that waits for such a channel looked at from time to time."""
    if task.channel not in board.settings.instead_s:
        return
    if task.channel_since is None:
        task.channel_since = now
    task.look_at = now + board.settings.look_s
    board.timers.set(task.look_at, _look, board, task, task.look_at)


def _look(board: RoutingBoard, task: Task, at: float, now: float) -> None:
    """`at`: when this look was to be; another one may have been set since."""
    limit_s = board.settings.instead_s.get(task.channel)
    if task.look_at != at or task.state not in WAITING or limit_s is None:
        return
    if task.state is TaskState.QUEUED and not _staffed(board, task, now):
        change_channel(board, task, CHAT, now, NOBODY)
    elif task.state is TaskState.QUEUED and now - (task.channel_since or now) >= limit_s:
        change_channel(board, task, CHAT, now, TOO_LONG)
    else:
        watch_channel(board, task, now)


def _staffed(board: RoutingBoard, task: Task, now: float) -> bool:
    """Whether anybody is there who would do, now or at the end of the ladder."""
    stages = task.queue.stages
    reached = (stages.at(task.asked, stage) for stage in (task.stage, stages.last()))
    able = (board.signatures[board.signature(each, now)].agents for each in reached)
    return any(agents & board.staffed for agents in able)


def change_channel(board: RoutingBoard, task: Task, channel: str, now: float, cause: str) -> None:
    """Has a task that waits wait for another channel, at its place."""
    unqueue(board, task)
    task.channel, task.channel_since = channel, None
    task.asked = replace(task.asked, channel=channel)
    queue_task(board, task, now)
    board.tell("task.channel", now, task, cause=cause)
