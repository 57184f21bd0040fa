"""Free ports on loopback."""

import random
import socket
from pathlib import Path


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def lasting_port() -> int:
    """A free port that the system gives nobody by itself while the server that listens there is down.

    From the range of outgoing ports, a client that tries again and again would sooner or later be
    given the server's own port and be connected to itself.
    """
    with Path("/proc/sys/net/ipv4/ip_local_port_range").open() as file:
        lowest = int(file.read().split()[0])
    for port in random.sample(range(10_000, lowest), 200):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise OSError("no free port")
