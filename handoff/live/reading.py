"""Reads a board from the database, and again whatever somebody else has changed in it.

A restored board is what an uninterrupted one would be: times that were running run on from their beginning.
Only an offer that ended while nobody routed is taken back, where it would have counted as the agent's miss.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from handoff import setups
from handoff.live.live_board import LiveBoard, RememberedTask, StoredAgent, StoredTask, agent_state
from handoff.live.progress import TaskProgress
from handoff.live.setting_up import GENERAL, agent_of, queues_of
from handoff.routing.board import RoutingBoard
from handoff.routing.hours import watch_hours
from handoff.routing.model import ReservationState, ScreenConnection, Sticky, StickyMode, Task, TaskState
from handoff.routing.requirements import Need
from handoff.routing.restoring import WrittenAgent, WrittenOffer, forget_task, restore_agent, restore_task
from handoff.routing.settings import RoutingSettings
from handoff.routing.tasks import enqueue
from handoff.setup import AgentSetup
from handoff.store import agents, board_rows, changes
from handoff.store.reservations import TaskKey

CHANGES_AT_ONCE = 1000
LEARNT_FROM = 50
"""So many conversations that ended last tell a new leader how long they take."""

WITHOUT_OFFER = ("scheduled", "queued", "offered")

log = structlog.get_logger(__name__)


def task_id(row: Any) -> str:
    """The name of a task on the board: `identity.conversation.turn`."""
    return f"{row.identity_key}.{row.conversation}.{row.turn}"


def read_task_id(name: str) -> TaskKey:
    """The task that a name on the board means."""
    identity, conversation, turn = name.rsplit(".", 2)
    return TaskKey(identity, int(conversation), int(turn))


async def read_board(connection: AsyncConnection, settings: RoutingSettings, now: datetime) -> LiveBoard:
    """The whole board, as the database has it."""
    hours = {each.setup.calendar_id: each.setup for each in await setups.calendars(connection)}
    queues = [each.setup for each in await setups.queues(connection)]
    live = LiveBoard(RoutingBoard(queues_of(queues, hours), settings), now)
    live.profiles = {each.setup.account_id: each.setup for each in await setups.profiles(connection)}
    waiting = await changes.waiting(connection, CHANGES_AT_ONCE)
    await changes.forget(connection, [row.change_id for row in waiting])
    for row in await agents.all_of(connection):
        _put_agent(live, row, now)
    await _put_tasks(connection, live, await board_rows.open_tasks(connection), now)
    for queue_id, ended_at, took_s in await board_rows.lately_done(connection, LEARNT_FROM):
        if queue_id in live.board.queues:
            live.board.queues[queue_id].note_done(ended_at.timestamp(), took_s)
    watch_hours(live.board, now.timestamp())
    return live


async def read_changes(connection: AsyncConnection, live: LiveBoard, now: datetime) -> bool:
    """Takes in what was changed and who was heard; false where the whole board has to be read anew."""
    told = await changes.waiting(connection, CHANGES_AT_ONCE)
    if any(row.kind == changes.SETUP for row in told):
        return False
    await changes.forget(connection, [row.change_id for row in told])
    names = {row.key for row in told if row.kind == changes.TASK}
    before = {name: TaskProgress.of(live.board.tasks[name]) for name in names if name in live.board.tasks}
    for name in names:
        live.forget(name)
        if known := live.board.tasks.get(name):
            live.remembered[name] = RememberedTask.of(known)
        forget_task(live.board, name)
    heard = await agents.heard(connection, live.heard_until)
    for row in heard:
        _hear(live, row, now)
    for account_id in {row.key for row in told if row.kind == changes.AGENT}:
        row = await agents.get(connection, account_id)
        if row is not None:
            _put_agent(live, row, now)
    rows = await board_rows.open_tasks_named(connection, [read_task_id(name) for name in names])
    await _put_tasks(connection, live, rows, now)
    live.remembered.clear()
    for name, progress in before.items():
        progress.note(live.board.tasks.get(name), now.timestamp())
    return True


async def look(connection: AsyncConnection, live: LiveBoard) -> bool:
    """Notes the desks that went on being heard; tells whether anything else has changed."""
    for row in await agents.heard(connection, live.heard_until):
        agent = live.board.by_id.get(row.account_id)
        seen_at = row.seen_at.timestamp()
        if agent is None or (
            agent.connection is not ScreenConnection.ONLINE and seen_at > agent.heartbeat_at
        ):
            return True
        live.heard_until, agent.heartbeat_at = max(live.heard_until, row.seen_at), seen_at
    return bool(await changes.waiting(connection, 1))


def _hear(live: LiveBoard, row: Any, now: datetime) -> None:
    live.heard_until = max(live.heard_until, row.seen_at)
    agent = live.board.by_id.get(row.account_id)
    if agent is None or agent.connection is not ScreenConnection.ONLINE:
        _put_agent(live, row, now)
    else:
        agent.heartbeat_at = row.seen_at.timestamp()


def _put_agent(live: LiveBoard, row: Any, now: datetime) -> None:
    agent = live.board.by_id.get(row.account_id)
    if agent is None:
        setup = live.profiles.get(row.account_id) or AgentSetup(account_id=row.account_id)
        agent = agent_of(setup)
        live.board.add_agent(agent, now.timestamp())
    live.heard_until = max(live.heard_until, row.seen_at)
    written = WrittenAgent(
        row.status, row.next_status, row.missed, row.seen_at.timestamp(), row.idle_since.timestamp()
    )
    restore_agent(live.board, agent, written, now.timestamp())
    live.agents[agent.id] = StoredAgent(*agent_state(agent))


async def _put_tasks(
    connection: AsyncConnection, live: LiveBoard, rows: Sequence[Any], now: datetime
) -> None:
    keys = [TaskKey(row.identity_key, row.conversation, row.turn) for row in rows]
    offers = {task_id(row): row for row in await board_rows.live_offers(connection, keys)}
    rows = await _still_so(connection, rows, offers)
    passed = await board_rows.passed(connection, keys, now.timestamp() - live.board.settings.decline_s)
    for row in sorted(rows, key=_order):
        name = task_id(row)
        for offered in (offers.get(name),):
            if offered is not None and offered.account_id not in live.board.by_id:
                found = await agents.get(connection, offered.account_id)
                if found is not None:
                    _put_agent(live, found, now)
        _put_task(live, row, offers.get(name), passed.get(name, {}), now)


async def _still_so(
    connection: AsyncConnection, rows: Sequence[Any], offers: Mapping[str, Any]
) -> Sequence[Any]:
    """All but those that an agent went on with between both reads: that is told of, and read next."""
    lacking = [row for row in rows if row.state not in WITHOUT_OFFER and task_id(row) not in offers]
    keys = [TaskKey(row.identity_key, row.conversation, row.turn) for row in lacking]
    by_now = {task_id(row): row.state for row in await board_rows.open_tasks_named(connection, keys)}
    gone = {task_id(row) for row in lacking if by_now.get(task_id(row)) != row.state}
    return [row for row in rows if task_id(row) not in gone]


def _order(row: Any) -> tuple[datetime, str, int]:
    return (row.created_at, row.identity_key, row.conversation)


def _put_task(live: LiveBoard, row: Any, offer: Any | None, passed: dict[str, float], now: datetime) -> None:
    board, name = live.board, task_id(row)
    task = task_of(live, row, now)
    if name in live.remembered:
        live.remembered[name].give(task)
    blocked = {
        agent.index: at + board.settings.decline_s
        for account_id, at in passed.items()
        if (agent := board.by_id.get(account_id))
    }
    for account_id in row.excluded or ():
        if agent := board.by_id.get(account_id):
            blocked[agent.index] = float("inf")
    seconds = now.timestamp()
    if row.state == TaskState.QUEUED and row.told is None:
        live.tasks[name] = StoredTask(task, row.state, new=True)
        enqueue(board, task, task.first_enqueued_at)
    elif offer is None and row.state not in WITHOUT_OFFER:
        log.error("offering.no_owner", task=name, state=row.state)
    else:
        written = None if offer is None else _offer_of(offer, live.begun_at)
        held = restore_task(board, task, written, blocked, seconds)
        live.tasks[name] = StoredTask(task, row.state, held, offer.reservation_id if offer else None)


def task_of(live: LiveBoard, row: Any, now: datetime) -> Task:
    """The core's task of a row."""
    queue = live.board.queues.get(row.queue_id) or live.board.queues[GENERAL.queue_id]
    begun = max(row.created_at, row.opens_at) if row.opens_at else row.created_at
    return Task(
        id=task_id(row),
        queue=queue,
        channel=row.medium,
        needs=tuple(Need(need["name"], need["level"], need["hard"]) for need in row.needs or ()),
        languages=tuple(Need(need["name"], need["level"], need["hard"]) for need in row.languages or ()),
        tier=0 if row.urgent else row.tier,
        service_class=row.service_class,
        sticky=_sticky_of(row.sticky, now.timestamp()),
        opens_at=row.opens_at.timestamp() if row.opens_at else None,
        state=TaskState(row.state),
        first_enqueued_at=begun.timestamp(),
        credit_s=row.credit_s,
        returned=row.returned,
        stage=row.stage,
        failed_offers=row.failed_offers,
        transfers=row.transfers,
    )


def _sticky_of(written: dict[str, Any] | None, now: float) -> Sticky | None:
    if not written:
        return None
    mode = StickyMode(written["mode"])
    return Sticky(tuple(written["agents"]), mode, max(0.0, written["until"] - now))


def _offer_of(row: Any, begun_at: datetime) -> WrittenOffer:
    return WrittenOffer(
        row.account_id,
        ReservationState(row.state),
        row.created_at.timestamp(),
        row.cost,
        row.counted,
        _seconds(row.ends_at),
        _seconds(row.accepted_at),
        row.replied_at is not None,
        row.ends_at is not None and row.ends_at <= begun_at,
    )


def _seconds(moment: datetime | None) -> float | None:
    return None if moment is None else moment.timestamp()


def moment(seconds: float) -> datetime:
    """A time of the board as a time of day."""
    return datetime.fromtimestamp(seconds, UTC)
