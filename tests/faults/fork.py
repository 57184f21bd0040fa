"""Has imported hub and ingress, and becomes one of them as often as asked: `python -m tests.faults.fork FD`.

Importing takes most of a start, and rows with hundreds of lives need it once. Listens at the socket that it
is given. Who connects writes a line (what Python would be told, environment, folder, log file); it forks,
says the process's id, and its exit status at its end. All of them end with it (`tests.faults.bound`).
"""

import contextlib
import importlib
import json
import os
import runpy
import selectors
import socket
import sys
from typing import Any

from hub.settings import ROOT
from tests.faults.bound import bind
from yuanqiao.parts import PARTS

CONNECTORS = ROOT / "connectors"

IMPORTED_BY_BOTH = (
    "yuanqiao.hub",
    "yuanqiao.ingress",
    "hub.terminal.database",
    "yuanqiao.cli.processes",
    "hub.logs",
    "hub.store.migrate",
)


def main() -> None:
    """Forks until it is killed."""
    channels = (f"connectors.{each.parent.name}.channel" for each in CONNECTORS.glob("*/channel.py"))
    for name in (*IMPORTED_BY_BOTH, *(f"{part}.part" for part in PARTS), *channels):
        importlib.import_module(name)
    listening = socket.socket(fileno=int(sys.argv[1]))
    watched = selectors.DefaultSelector()
    watched.register(listening, selectors.EVENT_READ)
    while True:
        for key, _ in watched.select():
            if key.fileobj is listening:
                asking = listening.accept()[0]
                with asking.makefile() as lines:
                    wanted = json.loads(lines.readline())
                pid = os.fork()
                if pid == 0:
                    _close(watched, asking)
                    _become(**wanted)
                    return
                watched.register(os.pidfd_open(pid), selectors.EVENT_READ, (pid, asking))
                _tell(asking, pid)
            else:
                watched.unregister(key.fileobj)
                os.close(key.fd)
                pid, asking = key.data
                _tell(asking, os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
                asking.close()


def _tell(asking: socket.socket, number: int) -> None:
    with contextlib.suppress(OSError):  # who asked may be gone
        asking.sendall(f"{number}\n".encode())


def _close(watched: selectors.BaseSelector, asking: socket.socket) -> None:
    """What a process of its own would not have."""
    for key in list(watched.get_map().values()):
        if isinstance(key.fileobj, socket.socket):
            key.fileobj.close()
        else:
            os.close(key.fd)
            key.data[1].close()
    watched.close()
    asking.close()


def _become(words: list[str], env: dict[str, str], folder: str, log: str) -> None:
    bind()
    os.setsid()
    out = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for here, there in ((nothing, 0), (out, 1), (out, 2)):
        os.dup2(here, there)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(env)
    importlib.reload(sys.modules["hub.crash_points"])  # reads CRASH_AT when it is imported
    option, module, *rest = words
    assert option == "-m", words
    sys.argv = [module, *rest]
    run: Any = runpy.run_module
    run(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
