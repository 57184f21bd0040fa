"""The supervisor from outside: signals, kill -9, processes that die, and processes that cannot start."""

import os
import signal
import socket
from pathlib import Path

import pytest

from tests.unit.supervisor.supervised_house import SLEEP, House, alive, eventually, note_pid

STUBBORN = note_pid("stubborn.pids") + (
    "import signal, subprocess, sys, time\n"
    "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    "print('deaf', flush=True)\n"
    "time.sleep(600)"
)
WITH_GRANDCHILD = note_pid("parent.pids") + (
    "import subprocess, sys\n"
    "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
    "with open('grandchild.pids', 'a') as f: print(child.pid, file=f)\n"
    "print('has a child', flush=True)\n"
    "child.wait()"
)
DIES_ONCE = (
    "import os, sys, time\n"
    "first = not os.path.exists('died')\n"
    "open('died', 'w').close()\n" + note_pid("dies.pids") + "sys.exit(7) if first else time.sleep(600)"
)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_everything_and_leaves_no_process(tmp_path: Path, number: signal.Signals) -> None:
    with House(tmp_path, early={"bot": WITH_GRANDCHILD, "bank": SLEEP}) as house:
        house.says("http://127.0.0.1:8080/")
        house.says("has a child")
        started = house.pids("hub.pids") + house.pids("parent.pids") + house.pids("grandchild.pids")
        assert len(started) == 3
        assert all(map(alive, started))
        house.signal(number)
        assert house.ended() == 0
        assert not any(map(alive, started))


def test_a_process_that_ignores_sigterm_is_killed_after_the_grace(tmp_path: Path) -> None:
    with House(tmp_path, early={"bot": STUBBORN}, stop_s=0.5) as house:
        house.says("http://127.0.0.1:8080/")
        house.says("deaf")
        house.signal(signal.SIGTERM)
        assert house.ended() == 0
        assert "bot did not stop in time and is killed" in house.output
        assert not any(map(alive, house.pids("stubborn.pids")))


def test_a_second_signal_ends_the_grace(tmp_path: Path) -> None:
    with House(tmp_path, early={"bot": STUBBORN}, stop_s=3600) as house:
        house.says("http://127.0.0.1:8080/")
        house.says("deaf")
        house.signal(signal.SIGINT)
        house.says("stopping")
        house.signal(signal.SIGINT)
        assert house.ended() == 0


def test_kill_9_of_the_supervisor_takes_the_processes_with_it(tmp_path: Path) -> None:
    with House(tmp_path, early={"bot": STUBBORN}) as house:
        house.says("http://127.0.0.1:8080/")
        house.says("deaf")
        started = house.pids("hub.pids") + house.pids("stubborn.pids")
        assert len(started) == 2
        assert all(map(alive, started))
        house.signal(signal.SIGKILL)
        eventually(lambda: not any(map(alive, started)), "the processes die with their supervisor")


def test_a_dead_process_is_started_again(tmp_path: Path) -> None:
    with House(tmp_path, early={"bot": DIES_ONCE}) as house:
        house.says("http://127.0.0.1:8080/")
        eventually(lambda: len(house.pids("dies.pids")) == 2, "the bot starts again")
        assert "bot ended (exit status 7)" in house.output
        killed = house.pids("hub.pids")[0]
        signal_pid(killed)
        eventually(lambda: len(house.pids("hub.pids")) == 2, "the hub starts again")
        house.says("hub ended (killed by SIGKILL)")
        house.signal(signal.SIGTERM)
        assert house.ended() == 0


def test_what_a_dead_process_had_started_is_gone_too(tmp_path: Path) -> None:
    with House(tmp_path, early={"bot": WITH_GRANDCHILD}) as house:
        house.says("has a child")
        first = house.pids("grandchild.pids")[0]
        assert alive(first)
        signal_pid(house.pids("parent.pids")[0])
        eventually(lambda: not alive(first), "the grandchild goes with its parent")


@pytest.mark.parametrize("status", [2, 3])
def test_a_process_that_cannot_start_says_so_and_ends_the_start(tmp_path: Path, status: int) -> None:
    cannot = (
        note_pid("bot.pids")
        + "import sys; print('The model is broken: run make train.'); sys.exit("
        + f"{status})"
    )
    with House(tmp_path, early={"bot": cannot, "bank": note_pid("bank.pids") + SLEEP}) as house:
        assert house.ended() == 1
        assert house.output.rstrip().endswith("run     │ The model is broken: run make train.")
        assert len(house.pids("bot.pids")) == 1
        assert not any(map(alive, house.pids("bank.pids") + house.pids("hub.pids")))


def test_a_process_that_dies_again_and_again_ends_the_start(tmp_path: Path) -> None:
    crash = note_pid("bot.pids") + "raise RuntimeError('no such thing')"
    # The task never ends, so the house is never ready.
    with House(tmp_path, early={"bot": crash}, tasks={"slow": "import time; time.sleep(600)"}) as house:
        assert house.ended() == 1
        assert len(house.pids("bot.pids")) == 3
        last = house.output.rstrip().splitlines()[-1]
        assert "The bot does not start (exit status 1: “RuntimeError: no such thing”)" in last


def test_a_failed_task_ends_the_start_before_the_hub(tmp_path: Path) -> None:
    newer = "import sys; print('The database is newer than this code.', file=sys.stderr); sys.exit(1)"
    with House(tmp_path, early={"bot": note_pid("bot.pids") + SLEEP}, tasks={"migrate": newer}) as house:
        assert house.ended() == 1
        assert house.output.rstrip().endswith("run     │ The database is newer than this code.")
        assert "Traceback" not in house.output
        assert house.pids("hub.pids") == []
        assert not any(map(alive, house.pids("bot.pids")))


def test_a_signal_during_a_task_stops_it(tmp_path: Path) -> None:
    task = note_pid("task.pids") + "print('migrating', flush=True)\n" + SLEEP
    with House(tmp_path, early={}, tasks={"migrate": task}) as house:
        house.says("migrating")
        house.signal(signal.SIGTERM)
        assert house.ended() == 0
        assert not any(map(alive, house.pids("task.pids")))


def test_the_house_is_ready_only_once_the_hub_answers(tmp_path: Path) -> None:
    task = "import os, time\nwhile not os.path.exists('go'): time.sleep(0.02)"
    with House(tmp_path, early={}, tasks={"wait": task}) as house:
        eventually((tmp_path / "log").exists, "the supervisor runs")
        assert "http://127.0.0.1:8080/" not in house.output
        (tmp_path / "go").touch()
        house.says("http://127.0.0.1:8080/")
        with socket.create_connection(("127.0.0.1", house.port), timeout=5):
            pass


def signal_pid(pid: int) -> None:
    """Kills one process that a stand-in wrote down."""
    os.kill(pid, signal.SIGKILL)
