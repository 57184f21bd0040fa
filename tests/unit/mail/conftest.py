"""Letters on a migrated database, with a clock that is turned by hand."""

from pathlib import Path

import pytest

from hub.store.database import Database
from hub.store.encrypted import DataKeys, new_data_keys, read_data_keys
from mail.letters import Letters
from mail.smtp import SmtpServer
from tests.support.clock import HandClock
from tests.unit.hub.conftest import database, migrated_url, postgres_url

__all__ = ["database", "migrated_url", "postgres_url"]

SENDER = "desk@bank.example"
WITHIN_S = 10.0


class Post:
    """What one process needs to send letters."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.clock = HandClock()
        self.keys: DataKeys = read_data_keys(new_data_keys("k1"))

    def letters(self, port: int, **more: object) -> Letters:
        server = SmtpServer("127.0.0.1", port, **({"encryption": "off", "within_s": WITHIN_S} | more))  # type: ignore[arg-type]
        server.check()
        return Letters(self.database, self.clock, self.keys, server, sender=SENDER)


@pytest.fixture
def post(database: Database) -> Post:
    """A process."""
    return Post(database)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where certificates lie."""
    return tmp_path
