"""A migrated database of each kind, and the spine's parts on it."""

from collections.abc import AsyncIterator

import pytest

from hub.store.database import Database
from hub.store.migrate import migrate
from tests.unit.hub.spine import Spine


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A migrated database, once of each kind."""
    opened = Database(database_url)
    await migrate(opened)
    yield opened
    await opened.close()


@pytest.fixture
def spine(database: Database) -> Spine:
    """Inbox, outbox and their clock on a migrated database."""
    return Spine(database)
