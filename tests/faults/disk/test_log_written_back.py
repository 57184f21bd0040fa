"""Why a hub moves SQLite's log into the file before it accepts anything: what a failed sync leaves behind."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from hub.settings import Settings
from hub.store.failed_sync import write_log_back
from tests.faults.disk.disk import Disk
from tests.faults.disk.test_disk import lines

WRITER = """
import os, signal, sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
connection.execute("PRAGMA journal_mode=WAL")
connection.execute("PRAGMA synchronous=FULL")
connection.execute("CREATE TABLE IF NOT EXISTS line (words TEXT)")
print("ready", flush=True)
for words in sys.stdin:
    connection.execute("INSERT INTO line VALUES (?)", (words,))
    try:
        connection.commit()
        print("committed", flush=True)
    except sqlite3.OperationalError as error:
        print(error.sqlite_errorname, flush=True)
"""


class Writer:
    """A process that commits a line when told, and says what became of it."""

    def __init__(self, file: Path) -> None:
        words = [sys.executable, "-c", WRITER, str(file)]
        self._process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self._read() == "ready"

    def commit(self) -> str:
        assert self._process.stdin is not None
        self._process.stdin.write("a line\n")
        self._process.stdin.flush()
        return self._read()

    def kill(self) -> None:
        self._process.send_signal(signal.SIGKILL)
        self._process.communicate()

    def _read(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()


@pytest.mark.parametrize(("written_back", "kept"), [(True, 3), (False, 1)])
async def test_a_commit_behind_one_that_was_not_synced(disk: Disk, written_back: bool, kept: int) -> None:
    file = disk.folder / "lines.db"
    first = Writer(file)
    assert first.commit() == "committed"
    await disk.fail_next_sync("-wal")
    assert first.commit() == "SQLITE_IOERR_FSYNC"
    first.kill()
    if written_back:
        write_log_back(Settings(database_url=f"sqlite:///{file}"))
    second = Writer(file)
    assert second.commit() == "committed", "behind pages of the log that look saved and are not"
    second.kill()
    await disk.cut()
    assert lines(disk) == kept
