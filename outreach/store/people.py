"""Queries on who the customers of a list are: all identities of each, by what a row names them."""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.schema import contact, identity, quota
from hub.store.schema_contacts import contact_handle
from outreach.store.schema import outreach_consent

AT_ONCE = 500
DEEPEST = 100
"""So many merges are followed from one contact to the one that stands for it."""


async def by_key(connection: AsyncConnection, keys: Iterable[str]) -> Mapping[str, str]:
    """The contacts of identities, by the identity's key."""
    query = select(identity.c.identity_key, identity.c.contact_id)
    return {row[0]: row[1] async for row in _each(connection, query, identity.c.identity_key, keys)}


async def by_telephone(connection: AsyncConnection, numbers: Iterable[str]) -> Mapping[str, str]:
    """The contacts who have written text messages, by their number."""
    query = select(identity.c.external_id, identity.c.contact_id).where(identity.c.channel == "sms")
    return {row[0]: row[1] async for row in _each(connection, query, identity.c.external_id, numbers)}


async def by_handle(
    connection: AsyncConnection, kind: str, realm: str, digests: Iterable[str]
) -> Mapping[str, str]:
    """The contacts who have handles, by the digest."""
    of = contact_handle.c
    query = select(of.digest, of.contact_id).where(of.kind == kind, of.realm == realm)
    return {row[0]: row[1] async for row in _each(connection, query, of.digest, digests)}


async def standing_for(connection: AsyncConnection, contacts: Iterable[str]) -> Mapping[str, str]:
    """For each contact the one that it was merged into, at the end of all merges."""
    into: dict[str, str] = {}
    wanted, asked = set(contacts), set(contacts)
    query = select(contact.c.contact_id, contact.c.merged_into).where(contact.c.merged_into.is_not(None))
    for _ in range(DEEPEST):
        found = {row[0]: row[1] async for row in _each(connection, query, contact.c.contact_id, asked)}
        into |= found
        asked = set(found.values()) - set(into)
        if not asked:
            break
    return {each: _end(into, each) for each in wanted}


async def identities_of(connection: AsyncConnection, contacts: Iterable[str]) -> Mapping[str, list[Any]]:
    """The rows of all identities of each contact and of what was merged into it, the newest first."""
    roots = {each: each for each in contacts}
    below = dict(roots)
    query = select(contact.c.contact_id, contact.c.merged_into)
    for _ in range(DEEPEST):
        found = {row[0]: row[1] async for row in _each(connection, query, contact.c.merged_into, below)}
        below = {each: roots[into] for each, into in found.items() if each not in roots}
        if not below:
            break
        roots |= below
    people: dict[str, list[Any]] = {}
    query = select(identity).order_by(identity.c.created_at.desc(), identity.c.identity_key)
    async for row in _each(connection, query, identity.c.contact_id, roots):
        people.setdefault(roots[row.contact_id], []).append(row)
    return people


async def consents_of(connection: AsyncConnection, keys: Iterable[str], purpose: str) -> Mapping[str, bool]:
    """The newest word of identities about a purpose; who gave none is missing."""
    of = outreach_consent.c
    query = select(of.identity_key, of.granted).where(of.purpose == purpose)
    return {row[0]: row[1] async for row in _each(connection, query, of.identity_key, keys)}


async def rights_of(connection: AsyncConnection, keys: Iterable[str]) -> Mapping[str, list[Any]]:
    """What was counted against the quotas of identities."""
    rows: dict[str, list[Any]] = {}
    async for row in _each(connection, select(quota), quota.c.identity_key, keys):
        rows.setdefault(row.identity_key, []).append(row)
    return rows


def _end(into: Mapping[str, str], one: str) -> str:
    for _ in range(DEEPEST):
        if one not in into:
            return one
        one = into[one]
    raise AssertionError(f"merged contacts lead in a circle: {one}")


async def _each(
    connection: AsyncConnection, query: Select[Any], column: Any, values: Iterable[str]
) -> AsyncIterator[Any]:
    """The rows in which a column has one of the values, asked for in portions."""
    wanted: Sequence[str] = sorted(set(values))
    for begin in range(0, len(wanted), AT_ONCE):
        for row in await connection.execute(query.where(column.in_(wanted[begin : begin + AT_ONCE]))):
            yield row
