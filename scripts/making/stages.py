"""The stages of `make lint` and `make test`, run one after another with one closing summary."""

import os
import signal
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from making import frontend
from making.environments import ACTIONS, BOT, HUB
from making.places import ROOT
from making.shell import clean_environment

STAGE_LIMIT_S = 1500.0
STOP_S = 10.0

TIMED = ("tests/flow", "tests/e2e", "tests/faults")
"""They wait for running processes, one test after another; all others may share the cores."""


@dataclass(frozen=True)
class Stage:
    """One program whose exit status counts."""

    title: str
    command: Sequence[str]
    cwd: Path = ROOT
    env: dict[str, str] = field(default_factory=dict)


def lint() -> list[Stage]:
    """Style, types and arrows, of Python and of the front end."""
    tools = HUB.venv / "bin"
    scripts = ["scripts/bootstrap.py", "scripts/making"]
    return [
        Stage("ruff check", [str(tools / "ruff"), "check", "."]),
        Stage("ruff format", [str(tools / "ruff"), "format", "--check", "."]),
        Stage("mypy", [str(tools / "mypy")]),
        Stage("mypy scripts", [str(tools / "mypy"), *scripts], env={"MYPYPATH": "scripts"}),
        Stage("mypy actions", [str(ACTIONS.python), "-m", "mypy", "."], ROOT / "actions"),
        Stage("import contracts", [str(tools / "lint-imports")]),
        Stage("front end check", frontend.npm("run", "check"), frontend.WEB, frontend.node_environment()),
    ]


def tests() -> list[Stage]:
    """Every test suite; in CI (`CI=true`) a skipped test fails."""
    env = {}
    options = ["-m", "pytest", "--durations=10"]
    if os.environ.get("CI") == "true":
        env["PYTHONPATH"] = str(ROOT / "tests" / "plugins")
        options += ["-p", "no_skips"]
    return [
        Stage("unit tests", [str(HUB.python), *options, "-n", "auto", "tests", *without(TIMED)], env=env),
        Stage("way and fault tests", [str(HUB.python), *options, *TIMED], env=env),
        Stage("bot tests", [str(BOT.python), *options, "bot/tests"], env=env),
        Stage("actions tests", [str(ACTIONS.python), *options, "actions/tests"], env=env),
        Stage("front end tests", frontend.npm("test"), frontend.WEB, frontend.node_environment()),
        Stage("chat in Chromium", [str(HUB.python), *options, "web/widget/tests/browser"], env=env),
    ]


def without(folders: Sequence[str]) -> list[str]:
    """Options that leave these folders out."""
    return [f"--ignore={folder}" for folder in folders]


def run(stages: Sequence[Stage]) -> int:
    """Runs all, even after a failure; prints the summary; 0 when every stage passed, else 1."""
    results = []
    for stage in stages:
        print(f"\n━━━ {stage.title}", flush=True)
        started = time.monotonic()
        outcome = _run(stage)
        results.append((stage.title, outcome, time.monotonic() - started))
        print(f"━━━ {stage.title}: {outcome}, {results[-1][2]:.0f} s", flush=True)
    print("\n━━━ summary")
    for title, outcome, seconds in results:
        print(f"{title:<20} {seconds:>5.0f} s  {outcome}")
    failed = [title for title, outcome, _ in results if outcome != "passed"]
    print("everything passed" if not failed else f"failed: {', '.join(failed)}", flush=True)
    return 1 if failed else 0


def _run(stage: Stage) -> str:
    # The user's settings (a database, say) are for running, never for tests.
    inherited = {key: value for key, value in clean_environment().items() if not key.startswith("YUANQIAO_")}
    process = subprocess.Popen(
        stage.command, cwd=stage.cwd, env=inherited | stage.env, start_new_session=True
    )
    try:
        status = process.wait(STAGE_LIMIT_S)
    except subprocess.TimeoutExpired:
        _stop(process)
        return f"stopped after {STAGE_LIMIT_S:.0f} s"
    except BaseException:
        _stop(process)
        raise
    return "passed" if status == 0 else f"FAILED (exit status {status})"


def _stop(process: "subprocess.Popen[bytes]") -> None:
    os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(STOP_S)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
