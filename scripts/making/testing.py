"""The stages of `make test`: which tests share the cores, which run alone, and in which environment."""

import os
from collections.abc import Iterable, Sequence

from making import frontend, results, suites
from making.environments import ACTIONS, BOT, HUB, Environment
from making.places import ROOT
from making.stages import Stage

ON_ALL_CORES = ("-n", "auto", "--dist", "worksteal")
"""Stealing keeps the tests of a module together, and so what they share is made once, not by each worker."""


def stages(part: str = "") -> list[Stage]:
    """The stages of one suite, or of all; in CI (`CI=true`) a skipped test fails."""
    chosen = [suites.chosen(part)] if part else suites.every()
    paths = [path for suite in chosen for path in suite.paths]
    house = _below("tests/", paths)
    front_end = _below("web/", paths)
    return [
        *(_house(house if part else ["tests"]) if house else ()),
        *_own_environment("bot", BOT, paths),
        *_own_environment("actions", ACTIONS, paths),
        *(_front_end(front_end) if front_end else ()),
    ]


def _below(folder: str, paths: Iterable[str]) -> list[str]:
    return [path for path in paths if path.startswith(folder)]


def _house(paths: Sequence[str]) -> list[Stage]:
    return [
        _pytest("tests on all cores", HUB, [*ON_ALL_CORES, "-m", "not alone", *paths], report="shared"),
        _pytest("tests that run alone", HUB, ["-m", "alone", *paths], report="alone"),
    ]


def _own_environment(name: str, environment: Environment, paths: Iterable[str]) -> list[Stage]:
    own = _below(f"{name}/", paths)
    return [_pytest(f"{name} tests", environment, own, report=name, suite=name)] if own else []


def _front_end(paths: Sequence[str]) -> list[Stage]:
    units = Stage(
        "front end tests", frontend.npm("test"), frontend.WEB, frontend.node_environment(), suite="web"
    )
    return [units, _pytest("chat in Chromium", HUB, paths, report="chromium")]


def _pytest(
    title: str, environment: Environment, options: Sequence[str], *, report: str, suite: str = ""
) -> Stage:
    path = results.folder() / f"{report}.xml"
    command = [str(environment.python), "-m", "pytest", "--durations=10", f"--junitxml={path}"]
    env = {}
    if os.environ.get("CI") == "true":
        env["PYTHONPATH"] = str(ROOT / "tests" / "plugins")
        command += ["-p", "no_skips"]
    return Stage(title, [*command, *options], env=env, report=path, suite=suite)
