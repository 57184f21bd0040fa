"""A URL that names several servers leads to the one that takes writes, also past one that says nothing."""

import asyncio
import time
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import URL, make_url, text

from hub.errors import StoreUnavailable
from hub.store.database import Database
from hub.store.servers import environment_of
from tests.support.ports import free_port
from tests.support.postgres import INSTALL, Postgres, find_binaries, remove, running_postgres
from tests.support.postgres_standby import make_standby, promote

DEADLINE_S = 2.0


def several(url: str, *ports: int) -> str:
    """The URL of a database that may be at any of these ports."""
    places = [f"127.0.0.1:{port}" for port in ports]
    known = make_url(url)
    named = URL.create(known.drivername, known.username, database=known.database, query={"host": places})
    return named.render_as_string(hide_password=False)


@pytest.fixture
async def silent() -> AsyncIterator[int]:
    """The port of a server that takes connections and says nothing, as a machine without power."""

    async def nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    async with await asyncio.start_server(nothing, "127.0.0.1", 0) as server:
        yield server.sockets[0].getsockname()[1]


async def read_one(database: Database) -> float:
    """Seconds until one row was read."""
    began = time.monotonic()
    async with database.read() as connection:
        assert (await connection.execute(text("SELECT 1"))).scalar_one() == 1
    return time.monotonic() - began


async def test_a_silent_server_is_passed_by_and_asked_last_from_then_on(
    postgres: Postgres, silent: int
) -> None:
    url = several(postgres.new_database(), silent, postgres.port)
    database = Database(url, deadline_s=DEADLINE_S)
    assert await read_one(database) >= DEADLINE_S / 2 - 0.1
    await database.engine.dispose()
    assert await read_one(database) < DEADLINE_S / 2 - 0.1
    await database.close()


async def test_who_only_reads_aside_comes_to_the_same_server(postgres: Postgres) -> None:
    database = Database(several(postgres.new_database(), free_port(), postgres.port), deadline_s=DEADLINE_S)
    async with database.read_aside() as connection:
        assert (await connection.execute(text("SELECT 1"))).scalar_one() == 1
    await database.close()


async def test_no_server_at_all_is_a_database_that_is_away(silent: int) -> None:
    url = several("postgresql+asyncpg://yuanqiao@127.0.0.1/x", silent, free_port())
    database = Database(url, deadline_s=DEADLINE_S)
    with pytest.raises(StoreUnavailable):
        await read_one(database)
    await database.close()


async def test_a_standby_is_not_asked_before_it_is_promoted() -> None:
    binaries = find_binaries()
    if binaries is None:
        pytest.skip(f"no PostgreSQL server found: {INSTALL}")
    with running_postgres(binaries) as primary:
        known = primary.new_database()
        standby = await asyncio.to_thread(make_standby, primary, free_port())
        database = Database(several(known, standby.port, primary.port), deadline_s=DEADLINE_S)
        try:
            await write_one(database)
            await asyncio.to_thread(primary.kill)
            with pytest.raises(StoreUnavailable):
                await write_one(database)
            await asyncio.to_thread(promote, standby)
            await write_one(database)
        finally:
            await database.close()
            remove(standby)


async def write_one(database: Database) -> None:
    """A table of its own in a transaction."""
    async with database.write() as connection:
        await connection.execute(text("CREATE TABLE IF NOT EXISTS written (at int)"))


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        (
            "postgresql+asyncpg://u:p@db:5433/y",
            {"PGHOST": "db", "PGPORT": "5433", "PGUSER": "u", "PGPASSWORD": "p", "PGDATABASE": "y"},
        ),
        (
            "postgresql+asyncpg://u@/y?host=a:5432&host=b:5433",
            {
                "PGHOST": "a,b",
                "PGPORT": "5432,5433",
                "PGUSER": "u",
                "PGDATABASE": "y",
                "PGTARGETSESSIONATTRS": "read-write",
            },
        ),
    ],
)
def test_the_servers_own_programs_are_told_the_same(url: str, wanted: dict[str, str]) -> None:
    assert environment_of(make_url(url)) == wanted
