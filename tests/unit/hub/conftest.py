"""A migrated database of each kind, and the spine's parts on it."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from hub.store.database import Database
from tests.support.emptied import empty
from tests.support.migrated import migrated_file
from tests.support.postgres import Postgres
from tests.support.shared_postgres import migrated_copy
from tests.support.waiting import PATIENCE_S
from tests.unit.hub.spine import Spine


@pytest.fixture(scope="session")
def postgres_url(postgres: Postgres) -> str:
    """A migrated database to be emptied for each test."""
    return migrated_copy(postgres)


@pytest.fixture(params=["sqlite", "postgres"])
def migrated_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a migrated database, once of each kind; its tables may hold another test's rows."""
    if request.param == "postgres":
        return str(request.getfixturevalue("postgres_url"))
    return migrated_file(tmp_path / "yuanqiao.db")


@pytest.fixture
async def database(migrated_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Database]:
    """A migrated, empty database, once of each kind; tests leave its schema as it is."""
    # More than there are connections may ask at once, of a server that a busy machine holds up.
    monkeypatch.setattr("hub.store.database.POOL_WAIT_S", PATIENCE_S)
    opened = Database(migrated_url)
    if not opened.is_sqlite:
        empty(migrated_url)
    yield opened
    await opened.close()


@pytest.fixture
async def spine(database: Database) -> AsyncIterator[Spine]:
    """Inbox, outbox and their clock on a migrated database."""
    made = Spine(database)
    yield made
    # What was sent is written down a moment later: not on a database that is closed.
    await asyncio.gather(made.outbox.settle(), return_exceptions=True)
