"""The hub as a real process of its own, started and killed from outside."""

import asyncio
import os
import random
import signal
import socket
import sys
from pathlib import Path
from typing import Protocol

from tests.support.bot import SECRET

ROOT = Path(__file__).resolve().parents[2]

THE_HUB = ("-m", "tests.faults.launch", "hub")
"""What Python is told to start the hub as it is; a broken build names its own module instead."""

MIGRATE = ("-m", "tests.faults.launch", "migrate")
EXIT_WITHIN_S = 60.0


class Running(Protocol):
    """A process, as far as the driver needs one."""

    @property
    def pid(self) -> int: ...
    @property
    def returncode(self) -> int | None: ...
    async def wait(self) -> int: ...


class HubDied(Exception):
    """The hub ended by itself; the text holds the end of its log."""


class HubProcess:
    """One hub at a time, always on the same port and database."""

    def __init__(self, launcher: tuple[str, ...], folder: Path, url: str, bot_port: int) -> None:
        self.port = lasting_port()
        self.log = folder / "hub.log"
        self._launcher = launcher
        self._folder = folder
        self._process: Running | None = None
        self._env = {
            "PATH": os.environ.get("PATH", ""),
            "PYTHONPATH": str(ROOT),
            "YUANQIAO_VAR_DIR": str(folder / "var"),
            "YUANQIAO_DATABASE_URL": url,
            "YUANQIAO_PORT": str(self.port),
            "YUANQIAO_BOT_PORT": str(bot_port),
            "YUANQIAO_BOT_SECRET": SECRET,
            "YUANQIAO_TURN_SECRET": "turn-secret-of-the-tests",
            "YUANQIAO_VISITOR_SECRET": "visitor-secret-of-the-tests",
            "YUANQIAO_WEBCHAT_MESSAGES_PER_MINUTE": "1000000",
            "YUANQIAO_WEBCHAT_VISITORS_PER_MINUTE": "1000000",
            # Shorter than the slow bot, so that the late notice is on the way of every run.
            "YUANQIAO_WAITING_AFTER_S": "0.3",
            "YUANQIAO_LATE_AFTER_S": "0.5",
            "YUANQIAO_LOG_LEVEL": "warning",
        }

    async def migrate(self) -> None:
        """Makes the tables, with the command that operators use."""
        await self._start(MIGRATE, "")
        if await self._ended(EXIT_WITHIN_S) != 0:
            raise HubDied(self.tail())

    async def start(self, crash_at: str = "") -> None:
        """Starts the hub; `crash_at` is what `CRASH_AT` is set to."""
        await self._start(self._launcher, crash_at)

    async def killed_itself(self, timeout_s: float) -> bool:
        """Waits for the crash point; false when it was not reached in time. Raises `HubDied`."""
        try:
            code = await self._ended(timeout_s)
        except TimeoutError:
            return False
        if code != -signal.SIGKILL:
            raise HubDied(f"exit code {code}\n{self.tail()}")
        return True

    async def ended_itself(self, timeout_s: float) -> int | None:
        """Waits for the hub to end by itself and tells its exit status; None when it did not in time."""
        try:
            return await self._ended(timeout_s)
        except TimeoutError:
            return None

    async def kill(self) -> None:
        """Kills the hub with -9, its whole group; raises `HubDied` when it had ended before."""
        process = self._process
        if process is None:
            return
        if process.returncode is not None:
            raise HubDied(f"exit code {process.returncode}\n{self.tail()}")
        os.killpg(process.pid, signal.SIGKILL)
        await self._ended(EXIT_WITHIN_S)

    async def stop(self) -> None:
        """Kills the hub if it runs."""
        if self._process is not None and self._process.returncode is None:
            await self.kill()

    def alive(self) -> bool:
        """Whether the process runs."""
        return self._process is not None and self._process.returncode is None

    def tail(self) -> str:
        """The end of the log."""
        return self.log.read_text(errors="replace")[-3000:] if self.log.exists() else ""

    async def _start(self, command: tuple[str, ...], crash_at: str) -> None:
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                *command,
                env=self._env | {"CRASH_AT": crash_at},
                cwd=self._folder,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    async def _ended(self, timeout_s: float) -> int:
        assert self._process is not None
        async with asyncio.timeout(timeout_s):
            return await self._process.wait()


def lasting_port() -> int:
    """A free port that the system gives nobody by itself while the hub is down.

    From the range of outgoing ports, a customer that tries again and again would sooner or later be
    given the hub's own port and be connected to itself.
    """
    with Path("/proc/sys/net/ipv4/ip_local_port_range").open() as file:
        lowest = int(file.read().split()[0])
    for port in random.sample(range(10_000, lowest), 200):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise OSError("no free port")
