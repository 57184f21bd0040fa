"""A server for staff, on a database of each kind."""

import pytest

from hub.settings import Settings
from hub.store.database import Database
from integrations.keys import StoredKeys
from tests.support.staff import Served
from tests.unit.hub.conftest import database, migrated_url, postgres_url
from tests.unit.hub.staff.conftest import served, settings

__all__ = ["database", "migrated_url", "postgres_url", "served", "settings"]


@pytest.fixture
async def keyed(served: Served, database: Database, settings: Settings) -> Served:
    """The same, which knows keys."""
    served.staff.keys.use(StoredKeys(served.clock))
    return served
