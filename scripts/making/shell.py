"""Runs programs: watched ones with progress and a log, quick ones for an answer."""

import os
import re
import select
import subprocess
import time
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from making.failure import CannotGoOnError
from making.places import ROOT
from making.progress import ProgressDisplay

QUICK_S = 30.0
POLL_S = 0.2
SHOWN_LINES = 40
_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")

# These would send uv, pip or a Python elsewhere than into the house's own environments,
# or make a make inside believe that it is part of this one.
_MISLEADING = (
    *("VIRTUAL_ENV", "PYTHONHOME", "PYTHONPATH", "UV_PROJECT_ENVIRONMENT", "UV_PROJECT", "UV_PYTHON"),
    *("MAKEFLAGS", "MFLAGS", "MAKELEVEL"),
)

# Container images often set this; the bot would then compile Rasa anew at every start (5 s).
_SLOW = ("PYTHONDONTWRITEBYTECODE",)


def clean_environment() -> dict[str, str]:
    """This process's environment without what points at other projects or makes every start slow."""
    return {key: value for key, value in os.environ.items() if key not in (*_MISLEADING, *_SLOW)}


def ask(command: Sequence[str], *, env: Mapping[str, str] | None = None) -> str | None:
    """What a quick program printed, or None where it is missing, fails, or takes over 30 s."""
    try:
        done = subprocess.run(
            command,
            env=clean_environment() if env is None else env,
            cwd=ROOT,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=QUICK_S,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip() if done.returncode == 0 else None


class Shell:
    """Runs long programs one after another, their output in a log, and shows it where one fails."""

    def __init__(self, progress: ProgressDisplay, log: Path) -> None:
        self.progress = progress
        self._log = log

    def run(
        self,
        command: Sequence[str],
        *,
        failed: str,
        cwd: Path = ROOT,
        env: Mapping[str, str] | None = None,
    ) -> None:
        """Runs to the end; raises `CannotGoOnError(failed)` after showing the last lines of output."""
        tail: deque[str] = deque(maxlen=SHOWN_LINES)
        process = self._start(command, failed=failed, cwd=cwd, env=env)
        with self._log.open("a", encoding="utf-8") as log, process:
            log.write(f"\n$ {' '.join(command)}   ({time.strftime('%Y-%m-%d %H:%M:%S')})\n")
            try:
                for line in self._lines(process):
                    log.write(line + "\n")
                    tail.append(line)
            except BaseException:
                process.terminate()  # an interrupted step leaves no program behind
                raise
        if process.returncode != 0:
            self.progress.end("failed")
            print("\n".join(tail), flush=True)
            raise CannotGoOnError(
                f"{failed} (exit status {process.returncode}; its whole output is in {self._log})"
            )

    def _start(
        self, command: Sequence[str], *, failed: str, cwd: Path, env: Mapping[str, str] | None
    ) -> "subprocess.Popen[bytes]":
        try:
            return subprocess.Popen(
                command,
                cwd=cwd,
                env=clean_environment() if env is None else env,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
            )
        except OSError as error:
            raise CannotGoOnError(f"{failed} ({command[0]}: {error.strerror})") from error

    def _lines(self, process: "subprocess.Popen[bytes]") -> Iterator[str]:
        """Lines of output as they come; ticks the display in between."""
        assert process.stdout is not None  # noqa: S101 - opened as a pipe above
        pipe = process.stdout.fileno()
        rest, newest = b"", ""
        while True:
            if select.select([pipe], [], [], POLL_S)[0]:
                chunk = os.read(pipe, 65536)
                if not chunk:
                    break
                *whole, rest = re.split(rb"[\r\n]+", rest + chunk)
                for line in whole:
                    newest = _ESCAPES.sub("", line.decode("utf-8", "replace"))
                    yield newest
            self.progress.tick(newest)
        if rest:
            yield _ESCAPES.sub("", rest.decode("utf-8", "replace"))
