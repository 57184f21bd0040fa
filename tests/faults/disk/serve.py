"""Serves a `Folder` through FUSE until its standard input ends: `python -m tests.faults.disk.serve PLACE`.

Reads a command a line and answers each with a line; says `mounted` whenever the folder is there.

  cut          everything falls back to what was synced; no page of the kernel's outlives it
  cut SEED     as well, but some of what was not synced had arrived
  room BYTES   so many bytes may be used; answers how many are used
  room         no limit
  fail ENDING  the next sync of a file whose name ends so fails
  fail         no sync fails
  failed       answers the names of the files whose sync has failed
"""

import os
import random
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

import mfusepy

from tests.faults.disk.files import File
from tests.faults.disk.folder import Folder

UNMOUNTED_WITHIN_S = 10.0


class Served(mfusepy.Operations):
    """What the kernel asks, answered by the folder; a lock keeps commands out meanwhile."""

    use_ns = True  # else mfusepy warns

    def __init__(self, folder: Folder, lock: threading.Lock) -> None:
        self._folder = folder
        self._lock = lock
        self._open: dict[int, File] = {}
        self._next = 1

    def init_with_config(self, _connection: Any, _config: Any) -> None:
        _say("mounted")

    def getattr(self, path: str, fh: int | None = None) -> dict[str, Any]:
        if path == "/":
            return {"st_mode": stat.S_IFDIR | 0o700, "st_nlink": 2}
        with self._lock:
            file = self._file(path, fh)
            return {"st_mode": stat.S_IFREG | 0o600, "st_nlink": 1, "st_size": len(file.seen)}

    def readdir(self, _path: str, _fh: int) -> list[str]:
        with self._lock:
            return [".", "..", *self._folder.files]

    def open(self, path: str, _flags: int) -> int:
        with self._lock:
            return self._hand_out(self._folder.open(path[1:]))

    def create(self, path: str, _mode: int, _fi: Any = None) -> int:
        with self._lock:
            return self._hand_out(self._folder.open(path[1:], create=True))

    def release(self, _path: str, fh: int) -> int:
        with self._lock:
            del self._open[fh]
        return 0

    def read(self, _path: str, size: int, offset: int, fh: int) -> bytes:
        with self._lock:
            return bytes(self._open[fh].seen[offset : offset + size])

    def write(self, _path: str, data: bytes, offset: int, fh: int) -> int:
        with self._lock:
            self._folder.write(self._open[fh], offset, data)
        return len(data)

    def truncate(self, path: str, length: int, fh: int | None = None) -> int:
        with self._lock:
            self._folder.truncate(self._file(path, fh), length)
        return 0

    def fsync(self, _path: str, _datasync: int, fh: int) -> int:
        with self._lock:
            self._folder.sync(self._open[fh])
        return 0

    def fsyncdir(self, _path: str, _datasync: int, _fh: int) -> int:
        with self._lock:
            self._folder.sync_names()
        return 0

    def unlink(self, path: str) -> int:
        with self._lock:
            self._folder.remove(path[1:])
        return 0

    def chmod(self, _path: str, _mode: int) -> int:
        return 0

    def chown(self, _path: str, _uid: int, _gid: int) -> int:
        return 0

    def utimens(self, _path: str, _times: Any = None) -> int:
        return 0

    def _file(self, path: str, fh: int | None) -> File:
        return self._open[fh] if fh is not None else self._folder.open(path[1:])

    def _hand_out(self, file: File) -> int:
        handle, self._next = self._next, self._next + 1
        self._open[handle] = file
        return handle


class Server:
    """Mounts the folder again and again, a new mount after every cut."""

    def __init__(self, place: str) -> None:
        self._place = place
        self._folder = Folder()
        self._lock = threading.Lock()
        self._ends = False
        self._between: Callable[[], None] = lambda: None

    def run(self) -> None:
        """Serves until the standard input has ended."""
        threading.Thread(target=self._obey, daemon=True).start()
        while not self._ends:
            mfusepy.FUSE(
                Served(self._folder, self._lock),
                self._place,
                foreground=True,
                nothreads=True,  # answers come in the order of the questions
                hard_remove=True,
                kernel_cache=True,  # programs write through this mount alone
                attr_timeout=60,
                entry_timeout=60,
            )
            self._between()

    def _obey(self) -> None:
        for line in sys.stdin:
            command, _, words = line.strip().partition(" ")
            if command == "cut":
                self._unmount(lambda words=words: self._cut(words))
                continue
            with self._lock:
                _say(self._do(command, words))
        self._ends = True
        # Whoever still has a file open must not keep this process: its files end with it.
        subprocess.run(["fusermount3", "-u", "-z", self._place], check=False)
        os._exit(0)

    def _do(self, command: str, words: str) -> str:
        match command:
            case "room":
                self._folder.room = int(words) if words else None
                return str(self._folder.used)
            case "fail":
                self._folder.fail_next_sync(words or None)
                return "so be it"
            case "failed":
                return " ".join(self._folder.failed_syncs)
        raise ValueError(command)

    def _cut(self, seed: str) -> None:
        _say(str(self._folder.cut(random.Random(seed) if seed else None)))

    def _unmount(self, between: Callable[[], None]) -> None:
        """Ends the mount; what the kernel still held of it comes as last writes, before `between`."""
        self._between = between
        command = ["fusermount3", "-u", self._place]
        give_up_at = time.monotonic() + UNMOUNTED_WITHIN_S
        while (done := subprocess.run(command, capture_output=True, text=True, check=False)).returncode:
            if time.monotonic() > give_up_at:
                _say(f"busy: {done.stderr.strip()}")
                subprocess.run([*command, "-z"], check=False)
                return
            time.sleep(0.01)


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    Server(sys.argv[1]).run()
