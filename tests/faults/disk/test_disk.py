"""The folder as programs meet it, through the kernel: it keeps what was synced, and forgets the rest."""

import contextlib
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.disk.disk import Disk, missing, running_disk

WRITER = """
import os, signal, sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
connection.execute("PRAGMA journal_mode=WAL")
connection.execute(f"PRAGMA synchronous={sys.argv[2]}")
connection.execute("CREATE TABLE IF NOT EXISTS line (words TEXT)")
for number in range(50):
    connection.execute("INSERT INTO line VALUES (?)", (str(number) * 50,))
    connection.commit()
os.kill(os.getpid(), signal.SIGKILL)
"""
"""Commits fifty lines and dies: nothing is checkpointed, nothing closed."""


def write(file: Path, words: bytes, *, sync: bool) -> None:
    with file.open("ab", buffering=0) as out:
        out.write(words)
        if sync:
            os.fsync(out.fileno())


def sync_names(folder: Path) -> None:
    held = os.open(folder, os.O_RDONLY)
    os.fsync(held)
    os.close(held)


def lines(disk: Disk) -> int:
    connection = sqlite3.connect(disk.folder / "lines.db")
    try:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return int(connection.execute("SELECT count(*) FROM line").fetchone()[0])
    finally:
        connection.close()


def write_lines(disk: Disk, synchronous: str) -> None:
    subprocess.run([sys.executable, "-c", WRITER, str(disk.folder / "lines.db"), synchronous], check=False)


async def test_it_keeps_what_was_synced_and_forgets_the_rest(disk: Disk) -> None:
    file = disk.folder / "a"
    write(file, b"kept ", sync=True)
    sync_names(disk.folder)
    write(file, b"forgotten", sync=False)
    write(disk.folder / "b", b"its name is not synced", sync=True)
    assert file.read_bytes() == b"kept forgotten"
    assert await disk.cut() == len("forgotten") + len("its name is not synced")
    assert file.read_bytes() == b"kept "
    assert [path.name for path in disk.folder.iterdir()] == ["a"]


async def test_a_page_that_the_kernel_holds_does_not_outlive_a_cut(disk: Disk) -> None:
    file = disk.folder / "a"
    write(file, b"x" * 4096, sync=True)
    sync_names(disk.folder)
    with file.open("r+b", buffering=0) as out:
        out.write(b"y" * 4096)
        out.seek(0)
        assert out.read() == b"y" * 4096, "from the page cache"
    await disk.cut()
    assert file.read_bytes() == b"x" * 4096


@pytest.mark.parametrize("seed", ["", "1", "2"])
async def test_sqlite_keeps_every_commit_with_full_and_not_with_normal(disk: Disk, seed: str) -> None:
    write_lines(disk, "FULL")
    await disk.cut(seed)
    assert lines(disk) == 50
    write_lines(disk, "NORMAL")
    assert await disk.cut(seed) > 0
    assert 50 <= lines(disk) < 100


async def test_a_sync_fails_once_where_it_is_told_to(disk: Disk) -> None:
    write(disk.folder / "a-wal", b"kept ", sync=True)
    sync_names(disk.folder)
    await disk.fail_next_sync("-wal")
    write(disk.folder / "b", b"of another name", sync=True)
    with pytest.raises(OSError, match="Input/output"):
        write(disk.folder / "a-wal", b"lost", sync=True)
    assert await disk.failed_syncs() == ["a-wal"]
    write(disk.folder / "a-wal", b"", sync=True)
    await disk.cut()
    assert (disk.folder / "a-wal").read_bytes() == b"kept "


async def test_it_is_full_until_it_is_emptied(disk: Disk) -> None:
    file = disk.folder / "a"
    write(file, b"x" * 4096, sync=True)
    await disk.fill()
    with pytest.raises(OSError, match="No space"):
        write(file, b"y", sync=False)
    await disk.empty()
    write(file, b"y", sync=True)
    assert file.read_bytes() == b"x" * 4096 + b"y"


async def test_it_goes_with_whoever_started_it(tmp_path: Path) -> None:
    if lacking := missing():
        pytest.skip(lacking)
    async with running_disk(tmp_path) as disk:
        held = os.open(disk.folder / "a", os.O_CREAT | os.O_WRONLY)
    assert not (tmp_path / "disk" / "a").exists()
    with pytest.raises(OSError, match="not connected"):
        os.write(held, b"x")
    with contextlib.suppress(OSError):
        os.close(held)
