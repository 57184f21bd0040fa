"""A disk that fails to sync ends the process (docs/reliability.md, B2): what is on it then, nobody knows.

After a failed fsync Linux counts the pages that it could not write as clean: the next fsync succeeds and has
saved nothing (https://lwn.net/Articles/752063/). So nothing is tried again, and the next process does not
believe SQLite's log before it has moved it into the database file.
"""

import os
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import structlog
from sqlalchemy.engine import make_url

from hub.settings import Settings
from hub.store.database import Database

READER_WAIT_S = 2.0
"""How long a start waits for a reader: customers wait meanwhile, and a backup may take minutes."""

SYNC_FAILED = (sqlite3.SQLITE_IOERR_FSYNC, sqlite3.SQLITE_IOERR_DIR_FSYNC)

log = structlog.get_logger(__name__)


def end_on_failed_sync(database: Database) -> None:
    """Lets a commit that could not be synced end this process: exit status 74 (`EX_IOERR`), no clean-up.

    PostgreSQL does as much by itself.
    """
    if database.is_sqlite:
        database.on_unavailable = _end_if_sync_failed


def _end_if_sync_failed(error: BaseException) -> None:
    if _is_failed_sync(error):
        log.critical("store.sync_failed", cause=str(error))
        os._exit(os.EX_IOERR)  # as if killed: nothing more may be written, or told to anybody


def write_log_back(settings: Settings) -> None:
    """Moves what SQLite's log holds into the database file and syncs that; call before anything is accepted.

    Exits with status 74 when the sync fails. A log that somebody else reads just now, and a disk without
    room, leave it where it is: the hub starts all the same, as reading has to go on.
    """
    url = make_url(settings.database)
    if url.get_backend_name() != "sqlite" or not url.database or not Path(f"{url.database}-wal").exists():
        return
    try:
        with closing(sqlite3.connect(url.database, timeout=READER_WAIT_S)) as connection:
            busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    except sqlite3.OperationalError as error:
        if _is_failed_sync(error):
            log.critical("store.sync_failed", cause=str(error))
            sys.exit(os.EX_IOERR)
        log.warning("store.log_kept", cause=str(error))
    else:
        if busy:
            log.warning("store.log_kept", cause="another process reads it")


def _is_failed_sync(error: BaseException) -> bool:
    return getattr(error, "sqlite_errorcode", None) in SYNC_FAILED
