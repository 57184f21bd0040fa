"""One process of the house: started, watched, started again when it dies, and stopped for good."""

import asyncio
import signal
from asyncio.subprocess import Process as Running
from collections.abc import Callable
from dataclasses import dataclass

from hub.errors import SetupError
from yuanqiao.supervisor import lines
from yuanqiao.supervisor.console import Console
from yuanqiao.supervisor.logfile import LogFile
from yuanqiao.supervisor.plan import Process
from yuanqiao.supervisor.spawn import signal_group, spawn

# The exit statuses by which a process says that trying again will not help: bad settings, a broken part.
CANNOT_START = (2, 3)
FAILED_TO_SPAWN = 127
DRAIN_S = 1.0


@dataclass(frozen=True, slots=True)
class RestartPace:
    """Seconds: first and longest wait before a restart, the life that resets it, the grace when stopping."""

    first_s: float = 0.5
    longest_s: float = 30.0
    healthy_after_s: float = 60.0
    stop_s: float = 10.0
    deaths_at_start: int = 3


class Child:
    """One process and its restarts; `settled` says whether the first start of the house is over."""

    def __init__(
        self, process: Process, console: Console, log: LogFile, pace: RestartPace, settled: Callable[[], bool]
    ) -> None:
        self.name = process.name
        self.starts = 0
        self.last_words = ""
        self._process = process
        self._console = console
        self._log = log
        self._pace = pace
        self._settled = settled
        self._running: Running | None = None
        self._stopping = asyncio.Event()
        self._log_broken = False

    @property
    def pid(self) -> int | None:
        """The process id while it runs."""
        return self._running.pid if self._running else None

    async def keep_running(self) -> None:
        """Runs and restarts until `stop`; raises `SetupError` where it cannot start in the first place."""
        wait_s = self._pace.first_s
        clock = asyncio.get_running_loop().time
        while not self._stopping.is_set():
            began = clock()
            status = await self.run_once()
            lived_s = clock() - began
            if self._stopping.is_set():
                return
            self._give_up_where_hopeless(status)
            if lived_s >= self._pace.healthy_after_s:
                wait_s = self._pace.first_s
            self._console.say(
                f"{self.name} ended ({described(status)}) after {lived_s:.0f} s: "
                f"“{self.last_words}”; it starts again in {wait_s:g} s"
            )
            await self._pause(wait_s)
            wait_s = min(wait_s * 2, self._pace.longest_s)

    async def run_once(self) -> int:
        """Runs the process to its end and returns its exit status (negative: the signal)."""
        self.starts += 1
        try:
            running, reader, transport = await spawn(self._process)
        except OSError as error:
            self.last_words = f"{self._process.command[0]}: {error.strerror}"
            return FAILED_TO_SPAWN
        self._running = running
        if self._stopping.is_set():  # asked to stop while it was being started
            signal_group(running, signal.SIGKILL)
        reading = asyncio.create_task(self._read(reader))
        try:
            return await running.wait()
        finally:
            signal_group(running, signal.SIGKILL)  # whatever it had started itself
            self._running = None
            await asyncio.wait([reading], timeout=DRAIN_S)
            reading.cancel()
            transport.close()

    async def stop(self, hurry: asyncio.Event) -> None:
        """SIGTERM, then after the grace (none once `hurry` is set) SIGKILL, to its whole group."""
        self._stopping.set()
        if self._running is None:
            return
        running = self._running
        signal_group(running, signal.SIGTERM)
        waits = [asyncio.create_task(running.wait()), asyncio.create_task(hurry.wait())]
        await asyncio.wait(waits, timeout=self._pace.stop_s, return_when=asyncio.FIRST_COMPLETED)
        for wait in waits:
            wait.cancel()
        if running.returncode is None:
            self._console.say(f"{self.name} did not stop in time and is killed")
        signal_group(running, signal.SIGKILL)
        await running.wait()

    def close(self) -> None:
        """Closes the log; the process must have ended."""
        self._log.close()

    def _give_up_where_hopeless(self, status: int) -> None:
        if self._settled():
            return
        if status in CANNOT_START:
            raise SetupError(self.last_words)
        if status == FAILED_TO_SPAWN or self.starts >= self._pace.deaths_at_start:
            how = f"{described(status)}: “{self.last_words}”"
            raise SetupError(f"The {self.name} does not start ({how}); see {self._log.path}.")

    async def _pause(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._stopping.wait(), seconds)
        except TimeoutError:
            return

    async def _read(self, reader: asyncio.StreamReader) -> None:
        splitter = lines.Splitter()
        while chunk := await reader.read(lines.LONGEST):
            for line in splitter.feed(chunk):
                self._take(line)
        for line in splitter.finish():
            self._take(line)

    def _take(self, line: str) -> None:
        record = lines.record(line)
        if record is None:
            return
        self.last_words = lines.text(record)
        self._log.write(record)
        if self._log.broken and not self._log_broken:
            self._console.say(f"{self._log.path} cannot be written: {self._log.broken}")
        self._log_broken = self._log.broken is not None
        self._console.show(self.name, record)


def described(status: int) -> str:
    """An exit status in words."""
    if status >= 0:
        return f"exit status {status}"
    try:
        return f"killed by {signal.Signals(-status).name}"
    except ValueError:
        return f"killed by signal {-status}"
