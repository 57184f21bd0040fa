"""Broken: a commit does not wait for the disk (`synchronous=NORMAL`)."""

from typing import Any

from hub.store import database
from tests.faults.broken import plant, run_hub

_connect = database._sqlite_connect


def connect(**options: Any) -> Any:
    """Takes back what the hub wants of SQLite."""
    on_connect = _connect(**options)

    def then_weaken(connection: Any, record: Any) -> None:
        on_connect(connection, record)
        connection.execute("PRAGMA synchronous=NORMAL")

    return then_weaken


CHANGES = ((database, "_sqlite_connect", connect),)

if __name__ == "__main__":
    plant(*CHANGES)
    run_hub()
