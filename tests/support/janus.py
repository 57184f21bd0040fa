"""A real media server of the tests' own: its API on loopback, its media on this machine's interface."""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

from tests.support.ports import free_port
from tests.support.redis import BOUND
from video.media.config import MediaConfig, first_interface, write_config

INSTALL = "apt-get install --no-install-recommends janus janus-tools ffmpeg"
READY_WITHIN_S = 20.0
LISTENING = "0A"
"""A state in `/proc/net/tcp`."""


def find_janus() -> str | None:
    """The program, where what reads its files is there, too."""
    programs = [shutil.which(name) for name in ("janus", "janus-pp-rec", "ffprobe")]
    return programs[0] if all(programs) else None


class JanusServer:
    """One server, always on the same port."""

    def __init__(self, program: str, folder: Path, *, port: int | None = None) -> None:
        """`folder`: does not exist yet; its configuration and its log go there."""
        self._program = program
        self._folder = folder
        self.config = MediaConfig(port or free_port(), secrets.token_hex(32), first_interface())
        self._process: subprocess.Popen[bytes] | None = None
        write_config(folder, self.config)

    def settings(self) -> dict[str, str]:
        """The settings of a house that uses it."""
        return {"video_server_url": self.config.url, "video_server_secret": self.config.secret}

    def start(self) -> None:
        """Starts it and waits until it listens."""
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                (sys.executable, "-I", "-S", str(BOUND), self._program, "-F", str(self._folder)),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
            )
        deadline = time.monotonic() + READY_WITHIN_S
        while not self._listens():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"janus does not start: {(self._folder / 'log').read_text()[-2000:]}")
            time.sleep(0.02)

    @property
    def pid(self) -> int:
        """Of the process, while it runs."""
        assert self._process is not None
        return self._process.pid

    def kill(self) -> None:
        """Kills it with -9, if it runs."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def listens_on(self) -> set[tuple[str, int]]:
        """Every address and port on which it takes connections (TCP)."""
        assert self._process is not None
        pid = self._process.pid
        links = [os.readlink(path) for path in Path(f"/proc/{pid}/fd").iterdir()]
        sockets = {link[len("socket:[") : -1] for link in links if link.startswith("socket:[")}
        found = set()
        for table in ("tcp", "tcp6"):
            for line in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]:
                fields = line.split()
                if fields[3] == LISTENING and fields[9] in sockets:
                    address, _, port = fields[1].partition(":")
                    found.add((_readable(address), int(port, 16)))
        return found

    def _listens(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.config.port), timeout=1).close()
        except OSError:
            return False
        return True


def _readable(address: str) -> str:
    """An address as `/proc/net/tcp` has it, in the machine's order of bytes, as people write it."""
    if len(address) > 8:
        return address
    return socket.inet_ntoa(int(address, 16).to_bytes(4, sys.byteorder))
