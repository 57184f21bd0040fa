"""A process that is killed in the middle of a campaign has told each customer once, or not yet."""

import asyncio
import signal
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from hub.ids import identity_key
from hub.ports import Address
from hub.settings import ROOT
from hub.staff.four_eyes import By
from hub.store import identities
from hub.store.database import Database
from hub.store.encrypted import new_data_keys, read_data_keys
from hub.store.schema import message, outbox
from outreach import campaigns
from outreach.campaign import CampaignContent
from outreach.reaching import Planned
from outreach.store.schema import outreach_recipient

KEYS = new_data_keys("k1")
CUSTOMERS = 12


async def begin(database: Database) -> None:
    """A campaign to a dozen customers that was approved just now."""
    now = datetime.now(UTC)
    content = CampaignContent(
        channels=("webchat",), text="{称呼}您好。", per_minute=6000, valid_until=now + timedelta(hours=1)
    )
    plan = []
    async with database.write() as connection:
        for number in range(CUSTOMERS):
            address = Address("webchat", "default", f"v{number}")
            key = identity_key("webchat", "default", f"v{number}")
            await identities.ensure(connection, key, address, now)
            plan.append(Planned(number + 2, "", key, address, {"称呼": f"客户{number}"}))
        keys = read_data_keys(KEYS)
        one = await campaigns.do_create(connection, "甲", content, plan, keys, By("a", now))
        await campaigns.do_approve(connection, one, By("b", now))


async def run(url: str, *more: str) -> int:
    """A process of its own; how it ended."""
    command = (sys.executable, "-m", "tests.support.campaign_process", url, KEYS, *more)
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT)
    async with asyncio.timeout(60):
        return await process.wait()


async def said_to(database: Database) -> Counter[str]:
    """How many messages, and rows of the outbox, each customer has; they are the same."""
    counted = []
    async with database.read() as connection:
        for table in (message, outbox):
            query = select(table.c.identity_key, func.count()).group_by(table.c.identity_key)
            rows = (await connection.execute(query)).all()
            counted.append(Counter({key: count for key, count in rows}))  # noqa: C416
    assert counted[0] == counted[1]
    return counted[0]


async def recipients(database: Database) -> list[Any]:
    async with database.read() as connection:
        return list((await connection.execute(select(outreach_recipient))).all())


async def test_killed_anywhere_each_customer_is_told_once(database_url: str) -> None:
    database = Database(database_url)
    await begin(database)
    for crash in ("told:3", "said:1", "placed:4"):
        assert await run(database_url, crash) == -signal.SIGKILL
        rows = await recipients(database)
        assert len(await said_to(database)) == sum(row.state == "told" for row in rows) < CUSTOMERS
    assert await run(database_url) == 0
    assert sorted((await said_to(database)).values()) == [1] * CUSTOMERS
    assert {(row.state, row.seq) for row in await recipients(database)} == {("told", 1)}
    await database.close()


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_two_processes_at_once_tell_each_customer_once(database_url: str) -> None:
    """One process alone writes to a file of SQLite's."""
    database = Database(database_url)
    await begin(database)
    assert await asyncio.gather(run(database_url), run(database_url)) == [0, 0]
    assert sorted((await said_to(database)).values()) == [1] * CUSTOMERS
    await database.close()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_build_that_marks_afterwards_is_caught(database_url: str) -> None:
    database = Database(database_url)
    await begin(database)
    for _ in range(2):
        assert await run(database_url, "", "broken") == -signal.SIGKILL
    assert max((await said_to(database)).values()) == 2
    await database.close()
