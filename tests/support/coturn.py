"""A real relay of the tests' own, on this machine's interface: browsers do not relay over loopback."""

import fcntl
import secrets
import shutil
import socket
import struct
import subprocess
import sys
import time
from pathlib import Path

from tests.support.ports import free_port
from tests.support.redis import BOUND
from video.media.config import first_interface
from video.media.relay_config import RelayConfig, write_relay_config

INSTALL = "apt-get install --no-install-recommends coturn"
READY_WITHIN_S = 20.0
SIOCGIFADDR = 0x8915

BINDING = struct.pack("!HHI", 0x0001, 0, 0x2112A442)
"""The head of the request that everybody may ask (RFC 8489, 5); a transaction's number follows."""


def find_coturn() -> str | None:
    """The program."""
    return shutil.which("turnserver")


class RelayServer:
    """One relay."""

    def __init__(self, program: str, folder: Path) -> None:
        """`folder`: does not exist yet; its configuration and its log go there."""
        self._program = program
        self._folder = folder
        self.config = RelayConfig(_address(first_interface()), free_port(), secrets.token_hex(32))
        self._path = write_relay_config(folder, self.config)
        self._process: subprocess.Popen[bytes] | None = None

    def settings(self, *, only: bool) -> dict[str, str | bool]:
        """The settings of a house that uses it."""
        return {
            "video_relay_urls": self.config.url,
            "video_relay_secret": self.config.secret,
            "video_relay_only": only,
        }

    def start(self) -> None:
        """Starts it and waits until it listens."""
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                (sys.executable, "-I", "-S", str(BOUND), self._program, "-c", str(self._path)),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self._folder,
            )
        deadline = time.monotonic() + READY_WITHIN_S
        while not self._listens():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"coturn does not start: {(self._folder / 'log').read_text()[-2000:]}")
            time.sleep(0.02)

    def kill(self) -> None:
        """Kills it with -9, if it runs."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _listens(self) -> bool:
        """Whether it answers by TCP and by UDP: it opens one after the other."""
        address = (self.config.address, self.config.port)
        try:
            socket.create_connection(address, timeout=1).close()
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
                line.settimeout(1)
                line.connect(address)
                line.send(BINDING + secrets.token_bytes(12))
                return bool(line.recv(2048))
        except OSError:
            return False


def _address(interface: str) -> str:
    """The IPv4 address of an interface (netdevice(7))."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        told = fcntl.ioctl(asked, SIOCGIFADDR, struct.pack("256s", interface.encode()[:15]))
    return socket.inet_ntoa(told[20:24])
