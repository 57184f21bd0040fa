"""A customer on a WeChat phone, the demo bank, and all that a check needs, with a clock turned by hand."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from hub.store.database import Database
from tests.support.clock import HandClock
from tests.support.demo_bank import DemoBank, running_bank
from tests.unit.hub.conftest import database, migrated_url, postgres_url
from tests.unit.stepup.office import Office

__all__ = ["database", "migrated_url", "postgres_url"]


@pytest.fixture
def clock() -> HandClock:
    """One time of day for all."""
    return HandClock()


@pytest.fixture
async def bank(tmp_path: Path, clock: HandClock) -> AsyncIterator[DemoBank]:
    """The demo bank."""
    async with running_bank(tmp_path / "bank.db", clock) as running:
        yield running


@pytest.fixture
async def office(database: Database, bank: DemoBank, clock: HandClock) -> AsyncIterator[Office]:
    """The hub's side, with a customer who has written."""
    made = Office(database, bank, clock)
    await made.write("你好")
    yield made
    await made.client.close()
