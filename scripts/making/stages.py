"""The stages of `make lint` and `make test`, run one after another, or two at a time, and one summary."""

import os
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from making import frontend
from making.environments import ACTIONS, HUB
from making.places import ROOT
from making.shell import clean_environment

STAGE_LIMIT_S = 2100.0
STOP_S = 10.0
LOOK_EVERY_S = 0.2
SHOWN_FAILURES = 12

NOTHING_CHOSEN = 5
"""pytest's exit status where no test was left to run."""

PASSED = "passed"
NOTHING_TO_RUN = "nothing to run"
LEFT = "interrupted"


@dataclass(frozen=True)
class RunStage:
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
class SideBySide:
    """Two lanes of stages of which none needs more than a core, nor a core for itself.

    One sees the first lane run; what the second one says is shown when it has ended.
    """

    first: Sequence[RunStage]
    second: Sequence[RunStage]


@dataclass(frozen=True)
class StageResult:
    """What became of a stage."""

    stage: RunStage
    outcome: str
    seconds: float

    @property
    def passed(self) -> bool:
        """Whether nothing speaks against it."""
        return self.outcome in (PASSED, NOTHING_TO_RUN)


def lint() -> list[RunStage | SideBySide]:
    """Style, types and arrows, of Python and of the front end."""
    tools = HUB.venv / "bin"
    scripts = ["scripts/bootstrap.py", "scripts/making"]
    house = [
        RunStage("ruff check", [str(tools / "ruff"), "check", "."]),
        RunStage("ruff format", [str(tools / "ruff"), "format", "--check", "."]),
        RunStage("mypy", [str(tools / "mypy")]),
        RunStage("mypy scripts", [str(tools / "mypy"), *scripts], env={"MYPYPATH": "scripts"}),
    ]
    others = [
        RunStage("mypy actions", [str(ACTIONS.python), "-m", "mypy", "."], ROOT / "actions"),
        RunStage("import contracts", [str(tools / "lint-imports")]),
        RunStage("front end check", frontend.npm("run", "check"), frontend.WEB, frontend.node_environment()),
    ]
    return [SideBySide(house, others)]


def run(steps: Sequence[RunStage | SideBySide]) -> list[StageResult]:
    """Runs all, even after a failure."""
    done: list[StageResult] = []
    for step in steps:
        done += [_run_told(step)] if isinstance(step, RunStage) else _run_both(step)
    return done


def summarise(done: Sequence[StageResult], failures: Sequence[str] = ()) -> int:
    """Prints what became of each stage, then the first of `failures`; 0 when every stage passed, else 1."""
    print("\n━━━ summary")
    for one in done:
        print(f"{one.stage.title:<20} {one.seconds:>5.0f} s  {one.outcome}")
    failed = [one.stage.title for one in done if not one.passed]
    for line in failures[:SHOWN_FAILURES]:
        print(f"failed: {line}")
    print("everything passed" if not failed else f"failed: {', '.join(failed)}", flush=True)
    return 1 if failed else 0


def _run_told(stage: RunStage) -> StageResult:
    _print_head(stage)
    done = _run_timed(stage)
    _print_end(done)
    return done


def _print_head(stage: RunStage) -> None:
    print(f"\n━━━ {stage.title}", flush=True)


def _print_end(done: StageResult) -> None:
    print(f"━━━ {done.stage.title}: {done.outcome}, {done.seconds:.0f} s", flush=True)


def _run_both(lanes: SideBySide) -> list[StageResult]:
    left = threading.Event()
    with ThreadPoolExecutor(1) as beside:
        try:
            second = [beside.submit(_run_kept, stage, left) for stage in lanes.second]
            done = [_run_told(stage) for stage in lanes.first]
            for stage, running in zip(lanes.second, second, strict=True):
                one, said = running.result()
                _print_head(stage)
                print(said, end="", flush=True)
                _print_end(one)
                done.append(one)
        except BaseException:  # whoever leaves ends the second lane, too: the pool waits for it
            left.set()
            raise
    return done


def _run_kept(stage: RunStage, left: threading.Event) -> tuple[StageResult, str]:
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as said:
        done = _run_timed(stage, said, left)
        said.seek(0)
        return done, said.read()


def _run_timed(
    stage: RunStage, output: IO[str] | None = None, left: threading.Event | None = None
) -> StageResult:
    started = time.monotonic()
    outcome = _run(stage, output, left or threading.Event())
    return StageResult(stage, outcome, time.monotonic() - started)


def _run(stage: RunStage, output: IO[str] | None, left: threading.Event) -> str:
    if left.is_set():
        return LEFT
    # The user's settings (a database, say) are for running, never for tests.
    inherited = {key: value for key, value in clean_environment().items() if not key.startswith("YUANQIAO_")}
    process = subprocess.Popen(
        stage.command,
        cwd=stage.cwd,
        env=inherited | stage.env,
        start_new_session=True,
        stdout=output,
        stderr=subprocess.STDOUT if output else None,
    )
    try:
        status = _wait(process, left)
    except BaseException:
        _stop(process)
        raise
    if status is None:
        _stop(process)
        return LEFT if left.is_set() else f"stopped after {STAGE_LIMIT_S:.0f} s"
    if status == NOTHING_CHOSEN and stage.report:
        return NOTHING_TO_RUN
    return PASSED if status == 0 else f"FAILED (exit status {status})"


def _wait(process: "subprocess.Popen[bytes]", left: threading.Event) -> int | None:
    """The exit status; None where it has not ended in time, or whoever waits for it has left."""
    ends_at = time.monotonic() + STAGE_LIMIT_S
    while time.monotonic() < ends_at and not left.is_set():
        try:
            return process.wait(LOOK_EVERY_S)
        except subprocess.TimeoutExpired:
            continue
    return None


def _stop(process: "subprocess.Popen[bytes]") -> None:
    os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(STOP_S)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
