"""PostgreSQL that is there and does not answer (docs/reliability.md, B6): nobody waits for it for ever."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from sqlalchemy import text

from hub.conversation import worker as module
from hub.errors import StoreUnavailable
from hub.inbox import StoredInbox
from hub.store.database import Database
from tests.support.emptied import empty
from tests.support.postgres_proxy import PostgresProxy
from tests.unit.hub.spine import RULES, Spine
from tests.unit.hub.test_database import _end_other_sessions
from tests.unit.hub.test_serve import FakeAsker, worker

DEADLINE_S = 0.5
LONG_S = 20.0


@pytest.fixture
def proxy(postgres_url: str) -> Iterator[PostgresProxy]:
    standing = PostgresProxy(postgres_url)
    yield standing
    standing.close()


@pytest.fixture
async def database(postgres_url: str, proxy: PostgresProxy) -> AsyncIterator[Database]:
    empty(postgres_url)
    opened = Database(proxy.database_url, deadline_s=DEADLINE_S)
    yield opened
    proxy.fall_silent(False)
    await opened.close()


async def test_a_customer_hears_in_time_that_nothing_was_stored_and_may_send_again(
    proxy: PostgresProxy, database: Database
) -> None:
    spine = Spine(database)
    inbox = StoredInbox(database, spine.bus, spine.clock, RULES, spine.hooks, within_s=DEADLINE_S)
    proxy.fall_silent(True)
    async with asyncio.timeout(LONG_S):
        with pytest.raises(StoreUnavailable):
            await inbox.accept(spine.arrival(provider_id="p1"))
    proxy.fall_silent(False)
    assert (await spine.accept(spine.arrival(provider_id="p1"))).message.seq == 1


@pytest.mark.parametrize("connected", [True, False])
async def test_a_server_that_falls_silent_is_a_store_that_does_not_answer(
    proxy: PostgresProxy, database: Database, connected: bool
) -> None:
    if not connected:
        await database.engine.dispose()
    proxy.fall_silent(True)
    async with asyncio.timeout(LONG_S):
        with pytest.raises(StoreUnavailable):
            async with database.read() as connection:
                await connection.execute(text("SELECT 1"))
    proxy.fall_silent(False)
    async with database.read() as connection:
        assert (await connection.execute(text("SELECT 1"))).scalar_one() == 1


async def test_a_statement_that_takes_too_long_is_ended(database: Database) -> None:
    async with asyncio.timeout(LONG_S):
        with pytest.raises(StoreUnavailable):
            async with database.read() as connection:
                await connection.execute(text("SELECT pg_sleep(60)"))


async def test_a_connection_that_the_server_closed_meanwhile_is_replaced_unnoticed(
    database: Database, postgres_url: str
) -> None:
    await _end_other_sessions(postgres_url)
    await asyncio.sleep(0.2)
    async with database.read() as connection:
        assert (await connection.execute(text("SELECT 1"))).scalar_one() == 1


async def test_a_store_that_is_too_slow_is_no_conversation_that_cannot_be_read(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def too_slow(*_: Any) -> None:
        raise TimeoutError

    spine = Spine(database)
    await spine.say()
    running = worker(spine, FakeAsker(spine, ["好的"]))
    monkeypatch.setattr(module, "begin", too_slow)
    with pytest.raises(StoreUnavailable):
        await running._take()
    assert len(await spine.take()) == 1, "nothing of that claim was kept"
