"""Broken: a commit that could not be synced is tried again, and the hub goes on."""

import sqlite3

from hub.store import sqlite
from hub.store.database import Database
from tests.faults.broken import plant, run_hub
from yuanqiao import hub

_commit = sqlite._Connection.commit


def commit(self: sqlite._Connection) -> None:
    """Believes the second try: SQLite has taken the transaction back by then, and there is nothing to do."""
    try:
        _commit(self)
    except sqlite3.OperationalError:
        _commit(self)


def go_on(_database: Database) -> None:
    """Lets the hub run on after a failed sync."""


CHANGES = (
    (sqlite._Connection, "commit", commit),
    (hub, "end_on_failed_sync", go_on),
)

if __name__ == "__main__":
    plant(*CHANGES)
    run_hub()
