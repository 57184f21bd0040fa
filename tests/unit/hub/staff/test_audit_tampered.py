"""A thousand entries: whichever is flipped by a bit, removed, or swapped with another, it shows.

On SQLite each of them, on PostgreSQL every twentieth; each there, too, with `YUANQIAO_TAMPER_EVERY=1`.
"""

import os
from collections.abc import Mapping
from random import Random
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.staff.audit import Anchor, Audit, ChainVerdict, verify
from hub.store.database import Database
from hub.store.schema_staff import audit, audit_head
from hub.store.staff.audit import NOTHING_YET, ONLY
from tests.support.clock import HandClock

ENTRIES = 1000
EVERY = 20
"""How far one anchor stands from the next."""

ON_A_SERVER = int(os.environ.get("YUANQIAO_TAMPER_EVERY", "20"))

TEXTS = ("actor", "action", "object_kind", "object_id", "result", "address", "detail", "hash")

Entry = Mapping[str, Any]


MADE: dict[bool, list[Entry]] = {}
"""The entries as they were written, on SQLite and on PostgreSQL: written one by one, they take longest."""


async def fill(database: Database) -> list[Entry]:
    if database.is_sqlite not in MADE:
        MADE[database.is_sqlite] = await write(database)
    else:
        async with database.write() as connection:
            await put_back(connection, *MADE[database.is_sqlite])
            newest = MADE[database.is_sqlite][-1]
            await connection.execute(insert(audit_head).values(only=ONLY, seq=ENTRIES, hash=newest["hash"]))
    assert await verify(database) == ChainVerdict(ENTRIES, MADE[database.is_sqlite][-1]["hash"])
    return MADE[database.is_sqlite]


async def write(database: Database) -> list[Entry]:
    made = Audit(HandClock())
    async with database.write() as connection:
        for number in range(ENTRIES):
            await made.append(
                connection,
                "case.viewed",
                actor=f"a{number % 7}",
                object_kind="case",
                object_id=f"TS-{number}",
                address="203.0.113.9",
                number=number,
            )
        rows = (await connection.execute(select(audit).order_by(audit.c.seq))).mappings().all()
    return [dict(row) for row in rows]


async def put_back(connection: AsyncConnection, *entries: Entry) -> None:
    await connection.execute(delete(audit).where(audit.c.seq.in_([each["seq"] for each in entries])))
    await connection.execute(insert(audit), [dict(each) for each in entries])


def flipped(entry: Entry, random: Random) -> Entry:
    """The entry with one bit of one of its texts turned."""
    column = random.choice(TEXTS)
    text = entry[column]
    at = random.randrange(len(text))
    return {**entry, column: f"{text[:at]}{chr(ord(text[at]) ^ 1)}{text[at + 1 :]}"}


def anchors_of(entries: list[Entry]) -> list[Anchor]:
    """What the log would have told, every so many entries; the first stands before all."""
    told = entries[EVERY - 1 :: EVERY]
    return [Anchor(0, NOTHING_YET), *(Anchor(each["seq"], each["hash"]) for each in told)]


@pytest.mark.parametrize("how", ["flip", "delete", "swap"])
async def test_whatever_is_done_to_one_of_a_thousand_entries_shows(database: Database, how: str) -> None:
    """Each is looked at from the last anchor before it, and one in twenty from the beginning, too."""
    entries, random = await fill(database), Random(23)
    anchors, found, touched = anchors_of(entries), 0, list[Entry]()
    places = range(0, ENTRIES, 1 if database.is_sqlite else ON_A_SERVER)
    for place in places:
        one, other = entries[place], entries[(place + 1 + random.randrange(ENTRIES - 1)) % ENTRIES]
        async with database.write() as connection:
            if touched:  # the ones before are themselves again
                await put_back(connection, *touched)
            if how == "delete":
                await connection.execute(delete(audit).where(audit.c.seq == one["seq"]))
            elif how == "flip":
                this = audit.c.seq == one["seq"]
                await connection.execute(update(audit).where(this).values(**flipped(one, random)))
            else:
                await put_back(connection, {**one, "seq": other["seq"]}, {**other, "seq": one["seq"]})
        touched = [one, other] if how == "swap" else [one]
        first = min(each["seq"] for each in touched)
        looks = [await verify(database, since=anchors[(first - 1) // EVERY], page=EVERY)]
        if place % EVERY == 0:
            looks.append(await verify(database))
        found += all(each.broken_at in (first, first + 1) for each in looks)
    assert found == len(places)
    async with database.write() as connection:
        await put_back(connection, *touched)
    assert await verify(database) == ChainVerdict(ENTRIES, entries[-1]["hash"])
