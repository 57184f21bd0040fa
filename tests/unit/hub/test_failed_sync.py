"""What the hub does about a disk that fails to sync; tests/faults row B2 shows it on such a disk."""

import os
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from hub.errors import StoreUnavailable
from hub.settings import Settings
from hub.store import failed_sync, sqlite
from hub.store.database import Database
from hub.store.failed_sync import end_on_failed_sync, write_log_back


def settings_of(file: Path) -> Settings:
    return Settings(database_url=f"sqlite:///{file}")


@pytest.fixture
def left(tmp_path: Path) -> Path:
    """A database as a killed hub leaves it: what it committed last stands in the log alone."""
    file, copy = tmp_path / "living.db", tmp_path / "left.db"
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("CREATE TABLE line (words TEXT)")
    connection.execute("INSERT INTO line VALUES ('committed')")
    connection.commit()
    for ending in ("", "-wal"):
        shutil.copy(f"{file}{ending}", f"{copy}{ending}")
    connection.close()
    return copy


def log_size(file: Path) -> int:
    return Path(f"{file}-wal").stat().st_size if Path(f"{file}-wal").exists() else 0


def test_the_log_is_written_into_the_file_before_anything_is_accepted(left: Path) -> None:
    assert log_size(left) > 0
    with capture_logs() as said:
        write_log_back(settings_of(left))
    assert (log_size(left), said) == (0, [])
    assert b"committed" in left.read_bytes()


def test_where_there_is_no_log_nothing_is_made(tmp_path: Path) -> None:
    write_log_back(settings_of(tmp_path / "none.db"))
    assert list(tmp_path.iterdir()) == []


def test_a_log_that_somebody_reads_is_kept(left: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failed_sync, "READER_WAIT_S", 0.05)
    reader = sqlite3.connect(left)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM line").fetchall()
    with capture_logs() as said:
        write_log_back(settings_of(left))
    reader.close()
    assert [line["event"] for line in said] == ["store.log_kept"]


async def fail_in_a_commit(code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Lets a commit fail as SQLite would; the statuses with which the process would have ended."""
    ended: list[int] = []
    monkeypatch.setattr(os, "_exit", ended.append)
    database = Database(f"sqlite:///{tmp_path / 'yuanqiao.db'}")
    end_on_failed_sync(database)

    def fail(*_: Any) -> None:
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorcode = code
        raise error

    monkeypatch.setattr(sqlite._Connection, "commit", fail)
    with pytest.raises(StoreUnavailable):
        async with database.write() as connection:
            await connection.execute(text("CREATE TABLE line (words TEXT)"))
    await database.close()
    return ended


@pytest.mark.parametrize("code", [sqlite3.SQLITE_IOERR_FSYNC, sqlite3.SQLITE_IOERR_DIR_FSYNC])
async def test_a_commit_that_cannot_be_synced_ends_the_process(
    code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with capture_logs() as said:
        ended = await fail_in_a_commit(code, tmp_path, monkeypatch)
    assert ended == [os.EX_IOERR]
    assert [(line["event"], line["log_level"]) for line in said] == [("store.sync_failed", "critical")]


async def test_a_full_disk_does_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert await fail_in_a_commit(sqlite3.SQLITE_FULL, tmp_path, monkeypatch) == []
