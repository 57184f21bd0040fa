"""How an agent answers an offer, and what happens where nobody does."""

from math import inf

from handoff.routing.board import RoutingBoard, RoutingEvent
from handoff.routing.capacity import has_room
from handoff.routing.explaining import ChoiceRule
from handoff.routing.instead import watch_channel
from handoff.routing.matching import decide, explain, next_stage, offer, put_again, queue_task
from handoff.routing.model import Agent, Reservation, ReservationState, SystemStatus, Task, TaskState
from handoff.routing.releasing import release, take_next_status
from handoff.routing.tasks import find, give_back, rescind
from hub.errors import Conflict, NotAllowed, NotFound

DECLINE_CAUSES = frozenset({"busy", "skill", "conflict_of_interest", "technical", "other"})


def make_offers(board: RoutingBoard, now: float, most: float = inf) -> list[Reservation]:
    """Decides, and starts the time in which the agents have to answer.

    All that belongs to one moment is told to the board before: then what comes together is served by its key,
    and not in the order in which it was told. `most`: so many at once.
    """
    made = decide(board, now, most)
    for each in made:
        seconds = board.settings.offer_s.get(each.task.channel)
        if seconds is not None:
            board.timers.set(now + seconds, time_out, board, each)
    return made


def accept(board: RoutingBoard, reservation_id: int, agent_id: str, now: float) -> Task:
    """The agent takes the task; once more by its owner gives the same result.

    Raises `Conflict` with reason "gone" for an offer that has ended, `NotAllowed` for somebody else's.
    """
    held = _offered(board, reservation_id, agent_id)
    task = held.task
    if held.state is not ReservationState.PENDING:
        return task
    task.pending, task.owner, task.state = None, held, TaskState.ASSIGNED
    held.state, held.accepted_at = ReservationState.ACCEPTED, now
    agent = held.agent
    agent.load.offer(task.channel, -1)
    agent.unanswered, agent.idle_since = 0, now
    task.blocked.clear()
    task.sticky, task.returned, task.failed_offers = None, False, 0
    task.channel_since = None
    board.refresh(agent)
    task.queue.note_answered(now - task.first_enqueued_at)
    board.tell("task.assigned", now, task, agent.id)
    expect_reply(board, held, now)
    return task


def _offered(board: RoutingBoard, reservation_id: int, agent_id: str) -> Reservation:
    held = board.reservations.get(reservation_id)
    if held is None:
        known = 0 < reservation_id <= board.count
        if not known:
            raise NotFound("no such offer", reservation=reservation_id)
        raise Conflict("the offer is gone", reservation=reservation_id, reason="gone")
    if held.agent.id != agent_id:
        raise NotAllowed("the offer is somebody else's", reservation=reservation_id)
    return held


def decline(board: RoutingBoard, reservation_id: int, agent_id: str, now: float, cause: str) -> None:
    """The agent does not take it, and says why; the task goes back to its own place."""
    if cause not in DECLINE_CAUSES:
        raise Conflict("an offer is declined for a reason", reason="cause", cause=cause)
    held = _offered(board, reservation_id, agent_id)
    if held.state is not ReservationState.PENDING:
        raise Conflict("the offer was accepted", reservation=reservation_id, reason="accepted")
    held.agent.unanswered = 0
    _failed(board, held, ReservationState.DECLINED, cause, now)


def time_out(board: RoutingBoard, held: Reservation, now: float) -> None:
    """Nobody has answered an offer; one that was answered meanwhile stays as it is."""
    if held.state is not ReservationState.PENDING:
        return
    agent = held.agent
    agent.unanswered += 1
    if agent.unanswered >= board.settings.unanswered:
        agent.system_status = SystemStatus.NOT_RESPONDING
        board.tell("agent.not_responding", now, agent=agent.id)
    _failed(board, held, ReservationState.TIMED_OUT, "timed_out", now)


def lapse(board: RoutingBoard, held: Reservation, now: float) -> None:
    """An offer ended while nobody routed: it is taken back, no miss of its agent, who could not answer."""
    if held.state is not ReservationState.PENDING:
        return
    rescind(board, held.task, now, "router_lost")
    queue_task(board, held.task, now)
    board.tell("task.queued", now, held.task, cause="router_lost")


