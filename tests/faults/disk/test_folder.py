"""What a cut leaves of a folder: the bytes and names that were synced, and at most a part of the others."""

import errno
import random

import pytest

from tests.faults.disk.files import SECTOR
from tests.faults.disk.folder import Folder

OLD, NEW = b"o" * SECTOR, b"n" * SECTOR


def kept(name: str = "a") -> Folder:
    """A folder that holds one synced file of four sectors."""
    folder = Folder()
    folder.write(folder.open(name, create=True), 0, 4 * OLD)
    folder.sync(folder.files[name])
    folder.sync_names()
    return folder


def seen(folder: Folder) -> dict[str, bytes]:
    return {name: bytes(file.seen) for name, file in folder.files.items()}


def test_synced_bytes_outlive_a_cut_and_others_do_not() -> None:
    folder = kept()
    file = folder.files["a"]
    folder.write(file, SECTOR, NEW)
    assert seen(folder) == {"a": OLD + NEW + 2 * OLD}
    assert folder.cut() == SECTOR
    assert seen(folder) == {"a": 4 * OLD}
    folder.truncate(file, SECTOR)
    folder.write(file, 2 * SECTOR, NEW)
    folder.sync(file)
    assert folder.cut() == 0
    assert seen(folder) == {"a": OLD + bytes(SECTOR) + NEW}


def test_a_name_outlives_a_cut_once_the_folder_was_synced_and_not_before() -> None:
    folder = kept()
    folder.sync(folder.open("b", create=True))
    folder.remove("a")
    assert list(folder.files) == ["b"]
    folder.cut()
    assert seen(folder) == {"a": 4 * OLD}
    folder.open("b", create=True)
    folder.remove("a")
    folder.sync_names()
    folder.cut()
    assert list(folder.files) == ["b"]


def test_of_what_was_not_synced_any_sector_may_have_arrived() -> None:
    outcomes = set()
    for seed in range(200):
        folder = kept()
        folder.write(folder.files["a"], 100, 2 * NEW)  # a part of one sector, a whole one, a part of a third
        folder.cut(random.Random(seed))
        outcomes.add(seen(folder)["a"])
    assert outcomes == {
        100 * b"o" + (first * (SECTOR - 100) + second * SECTOR + third * 100) + b"o" * (2 * SECTOR - 100)
        for first in (b"o", b"n")
        for second in (b"o", b"n")
        for third in (b"o", b"n")
    }


def test_of_names_only_the_first_few_may_have_arrived() -> None:
    outcomes = set()
    for seed in range(100):
        folder = kept()
        folder.open("b", create=True)
        folder.remove("a")
        folder.cut(random.Random(seed))
        outcomes.add(tuple(sorted(folder.files)))
    assert outcomes == {("a",), ("a", "b"), ("b",)}


def test_what_a_failed_sync_should_have_written_is_seen_until_the_cut_and_never_synced() -> None:
    folder = kept()
    file = folder.files["a"]
    folder.fail_next_sync("a")
    folder.sync(file)  # nothing to write: nothing that could fail
    folder.write(file, 0, NEW)
    with pytest.raises(OSError, match="Input/output") as failure:
        folder.sync(file)
    assert failure.value.errno == errno.EIO
    assert folder.failed_syncs == ["a"]
    folder.sync(file)
    assert seen(folder) == {"a": NEW + 3 * OLD}
    folder.fail_next_sync("a")
    folder.fail_next_sync(None)
    folder.write(file, SECTOR, OLD)
    folder.sync(file)
    folder.cut()
    assert seen(folder) == {"a": 4 * OLD}


def test_a_full_disk_takes_what_needs_no_room() -> None:
    folder = kept()
    file = folder.files["a"]
    folder.room = folder.used
    folder.write(file, 0, NEW)
    for grow in (lambda: folder.write(file, 4 * SECTOR, NEW), lambda: folder.truncate(file, 5 * SECTOR)):
        with pytest.raises(OSError, match="No space") as failure:
            grow()
        assert failure.value.errno == errno.ENOSPC
    assert seen(folder) == {"a": NEW + 3 * OLD}
    folder.room = None
    folder.write(file, 4 * SECTOR, NEW)
    assert folder.used == 5 * SECTOR
