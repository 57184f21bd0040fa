"""What the flow tests share: a migrated database of each kind, and an impatient hub."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.support.bot import TestBot
from tests.support.house import House, make_settings, running_house
from tests.support.migrated import migrated_file
from tests.support.postgres import Postgres
from tests.support.shared_postgres import migrated_copy


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without rows, once of each kind; migrated, so that no hub has to do it."""
    if request.param == "postgres":
        server: Postgres = request.getfixturevalue("postgres")
        url = migrated_copy(server)
        yield url
        server.drop(url)
    else:
        yield migrated_file(tmp_path / "yuanqiao.db")


@pytest.fixture
async def hasty(database_url: str, tmp_path: Path, bot: TestBot) -> AsyncIterator[House]:
    """A hub whose patience is a hundredth of the usual."""
    settings = make_settings(
        database_url,
        tmp_path,
        bot.port,
        ask_deadline_s=0.6,
        waiting_after_s=0.1,
        late_after_s=0.3,
        give_up_after_s=5.0,
    )
    async with running_house(settings, bot) as house:
        yield house
