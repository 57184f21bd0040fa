"""Whether an agent is there: the connection by heartbeats, the status by choice."""

from collections.abc import Mapping
from math import inf

from handoff.routing.board import RoutingBoard
from handoff.routing.capacity import CapacityProfile
from handoff.routing.matching import queue_task
from handoff.routing.model import (
    ROUTABLE_STATUS,
    Agent,
    ScreenConnection,
    Skill,
    Sticky,
    SystemStatus,
    TaskState,
)
from handoff.routing.offers import return_task
from handoff.routing.releasing import take_next_status
from handoff.routing.serving import wrap_up
from handoff.routing.tasks import rescind


def heartbeat(board: RoutingBoard, agent_id: str, now: float) -> None:
    """The agent's screen has given a sign of life; the first one brings the agent online."""
    agent = board.agent(agent_id)
    agent.heartbeat_at = now
    if agent.connection is not ScreenConnection.ONLINE:
        connect(board, agent_id, now)
        watch_heartbeats(board, agent)


def connect(board: RoutingBoard, agent_id: str, now: float) -> None:
    """The agent is online; a second screen replaces the first and changes nothing."""
    agent = board.agent(agent_id)
    if agent.connection is ScreenConnection.ONLINE:
        return
    if agent.connection is ScreenConnection.LOST:
        agent.idle_since = now
        agent.ramping = bool(board.settings.ramp_s and board.waiting & agent.signatures)
    agent.connection = ScreenConnection.ONLINE
    board.refresh(agent)
    board.tell("agent.online", now, agent=agent.id)


def set_status(board: RoutingBoard, agent_id: str, status: str, now: float) -> None:
    """The agent chooses a status; one in which nothing is offered waits for the end of the work in hand."""
    agent = board.agent(agent_id)
    if status != ROUTABLE_STATUS and agent.held:
        agent.next_status = status
    else:
        if status == ROUTABLE_STATUS and agent.status != ROUTABLE_STATUS and not agent.held:
            agent.idle_since = now
        agent.status, agent.next_status = status, None
    board.refresh(agent)
    board.tell("agent.status", now, agent=agent.id, cause=status)


def watch_heartbeats(board: RoutingBoard, agent: Agent) -> None:
    """One timer for each agent who is online, whatever number of heartbeats there are."""
    agent.watch += 1
    board.timers.set(agent.heartbeat_at + _suspect_s(board, agent), _look, board, agent, agent.watch)


def _suspect_s(board: RoutingBoard, agent: Agent) -> float:
    """How long an agent may be silent: shorter with a call in hand, which is lost sooner."""
    lost_s = board.settings.lost_s
    held = (
        lost_s.get(held.task.channel, inf) for held in agent.held.values() if held.accepted_at is not None
    )
    return min(board.settings.suspect_s, *held, inf)


def _look(board: RoutingBoard, agent: Agent, watch: int, now: float) -> None:
    if agent.watch != watch or agent.connection is ScreenConnection.LOST:
        return
    settings, silent_s = board.settings, now - agent.heartbeat_at
    if silent_s < _suspect_s(board, agent):
        watch_heartbeats(board, agent)
        return
    if agent.connection is ScreenConnection.ONLINE:
        _suspect(board, agent, now)
    early = {channel for channel, after_s in settings.lost_s.items() if silent_s >= after_s}
    _take_back(board, agent, early, now)
    if silent_s >= settings.gone_s:
        lose(board, agent, now)
        return
    later = [s for s in (*settings.lost_s.values(), settings.gone_s) if s > silent_s]
    board.timers.set(agent.heartbeat_at + min(later), _look, board, agent, watch)


def _suspect(board: RoutingBoard, agent: Agent, now: float) -> None:
    """Nothing was heard for a while: unanswered offers go to others at once."""
    agent.connection = ScreenConnection.SUSPECT
    board.refresh(agent)
    board.tell("agent.suspect", now, agent=agent.id)
    for held in list(agent.held.values()):
        if held.task.pending is held:
            rescind(board, held.task, now, "agent_lost")
            queue_task(board, held.task, now)
            board.tell("task.queued", now, held.task, agent.id, "agent_lost")


def lose(board: RoutingBoard, agent: Agent, now: float) -> None:
    """The agent is gone: what they had goes back to its old place, to them first should they come back."""
    if agent.connection is ScreenConnection.ONLINE:
        _suspect(board, agent, now)
    agent.connection = ScreenConnection.LOST
    _take_back(board, agent, {held.task.channel for held in agent.held.values()}, now)
    board.refresh(agent)
    board.tell("agent.lost", now, agent=agent.id)


def _take_back(board: RoutingBoard, agent: Agent, channels: set[str], now: float) -> None:
    for held in list(agent.held.values()):
        if held.task.channel not in channels or held.task.owner is not held:
            continue
        if held.task.state is TaskState.WRAPPING:
            wrap_up(board, held.task.id, now, "unset")
        else:
            held.task.sticky = Sticky((agent.id,), wait_s=0.0)
            return_task(board, held.task, now, "agent_lost")


def log_out(board: RoutingBoard, agent_id: str, now: float) -> None:
    """The agent leaves: offers stop at once, work in hand goes on to its end."""
    set_status(board, agent_id, "offline", now)


def force_out(board: RoutingBoard, agent_id: str, now: float) -> None:
    """The house ends an agent's day (an account that was closed): all work goes to others at once."""
    agent = board.agent(agent_id)
    agent.system_status = SystemStatus.FORCED_LOGOUT
    lose(board, agent, now)
    take_next_status(board, agent, now)
    board.refresh(agent)


def change_agent(
    board: RoutingBoard,
    agent_id: str,
    now: float,
    *,
    skills: Mapping[str, Skill] | None = None,
    profile: CapacityProfile | None = None,
) -> None:
    """Skills or limits were changed: what is offered from now on follows them, work in hand stays."""
    agent = board.agent(agent_id)
    if skills is not None:
        agent.skills = skills
        board.watch_skills(agent, now)
    if profile is not None:
        for channel in board.free:  # those that the agent no longer serves, too
            board.free[channel] &= ~(1 << agent.index)
        agent.profile = profile
    board.match_again(agent, now)
    board.refresh(agent)
    board.tell("agent.changed", now, agent=agent_id)
