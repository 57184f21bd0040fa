"""Queries on what the desk shows of a customer: who they are on all channels, tags, what was before."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from handoff.store.schema import task
from handoff.store.schema_customers import contact_tag
from hub.store import contacts
from hub.store.schema import contact, conversation, identity
from hub.store.upsert import insert_if_absent

MOST_PAST = 50
MOST_MERGES = 100
OPEN = ("queued", "offered", "assigned", "wrapping")


async def contact_of(connection: AsyncConnection, identity_key: str) -> str:
    """The contact that stands for the person of an identity, without locking anything."""
    query = select(identity.c.contact_id).where(identity.c.identity_key == identity_key)
    contact_id: str = (await connection.execute(query)).scalar_one()
    for _ in range(MOST_MERGES):
        into = select(contact.c.merged_into).where(contact.c.contact_id == contact_id)
        merged: str | None = (await connection.execute(into)).scalar_one()
        if merged is None:
            break
        contact_id = merged
    return contact_id


async def channels_of(connection: AsyncConnection, contact_id: str) -> dict[str, str]:
    """The channel of each identity of a person."""
    rows = await contacts.identities_of(connection, contact_id)
    return {row.identity_key: row.channel for row in rows}


async def past(connection: AsyncConnection, identities: Sequence[str]) -> Sequence[Any]:
    """The newest conversations of these identities, with what agents wrote of them."""
    of_task = and_(
        task.c.identity_key == conversation.c.identity_key,
        task.c.conversation == conversation.c.conversation,
        task.c.kind == "person",
    )
    columns = (
        conversation.c.identity_key,
        conversation.c.conversation,
        conversation.c.opened_at,
        conversation.c.closed_at,
        task.c.turn,
        task.c.disposition,
        task.c.summary,
    )
    query = (
        select(*columns)
        .join_from(conversation, task, of_task, isouter=True)
        .where(conversation.c.identity_key.in_(identities))
        .order_by(conversation.c.opened_at.desc(), conversation.c.conversation.desc(), task.c.turn.desc())
        .limit(MOST_PAST)
    )
    return (await connection.execute(query)).all()


async def open_requests(connection: AsyncConnection, identities: Sequence[str]) -> Sequence[Any]:
    """What these identities asked of people and nobody has ended, the newest first."""
    query = (
        select(task)
        .where(task.c.identity_key.in_(identities), task.c.state.in_(OPEN))
        .order_by(task.c.created_at.desc())
        .limit(MOST_PAST)
    )
    return (await connection.execute(query)).all()


async def tags(connection: AsyncConnection, contact_ids: Sequence[str]) -> list[str]:
    """The tags of a person, in their order of coming."""
    query = (
        select(contact_tag.c.tag)
        .where(contact_tag.c.contact_id.in_(contact_ids))
        .order_by(contact_tag.c.created_at, contact_tag.c.tag)
    )
    return list(dict.fromkeys((await connection.execute(query)).scalars()))


async def add_tag(
    connection: AsyncConnection, contact_id: str, tag: str, account_id: str, now: datetime
) -> None:
    """Puts a tag on a person, unless it is there."""
    await insert_if_absent(
        connection, contact_tag, contact_id=contact_id, tag=tag, account_id=account_id, created_at=now
    )


async def remove_tag(connection: AsyncConnection, contact_ids: Sequence[str], tag: str) -> None:
    """Takes a tag off a person."""
    this = (contact_tag.c.contact_id.in_(contact_ids), contact_tag.c.tag == tag)
    await connection.execute(delete(contact_tag).where(*this))
