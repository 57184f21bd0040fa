"""The hub as a process that is forked, ready imported, instead of being started."""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.faults.child import ROOT, HubProcess

FORKED_WITHIN_S = 60.0


class Forked:
    """What a driver needs of a process that is not its own child."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self.ended = asyncio.Event()

    async def wait(self) -> int:
        """Waits for the end and tells the exit status."""
        await self.ended.wait()
        assert self.returncode is not None
        return self.returncode


class ForkedHub(HubProcess):
    """The same hub with the imports left out: its starts say nothing of how long a start takes."""

    def __init__(self, *details: Any) -> None:
        super().__init__(*details)
        self._forks: Process | None = None
        self._listening: asyncio.Task[None] | None = None
        self._born: asyncio.Queue[Forked] = asyncio.Queue()

    async def stop(self) -> None:
        """Kills the hub if it runs, and ends what it is forked from."""
        await super().stop()
        if self._forks is not None and self._listening is not None:
            assert self._forks.stdin is not None
            self._forks.stdin.close()
            await self._listening
            await self._forks.wait()

    async def launch(self, command: Sequence[str], env: Mapping[str, str], cwd: Path) -> None:
        """Has the program forked; its words are those behind the interpreter's."""
        if self._forks is None:
            words = ("-m", "tests.faults.fork")
            self._forks = await asyncio.create_subprocess_exec(
                sys.executable, *words, stdin=PIPE, stdout=PIPE, cwd=ROOT
            )
            self._listening = asyncio.create_task(self._listen(self._forks))
        assert self._forks.stdin is not None
        wanted = {"words": command[1:], "env": dict(env), "folder": str(cwd), "log": str(self.log)}
        self._forks.stdin.write(f"{json.dumps(wanted)}\n".encode())
        async with asyncio.timeout(FORKED_WITHIN_S):
            self._process = await self._born.get()

    async def _listen(self, forks: Process) -> None:
        assert forks.stdout is not None
        living: dict[int, Forked] = {}
        async for line in forks.stdout:
            match line.split():
                case [pid]:
                    living[int(pid)] = Forked(int(pid))
                    self._born.put_nowait(living[int(pid)])
                case [b"ended", pid, status]:
                    forked = living.pop(int(pid))
                    forked.returncode = int(status)
                    forked.ended.set()
