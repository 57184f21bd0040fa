"""The stages of `make lint` and `make test`, run one after another with one closing summary."""

import os
import signal
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from making import frontend
from making.environments import ACTIONS, HUB
from making.places import ROOT
from making.shell import clean_environment

STAGE_LIMIT_S = 1500.0
STOP_S = 10.0

NOTHING_CHOSEN = 5
"""pytest's exit status where no test was left to run."""

PASSED = "passed"
NOTHING_TO_RUN = "nothing to run"


@dataclass(frozen=True)
class Stage:
    """One program whose exit status counts; `report` is where pytest writes what its tests took (JUnit).

    `suite`: whose tests these are, where their files' names do not tell.
    """

    title: str
    command: Sequence[str]
    cwd: Path = ROOT
    env: dict[str, str] = field(default_factory=dict)
    report: Path | None = None
    suite: str = ""


@dataclass(frozen=True)
class Done:
    """What became of a stage."""

    stage: Stage
    outcome: str
    seconds: float

    @property
    def passed(self) -> bool:
        """Whether nothing speaks against it."""
        return self.outcome in (PASSED, NOTHING_TO_RUN)


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


def run(stages: Sequence[Stage]) -> list[Done]:
    """Runs all, even after a failure."""
    return [_run_told(stage) for stage in stages]


def summarise(done: Sequence[Done]) -> int:
    """Prints what became of each stage; 0 when every one passed, else 1."""
    print("\n━━━ summary")
    for one in done:
        print(f"{one.stage.title:<20} {one.seconds:>5.0f} s  {one.outcome}")
    failed = [one.stage.title for one in done if not one.passed]
    print("everything passed" if not failed else f"failed: {', '.join(failed)}", flush=True)
    return 1 if failed else 0


def _run_told(stage: Stage) -> Done:
    print(f"\n━━━ {stage.title}", flush=True)
    started = time.monotonic()
    done = Done(stage, _run(stage), time.monotonic() - started)
    print(f"━━━ {stage.title}: {done.outcome}, {done.seconds:.0f} s", flush=True)
    return done


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
    if status == NOTHING_CHOSEN and stage.report:
        return NOTHING_TO_RUN
    return PASSED if status == 0 else f"FAILED (exit status {status})"


def _stop(process: "subprocess.Popen[bytes]") -> None:
    os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(STOP_S)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
