"""Writes what the core has decided: each change is a compare-and-set on what the database was known to have.

Where one finds something else, the board is stale: `Stale` is raised, the transaction goes back, and the
board is read anew. Rows are locked in the order of the agents' commands: conversations, reservations, tasks,
agents.
"""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from handoff.live.live_board import LiveBoard, StoredAgent, StoredTask, agent_state
from handoff.live.reading import moment, read_task_id
from handoff.live.why import told_why
from handoff.routing.board import RoutingEvent
from handoff.routing.model import Reservation, ReservationState, Task, TaskState
from handoff.store import agents, reservations

UNSET = "unset"
OWNED = ("assigned", "on_hold")


class Stale(Exception):
    """The database has something else than the board believes."""


@dataclass(slots=True)
class ChangedTask:
    """One task that was changed: what was known of it, and what it is now."""

    name: str
    kept: StoredTask
    task: Task
    cause: str
    given_back: bool = False
    put_off: bool = False
    ended: ReservationState | None = None
    made: Reservation | None = None
    deltas: dict[str, int] = field(default_factory=dict)


def decided(live: LiveBoard, events: Iterable[RoutingEvent]) -> list[ChangedTask]:
    """What the events have changed, each task once."""
    causes: dict[str, str] = {}
    for event in events:
        if event.task and (event.kind.startswith("reservation.") or event.kind in _TELLING):
            causes[event.task] = event.cause
        elif event.task:
            causes.setdefault(event.task, "")
    return [_compare(live, name, cause) for name, cause in causes.items() if name in live.tasks]


_TELLING = ("task.queued", "task.channel", "task.left_message", "task.completed", "task.abandoned")


def _compare(live: LiveBoard, name: str, cause: str) -> ChangedTask:
    kept = live.tasks[name]
    task = kept.task
    found = ChangedTask(name, kept, task, cause)
    found.given_back = kept.state in OWNED and task.state in (TaskState.QUEUED, TaskState.OFFERED)
    found.put_off = task.state is TaskState.LEFT_MESSAGE
    held = kept.held
    if held is not None:
        if held.state is not kept.held_state:
            found.ended = held.state
        found.deltas[held.agent.id] = held.cost - kept.cost
    now_held = task.pending or task.owner
    if now_held is not None and now_held is not held:
        found.made = now_held
        agent_id = now_held.agent.id
        found.deltas[agent_id] = found.deltas.get(agent_id, 0) + now_held.cost
    return found


async def write_reservations(
    connection: AsyncConnection, live: LiveBoard, each: ChangedTask, now: datetime
) -> None:
    """Ends the reservation that is over, and makes the new offer."""
    kept = each.kept
    if each.ended is not None and kept.reservation_id is not None and kept.held_state is not None:
        values: dict[str, Any] = {"reason": each.cause or None, "ended_at": now, "ends_at": None}
        if each.ended is ReservationState.WRAPPING:
            wrap_s = live.board.settings.wrap_s.get(each.task.channel, 0.0)
            values = {"ends_at": now + timedelta(seconds=wrap_s)}
        values["cost"] = kept.held.cost if kept.held is not None else 0
        before = kept.held_state.value
        if not await reservations.move(connection, kept.reservation_id, before, each.ended.value, **values):
            raise Stale(each.name)
    held, reservation_id = kept.held, kept.reservation_id
    if each.made is not None:
        held, reservation_id = each.made, secrets.token_hex(16)
        await _add(connection, live, each, reservation_id, now)
    elif held is not None and held.state not in _LIVE:
        held = reservation_id = None
    live.tasks[each.name] = StoredTask(each.task, each.task.state.value, held, reservation_id)


_LIVE = (ReservationState.PENDING, ReservationState.ACCEPTED, ReservationState.WRAPPING)


async def _add(
    connection: AsyncConnection, live: LiveBoard, each: ChangedTask, reservation_id: str, now: datetime
) -> None:
    made, key = each.made, read_task_id(each.name)
    if made is None:
        return
    offer_s = live.board.settings.offer_s.get(each.task.channel)
    await reservations.add(
        connection,
        reservation_id=reservation_id,
        identity_key=key.identity,
        conversation=key.conversation,
        turn=key.turn,
        account_id=made.agent.id,
        state="pending",
        why=told_why(live.board, made, now.timestamp()),
        cost=made.cost,
        created_at=now,
        ends_at=None if offer_s is None else now + timedelta(seconds=offer_s),
    )


async def write_task(
    connection: AsyncConnection, each: ChangedTask, before: str, now: datetime, told: Any
) -> None:
    """Writes where a task is now, and what is to be known of it to begin anew."""
    task = each.task
    values: dict[str, Any] = {
        "queue_id": task.queue.id,
        "medium": task.channel,
        "returned": task.returned,
        "stage": task.stage,
        "failed_offers": task.failed_offers,
        "sticky": _sticky(task, now.timestamp()),
    }
    if told is not None:
        values["told"] = told
    state = task.state.value
    if each.put_off:
        state = "scheduled"
        values |= {"opens_at": moment(task.opens_at or now.timestamp()), "service_class": task.service_class}
    elif task.state is TaskState.COMPLETED:
        values |= {"disposition": UNSET, "ended_at": now}
    elif task.state in (TaskState.ABANDONED, TaskState.CANCELLED):
        values["ended_at"] = now
    key, was = read_task_id(each.name), each.kept.channel
    if not await reservations.move_task(connection, key, before, state, was_medium=was, **values):
        raise Stale(each.name)


def _sticky(task: Task, now: float) -> dict[str, Any] | None:
    sticky = task.sticky
    if sticky is None:
        return None
    until = task.sticky_until if task.sticky_until is not None else now
    return {"agents": list(sticky.agents), "mode": sticky.mode.value, "until": until}


async def write_agents(
    connection: AsyncConnection,
    live: LiveBoard,
    changed: Sequence[ChangedTask],
    events: Iterable[RoutingEvent],
) -> None:
    """Takes and gives back room, and writes what a decision changes of an agent."""
    deltas: dict[str, int] = {}
    for each in changed:
        for agent_id, by in each.deltas.items():
            deltas[agent_id] = deltas.get(agent_id, 0) + by
    named = {event.agent for event in events if event.agent} | set(deltas)
    for agent_id in sorted(named):
        await _write_agent(connection, live, agent_id, deltas.get(agent_id, 0))


async def _write_agent(connection: AsyncConnection, live: LiveBoard, agent_id: str, by: int) -> None:
    agent, kept = live.board.by_id[agent_id], live.agents[agent_id]
    now_is = StoredAgent(*agent_state(agent))
    if now_is != kept:
        values = {
            "status": now_is.status,
            "next_status": now_is.next_status,
            "missed": now_is.unanswered,
            "idle_since": moment(now_is.idle_since),
        }
        if not await agents.change_if(connection, agent_id, (kept.status, kept.next_status), values):
            raise Stale(agent_id)
        live.agents[agent_id] = now_is
    if by:
        await agents.add_used(connection, agent_id, by)
