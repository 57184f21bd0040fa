"""The staff's server on a migrated database, with a clock that is turned by hand."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from pydantic import SecretStr
from sanic import Sanic

from hub.settings import Settings
from hub.staff import open_staff
from hub.store.database import Database
from hub.store.encrypted import new_data_keys
from tests.support.clock import HandClock
from tests.support.house import make_settings
from tests.support.staff import Served, StaffClient, serving_staff, staff_client

Sanic.test_mode = True


@pytest.fixture
def settings(database: Database, tmp_path: Path) -> Settings:
    """Those of tests; the test's own address is a proxy, so that a client can name any."""
    return make_settings(
        database.url.render_as_string(hide_password=False),
        tmp_path,
        1,
        data_keys=SecretStr(new_data_keys("k1")),
        trusted_proxies="127.0.0.1",
    )


@pytest.fixture
async def served(database: Database, settings: Settings) -> AsyncIterator[Served]:
    """The hub's own routes for staff."""
    staff = open_staff(settings, database, HandClock())
    async with serving_staff(staff) as running:
        yield running


@pytest.fixture
async def browser(served: Served) -> AsyncIterator[StaffClient]:
    """Somebody's browser."""
    async with staff_client(served.port) as client:
        yield client


@pytest.fixture
async def other(served: Served) -> AsyncIterator[StaffClient]:
    """Somebody else's browser."""
    async with staff_client(served.port) as client:
        yield client
