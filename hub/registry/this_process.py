"""What this process is, and whether another on its machine still runs (on Linux; else nobody can tell)."""

import os
import re
import secrets
import socket
from collections.abc import Sequence
from pathlib import Path

from hub.store.processes import Registration

PROC = Path("/proc")
HOST_LENGTH = 32


def register_as(role: str, label: str, data_keys: Sequence[str] = ()) -> Registration:
    """A registration under a name that no other process ever has: `<role>-<host>-<random>`.

    `data_keys`: the ids of those it has, the one that writes first.
    """
    host = re.sub(r"[^A-Za-z0-9.-]", "", socket.gethostname())[:HOST_LENGTH] or "host"
    return Registration(
        name=f"{role}-{host}-{secrets.token_hex(6)}",
        role=role,
        label=label[:64],
        machine=_machine(),
        pid=os.getpid(),
        pid_started=started_at(os.getpid()),
        data_keys=",".join(data_keys) or None,
    )


def has_ended(mine: Registration, machine: str, pid: int, pid_started: int | None) -> bool:
    """Whether a process has certainly ended; false where that cannot be seen from here."""
    if not machine or machine != mine.machine or pid_started is None:
        return False
    return started_at(pid) != pid_started


def started_at(pid: int) -> int | None:
    """When it was started, in ticks since the boot (proc(5)); None where it does not run."""
    try:
        # The name before it, in parentheses, may hold anything.
        fields = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    state, start = fields[0], fields[19]
    return None if state in "ZX" else int(start)


def _machine() -> str:
    """This boot and its namespace of process ids: containers on one machine do not see each other's."""
    try:
        boot = (PROC / "sys/kernel/random/boot_id").read_text().strip()
        return f"{boot} {os.readlink(PROC / 'self/ns/pid')}"[:80]
    except OSError:
        return ""
