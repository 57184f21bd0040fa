"""A supervisor over tiny stand-in processes, as a program of its own that can be signalled and killed."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.support.ports import free_port
from yuanqiao.supervisor.child import RestartPace
from yuanqiao.supervisor.console import Console
from yuanqiao.supervisor.plan import Process, StartPlan
from yuanqiao.supervisor.supervisor import Supervisor

LIMIT_S = 60.0

SERVE = """
import http.server, sys
class Yes(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers()
    def log_message(self, *_): pass
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Yes).serve_forever()
"""
SLEEP = "import time; time.sleep(600)"


def process(name: str, code: str, *arguments: str) -> Process:
    """A stand-in: a few lines of Python, run in the present folder."""
    return Process(name, (sys.executable, "-u", "-c", code, *arguments), dict(os.environ), Path.cwd())


def eventually(check: Callable[[], bool], what: str) -> None:
    """Waits until the check holds; fails the test after a minute."""
    deadline = time.monotonic() + LIMIT_S
    while not check():
        assert time.monotonic() < deadline, f"never happened: {what}"
        time.sleep(0.05)


def alive(pid: int) -> bool:
    """Whether a process runs (a zombie does not)."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


class House:
    """A running supervisor, its output so far, and the process ids that its stand-ins wrote down."""

    def __init__(
        self,
        folder: Path,
        *,
        early: Mapping[str, str],
        tasks: Mapping[str, str] | None = None,
        stop_s: float = 10,
    ) -> None:
        self.folder = folder
        self.port = free_port()
        self._output = folder / "output"
        plan = {"early": dict(early), "tasks": dict(tasks or {}), "port": self.port, "stop_s": stop_s}
        with self._output.open("wb") as output:
            self.supervisor = subprocess.Popen(
                [sys.executable, __file__, json.dumps(plan)],
                cwd=folder,
                env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    @property
    def output(self) -> str:
        """Everything that the supervisor printed."""
        return self._output.read_text("utf-8")

    def says(self, words: str) -> None:
        """Waits until the supervisor prints these words."""
        eventually(lambda: words in self.output or self.supervisor.poll() is not None, words)
        assert words in self.output, self.output

    def pids(self, name: str) -> list[int]:
        """The process ids that a stand-in appended to the file of this name."""
        path = self.folder / name
        return [int(word) for word in path.read_text().split()] if path.exists() else []

    def signal(self, number: signal.Signals) -> None:
        """Signals the supervisor alone."""
        self.supervisor.send_signal(number)

    def ended(self) -> int:
        """Waits for the supervisor's end; its exit status."""
        return self.supervisor.wait(LIMIT_S)

    def __enter__(self) -> "House":
        return self

    def __exit__(self, *_: object) -> None:
        if self.supervisor.poll() is None:
            self.supervisor.kill()
        self.supervisor.wait(LIMIT_S)


def note_pid(file: str) -> str:
    """Code by which a stand-in writes its process id down."""
    return f"import os\nwith open({file!r}, 'a') as f: print(os.getpid(), file=f)\n"


def main(description: str) -> int:
    """The program that `House` starts, in the folder of the test."""
    told = json.loads(description)
    plan = StartPlan(
        early=tuple(process(name, code) for name, code in told["early"].items()),
        tasks=tuple(process(name, code) for name, code in told["tasks"].items()),
        late=(process("hub", note_pid("hub.pids") + SERVE, str(told["port"])),),
    )
    Path("log").mkdir(exist_ok=True)
    supervisor = Supervisor(
        plan,
        ready={"hub": f"http://127.0.0.1:{told['port']}/readyz"},
        addresses=["http://127.0.0.1:8080/"],
        log_dir=Path("log"),
        console=Console(sys.stdout),
        pace=RestartPace(first_s=0.05, longest_s=0.4, stop_s=told["stop_s"]),
    )
    return asyncio.run(supervisor.run())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
