"""The bootstrap on machines where something is missing: one sentence each, and nothing done twice."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.house.fresh_checkout import FAILING, LIMIT_S, PYTHON, UV, Checkout, python_without


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    made = Checkout(tmp_path)
    made.put("python", PYTHON, folder=made.home)
    return made


def sentences(done: "subprocess.CompletedProcess[str]") -> list[str]:
    return done.stderr.strip().splitlines()


def test_no_python_is_one_sentence(checkout: Checkout) -> None:
    checkout.put("python3", FAILING)  # a shim that exists and fails
    done = checkout.run(["sh", "scripts/with_python.sh", "scripts/bootstrap.py", "run"])
    assert done.returncode == 2
    assert len(sentences(done)) == 1
    assert "apt-get install python3 python3-venv" in done.stderr


@pytest.mark.parametrize("place", ["path", "pyenv"])
def test_a_python_behind_a_failing_shim_is_found(checkout: Checkout, place: str) -> None:
    checkout.put("python3", FAILING)
    if place == "path":
        checkout.link("python3.13", sys.executable)
    else:
        versions = checkout.home / ".pyenv/versions/3.11.9/bin"
        versions.mkdir(parents=True)
        (versions / "python3").symlink_to(sys.executable)
    done = checkout.run(["sh", "scripts/with_python.sh", "-c", "print(6 * 7)"])
    assert (done.returncode, done.stdout) == (0, "42\n")


def test_pyenvs_own_build_comes_last(checkout: Checkout) -> None:
    shims = checkout.home / ".pyenv/shims"
    checkout.put("python3", "#!/bin/sh\necho pyenv\n", folder=shims)
    command = ["sh", "scripts/with_python.sh", "-c", "print(6 * 7)"]
    path = f"{shims}:{checkout.bin}"
    assert checkout.run(command, PATH=path).stdout == "pyenv\n"
    checkout.link("python3", sys.executable)
    assert checkout.run(command, PATH=path).stdout == "42\n"


def test_neither_venv_nor_pip_is_one_sentence(checkout: Checkout, tmp_path: Path) -> None:
    bare = python_without(tmp_path / "bare", "venv", "ensurepip", "pip")
    done = checkout.bootstrap("setup", python=bare)
    assert done.returncode == 2
    assert len(sentences(done)) == 1
    assert "neither venv nor pip" in done.stderr
    assert "apt-get install python3-venv" in done.stderr


def test_an_old_uv_is_not_taken(checkout: Checkout, tmp_path: Path) -> None:
    checkout.put("uv", UV)
    bare = python_without(tmp_path / "bare", "venv", "ensurepip", "pip")
    assert "neither venv nor pip" in checkout.bootstrap("train", python=bare, UV_STANDS_FOR="0.4.30").stderr
    newer = checkout.bootstrap("train", python=bare, UV_STANDS_FOR="0.14.0")
    assert "Python 3.10" in newer.stderr


def test_no_python_310_says_how_to_get_one(checkout: Checkout) -> None:
    checkout.put("uv", UV)
    checkout.put("python3.10", FAILING)
    done = checkout.bootstrap("setup")
    assert done.returncode == 2
    assert len(sentences(done)) == 1
    assert "uv python install 3.10" in done.stderr
    assert "pyenv install 3.10" in done.stderr
    assert checkout.called("python install") == ["python install --no-progress 3.10"]
    assert "no network" in done.stdout  # what the failed download said


def test_a_python_310_of_pyenv_is_found_behind_its_failing_shim(checkout: Checkout) -> None:
    checkout.put("uv", UV)
    checkout.put("python3.10", FAILING)
    real = checkout.put("python", PYTHON, folder=checkout.home / "pyenv/versions/3.10.13/bin")
    done = checkout.bootstrap("train", PYENV_ROOT=str(checkout.home / "pyenv"))
    assert done.returncode == 0, done.stderr
    assert checkout.called("sync")[0].endswith(f"--python {real}")
    assert not checkout.called("python install")


def test_a_second_run_does_nothing_until_an_input_changes(checkout: Checkout) -> None:
    checkout.put("uv", UV)
    checkout.put("python3.10", PYTHON)
    assert checkout.bootstrap("train", MODEL_STALE="1").returncode == 0
    assert len(checkout.called("sync")) == 1
    assert len(checkout.called("bot.train")) == 2  # the check, then the training
    second = checkout.bootstrap("train")
    assert second.returncode == 0
    assert second.stdout == ""
    assert len(checkout.called("sync")) == 1
    (checkout.root / "bot/uv.lock").write_text("version = 2\n")
    assert checkout.bootstrap("train").returncode == 0
    assert len(checkout.called("sync")) == 2


def test_a_vanished_interpreter_makes_the_environment_again(checkout: Checkout) -> None:
    checkout.put("uv", UV)
    checkout.put("python3.10", PYTHON)
    assert checkout.bootstrap("train").returncode == 0
    python = checkout.root / "bot/.venv/bin/python"
    python.unlink()
    python.symlink_to("/nonexistent/python3.10")
    assert checkout.bootstrap("train").returncode == 0
    assert len(checkout.called("sync")) == 2


def test_a_failed_step_shows_its_output_and_keeps_it(checkout: Checkout) -> None:
    checkout.put("uv", UV)
    checkout.put("python3.10", PYTHON)
    done = checkout.bootstrap("setup", UV_SYNC_SAYS="the index does not answer")
    assert done.returncode == 2
    assert "the index does not answer" in done.stdout
    assert sentences(done)[0].startswith("the hub's environment could not be made from")
    assert "the index does not answer" in (checkout.root / "var/log/setup.log").read_text()
    assert "Traceback" not in done.stderr


def test_var_that_cannot_be_made_is_one_sentence(checkout: Checkout) -> None:
    (checkout.root / "var").write_text("a file")
    done = checkout.bootstrap("setup")
    assert done.returncode == 2
    assert len(sentences(done)) == 1


def test_the_models_go_where_the_settings_say(checkout: Checkout) -> None:
    checkout.put("uv", UV)
    checkout.put("python3.10", PYTHON)
    (checkout.root / ".env").write_text("YUANQIAO_VAR_DIR=elsewhere\n")
    assert checkout.bootstrap("train").returncode == 0
    assert f"--out {checkout.root}/elsewhere/models" in checkout.called("bot.train")[0]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_step_leaves_no_program_behind(checkout: Checkout, number: signal.Signals) -> None:
    checkout.put("uv", UV)
    checkout.put("python3.10", PYTHON)
    note = checkout.home / "pid"
    with subprocess.Popen(
        [sys.executable, "scripts/bootstrap.py", "setup"],
        cwd=checkout.root,
        env=checkout.environment(UV_SYNC_HANGS=str(note)),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as running:
        try:
            deadline = time.monotonic() + LIMIT_S
            while not (note.exists() and note.read_text().strip()):
                assert time.monotonic() < deadline
                time.sleep(0.05)
            left = Path(f"/proc/{note.read_text().strip()}")
            born = _born(left)
            running.send_signal(number)
            assert running.wait(LIMIT_S) in (130, 143)
        finally:
            running.kill()
    deadline = time.monotonic() + LIMIT_S
    while _born(left) == born is not None:  # what was killed is gone a moment later
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _born(process: Path) -> str | None:
    """When a process began, since its number may soon be another's; None where none runs (`man proc`)."""
    try:
        state, *rest = (process / "stat").read_text().rpartition(")")[2].split()
        return rest[18] if state not in "ZX" else None  # nobody has to have asked how it ended
    except (FileNotFoundError, ProcessLookupError):
        return None


def test_an_unknown_command_is_refused(checkout: Checkout) -> None:
    done = checkout.bootstrap("dance")
    assert done.returncode == 2
    assert "setup, run, test, lint, elasticsearch, train, build" in done.stderr
