"""The stages of `make test`: which tests share the cores, which run alone, and in which environment."""

import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from making import frontend, model, results, suites
from making.environments import ACTIONS, BOT, HUB, Environment
from making.places import ROOT
from making.stages import RunStage, SideBySide

E2E = "tests/e2e"
BY_TURNS = "--databases=by-turns"
IN_MEMORY = Path("/dev/shm")  # noqa: S108  (pytest makes folders of its own there)
IN_MEMORY_BYTES = 4 * 1024**3


def _on_all_cores() -> tuple[str, ...]:
    """One worker more than there are cores: tests wait for much; with more of them servers start too slowly.

    Stealing keeps the tests of a module together, and so what they share is made once, not by each worker.
    """
    cores = len(os.sched_getaffinity(0))
    return ("-n", str(cores + 1), "--dist", "worksteal")


def stages(part: str = "") -> list[RunStage | SideBySide]:
    """The stages of one suite, or of all; in CI (`CI=true`) a skipped test fails."""
    chosen = [suites.chosen(part)] if part else suites.every()
    paths = [path for suite in chosen for path in suite.paths]
    of_house = _below("tests/", paths)
    front_end = _below("web/", paths)
    # The bot's tests train no model where the house's is up to date.
    trained = {"BOT_TEST_MODELS": str(model.folder())}
    environments = [
        *_own_environment("bot", BOT, paths, trained),
        *_own_environment("actions", ACTIONS, paths),
    ]
    # None of these watches a clock.
    lanes = SideBySide(_e2e([path for path in paths if _is_e2e(path)]), [*environments, *_units(front_end)])
    return [
        *(_house(of_house if part else [BY_TURNS, "tests"]) if of_house else ()),
        *([lanes] if lanes.first and lanes.second else [*lanes.first, *lanes.second]),
        *(_browser(front_end) if front_end else ()),
    ]


def _below(folder: str, paths: Iterable[str]) -> list[str]:
    return [path for path in paths if path.startswith(folder)]


def _is_e2e(path: str) -> bool:
    return path == E2E or path.startswith(f"{E2E}/")


def _house(paths: Sequence[str]) -> list[RunStage]:
    """Of the hub's environment: what shares the cores (not the house in Chromium), and what runs alone."""
    without_e2e = [path for path in paths if not _is_e2e(path)]
    shared = [*_on_all_cores(), "-m", "not alone", f"--ignore={E2E}", *without_e2e]
    return [
        *([_pytest("tests on all cores", HUB, shared, report="shared")] if without_e2e else []),
        _pytest("tests that run alone", HUB, ["-m", "alone", *paths], report="alone"),
    ]


def _e2e(paths: Sequence[str]) -> list[RunStage]:
    # Two whole houses, each with a browser before it: one waits while the other works.
    options = ["-n", "2", "--dist", "loadfile", "-m", "not alone", *paths]
    return [_pytest("whole house in Chromium", HUB, options, report="e2e")] if paths else []


def _own_environment(
    name: str, environment: Environment, paths: Iterable[str], env: Mapping[str, str] = MappingProxyType({})
) -> list[RunStage]:
    own = _below(f"{name}/", paths)
    return [_pytest(f"{name} tests", environment, own, report=name, suite=name, env=env)] if own else []


def _units(paths: Sequence[str]) -> list[RunStage]:
    if not paths:
        return []
    command, env = frontend.npm("test"), frontend.node_environment()
    return [RunStage("front end tests", command, frontend.WEB, env, suite="web")]


def _browser(paths: Sequence[str]) -> list[RunStage]:
    return [_pytest("chat in Chromium", HUB, [*_on_all_cores(), *paths], report="chromium")]


def _pytest(
    title: str,
    environment: Environment,
    options: Sequence[str],
    *,
    report: str,
    suite: str = "",
    env: Mapping[str, str] = MappingProxyType({}),
) -> RunStage:
    path = results.folder() / f"{report}.xml"
    command = [str(environment.python), "-m", "pytest", "--durations=10", f"--junitxml={path}"]
    command += ["-o", "tmp_path_retention_policy=failed"]
    # Sums on several threads spin while they wait: with a worker on each core that costs three times the sum.
    own = {"OPENBLAS_NUM_THREADS": "1", "TMPDIR": _temporary(), **env}
    if os.environ.get("CI") == "true":
        own["PYTHONPATH"] = str(ROOT / "tests" / "plugins")
        command += ["-p", "no_skips"]
    return RunStage(title, [*command, *options], env=own, report=path, suite=suite)


def _temporary() -> str:
    """Where tests write: in memory where there is room, since a disk that is busy holds every commit up."""
    try:
        roomy = shutil.disk_usage(IN_MEMORY).free >= IN_MEMORY_BYTES and os.access(IN_MEMORY, os.W_OK)
    except OSError:
        roomy = False
    return str(IN_MEMORY) if roomy else tempfile.gettempdir()
