"""One flat folder of files on a disk that loses power, fills up, and fails to sync, as it is told."""

import errno
import os
import random

from tests.faults.disk.files import File


class Folder:
    """Names are lost like bytes: a name made or removed stays so only once the folder was synced.

    At least as harsh as a disk: whatever was not synced is lost at a cut, but for what `cut` lets arrive by
    chance, torn and out of order; and syncing a file does not sync its name, as ext4 would.
    """

    def __init__(self) -> None:
        self.files: dict[str, File] = {}
        self.room: int | None = None
        """Bytes that all files together may hold; None: no limit."""
        self.failed_syncs: list[str] = []
        """Names of the files whose sync failed as told, in order."""
        self._fails_at: str | None = None
        self._synced: dict[str, File] = {}
        self._unsynced: list[tuple[str, File | None]] = []

    @property
    def used(self) -> int:
        """Bytes that the files hold."""
        return sum(len(file.seen) for file in self.files.values())

    def open(self, name: str, *, create: bool = False) -> File:
        """The file of this name, made where it is wanted and missing. Raises `OSError`."""
        if name not in self.files:
            if not create:
                raise OSError(errno.ENOENT, os.strerror(errno.ENOENT))
            self.files[name] = File()
            self._unsynced.append((name, self.files[name]))
        return self.files[name]

    def remove(self, name: str) -> None:
        """Takes the name away; who has the file open keeps it. Raises `OSError`."""
        self.open(name)
        del self.files[name]
        self._unsynced.append((name, None))

    def write(self, file: File, offset: int, data: bytes) -> None:
        """Writes, wholly or not at all. Raises `OSError` where there is no room."""
        self._check_room(offset + len(data) - len(file.seen))
        file.write(offset, data)

    def truncate(self, file: File, size: int) -> None:
        """Changes the size. Raises `OSError` where there is no room."""
        self._check_room(size - len(file.seen))
        file.truncate(size)

    def _check_room(self, more: int) -> None:
        if self.room is not None and more > 0 and self.used + more > self.room:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def fail_next_sync(self, ending: str | None) -> None:
        """The next sync that has anything to write of a file whose name ends so fails, once; None: none."""
        self._fails_at = ending

    def sync(self, file: File) -> None:
        """Brings a file's bytes to the platter, not its name. Raises `OSError` as told."""
        name = next((name for name, known in self.files.items() if known is file), "")
        if self._fails_at is not None and file.dirty and name.endswith(self._fails_at):
            self._fails_at = None
            self.failed_syncs.append(name)
            file.fail_sync()
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        file.sync()

    def sync_names(self) -> None:
        """Brings the names to the platter."""
        self._synced = dict(self.files)
        self._unsynced.clear()

    def cut(self, chance: random.Random | None = None) -> int:
        """The power goes: all falls back to the platter. Tells how many bytes were forgotten.

        With `chance`, some of what was not synced had arrived: any sector, and the first few names.
        """
        if chance is not None:
            for name, file in self._unsynced[: chance.randint(0, len(self._unsynced))]:
                if file is None:
                    self._synced.pop(name, None)
                else:
                    self._synced[name] = file
        lost = [
            file for name, file in self.files.items() if self._synced.get(name) is not file and _counts(name)
        ]
        forgotten = sum(len(file.seen) for file in lost)
        self._unsynced.clear()
        self.files = dict(self._synced)
        return forgotten + sum(file.cut(chance) * _counts(name) for name, file in self.files.items())


def _counts(name: str) -> bool:
    """Whether it tells anything that bytes of this file are gone: SQLite makes the index of its log anew."""
    return not name.endswith("-shm")
