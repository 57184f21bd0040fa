"""Free ports on loopback."""

import os
import random
import socket
import tempfile
import time
from pathlib import Path

_CHANCE = random.SystemRandom()  # seeded by nobody, so that tests side by side draw different ports
_TAKEN = Path(tempfile.gettempdir()) / "yuanqiao-test-ports"
_TAKEN_S = 300.0
"""So long a port that was given to one test is given to no other, of whatever process."""


def free_port() -> int:
    """A port that nobody listens on, that no other test was given, and that the system never gives by itself.

    From the range of outgoing ports any client could be given it before the server listens; and while
    a server is down, a client that tries again and again would be connected to itself.
    """
    with Path("/proc/sys/net/ipv4/ip_local_port_range").open() as file:
        lowest = int(file.read().split()[0])
    _TAKEN.mkdir(exist_ok=True)
    for port in _CHANCE.sample(range(10_000, lowest), 200):
        if _is_free(port) and _take(port):
            return port
    raise OSError("no free port")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _take(port: int) -> bool:
    """Whether this test is the one that was given the port: a file says so to all others."""
    mark = _TAKEN / str(port)
    try:
        os.close(os.open(mark, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        if time.time() - mark.stat().st_mtime < _TAKEN_S:
            return False
        mark.touch()
    return True
