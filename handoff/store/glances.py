"""Tells of many agents at once whether what they see may have changed: one short row for each thing.

Reading all that a desk shows takes some fifteen queries, and two hundred desks are open in a house.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from handoff.store.consults import HELD
from handoff.store.later import NOT_SENT, WAITING
from handoff.store.reservations import LIVE, OF_TASK, SAID
from handoff.store.schema import agent, reservation, task
from handoff.store.schema_asides import later_message, mention
from handoff.store.schema_consults import consult


@dataclass(frozen=True, slots=True)
class Glance:
    """Differs from an earlier one of the same agent where something was written that they see.

    `tasks`: what they have in hand, as `of_tasks` tells it of rows that were read anyway; `rest`: the others.
    """

    tasks: tuple[Any, ...] = ()
    rest: tuple[Any, ...] = ()


TASK_COLUMNS = (
    "reservation_id",
    "state",
    "read_seq",
    "ends_at",
    "wakes_at",
    "task_state",
    "medium",
    "queue_id",
    "urgent",
    "last_seq",
    "last_note",
)


def of_tasks(live: Iterable[Any]) -> tuple[Any, ...]:
    """What a glance tells of tasks in hand, from rows of `reservations.live` or of its own query."""
    return tuple(sorted(tuple(getattr(row, name) for name in TASK_COLUMNS) for row in live))


async def of_agents(connection: AsyncConnection, account_ids: Collection[str]) -> Mapping[str, Glance]:
    """What was written last of each agent, and of what they have in hand."""
    tasks = defaultdict[str, list[Any]](list)
    for row in await connection.execute(_tasks(account_ids)):
        tasks[row.account_id].append(row)
    rest = defaultdict[str, list[Any]](list)
    for query in (_agents, _asked, _asking, _later, _mentions):
        for row in await connection.execute(query(account_ids)):
            rest[row[0]].append(tuple(row[1:]))
    return {each: Glance(of_tasks(tasks[each]), tuple(rest[each])) for each in account_ids}


def _agents(account_ids: Collection[str]) -> Any:
    return select(agent.c.account_id, agent.c.status, agent.c.next_status).where(
        agent.c.account_id.in_(account_ids)
    )


def _tasks(account_ids: Collection[str]) -> Any:
    columns = (
        reservation.c.account_id,
        reservation.c.reservation_id,
        reservation.c.state,
        reservation.c.read_seq,
        reservation.c.ends_at,
        reservation.c.wakes_at,
        task.c.state.label("task_state"),
        task.c.medium,
        task.c.queue_id,
        task.c.urgent,
    )
    return (
        select(*columns, *SAID)
        .join_from(reservation, task, OF_TASK)
        .where(reservation.c.account_id.in_(account_ids), reservation.c.state.in_(LIVE))
    )


def _asked(account_ids: Collection[str]) -> Any:
    """Tasks that an agent is asked to look at."""
    columns = (consult.c.account_id, consult.c.consult_id, consult.c.read_seq, reservation.c.wakes_at)
    return (
        select(*columns, *SAID)
        .join_from(consult, reservation, HELD)
        .where(consult.c.account_id.in_(account_ids), consult.c.state == "open")
        .order_by(consult.c.consult_id)
    )


def _asking(account_ids: Collection[str]) -> Any:
    """Tasks for which an agent has asked somebody."""
    return (
        select(consult.c.asked_by, consult.c.consult_id)
        .where(consult.c.asked_by.in_(account_ids), consult.c.state == "open")
        .order_by(consult.c.consult_id)
    )


def _later(account_ids: Collection[str]) -> Any:
    columns = (later_message.c.later_id, later_message.c.state, later_message.c.send_at, later_message.c.text)
    return (
        select(later_message.c.account_id, *columns)
        .where(later_message.c.account_id.in_(account_ids), later_message.c.state.in_((WAITING, NOT_SENT)))
        .order_by(later_message.c.later_id)
    )


def _mentions(account_ids: Collection[str]) -> Any:
    return (
        select(mention.c.account_id, mention.c.note_id)
        .where(mention.c.account_id.in_(account_ids), mention.c.seen_at.is_(None))
        .order_by(mention.c.note_id)
    )
