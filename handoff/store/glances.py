"""Tells of many agents at once whether what they see may have changed: one short row for each thing.

Reading all that a desk shows takes some fifteen queries, and two hundred desks are open in a house.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from handoff.store.consults import HELD
from handoff.store.later import NOT_SENT, WAITING
from handoff.store.reservations import LIVE, OF_TASK
from handoff.store.schema import agent, note, reservation, task
from handoff.store.schema_asides import later_message, mention
from handoff.store.schema_consults import consult
from hub.store.schema import conversation

Glance = Sequence[Any]
"""Differs from an earlier one of the same agent where something was written that they see."""


async def of_agents(connection: AsyncConnection, account_ids: Collection[str]) -> Mapping[str, Glance]:
    """What was written last of each agent, and of what they have in hand."""
    found: dict[str, list[Any]] = {account_id: [] for account_id in account_ids}
    for query in (_agents, _tasks, _asked, _asking, _later, _mentions):
        for row in await connection.execute(query(account_ids)):
            found[row[0]].append(tuple(row[1:]))
    return found


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
        task.c.state,
        task.c.medium,
        task.c.queue_id,
        task.c.urgent,
    )
    return (
        select(*columns, *_said())
        .join_from(reservation, task, OF_TASK)
        .join(conversation, _same_conversation(conversation))
        .where(reservation.c.account_id.in_(account_ids), reservation.c.state.in_(LIVE))
        .order_by(reservation.c.reservation_id)
    )


def _asked(account_ids: Collection[str]) -> Any:
    """Tasks that an agent is asked to look at."""
    columns = (consult.c.account_id, consult.c.consult_id, consult.c.read_seq, reservation.c.wakes_at)
    return (
        select(*columns, *_said())
        .join_from(consult, reservation, HELD)
        .join(conversation, _same_conversation(conversation))
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


def _said() -> tuple[Any, Any]:
    """How far the reservation's conversation has come: its messages, and its notes."""
    noted = select(func.max(note.c.number)).where(_same_conversation(note))
    return conversation.c.last_seq, noted.correlate(reservation).scalar_subquery()


def _same_conversation(table: Any) -> ColumnElement[bool]:
    return and_(
        table.c.identity_key == reservation.c.identity_key,
        table.c.conversation == reservation.c.conversation,
    )
