"""Queries on contacts: who is one person, by what that is known, and what was joined and taken apart."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.encrypted import Encrypted
from hub.store.schema import contact, identity
from hub.store.schema_contacts import contact_apart, contact_change, contact_handle, used_login
from hub.store.upsert import insert_if_absent

MOST_MERGES = 100
"""So many merges are followed from one contact to the one that stands for it; more is a circle."""


class HandleKey(NamedTuple):
    """How a handle is found; `digest` in hex."""

    kind: str
    realm: str
    digest: str


async def standing_for(connection: AsyncConnection, contact_id: str) -> str:
    """The contact that stands for this one, locked: itself, or what it was merged into."""
    for _ in range(MOST_MERGES):
        row = await _locked(connection, contact_id)
        if row is None or row.merged_into is None:
            return contact_id
        contact_id = row.merged_into
    raise AssertionError(f"merged contacts lead in a circle: {contact_id}")


async def new(connection: AsyncConnection, now: datetime) -> str:
    """A contact of nobody yet."""
    contact_id = secrets.token_hex(16)
    await connection.execute(insert(contact).values(contact_id=contact_id, created_at=now))
    return contact_id


async def merged_into(connection: AsyncConnection, contact_id: str) -> str | None:
    """What a contact was merged into; None where it stands for itself or does not exist."""
    row = await _locked(connection, contact_id)
    return None if row is None else row.merged_into


async def exists(connection: AsyncConnection, contact_id: str) -> bool:
    """Whether there is such a contact."""
    return await _locked(connection, contact_id) is not None


async def set_merged_into(connection: AsyncConnection, contact_id: str, into: str | None) -> None:
    """Points a contact at the one that stands for it from now on; None: at itself."""
    this = contact.c.contact_id == contact_id
    await connection.execute(update(contact).where(this).values(merged_into=into))


async def move(connection: AsyncConnection, identity_key: str, contact_id: str) -> None:
    """Gives an identity to another contact."""
    this = identity.c.identity_key == identity_key
    await connection.execute(update(identity).where(this).values(contact_id=contact_id))


async def identities_of(connection: AsyncConnection, contact_id: str) -> Sequence[Any]:
    """The rows of all identities that a contact stands for, by when they came."""
    found = select(identity).where(identity.c.contact_id.in_(_family(contact_id)))
    return (await connection.execute(found.order_by(identity.c.created_at))).all()


async def holder(connection: AsyncConnection, key: HandleKey) -> str | None:
    """The contact that has a handle, before any merge."""
    found = select(contact_handle.c.contact_id).where(_this(key)).with_for_update()
    contact_id: str | None = (await connection.execute(found)).scalar_one_or_none()
    return contact_id


async def give_handle(
    connection: AsyncConnection, key: HandleKey, contact_id: str, value: Encrypted | None, now: datetime
) -> bool:
    """Writes a handle down; false where another transaction just did."""
    values = {**key._asdict(), "contact_id": contact_id, "value": value, "created_at": now}
    return await insert_if_absent(connection, contact_handle, **values)


async def handles_of(connection: AsyncConnection, contact_ids: Sequence[str]) -> Sequence[Any]:
    """The rows of all handles of these contacts."""
    found = select(contact_handle).where(contact_handle.c.contact_id.in_(contact_ids))
    return (await connection.execute(found)).all()


async def family(connection: AsyncConnection, contact_id: str) -> list[str]:
    """A contact and all that were merged into it."""
    return list((await connection.execute(_family(contact_id))).scalars())


async def keep_apart(connection: AsyncConnection, identity_key: str, contact_id: str, now: datetime) -> None:
    """Remembers that an identity is not to be joined to a contact by the house itself."""
    values = {"identity_key": identity_key, "contact_id": contact_id, "created_at": now}
    await insert_if_absent(connection, contact_apart, **values)


async def are_apart(connection: AsyncConnection, identity_key: str, contact_ids: Sequence[str]) -> bool:
    """Whether somebody took the identity apart from one of these contacts."""
    apart = (contact_apart.c.identity_key == identity_key) & contact_apart.c.contact_id.in_(contact_ids)
    return (await connection.execute(select(contact_apart.c.contact_id).where(apart))).first() is not None


async def forget_apart(connection: AsyncConnection, identity_key: str) -> None:
    """Whatever was taken apart of an identity may be joined again."""
    await connection.execute(delete(contact_apart).where(contact_apart.c.identity_key == identity_key))


async def note_change(
    connection: AsyncConnection,
    what: str,
    contact_id: str,
    other_id: str,
    *,
    by: str,
    now: datetime,
    identity_key: str | None = None,
) -> None:
    """Writes down what was done to contacts."""
    values: dict[str, Any] = {"change_id": secrets.token_hex(16), "what": what, "contact_id": contact_id}
    values |= {"other_id": other_id, "identity_key": identity_key, "by": by, "at": now}
    await connection.execute(insert(contact_change).values(values))


async def changes_of(connection: AsyncConnection, contact_id: str) -> Sequence[Any]:
    """What was done to a contact, oldest first."""
    about = or_(contact_change.c.contact_id == contact_id, contact_change.c.other_id == contact_id)
    return (await connection.execute(select(contact_change).where(about).order_by(contact_change.c.at))).all()


async def use_login(connection: AsyncConnection, digest: str, until: datetime, now: datetime) -> bool:
    """Whether a login is used for the first time; those that have expired are forgotten."""
    await connection.execute(delete(used_login).where(used_login.c.until < now))
    return await insert_if_absent(connection, used_login, digest=digest, until=until)


async def _locked(connection: AsyncConnection, contact_id: str) -> Any | None:
    found = select(contact.c.contact_id, contact.c.merged_into).where(contact.c.contact_id == contact_id)
    return (await connection.execute(found.with_for_update(key_share=True))).one_or_none()


def _family(contact_id: str) -> Any:
    tree = select(contact.c.contact_id).where(contact.c.contact_id == contact_id).cte("tree", recursive=True)
    tree = tree.union(select(contact.c.contact_id).where(contact.c.merged_into == tree.c.contact_id))
    return select(tree.c.contact_id)


def _this(key: HandleKey) -> Any:
    of = contact_handle.c
    return (of.kind == key.kind) & (of.realm == key.realm) & (of.digest == key.digest)
