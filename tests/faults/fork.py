"""Has imported the hub, and becomes it as often as asked: `python -m tests.faults.fork`.

Importing takes most of a start, and a row of hundreds of lives needs it once. Reads a line for each hub
(what Python would be told, environment, log file), forks, and says its pid; says `ended PID STATUS` when one
has ended. Ends with its standard input, and every hub with it (`tests.faults.bound`).
"""

import importlib
import json
import os
import runpy
import selectors
import sys
from typing import Any

from hub.settings import ROOT
from tests.faults.bound import bind
from yuanqiao.parts import PARTS

CONNECTORS = ROOT / "connectors"

IMPORTED_BY_THE_HUB = (
    "yuanqiao.hub",
    "hub.terminal.database",
    "yuanqiao.cli.processes",
    "hub.logs",
    "hub.store.migrate",
)


def main() -> None:
    """Forks until the standard input ends."""
    channels = (f"connectors.{each.parent.name}.channel" for each in CONNECTORS.glob("*/channel.py"))
    for name in (*IMPORTED_BY_THE_HUB, *(f"{part}.part" for part in PARTS), *channels):
        importlib.import_module(name)
    ready = selectors.DefaultSelector()
    ready.register(sys.stdin, selectors.EVENT_READ)
    while True:
        for key, _ in ready.select():
            if key.fileobj is sys.stdin:
                line = sys.stdin.readline()
                if not line:
                    return
                pid = os.fork()
                if pid == 0:
                    _become(**json.loads(line))
                    return
                ready.register(os.pidfd_open(pid), selectors.EVENT_READ, pid)
                print(pid, flush=True)
            else:
                ready.unregister(key.fileobj)
                os.close(key.fd)
                _, status = os.waitpid(key.data, 0)
                print("ended", key.data, os.waitstatus_to_exitcode(status), flush=True)


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
