"""A thousand entries: whichever is flipped by a bit, removed, or swapped with another, it shows.

`YUANQIAO_TAMPER_EVERY=1` tampers with each of them (three thousand times, some minutes); without it with
every fiftieth.
"""

import os
from collections.abc import Mapping
from random import Random
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.staff.audit import Audit, verify
from hub.store.database import Database
from hub.store.schema_staff import audit
from tests.support.clock import HandClock

ENTRIES = 1000
EVERY = int(os.environ.get("YUANQIAO_TAMPER_EVERY", "50"))
TEXTS = ("actor", "action", "object_kind", "object_id", "result", "address", "detail", "hash")

Entry = Mapping[str, Any]


async def fill(database: Database) -> list[Entry]:
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


@pytest.mark.parametrize("how", ["flip", "delete", "swap"])
async def test_whatever_is_done_to_one_of_a_thousand_entries_shows(database: Database, how: str) -> None:
    entries, random = await fill(database), Random(23)
    assert (await verify(database)).broken_at is None
    places = range(0, ENTRIES, EVERY)
    found = 0
    for place in places:
        one, other = entries[place], entries[(place + 1 + random.randrange(ENTRIES - 1)) % ENTRIES]
        async with database.write() as connection:
            if how == "delete":
                await connection.execute(delete(audit).where(audit.c.seq == one["seq"]))
            elif how == "flip":
                this = audit.c.seq == one["seq"]
                await connection.execute(update(audit).where(this).values(**flipped(one, random)))
            else:
                await put_back(connection, {**one, "seq": other["seq"]}, {**other, "seq": one["seq"]})
        broken_at = (await verify(database)).broken_at
        found += broken_at is not None and broken_at <= max(one["seq"], other["seq"]) + 1
        async with database.write() as connection:
            await put_back(connection, one, other)
    assert found == len(places)
    assert (await verify(database)).broken_at is None
