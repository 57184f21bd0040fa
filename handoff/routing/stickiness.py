"""Meeting the same person again (管户): whether a task is kept for somebody, and for how long."""

from handoff.routing.board import RoutingBoard
from handoff.routing.instead import watch_channel
from handoff.routing.matching import put_again
from handoff.routing.model import Agent, StickyMode, Task, TaskState
from hub.errors import Conflict


def begin_waiting(board: RoutingBoard, task: Task, now: float) -> None:
    """Decides at queueing how long the task is kept: not at all for who is away, or busy for too long."""
    watch_channel(board, task, now)
    sticky = task.sticky
    if sticky is None or sticky.mode is StickyMode.REQUIRE:
        return
    wait_s = sticky.wait_s
    known = [agent for name in sticky.agents if (agent := board.by_id.get(name))]
    if wait_s > 0 and any(_soon(board, agent, task.channel, wait_s, now) for agent in known):
        task.sticky_until = now + wait_s
        board.timers.set(task.sticky_until, _over, board, task, task.sticky_until)
    else:
        task.sticky_until = None


def _soon(board: RoutingBoard, agent: Agent, channel: str, wait_s: float, now: float) -> bool:
    """Whether an agent is available and expected to have room within the wait."""
    if not agent.routable:
        return False
    free_in_s = expected_free_s(board, agent, channel, now)
    return free_in_s is not None and free_in_s <= wait_s


def expected_free_s(board: RoutingBoard, agent: Agent, channel: str, now: float) -> float | None:
    """Seconds until the agent is likely to have room, from how long such work took lately; None: unknown.

    Work that has taken longer than usual already is expected to end at any moment.
    """
    if board.free.get(channel, 0) >> agent.index & 1:
        return 0.0
    left = [
        max(0.0, mean_s - (now - held.accepted_at))
        for held in agent.held.values()
        if held.accepted_at is not None and (mean_s := held.task.queue.mean_handle_s) is not None
    ]
    return min(left, default=None)


def _over(board: RoutingBoard, task: Task, until: float, now: float) -> None:
    """Kept long enough: anybody may have it now, the same person still first."""
    if task.state is TaskState.QUEUED and task.sticky_until == until:
        put_again(board, task)


def choose_another(board: RoutingBoard, task: Task, now: float) -> None:
    """The customer would rather speak to somebody else than wait for their own manager."""
    if task.state is not TaskState.QUEUED:
        raise Conflict("the task does not wait", task=task.id, state=task.state.value)
    task.sticky = task.sticky_until = None
    put_again(board, task)
    board.tell("task.unstuck", now, task)
