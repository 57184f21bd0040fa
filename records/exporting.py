"""Gives a customer what is kept of them: one ZIP archive of JSON lines and files."""

import asyncio
import base64
import json
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Table, select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.ports import Clock
from hub.settings import Settings
from hub.staff.audit import TERMINAL, Audit
from hub.store.database import Database
from hub.store.encrypted import Encrypted
from hub.store.metadata import metadata
from records.persons import RecordedPerson, find_person, tables_of

HOUSES_OWN = frozenset(
    (
        "work",
        "outbox",
        "routing_change",
        "file_removal",
        "staff_audit",
        "legal_hold",
        "records_request",
        "channel_code",
    )
)
"""Tables that hold nothing of a customer but that there is something to do, and what staff did."""

LEFT_OUT = frozenset(("events", "bot_state", "token_hash", "code_hash", "customer_hash", "digest"))
PAGE = 1000


async def export(
    database: Database,
    settings: Settings,
    clock: Clock,
    who: str,
    file: IO[bytes],
    *,
    actor: str = TERMINAL,
    **more: str,
) -> int:
    """Writes the archive of the customer whom `who` names, and tells how many rows; written into the audit.

    `actor`: the account that takes it, `more`: what else the audit says of it.

    Values that are encrypted in the database are marked as such. Raises `NotFound`.
    """
    rows = 0
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        async with database.read_aside() as connection:
            person = await find_person(connection, who)
            for table, condition in tables_of(person):
                if table.name not in HOUSES_OWN:
                    rows += await _table(connection, archive, table, condition)
            media = await _media(connection, person)
        for media_id, name in media:
            await asyncio.to_thread(_put, archive, settings.media_folder, media_id, name)
    async with database.write() as connection:
        await Audit(clock).append(
            connection,
            "customer.exported",
            actor=actor,
            object_kind="contact",
            object_id=person.contact_id,
            rows=rows,
            **more,
        )
    return rows


async def _table(connection: AsyncConnection, archive: zipfile.ZipFile, table: Table, condition: Any) -> int:
    shown = [column for column in table.columns if column.name not in LEFT_OUT]
    count = 0
    lines: list[str] = []
    while True:
        query = select(*shown).where(condition).order_by(*table.primary_key.columns)
        rows = (await connection.execute(query.limit(PAGE).offset(count))).all()
        lines += [json.dumps(dict(row._mapping), ensure_ascii=False, default=_plain) for row in rows]
        count += len(rows)
        if len(rows) < PAGE:
            break
    if lines:
        archive.writestr(f"{table.name}.jsonl", "".join(f"{line}\n" for line in lines))
    return count


async def _media(connection: AsyncConnection, person: RecordedPerson) -> list[tuple[str, str]]:
    given = metadata.tables["media_of_identity"]
    query = select(given.c.media_id, given.c.name).where(given.c.identity_key.in_(person.keys))
    found = (await connection.execute(query.order_by(given.c.media_id))).all()
    return [(row.media_id, row.name) for row in found]


def _put(archive: zipfile.ZipFile, folder: Path, media_id: str, name: str) -> None:
    path = folder / media_id[:2] / media_id[2:4] / media_id
    if path.is_file():
        archive.write(path, f"media/{media_id}{Path(name).suffix}")


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Encrypted):
        return {"encrypted_with": value.key_id}
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    raise TypeError(f"a {type(value).__name__} cannot stand in an export")
