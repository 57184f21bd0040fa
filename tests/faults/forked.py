"""Hub and ingress as processes that are forked, ready imported, instead of being started."""

import asyncio
import atexit
import json
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from tests.faults.child import AS_LONG_AS_THE_DRIVER, ROOT, ChildProcess, HubProcess

FORKED_WITHIN_S = 300.0
"""The first one waits for the imports: on a machine with much other work these take a minute."""


class Forked:
    """What a driver needs of a process that is not its own child."""

    def __init__(self, pid: int, told: asyncio.StreamReader, asked: asyncio.StreamWriter) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._ended = asyncio.create_task(self._end(told, asked))

    async def wait(self) -> int:
        """Waits for the end and tells the exit status."""
        return await asyncio.shield(self._ended)

    async def _end(self, told: asyncio.StreamReader, asked: asyncio.StreamWriter) -> int:
        self.returncode = int(await told.readline())
        asked.close()
        return self.returncode


class ForkedChild(ChildProcess):
    """A program of the hub's environment with the imports left out."""

    def __init__(self, *details: Any) -> None:
        super().__init__(*details)
        _forks()  # imports while everything else is being made

    async def launch(self, command: Sequence[str], env: Mapping[str, str], cwd: Path) -> None:
        """Has the program forked; its words are those behind the interpreter's."""
        wanted = {"words": command[1:], "env": dict(env), "folder": str(cwd), "log": str(self.log)}
        connection = socket.socket(socket.AF_UNIX)
        connection.connect(_forks())
        told, asked = await asyncio.open_unix_connection(sock=connection)
        asked.write(f"{json.dumps(wanted)}\n".encode())
        async with asyncio.timeout(FORKED_WITHIN_S):
            self._process = Forked(int(await told.readline()), told, asked)


class ForkedHub(ForkedChild, HubProcess):
    """The same hub with the imports left out: its starts say nothing of how long a start takes."""


@cache
def _forks() -> bytes:
    """Where the process listens that all of this driver's are forked from."""
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("")  # Linux finds a name
        listening.listen()
        descriptor = listening.fileno()
        process = subprocess.Popen(
            [*AS_LONG_AS_THE_DRIVER, sys.executable, "-m", "tests.faults.fork", str(descriptor)],
            cwd=ROOT,
            pass_fds=[descriptor],
            start_new_session=True,
        )
        atexit.register(_end, process)
        name: bytes = listening.getsockname()
        return name


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
