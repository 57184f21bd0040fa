"""Programs that are measured: started, watched from `/proc`, and ended with the driver."""

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

TICKS_PER_S = os.sysconf("SC_CLK_TCK")
STOP_S = 20.0


class Program:
    """One program and all that it starts."""

    def __init__(self, name: str, command: Sequence[str], env: Mapping[str, str], cwd: Path, log: Path):
        self.name = name
        self._log = log
        with log.open("ab") as out:
            self._process = subprocess.Popen(
                command, env=dict(env), cwd=cwd, stdout=out, stderr=out, start_new_session=True
            )

    def check(self) -> None:
        """Raises `RuntimeError` with the end of its log where it has ended."""
        if self._process.poll() is not None:
            said = self._log.read_text("utf-8", errors="replace")[-3000:]
            raise RuntimeError(f"{self.name} ended with {self._process.returncode}:\n{said}")

    def wait(self) -> None:
        """Waits for its end; raises `RuntimeError` where it failed."""
        if self._process.wait() != 0:
            self.check()

    def stop(self) -> None:
        """Ends it as Ctrl-C does, and with force where that takes too long."""
        if self._process.poll() is not None:
            return
        os.killpg(self._process.pid, signal.SIGINT)
        try:
            self._process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    @property
    def pids(self) -> list[int]:
        """Its process and all below it."""
        return _tree(self._process.pid)

    def cpu_s(self, words: str = "") -> float:
        """Seconds of processor time so far, of those whose command line holds the words."""
        return sum(_cpu_s(pid) for pid in self.pids if words in _command_line(pid))

    def resident_bytes(self, words: str = "") -> int:
        """Resident memory, of those whose command line holds the words."""
        return sum(_resident_bytes(pid) for pid in self.pids if words in _command_line(pid))


def cpu_s(programs: Sequence[Program]) -> float:
    """Processor seconds of several programs."""
    return sum(program.cpu_s() for program in programs)


def others_cpu_s() -> float:
    """Processor seconds so far of all that is not this driver or started by it; of the machine's host too."""
    user, nice, system, _idle, _wait, irq, softirq, steal, *_ = _read_first_line("/proc/stat")
    busy = (user + nice + system + irq + softirq + steal) / TICKS_PER_S
    return busy - sum(_cpu_s(pid) for pid in _tree(os.getpid()))


def memory_mb(programs: Sequence[Program]) -> float:
    """Resident memory of several programs, in MB (10⁶ bytes)."""
    return round(sum(program.resident_bytes() for program in programs) / 1e6, 1)


def _tree(root: int) -> list[int]:
    found = [root]
    for pid in found:
        found += _children(pid)
    return found


def _read_first_line(file: str) -> list[int]:
    return [int(word) for word in Path(file).read_text("utf-8").splitlines()[0].split()[1:]]


def _read(pid: int, name: str) -> str:
    try:
        return Path(f"/proc/{pid}/{name}").read_text("utf-8", errors="replace")
    except OSError:  # it has just ended
        return ""


def _children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]


def _command_line(pid: int) -> str:
    return _read(pid, "cmdline").replace("\0", " ")


def _cpu_s(pid: int) -> float:
    fields = _read(pid, "stat").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_PER_S if fields else 0.0


def _resident_bytes(pid: int) -> int:
    fields = _read(pid, "statm").split()
    return int(fields[1]) * os.sysconf("SC_PAGE_SIZE") if fields else 0
