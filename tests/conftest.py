"""What all tests share: both databases, a hub to talk to, and the mark of those that run alone."""

import gc
import logging
import signal
import sys
import threading
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import structlog
from hypothesis import settings as hypothesis_settings

from tests.support import alone, by_turns, run
from tests.support import elasticsearch as elastic
from tests.support.bot import TestBot, running_bot
from tests.support.compiled import share_routes, share_sql
from tests.support.house import House, make_settings, running_house
from tests.support.postgres import INSTALL, Postgres, find_binaries
from tests.support.redis import INSTALL as INSTALL_REDIS
from tests.support.redis import RedisServer, find_server, running_redis
from tests.support.shared_elasticsearch import shared_elasticsearch, stop_shared_elasticsearch
from tests.support.shared_postgres import shared_postgres, stop_shared_postgres

# What a shell starts in the background ignores Ctrl-C, and so would every program that a test starts.
signal.signal(signal.SIGINT, signal.default_int_handler)

MADE_BEFORE_A_ROUND = 50_000
"""Objects before the garbage collector looks at the young: a house makes the usual 700 in no time."""

# An example that takes long on a busy machine is no fault.
hypothesis_settings.register_profile("untimed", parent=hypothesis_settings.default, deadline=None)
hypothesis_settings.load_profile("untimed")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Says on which databases flow tests run."""
    parser.addoption("--databases", choices=("both", "by-turns"), default="both")


def pytest_configure(config: pytest.Config) -> None:
    """Makes the folder that the workers of this run share."""
    if not hasattr(config, "workerinput"):
        # Whoever ends the run with a plain `kill` gets the summary, too, and no server stays behind.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        run.begin()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Ends what the workers of this run shared."""
    if not hasattr(config, "workerinput"):
        stop_shared_postgres()
        stop_shared_elasticsearch()
        run.end()


@pytest.hookimpl(tryfirst=True)  # before `-m` chooses among the marked
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Marks the tests that run while nothing else does, and leaves out what runs on the other database."""
    for item in items:
        if alone.has_to_run_alone(item):
            item.add_marker(pytest.mark.alone)
    if config.getoption("databases") == "by-turns" and (left := by_turns.left_out(items)):
        config.hook.pytest_deselected(items=list(left))
        items[:] = [item for item in items if item not in left]


def pytest_collection_finish() -> None:
    """What is loaded stays to the end: looking through it again and again took a twelfth of all time."""
    gc.freeze()
    gc.set_threshold(MADE_BEFORE_A_ROUND, 20, 20)


@pytest.fixture(scope="session", autouse=True)
def compiled_once() -> Iterator[None]:
    """A test's own database and hub are new, their statements and routes are not."""
    with pytest.MonkeyPatch.context() as patch:
        share_sql(patch)
        share_routes(patch)
        yield


@pytest.fixture(scope="session")
def postgres() -> Postgres:
    """One PostgreSQL for the whole run."""
    binaries = find_binaries()
    if binaries is None:
        pytest.skip(f"no PostgreSQL server found: {INSTALL}")
    return shared_postgres(binaries)


@pytest.fixture(scope="session")
def elasticsearch() -> elastic.Node:
    """One Elasticsearch for the whole run; each test has an index of its own."""
    home = elastic.find_home()
    if home is None:
        pytest.skip(f"no Elasticsearch found: {elastic.INSTALL}")
    node = shared_elasticsearch(home)
    node.wait()
    return node


@pytest.fixture
def redis_server() -> Iterator[RedisServer]:
    """A Redis of the test's own, to break as it likes; it starts in a hundredth of a second."""
    program = find_server()
    if program is None:
        pytest.skip(f"no Redis server found: {INSTALL_REDIS}")
    with running_redis(program) as started:
        yield started


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty database, once of each kind."""
    if request.param == "postgres":
        server: Postgres = request.getfixturevalue("postgres")
        url = server.new_database()
        yield url
        server.drop(url)
    else:
        yield f"sqlite:///{tmp_path / 'yuanqiao.db'}"


@pytest.fixture
def logging_restored() -> Iterator[None]:
    """For tests that configure logging: those behind them find it as it was."""
    root = logging.getLogger()
    before = (root.handlers[:], root.level, sys.excepthook, threading.excepthook)
    yield
    root.handlers[:], root.level, sys.excepthook, threading.excepthook = before
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


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
