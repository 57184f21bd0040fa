"""The spine's fixtures, the demo bank behind HTTP, and a customer who writes."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from hub.store.database import Database
from tests.support.clock import HandClock
from tests.support.demo_bank import DemoBank, running_bank
from tests.unit.bank.house import House
from tests.unit.hub.conftest import database, migrated_url, postgres_url
from tests.unit.hub.spine import Spine

__all__ = ["database", "migrated_url", "postgres_url"]


@pytest.fixture
def clock() -> HandClock:
    """One time of day for both."""
    return HandClock()


@pytest.fixture
async def bank(tmp_path: Path, clock: HandClock) -> AsyncIterator[DemoBank]:
    """The demo bank, with one customer."""
    async with running_bank(tmp_path / "bank.db", clock) as running:
        running.open()
        yield running


@pytest.fixture
async def house(database: Database, bank: DemoBank, clock: HandClock) -> AsyncIterator[House]:
    """The hub's side, with a customer who has written."""
    made = House(Spine(database, clock), bank)
    await made.begin()
    yield made
    await made.client.close()
