"""Real processes, started, killed and stopped for a while from outside: any program, and the hub."""

import asyncio
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from http import HTTPStatus
from pathlib import Path
from typing import Protocol

import aiohttp

from tests.support.bot import SECRET
from tests.support.migrated import put_copy
from tests.support.ports import free_port

ROOT = Path(__file__).resolve().parents[2]

THE_HUB = ("-m", "tests.faults.launch", "hub")
"""What Python is told to start the hub as it is; a broken build names its own module instead."""

MIGRATE = ("-m", "tests.faults.launch", "migrate")
EXIT_WITHIN_S = 60.0
MIGRATES_WITHIN_S = 300.0
AS_LONG_AS_THE_DRIVER = (sys.executable, "-I", "-S", str(Path(__file__).with_name("bound.py")))


class Running(Protocol):
    """A process, as far as the driver needs one."""

    @property
    def pid(self) -> int: ...
    @property
    def returncode(self) -> int | None: ...
    async def wait(self) -> int: ...


class ProcessDied(Exception):
    """A process ended by itself; the text holds the end of its log."""


class ChildProcess:
    """One program at a time, which ends with the driver; all its lives write one log."""

    def __init__(self, log: Path) -> None:
        self.log = log
        self._process: Running | None = None

    async def launch(self, command: Sequence[str], env: Mapping[str, str], cwd: Path) -> None:
        """Starts the program in a process group of its own."""
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *AS_LONG_AS_THE_DRIVER,
                *command,
                env=env,
                cwd=cwd,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    async def killed_itself(self, timeout_s: float) -> bool:
        """Waits for the crash point; false when it was not reached in time. Raises `ProcessDied`."""
        try:
            code = await self.ended(timeout_s)
        except TimeoutError:
            return False
        if code != -signal.SIGKILL:
            raise ProcessDied(f"exit code {code}\n{self.tail()}")
        return True

    async def ended_itself(self, timeout_s: float) -> int | None:
        """Waits for its end and tells its exit status; None when it did not end in time."""
        try:
            return await self.ended(timeout_s)
        except TimeoutError:
            return None

    async def kill(self) -> None:
        """Kills it with -9, its whole group; raises `ProcessDied` when it had ended before."""
        if self._process is None:
            return
        self.signal(signal.SIGKILL)
        await self.ended(EXIT_WITHIN_S)

    def signal(self, number: signal.Signals) -> None:
        """Sends its whole group a signal; raises `ProcessDied` when it had ended before."""
        assert self._process is not None
        self.check()
        os.killpg(self._process.pid, number)

    async def stop(self) -> None:
        """Kills it if it runs."""
        if self.alive():
            await self.kill()

    def check(self) -> None:
        """Raises `ProcessDied` when it has ended."""
        if self._process is not None and self._process.returncode is not None:
            raise ProcessDied(f"{self.log.stem}: exit code {self._process.returncode}\n{self.tail()}")

    def alive(self) -> bool:
        """Whether the process runs."""
        return self._process is not None and self._process.returncode is None

    def tail(self) -> str:
        """The end of the log."""
        return self.log.read_text(errors="replace")[-3000:] if self.log.exists() else ""

    async def ended(self, timeout_s: float) -> int:
        """Its exit code, once it has ended; raises `TimeoutError`."""
        assert self._process is not None
        async with asyncio.timeout(timeout_s):
            return await self._process.wait()


class HubProcess(ChildProcess):
    """One hub at a time, always on the same port and database."""

    def __init__(
        self,
        launcher: tuple[str, ...],
        folder: Path,
        url: str,
        bot_port: int,
        settings: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(folder / "hub.log")
        self.port = free_port()
        self.media_port = free_port()
        self.staff_port = free_port()
        self._details = (launcher, folder, url, bot_port, settings)
        self._launcher = launcher
        self._folder = folder
        self._env = {
            "PATH": os.environ.get("PATH", ""),
            "PYTHONPATH": str(ROOT),
            "YUANQIAO_VAR_DIR": str(folder / "var"),
            "YUANQIAO_DATABASE_URL": url,
            "YUANQIAO_PORT": str(self.port),
            "YUANQIAO_MEDIA_PORT": str(self.media_port),
            "YUANQIAO_STAFF_PORT": str(self.staff_port),
            "YUANQIAO_BOT_PORT": str(bot_port),
            "YUANQIAO_BOT_SECRET": SECRET,
            "YUANQIAO_TURN_SECRET": "turn-secret-of-the-tests-long-enough",
            "YUANQIAO_VISITOR_SECRET": "visitor-secret-of-the-tests-long-enough",
            "YUANQIAO_MEDIA_SECRET": "media-secret-of-the-tests-long-enough",
            "YUANQIAO_WEBCHAT_MESSAGES_PER_MINUTE": "1000000",
            "YUANQIAO_WEBCHAT_VISITORS_PER_MINUTE": "1000000",
            "YUANQIAO_CONNECTIONS_PER_ADDRESS": "1000000",
            # Shorter than the slow bot, so that the late notice is on the way of every run.
            "YUANQIAO_WAITING_AFTER_S": "0.3",
            "YUANQIAO_LATE_AFTER_S": "0.5",
            "YUANQIAO_LOG_LEVEL": "warning",
            **(settings or {}),
        }

    def twin(self, name: str) -> "HubProcess":
        """Another hub on the same database, with a port and a log of its own."""
        twin = type(self)(*self._details)
        twin.log = self.log.with_name(f"{name}.log")
        twin._env["YUANQIAO_PROCESS_NAME"] = name
        return twin

    async def migrate(self) -> None:
        """Makes the tables with the command that operators use; in a test run a copy is put there."""
        if await asyncio.to_thread(put_copy, self._env["YUANQIAO_DATABASE_URL"]):
            return
        await self._start(MIGRATE, "")
        if await self.ended(MIGRATES_WITHIN_S) != 0:
            raise ProcessDied(self.tail())

    async def start(self, crash_at: str = "") -> None:
        """Starts the hub; `crash_at` is what `CRASH_AT` is set to."""
        await self._start(self._launcher, crash_at)

    async def serves(self, within_s: float) -> None:
        """Waits until it can be connected to; raises `ProcessDied`, `TimeoutError`."""
        async with asyncio.timeout(within_s):
            while True:
                self.check()
                try:
                    _, writer = await asyncio.open_connection("127.0.0.1", self.port)
                except OSError:
                    await asyncio.sleep(0.05)
                else:
                    writer.close()
                    return

    async def ready(self, within_s: float) -> None:
        """Waits until it says so, as who restarts one hub after the other has to.

        It listens before: who comes then waits. Raises `ProcessDied`, `TimeoutError`.
        """
        async with asyncio.timeout(within_s), aiohttp.ClientSession() as session:
            while True:
                self.check()
                with suppress(aiohttp.ClientError):
                    async with session.get(f"http://127.0.0.1:{self.port}/readyz") as answer:
                        if answer.status == HTTPStatus.OK:
                            return
                await asyncio.sleep(0.1)

    async def _start(self, command: tuple[str, ...], crash_at: str) -> None:
        await self.launch((sys.executable, *command), self._env | {"CRASH_AT": crash_at}, self._folder)
