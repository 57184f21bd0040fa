"""Finds one customer: the contact that stands for them, all identities, and every row that is theirs.

A table belongs to customers by its columns: an identity's key, a contact's id, or a place on a channel.
So a table that a part adds is found without a word here; what is different stands in `SPECIAL`, and what is
kept in `KEPT`, with the reason.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.errors import BadInput, NotFound
from hub.store import contacts, identities
from hub.store.metadata import metadata
from hub.store.schema import contact, identity

KEY = re.compile(r"([0-9a-f]{24})(?:\.[1-9][0-9]{0,8}){0,2}")

KEPT = {
    "bank_instruction": "records of transactions; what was instructed is encrypted",
    "video_call": "when a recorded call was, and who served it, kept with its recording (双录)",
    "video_recording": "where a sealed recording lies, and until when it is kept (双录)",
    "video_case": "the flow of a recorded sale, kept with its recording (双录)",
    "video_step": "the flow of a recorded sale, kept with its recording (双录)",
    "video_rating": "the assessment of suitability that a sale rests on",
    "staff_audit": "what staff did; it names the identity's key, and holds no personal data",
    "records_request": "who asked for the erasure, and who approved it; it names keys alone",
}
"""What the law has the bank keep of a customer, by table. Of these only keys and codes can be read."""

PLACE = {"channel", "account", "external_id"}


@dataclass(frozen=True, slots=True)
class RecordedPerson:
    """One customer: all contacts that are them, and the rows of all identities."""

    contact_id: str
    contact_ids: tuple[str, ...]
    identities: Sequence[Any]

    @property
    def keys(self) -> list[str]:
        """The keys of the identities."""
        return [row.identity_key for row in self.identities]


async def find_person(connection: AsyncConnection, who: str, *, lock: bool = False) -> RecordedPerson:
    """Who has an identity's key, or that of a conversation or message. Raises `BadInput`, `NotFound`.

    `lock`: nobody writes to any of the identities before the transaction ends.
    """
    found = KEY.fullmatch(who)
    if found is None:
        raise BadInput("a customer is named by the id of a conversation (KEY.NUMBER), or by its KEY")
    own = select(identity.c.contact_id).where(identity.c.identity_key == found[1])
    contact_id = (await connection.execute(own)).scalar_one_or_none()
    if contact_id is None:
        raise NotFound("nobody has this identity")
    standing = await _standing_for(connection, contact_id)
    rows = await contacts.identities_of(connection, standing)
    if lock:
        for key in sorted(each.identity_key for each in rows):
            await identities.lock(connection, key)
    return RecordedPerson(standing, tuple(await contacts.family(connection, standing)), rows)


async def _standing_for(connection: AsyncConnection, contact_id: str) -> str:
    """What a contact was merged into, at the end of all merges; locks nothing."""
    for _ in range(contacts.MOST_MERGES):
        query = select(contact.c.merged_into).where(contact.c.contact_id == contact_id)
        into = (await connection.execute(query)).scalar_one_or_none()
        if into is None:
            break
        contact_id = into
    return contact_id


def tables_of(person: RecordedPerson) -> Iterator[tuple[Table, ColumnElement[bool]]]:
    """Each table that holds something of a customer, with the condition; those that point come first."""
    for table in reversed(metadata.sorted_tables):
        condition = _condition(table, person)
        if condition is not None:
            yield table, condition


def _condition(table: Table, person: RecordedPerson) -> ColumnElement[bool] | None:
    if table.name in SPECIAL:
        return SPECIAL[table.name](table, person)
    if "identity_key" in table.c:
        return table.c.identity_key.in_(person.keys)
    if "contact_id" in table.c:
        return table.c.contact_id.in_(person.contact_ids)
    if set(table.c.keys()) >= PLACE:
        return or_(*(_at(table, row) for row in person.identities))
    return None


def _at(table: Table, row: Any) -> ColumnElement[bool]:
    return and_(*(table.c[name] == getattr(row, name) for name in sorted(PLACE)))


def _changes(table: Table, person: RecordedPerson) -> ColumnElement[bool]:
    ids = person.contact_ids
    return or_(table.c.contact_id.in_(ids), table.c.other_id.in_(ids), table.c.identity_key.in_(person.keys))


def _apart(table: Table, person: RecordedPerson) -> ColumnElement[bool]:
    return or_(table.c.identity_key.in_(person.keys), table.c.contact_id.in_(person.contact_ids))


def _named_in(column: str) -> "Find":
    """Rows of which a column is an identity's key, or begins with it and a dot."""

    def find(table: Table, person: RecordedPerson) -> ColumnElement[bool]:
        of = table.c[column]
        return or_(*(or_(of == key, of.startswith(f"{key}.", autoescape=True)) for key in person.keys))

    return find


Find = Callable[[Table, RecordedPerson], ColumnElement[bool]]

SPECIAL: dict[str, Find] = {
    "contact_change": _changes,
    "contact_apart": _apart,
    "routing_change": _named_in("key"),
    "staff_audit": _named_in("object_id"),
    "records_request": _named_in("who"),
}


async def own_media(connection: AsyncConnection, keys: Sequence[str]) -> list[str]:
    """The files that these identities may use and nobody else."""
    of = metadata.tables["media_of_identity"].c
    mine = select(of.media_id).where(of.identity_key.in_(keys))
    others = select(of.media_id).where(of.identity_key.not_in(keys) & of.media_id.in_(mine))
    found = select(of.media_id).where(of.identity_key.in_(keys) & of.media_id.not_in(others)).distinct()
    return list((await connection.execute(found)).scalars())
