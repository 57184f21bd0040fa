"""Keeps what the hub refused for good, encrypted as it was: people decide what becomes of it."""

import os

from ingress.files import open_private
from ingress.spool import Record, Spool


def keep_refused(spool: Spool, record: Record) -> None:
    """Adds a record to the folder's `refused` file; raises `OSError`."""
    line = spool.sealed_apart(record.spooled)
    with open_private(spool.folder / "refused", "ab") as file:
        file.write(line)
        os.fsync(file.fileno())
