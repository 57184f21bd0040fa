"""The driver's hand on a disk that another process serves."""

import asyncio
import shutil
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from ctypes.util import find_library
from pathlib import Path

INSTALL = "apt-get install fuse3"
ANSWER_WITHIN_S = 30.0


def missing() -> str:
    """What keeps a FUSE folder from being mounted here, with the remedy; empty where nothing does."""
    if not Path("/dev/fuse").exists():
        return "no /dev/fuse: modprobe fuse"
    if shutil.which("fusermount3") is None or find_library("fuse3") is None:
        return f"no FUSE found: {INSTALL}"
    return ""


class Disk:
    """One folder; its methods return once the disk has done as told. They raise `RuntimeError`."""

    def __init__(self, folder: Path, server: Process) -> None:
        self.folder = folder
        self._server = server

    @property
    def url(self) -> str:
        """The URL of a database in the folder."""
        return f"sqlite:///{self.folder / 'yuanqiao.db'}"

    async def cut(self, seed: str = "") -> int:
        """Cuts the power; nothing may use the folder. Tells how many bytes were forgotten.

        With a seed, some of what was not synced had arrived before.
        """
        forgotten = int(await self._ask(f"cut {seed}"))
        await self.mounted()
        return forgotten

    async def fill(self) -> None:
        """No more room than is used."""
        await self._ask(f"room {await self._ask('room')}")

    async def empty(self) -> None:
        """Room again."""
        await self._ask("room")

    async def fail_next_sync(self, ending: str) -> None:
        """Lets the next sync fail that has anything to write of a file whose name ends so."""
        await self._ask(f"fail {ending}")

    async def fail_no_sync(self) -> None:
        """Takes back what `fail_next_sync` wanted."""
        await self._ask("fail")

    async def failed_syncs(self) -> list[str]:
        """The names of the files whose sync has failed."""
        return (await self._ask("failed")).split()

    async def mounted(self) -> None:
        """Waits until the folder is there."""
        if (said := await self._line()) != "mounted":
            raise RuntimeError(f"the disk said {said!r}")

    async def _ask(self, command: str) -> str:
        assert self._server.stdin is not None
        self._server.stdin.write(f"{command}\n".encode())
        return await self._line()

    async def _line(self) -> str:
        assert self._server.stdout is not None
        async with asyncio.timeout(ANSWER_WITHIN_S):
            line = await self._server.stdout.readline()
        if not line:
            raise RuntimeError(f"the disk ended: {await self._server.wait()}")
        return line.decode().strip()


@asynccontextmanager
async def running_disk(parent: Path) -> AsyncIterator[Disk]:
    """An empty disk, mounted in a new folder while the block runs. Raises `RuntimeError`."""
    if lacking := missing():
        raise RuntimeError(lacking)
    folder = parent / "disk"
    folder.mkdir()
    server = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.faults.disk.serve", str(folder), stdin=PIPE, stdout=PIPE
    )
    assert server.stdin is not None
    disk = Disk(folder, server)
    try:
        await disk.mounted()
        yield disk
    finally:
        server.stdin.close()
        await server.wait()
