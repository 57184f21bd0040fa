"""What all tests share: both databases, and a hub to talk to."""

import signal
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.support.bot import TestBot, running_bot
from tests.support.house import House, make_settings, running_house
from tests.support.postgres import INSTALL, Postgres, find_binaries, running_postgres
from tests.support.redis import INSTALL as INSTALL_REDIS
from tests.support.redis import RedisServer, find_server, running_redis

# What a shell starts in the background ignores Ctrl-C, and so would every program that a test starts.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """One PostgreSQL for the whole run."""
    binaries = find_binaries()
    if binaries is None:
        pytest.skip(f"no PostgreSQL server found: {INSTALL}")
    with running_postgres(binaries) as started:
        yield started


@pytest.fixture
def redis_server() -> Iterator[RedisServer]:
    """A Redis of the test's own, to break as it likes; it starts in a hundredth of a second."""
    program = find_server()
    if program is None:
        pytest.skip(f"no Redis server found: {INSTALL_REDIS}")
    with running_redis(program) as started:
        yield started


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database, once of each kind."""
    if request.param == "postgres":
        server: Postgres = request.getfixturevalue("postgres")
        return server.new_database()
    return f"sqlite:///{tmp_path / 'yuanqiao.db'}"


@pytest.fixture
async def bot() -> AsyncIterator[TestBot]:
    """A bot that does as it is told."""
    async with running_bot() as running:
        yield running


@pytest.fixture
async def house(database_url: str, tmp_path: Path, bot: TestBot) -> AsyncIterator[House]:
    """A running hub, once on each database."""
    async with running_house(make_settings(database_url, tmp_path, bot.port), bot) as running:
        yield running
