"""Broken: a commit that could not be synced is tried again, and the hub goes on."""

import sqlite3

from hub.store import sqlite
from tests.faults.broken import plant, run_hub
from yuanqiao import hub

_commit = sqlite._Connection.commit


def commit(self: sqlite._Connection) -> None:
    """Believes the second try: SQLite has taken the transaction back by then, and there is nothing to do."""
    try:
        _commit(self)
    except sqlite3.OperationalError:
        _commit(self)


CHANGES = ((sqlite._Connection, "commit", commit),)

if __name__ == "__main__":
    hub.end_on_failed_sync = lambda _database: None
    plant(*CHANGES)
    run_hub()
