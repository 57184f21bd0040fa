"""The whole product as its user starts it: `yuanqiao run`, on ports and data of the test's own."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hub.settings import ROOT
from tests.support.ports import free_port
from tests.support.processes import children_of, command_line
from tests.support.proxy import CuttingProxy

BANK_SECRET = "what the bank signs its calls with, in tests"
START_S = 120
STOP_S = 20


class Product:
    """A running house, reached through a proxy that can be cut."""

    def __init__(self, var_dir: Path) -> None:
        self.var_dir = var_dir
        self.hub_port = free_port()
        self.bank_port = free_port()
        self.media_port = free_port()
        self.staff_port = free_port()
        self.phones_port = free_port()
        self.ingress_port = free_port()
        self.proxy = CuttingProxy(self.hub_port)
        self.bank_url = f"http://127.0.0.1:{self.bank_port}"
        self.phones_url = f"http://127.0.0.1:{self.phones_port}"
        self._environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith("YUANQIAO_")},
            "YUANQIAO_VAR_DIR": str(var_dir),
            "YUANQIAO_MODELS_DIR": str(ROOT / "var" / "models"),
            "YUANQIAO_PORT": str(self.hub_port),
            "YUANQIAO_PUBLIC_URL": self.proxy.url,
            "YUANQIAO_MEDIA_PORT": str(self.media_port),
            "YUANQIAO_STAFF_PORT": str(self.staff_port),
            "YUANQIAO_BANK_SITE_PORT": str(self.bank_port),
            "YUANQIAO_PHONES_PORT": str(self.phones_port),
            "YUANQIAO_INGRESS_PORT": str(self.ingress_port),
            "YUANQIAO_BOT_PORT": str(free_port()),
            "YUANQIAO_ACTIONS_PORT": str(free_port()),
            "YUANQIAO_WEBCHAT_MESSAGES_PER_MINUTE": "100000",
            "YUANQIAO_BANK_SECRET": BANK_SECRET,
            "YUANQIAO_OUTREACH_QUIET": "00:00-00:00",  # a test runs at any hour
        }
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Starts everything and waits until a question would be answered."""
        log = (self.var_dir / "run.log").open("ab")
        command = [str(Path(sys.executable).with_name("yuanqiao")), "run"]
        self._process = subprocess.Popen(command, env=self._environment, stdout=log, stderr=log, cwd=ROOT)
        log.close()
        self.wait_ready()

    def wait_ready(self) -> None:
        """Waits for `/readyz`; fails with the log when the product ends instead."""
        deadline = time.monotonic() + START_S
        while time.monotonic() < deadline:
            if self._process is None or self._process.poll() is not None:
                raise AssertionError(f"the product ended:\n{self.log()}")
            if self._is_ready():
                return
            time.sleep(0.1)
        raise AssertionError(f"the product did not get ready:\n{self.log()}")

    def stop(self) -> int:
        """Stops it as Ctrl-C does, and tells the exit code."""
        if self._process is None:
            return 0
        self._process.send_signal(signal.SIGINT)
        return self._process.wait(STOP_S)

    def kill_child(self, words: str) -> int:
        """Kills with -9 the child whose command line holds these words, once it runs; tells its pid."""
        assert self._process is not None
        deadline = time.monotonic() + START_S
        while time.monotonic() < deadline:
            for pid in children_of(self._process.pid):
                if words in command_line(pid):
                    os.kill(pid, signal.SIGKILL)
                    return pid
            time.sleep(0.05)
        raise AssertionError(f"there is no {words}:\n{self.log()}")

    def log(self) -> str:
        """What the supervisor printed."""
        return (self.var_dir / "run.log").read_text(encoding="utf-8", errors="replace")[-8000:]

    def _is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.hub_port}/readyz", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False


@contextmanager
def running_product(var_dir: Path) -> Iterator[Product]:
    """The product, running while the block does."""
    product = Product(var_dir)
    try:
        product.start()
        yield product
    finally:
        product.stop()
        product.proxy.close()
