"""The connectors' tables on each kind of database, and a provider on loopback."""

from collections.abc import AsyncIterator

import pytest

from connectors.kit.store import schema
from hub.store.database import Database
from hub.store.metadata import metadata
from hub.store.schema_processes import lease
from tests.unit.connectors.kit.provider import Provider, running_provider

TABLES = [lease, *(table for table in metadata.sorted_tables if table.name.startswith("channel_"))]


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Database]:
    """A database with the tables that the kit uses, once of each kind; migrations make the same."""
    assert schema.channel_token in TABLES
    database = Database(database_url)
    async with database.write() as connection:
        await connection.run_sync(lambda sync: metadata.create_all(sync, tables=TABLES))
    yield database
    await database.close()


@pytest.fixture
async def provider() -> AsyncIterator[Provider]:
    """A provider that does as it is told."""
    async with running_provider() as running:
        yield running
