"""A real action server in a process of its own, and a client that calls it as Rasa does."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from actions.tests.bank import ACTIONS_SECRET, TURN_SECRET, make_bank
from tests.support.ports import free_port
from tests.support.waiting import PATIENCE_S

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Server:
    """A running action server."""

    address: str
    log: Path
    process: subprocess.Popen[bytes]


def environment(var_dir: Path, port: int, **more: str) -> dict[str, str]:
    """What the supervisor would give; nothing of the caller's own settings."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("YUANQIAO_")}
    ours = {
        "YUANQIAO_VAR_DIR": str(var_dir),
        "YUANQIAO_ACTIONS_PORT": str(port),
        "YUANQIAO_ACTIONS_SECRET": ACTIONS_SECRET,
        "YUANQIAO_TURN_SECRET": TURN_SECRET,
        "YUANQIAO_BANK_HOTLINE": "95599",
    }
    return clean | ours | more


def start(var_dir: Path, log: Path) -> Server:
    """Starts a server and returns once it says that it is ready."""
    return until_ready(launch(var_dir, log))


def launch(var_dir: Path, log: Path) -> Server:
    """Starts a server."""
    port = free_port()
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "actions.serve"],
            cwd=ROOT,
            env=environment(var_dir, port),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    return Server(f"http://127.0.0.1:{port}", log, process)


def until_said(server: Server, words: str) -> None:
    """Waits until a line of a server's log has these words."""
    deadline = time.monotonic() + PATIENCE_S
    while words not in server.log.read_text():
        assert time.monotonic() < deadline, f"never said: {words}"
        time.sleep(0.01)


def until_ready(server: Server) -> Server:
    """Waits until a server says that it is ready."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline and server.process.poll() is None:
        try:
            urllib.request.urlopen(server.address + "/health", timeout=2).close()  # noqa: S310  (our own server)
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.01)
        else:
            return server
    server.process.kill()
    pytest.fail(f"the action server did not get ready:\n{server.log.read_text()}")


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for all tests that only ask it."""
    var_dir = tmp_path_factory.mktemp("var")
    make_bank(var_dir)
    running = start(var_dir, var_dir / "actions.log")
    yield running
    running.process.send_signal(signal.SIGTERM)
    running.process.wait(timeout=15)


class Client:
    """Calls the server with the secret, unless told otherwise."""

    def __init__(self, address: str, session: aiohttp.ClientSession) -> None:
        self._address = address
        self._session = session

    async def post(self, body: Any, *, headers: dict[str, str] | None = None) -> tuple[int, Any]:
        """The status and the JSON of the answer."""
        sent = {"X-Yuanqiao-Secret": ACTIONS_SECRET} if headers is None else headers
        async with self._session.post(self._address + "/webhook", json=body, headers=sent) as answer:
            return answer.status, await answer.json()

    async def outcome(self, body: Any) -> dict[str, Any]:
        """The one custom message of a call that went well."""
        status, answer = await self.post(body)
        assert status == 200, answer
        (response,) = answer["responses"]
        custom: dict[str, Any] = response["custom"]
        assert set(custom) == {"segments", "commands"}
        return custom


@pytest.fixture
async def client(server: Server) -> AsyncIterator[Client]:
    """A client of the server."""
    async with aiohttp.ClientSession(trust_env=False) as session:
        yield Client(server.address, session)