def _failed(board: RoutingBoard, held: Reservation, state: ReservationState, cause: str, now: float) -> None:
    """Back to the queue with the old key, and not to the same agent for a while."""
    task, bit = held.task, 1 << held.agent.index
    task.pending = None
    release(board, held, state, now)
    only = board.signatures[task.signature].agents & board.staffed == bit
    until = now + (board.settings.only_agent_s if only else board.settings.decline_s)
    task.blocked[held.agent.index] = until
    board.timers.set(until, unblock, board, task, held.agent.index)
    task.failed_offers += 1
    if task.failed_offers == board.settings.failed_offers:
        next_stage(task)
        board.tell("task.alarm", now, task, cause="failed_offers")
    queue_task(board, task, now)
    board.events.append(RoutingEvent(f"reservation.{state.value}", now, task.id, 0, held.agent.id, cause))
    board.tell("task.queued", now, task, cause=cause)


def unblock(board: RoutingBoard, task: Task, agent: int, now: float) -> None:
    """An agent may be offered a task again."""
    if task.blocked.get(agent, float("inf")) <= now:
        del task.blocked[agent]
        put_again(board, task)


def expect_reply(board: RoutingBoard, held: Reservation, now: float) -> None:
    """Has the owner warned, and the task given to others, where no reply comes after `now`."""
    warn_s = board.settings.reply_warn_s.get(held.task.channel)
    if warn_s is not None:
        board.timers.set(now + warn_s, _warn, board, held)
    reply_s = board.settings.reply_s.get(held.task.channel)
    if reply_s is not None:
        board.timers.set(now + reply_s, _silent, board, held)


def _unreplied(held: Reservation) -> bool:
    return held.state is ReservationState.ACCEPTED and not held.replied and held.task.owner is held


def _warn(board: RoutingBoard, held: Reservation, now: float) -> None:
    if _unreplied(held):
        board.tell("task.no_reply", now, held.task, held.agent.id, "warning")


def _silent(board: RoutingBoard, held: Reservation, now: float) -> None:
    """An accepted task that nobody answers goes to somebody else."""
    if _unreplied(held) and held.task.state is TaskState.ASSIGNED:
        return_task(board, held.task, now, "no_reply")


def replied(board: RoutingBoard, task_id: str) -> None:
    """The owner has written to the customer, or the call's media are connected."""
    task = find(board, task_id, TaskState.ASSIGNED, TaskState.ON_HOLD)
    task.owned.replied = True


def return_task(board: RoutingBoard, task: Task, now: float, cause: str) -> None:
    """Takes a task from its owner and puts it back to its old place, before those of the same date."""
    agent = task.owned.agent
    if cause == "no_reply":
        task.blocked[agent.index] = now + board.settings.decline_s
        board.timers.set(task.blocked[agent.index], unblock, board, task, agent.index)
    task.returned = True
    give_back(board, task, ReservationState.RELEASED, now)
    watch_channel(board, task, now)
    queue_task(board, task, now)
    board.tell("task.queued", now, task, agent.id, cause)


def assign(board: RoutingBoard, task_id: str, agent_id: str, now: float) -> Reservation:
    """A supervisor gives a waiting task to a named agent, beyond the limit by one piece at most.

    Raises `Conflict` where that agent is not there, is not able, or has no room even so.
    """
    task, agent = find(board, task_id, TaskState.QUEUED, TaskState.OFFERED), board.agent(agent_id)
    able = board.signatures[task.signature].agents >> agent.index & 1
    beyond = 0 if has_room_of(agent, task, 0) else 1
    if not agent.staffed or not able or not has_room_of(agent, task, beyond):
        raise Conflict("the agent cannot take it", agent=agent_id, task=task_id)
    if task.pending is not None:
        rescind(board, task, now, "supervisor")
        queue_task(board, task, now)
    made = offer(board, task, agent, explain(board, task, ChoiceRule.SUPERVISOR, now), now)
    made.beyond = beyond
    accept(board, made.id, agent_id, now)
    return made


def has_room_of(agent: Agent, task: Task, extra: int) -> bool:
    """Whether a piece of a task's channel fits, with one more than the limit where `extra` is 1."""
    return has_room(agent.profile, agent.load, task.channel, extra=extra)


def clear_system_status(board: RoutingBoard, agent_id: str, now: float) -> None:
    """The agent, or a supervisor, says that somebody is there again."""
    agent = board.agent(agent_id)
    agent.system_status, agent.unanswered = SystemStatus.NONE, 0
    take_next_status(board, agent, now)
    board.refresh(agent)
