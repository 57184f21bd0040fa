"""Free ports on loopback."""

import random
import socket
from pathlib import Path

_CHANCE = random.SystemRandom()  # seeded by nobody, so that tests side by side draw different ports
_GIVEN: set[int] = set()


def free_port() -> int:
    """A port that nobody listens on just now and that the system gives nobody by itself.

    From the range of outgoing ports any client could be given it before the server listens; and while
    a server is down, a client that tries again and again would be connected to itself.
    """
    with Path("/proc/sys/net/ipv4/ip_local_port_range").open() as file:
        lowest = int(file.read().split()[0])
    for port in _CHANCE.sample(range(10_000, lowest), 200):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        if port not in _GIVEN:  # a house asks for several before it listens on any
            _GIVEN.add(port)
            return port
    raise OSError("no free port")
