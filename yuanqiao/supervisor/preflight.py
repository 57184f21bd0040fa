"""What is checked before anything starts; each failure is one sentence for the operator."""

import contextlib
import errno
import fcntl
import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

from hub.errors import SetupError
from hub.settings import Settings
from yuanqiao.supervisor.plan import StartPlan

FREE_MB = 200
LOCK = "run.lock"
_ANY = {"0.0.0.0", "::", ""}  # noqa: S104 - compared with, never bound to


def check_var(folder: Path) -> None:
    """Raises `SetupError` unless the folder can be written and has room."""
    probe = folder / ".probe"
    try:
        (folder / "log").mkdir(parents=True, exist_ok=True)
        with probe.open("wb") as file:
            file.write(b"\0" * 4096)
            file.flush()
            os.fsync(file.fileno())
        probe.unlink()
    except OSError as error:
        raise SetupError(
            f"{folder} cannot be written ({error.strerror}): make room, or set YUANQIAO_VAR_DIR to another."
        ) from error
    free_mb = shutil.disk_usage(folder).free // 1_000_000
    if free_mb < FREE_MB:
        raise SetupError(
            f"Only {free_mb} MB are free in {folder}: at least {FREE_MB} MB are needed to start."
        )


def check_programs(plan: StartPlan) -> None:
    """Raises `SetupError` where an environment was never made."""
    for process in plan.all:
        if not os.access(process.command[0], os.X_OK):
            raise SetupError(
                f"{process.command[0]} is missing, which runs the {process.name}: run `make setup`."
            )


def check_ports(settings: Settings) -> None:
    """Raises `SetupError` where a port is taken, or two parts were given the same one."""
    ports = {
        "YUANQIAO_PORT": (settings.host, settings.port),
        "YUANQIAO_MEDIA_PORT": (settings.host, settings.media_port),
        "YUANQIAO_STAFF_PORT": (settings.host, settings.staff_port),
        "YUANQIAO_INGRESS_PORT": (settings.host, settings.ingress_port),
        "YUANQIAO_BANK_SITE_PORT": ("127.0.0.1", settings.bank_site_port),
        **({"YUANQIAO_PHONES_PORT": ("127.0.0.1", settings.phones_port)} if settings.phones else {}),
        "YUANQIAO_BOT_PORT": ("127.0.0.1", settings.bot_port),
        "YUANQIAO_ACTIONS_PORT": ("127.0.0.1", settings.actions_port),
    }
    seen: dict[int, str] = {}
    for name, (host, port) in ports.items():
        if port in seen:
            raise SetupError(f"{seen[port]} and {name} are both {port}: give each its own port.")
        seen[port] = name
        _check_port(name, host, port)


def _check_port(name: str, host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the servers do
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise SetupError(
                    f"Port {port} is taken by another program: stop it, or set {name}."
                ) from error
            raise SetupError(
                f"Port {port} of {host} cannot be opened ({error.strerror}): set {name}."
            ) from error


def reachable(host: str) -> str:
    """The host to put into an address for this machine's own use."""
    if host in _ANY:
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


@contextlib.contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Holds the folder for this supervisor; raises `SetupError` where another one has it."""
    with (folder / LOCK).open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            lock.seek(0)
            holder = lock.read().strip() or "?"
            raise SetupError(
                f"Process {holder} already runs on {folder}: stop it, or set YUANQIAO_VAR_DIR."
            ) from error
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield
