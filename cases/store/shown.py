"""Queries for the desk: cases with the names of who and what they point at, and the words they are about."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import and_, case, select
from sqlalchemy.ext.asyncio import AsyncConnection

from cases.store.schema import case_file, case_step
from hub.messages import Direction, Message
from hub.store.messages import from_row
from hub.store.schema import identity, message, turn
from hub.store.schema_staff import account, account_role, branch, role_right

WORDS = 100
"""So many messages of a complaint are shown."""

_actor, _other = account.alias("actor"), account.alias("other")
_SHOWN = (
    select(
        case_file,
        account.c.name.label("owner_name"),
        branch.c.name.label("branch_name"),
        identity.c.channel.label("channel"),
    )
    .outerjoin(account, account.c.account_id == case_file.c.owner_id)
    .outerjoin(branch, branch.c.branch_id == case_file.c.branch_id)
    .outerjoin(identity, identity.c.identity_key == case_file.c.identity_key)
)


async def one(connection: AsyncConnection, number: str) -> Any | None:
    """A case with its names."""
    return (await connection.execute(_SHOWN.where(case_file.c.number == number))).one_or_none()


async def listed(connection: AsyncConnection, where: Any, *, closed: bool, limit: int) -> Sequence[Any]:
    """Those that still want a reply by their deadline, so that what is overdue leads, and then those that
    have one; closed ones by when they ended."""
    query = _SHOWN.where(where)
    if closed:
        query = query.where(case_file.c.state == "closed").order_by(case_file.c.closed_at.desc())
    else:
        answered = case((case_file.c.state == "replied", 1), else_=0)
        query = query.where(case_file.c.state != "closed").order_by(answered, case_file.c.due_at)
    return (await connection.execute(query.order_by(case_file.c.number).limit(limit))).all()


async def steps(connection: AsyncConnection, number: str) -> Sequence[Any]:
    """What was done with a case, in order; `actor_name` and `to_name` are None for what is no account."""
    query = (
        select(case_step, _actor.c.name.label("actor_name"), _other.c.name.label("to_name"))
        .outerjoin(_actor, _actor.c.account_id == case_step.c.actor)
        .outerjoin(_other, _other.c.account_id == case_step.c.to_id)
        .where(case_step.c.number == number)
        .order_by(case_step.c.step)
    )
    return (await connection.execute(query)).all()


async def told(
    connection: AsyncConnection, key: str, conversation: int, turns: Collection[int]
) -> list[Message]:
    """What the customer said in these turns, oldest first."""
    spans = and_(
        turn.c.identity_key == message.c.identity_key,
        turn.c.conversation == message.c.conversation,
        message.c.seq.between(turn.c.first_seq, turn.c.last_seq),
    )
    query = (
        select(message)
        .join(turn, spans)
        .where(
            message.c.identity_key == key,
            message.c.conversation == conversation,
            message.c.direction == Direction.IN,
            turn.c.turn.in_(turns),
        )
        .order_by(message.c.seq)
        .limit(WORDS)
    )
    return [from_row(row) for row in (await connection.execute(query)).all()]


async def who_may(connection: AsyncConnection, right: str, where: Any, limit: int) -> Sequence[Any]:
    """The accounts in use with a right, of those that `where` lets through, by name."""
    holders = (
        select(account_role.c.account_id)
        .join(role_right, role_right.c.role_id == account_role.c.role_id)
        .where(role_right.c.right_name == right)
    )
    query = (
        select(account.c.account_id, account.c.name, branch.c.name.label("branch_name"))
        .outerjoin(branch, branch.c.branch_id == account.c.branch_id)
        .where(account.c.account_id.in_(holders), account.c.state == "active", where)
        .order_by(account.c.name, account.c.account_id)
        .limit(limit)
    )
    return (await connection.execute(query)).all()
