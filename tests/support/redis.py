"""A real Redis of the tests' own: nothing on disk, on a free port of loopback."""

import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.ports import free_port

INSTALL = "apt-get install --no-install-recommends redis-server"
READY_WITHIN_S = 20.0
BOUND = Path(__file__).resolve().parents[1] / "faults" / "bound.py"
"""Ends the server with the tests, however they end."""


def find_server() -> str | None:
    """The program, from PATH."""
    return shutil.which("redis-server")


class RedisServer:
    """One server, always on the same port; with each start it is empty."""

    def __init__(self, program: str) -> None:
        self.port = free_port()
        self._program = program
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The URL of its first database."""
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Starts it and waits until it answers."""
        options = ("--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no")
        self._process = subprocess.Popen(
            (sys.executable, "-I", "-S", str(BOUND), self._program, *options, "--daemonize", "no"),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
        )
        deadline = time.monotonic() + READY_WITHIN_S
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"redis-server does not start on port {self.port}")
            time.sleep(0.01)

    def kill(self) -> None:
        """Kills it with -9, if it runs."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def signal(self, number: signal.Signals) -> None:
        """Sends it a signal: SIGSTOP has it hold its connections and say nothing."""
        assert self._process is not None
        self._process.send_signal(number)

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False


@contextmanager
def running_redis(program: str) -> Iterator[RedisServer]:
    """A server that runs while the block does."""
    server = RedisServer(program)
    try:
        server.start()
        yield server
    finally:
        server.kill()
