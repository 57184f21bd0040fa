"""The real action server in its own environment, before a small bank; signs turns as the hub does."""

import hashlib
import hmac
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.support.ports import free_port

from bot.inputs import ROOT

PYTHON = ROOT / "actions" / ".venv" / "bin" / "python"
LONG_SECRET = "the secret between the bot and the actions"
TURN_SECRET = "the secret between the hub and the actions"
READY_WITHIN_S = 60


def token(conversation: str, turn: int, facts: str = "{}") -> str:
    """A turn's token (docs/bot-protocol.md); `facts`: what is known of the customer, as compact JSON."""
    expiry = int(time.time()) + 60
    digest = hashlib.sha256(facts.encode()).hexdigest()
    words = f"v2\n{expiry}\n{conversation}\n{turn}\n{digest}".encode()
    return f"v2.{expiry}.{hmac.new(TURN_SECRET.encode(), words, hashlib.sha256).hexdigest()}"


@contextmanager
def action_server(var_dir: Path, **more: str) -> Iterator[str]:
    """A running server with the articles of the actions' tests; its address. Skips where there is none.

    `more`: settings besides those that every server needs.
    """
    if not PYTHON.exists():
        pytest.skip("the actions' environment is missing: run `make setup`")
    port = free_port()
    clean = {name: value for name, value in os.environ.items() if not name.startswith("YUANQIAO_")}
    env = clean | {
        "PYTHONPATH": str(ROOT),
        "YUANQIAO_VAR_DIR": str(var_dir),
        "YUANQIAO_ACTIONS_PORT": str(port),
        "YUANQIAO_ACTIONS_SECRET": LONG_SECRET,
        "YUANQIAO_TURN_SECRET": TURN_SECRET,
        "YUANQIAO_BANK_HOTLINE": "95599",
        **more,
    }
    make = (
        "import sys, pathlib; from actions.tests.bank import make_bank; make_bank(pathlib.Path(sys.argv[1]))"
    )
    subprocess.run([PYTHON, "-c", make, str(var_dir)], cwd=ROOT, env=env, check=True, timeout=READY_WITHIN_S)
    with (var_dir / "actions.log").open("wb") as log:
        process = subprocess.Popen([PYTHON, "-m", "actions.serve"], cwd=ROOT, env=env, stdout=log, stderr=log)
    try:
        _await_ready(process, f"http://127.0.0.1:{port}/health")
        yield f"http://127.0.0.1:{port}/webhook"
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=15)


def _await_ready(process: "subprocess.Popen[bytes]", url: str) -> None:
    deadline = time.monotonic() + READY_WITHIN_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=2).close()  # noqa: S310  (an address of our own)
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.05)
        else:
            return
    pytest.fail("the action server did not get ready")
