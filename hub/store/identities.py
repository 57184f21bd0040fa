"""Queries on contacts and identities."""

import secrets
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.messages import Facts
from hub.ports import Address
from hub.store.once import once
from hub.store.schema import contact, identity
from hub.store.upsert import insert_if_absent

_THIS = identity.c.identity_key == bindparam("key")
# NO KEY UPDATE: a second update of a conversation in one transaction checks its foreign key to
# this row, and must not wait for an accept that itself waits for the conversation.
_LOCK = once(select(identity).where(_THIS).with_for_update(key_share=True))
_REMEMBER = once(update(identity).where(_THIS).values(last_conversation=bindparam("number")))
_SET_FACTS = once(update(identity).where(_THIS).values(facts=bindparam("new_facts")))
_WHO = once(
    select(identity.c.channel, identity.c.account, identity.c.external_id, identity.c.facts).where(_THIS)
)


NO_FACTS = Facts()


class KnownIdentity(NamedTuple):
    """Where an identity lives, and what is known of it for certain."""

    address: Address
    facts: Facts


async def lock(connection: AsyncConnection, key: str) -> Any | None:
    """The identity's row, held against other writers until the transaction ends; None if unknown."""
    return (await connection.execute(_LOCK, {"key": key})).one_or_none()


async def ensure(connection: AsyncConnection, key: str, address: Address, now: datetime) -> Any:
    """The identity's row, locked; made together with a contact of its own when it is new."""
    row = await lock(connection, key)
    if row is not None:
        return row
    contact_id = secrets.token_hex(16)
    await insert_if_absent(connection, contact, contact_id=contact_id, created_at=now)
    made = await insert_if_absent(
        connection,
        identity,
        identity_key=key,
        channel=address.channel,
        account=address.account,
        external_id=address.external_id,
        contact_id=contact_id,
        last_conversation=0,
        created_at=now,
    )
    if not made:
        # Another delivery made the same identity at the same moment: its contact is the one.
        await connection.execute(delete(contact).where(contact.c.contact_id == contact_id))
    return await lock(connection, key)


async def set_last_conversation(connection: AsyncConnection, key: str, number: int) -> None:
    """Remembers the newest conversation of an identity."""
    await connection.execute(_REMEMBER, {"key": key, "number": number})


async def address_of(connection: AsyncConnection, key: str) -> Address:
    """Where the identity lives; the row must exist."""
    return (await person_of(connection, key)).address


async def person_of(connection: AsyncConnection, key: str) -> KnownIdentity:
    """Where the identity lives, and what is known of it for certain; the row must exist."""
    row = (await connection.execute(_WHO, {"key": key})).one()
    address = Address(channel=row.channel, account=row.account, external_id=row.external_id)
    return KnownIdentity(address, facts_of(row))


async def set_facts(connection: AsyncConnection, key: str, facts: Facts) -> None:
    """Writes the facts of an identity that the caller has locked."""
    new = facts.model_dump(mode="json", exclude_none=True)
    await connection.execute(_SET_FACTS, {"key": key, "new_facts": new})


def facts_of(row: Any) -> Facts:
    """The facts in an identity's row."""
    return Facts.model_validate(row.facts) if row.facts else NO_FACTS
