"""Erases one customer: database, media, uploads and logs; what is kept is told with its reason."""

import asyncio
from dataclasses import dataclass, field

import structlog
from sqlalchemy import Delete, Table, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.errors import Conflict
from hub.ports import Clock
from hub.settings import Settings
from hub.staff.audit import TERMINAL, Audit
from hub.store.database import Database
from hub.store.metadata import metadata
from records.files import waiting_callbacks
from records.left import OUTSIDE, LeftBehind
from records.persons import KEPT, RecordedPerson, find_person, own_media, tables_of
from records.removing import remove_waiting
from records.scrubbing import overwrite_removed, scrub
from records.store import holds, removals

log = structlog.get_logger(__name__)

SHORTEST_WORD = 8
"""An id of a channel that is shorter could stand in a log for something else."""


@dataclass(slots=True)
class Erased:
    """What was done: rows by table, files, words in logs; `left`: what is left."""

    contact_id: str
    rows: dict[str, int] = field(default_factory=dict)
    files: int = 0
    in_logs: int = 0
    left: list[LeftBehind] = field(default_factory=list)


async def erase(
    database: Database, settings: Settings, clock: Clock, who: str, *, rewrite: bool = False
) -> Erased:
    """Erases the customer whom `who` names, on all channels; written into the audit.

    The rows go in one transaction; what lies in files goes after it, and is noted in it (`file_removal`).
    Raises `NotFound`, and `Conflict` where a hold stands or a conversation is open.
    """
    async with database.write() as connection:
        erased = await do_erase_rows(connection, who)
        await note_erased(connection, clock, erased, actor=TERMINAL)
    await erase_files(database, settings, erased, rewrite=rewrite)
    return erased


async def do_erase_rows(connection: AsyncConnection, who: str) -> Erased:
    """Removes every row of a customer, and notes which files have to go; raises `NotFound`, `Conflict`."""
    await overwrite_removed(connection)
    person = await find_person(connection, who, lock=True)
    await check_erasable(connection, person)
    erased = Erased(person.contact_id)
    media = await own_media(connection, person.keys)
    await _remove(connection, person, media, erased)
    await _note_files(connection, person, media)
    return erased


async def note_erased(
    connection: AsyncConnection, clock: Clock, erased: Erased, *, actor: str, **more: str
) -> None:
    """Writes into the audit that a customer was erased; the last thing in the transaction."""
    count = sum(erased.rows.values())
    await Audit(clock).append(
        connection,
        "customer.erased",
        actor=actor,
        object_kind="contact",
        object_id=erased.contact_id,
        rows=count,
        **more,
    )
    log.info("records.erased", count=count)


async def erase_files(
    database: Database, settings: Settings, erased: Erased, *, rewrite: bool = False
) -> None:
    """Does what is left once the rows are gone; raises `StoreUnavailable`, `OSError`, to be tried again."""
    erased.files, erased.in_logs = await remove_waiting(database, settings)
    waiting = await asyncio.to_thread(waiting_callbacks, settings)
    tables = [*sorted(erased.rows), "file_removal"]
    erased.left += [LeftBehind("spool", len(waiting))] if waiting else []
    erased.left += [*await scrub(database, tables, rewrite=rewrite), *OUTSIDE]


async def check_erasable(connection: AsyncConnection, person: RecordedPerson) -> None:
    """Raises `Conflict` where a hold stands, or where somebody still speaks with the customer."""
    standing = await holds.standing(connection, person.contact_ids)
    if standing:
        raise Conflict(f"a legal hold stands: {', '.join(row.reference for row in standing)}")
    talks = metadata.tables["conversation"].c
    open_ones = select(func.count()).where(talks.identity_key.in_(person.keys) & talks.closed_at.is_(None))
    if (await connection.execute(open_ones)).scalar_one():
        raise Conflict("a conversation of this customer is open: close it first")


async def _remove(
    connection: AsyncConnection, person: RecordedPerson, media: list[str], erased: Erased
) -> None:
    contact = metadata.tables["contact"]
    merged = update(contact).where(contact.c.contact_id.in_(person.contact_ids)).values(merged_into=None)
    await connection.execute(merged)
    checks = metadata.tables["step_up_check"]
    # A check of somebody else that sent its code to this telephone forgets where to.
    forgotten = {"sms_identity": None, "sms_conversation": None, "sms_seq": None}
    await connection.execute(update(checks).where(checks.c.sms_identity.in_(person.keys)).values(forgotten))
    for table, condition in tables_of(person):
        if table.name in KEPT:
            count = select(func.count()).select_from(table).where(condition)
            found = (await connection.execute(count)).scalar_one()
            erased.left += [LeftBehind(table.name, found)] if found else []
        else:
            await _count(connection, table, delete(table).where(condition), erased)
    for name, column in (("channel_upload", "sha256"), ("media", "media_id")):
        table = metadata.tables[name]
        for begin in range(0, len(media), 500):
            of = table.c[column].in_(media[begin : begin + 500])
            await _count(connection, table, delete(table).where(of), erased)


async def _note_files(connection: AsyncConnection, person: RecordedPerson, media: list[str]) -> None:
    words = [*person.keys, *(row.external_id for row in person.identities)]
    await removals.add(connection, "media", media)
    await removals.add(connection, "uploads", person.keys)
    await removals.add(connection, "log_word", (word for word in words if len(word) >= SHORTEST_WORD))


async def _count(connection: AsyncConnection, table: Table, statement: Delete, erased: Erased) -> None:
    removed = (await connection.execute(statement)).rowcount
    if removed:
        erased.rows[table.name] = erased.rows.get(table.name, 0) + int(removed)
