"""The steps from a fresh checkout to a house that can start, and the walk through them."""

import contextlib
import fcntl
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from making import elasticsearch, environments, frontend, model, needs, pythons, uv
from making.environments import ALL, Environment
from making.failure import CannotGoOnError
from making.places import ROOT, var_dir
from making.progress import ProgressDisplay
from making.shell import Shell

# Three environments, the front end's packages and a model; uv's cache shares its files with them.
NEEDED_MB = 2000


@dataclass(frozen=True)
class PreparationStep:
    """One thing to bring about; `do` runs only where `is_done` says no."""

    title: str
    is_done: Callable[[], bool]
    do: Callable[[Shell], None]


def everything(*, for_tests: bool) -> list[PreparationStep]:
    """All that `make run` needs; with the test tools where `for_tests`."""
    servers = search_server() if for_tests else []
    return [*_environment_steps(ALL, for_tests=for_tests), *front_end(), *trained_model(), *servers]


def front_end() -> list[PreparationStep]:
    """The built front end, where the hub's environment is there already."""
    return [PreparationStep("the front end", frontend.is_built, frontend.build)]


def trained_model() -> list[PreparationStep]:
    """The trained model, where the bot's environment is there already."""
    return [PreparationStep("the bot's model", model.is_trained, model.train)]


def search_server() -> list[PreparationStep]:
    """An Elasticsearch for tests and for trying, where this machine can run one."""
    if elasticsearch.missing():
        return []
    return [PreparationStep("Elasticsearch", elasticsearch.is_installed, elasticsearch.install)]


def for_trying_elasticsearch() -> list[PreparationStep]:
    """What `make elasticsearch` needs; raises `CannotGoOnError` where this machine cannot run one."""
    if remedy := elasticsearch.missing():
        raise CannotGoOnError(f"Elasticsearch needs Java 17 or newer, and Maven to be fetched: {remedy}")
    return [*_environment_steps((environments.HUB,), for_tests=True), *search_server()]


def for_trying_video() -> list[PreparationStep]:
    """What `make video` needs; raises `CannotGoOnError` where a program is missing."""
    if shutil.which("janus") is None or shutil.which("janus-pp-rec") is None:
        raise CannotGoOnError(f"Janus is missing: {needs.apt('janus janus-tools')}")
    return _environment_steps((environments.HUB,), for_tests=True)


def for_linting() -> list[PreparationStep]:
    """What `make lint` needs: the environments whose types it checks, and the front end's packages."""
    packages = PreparationStep("the front end's packages", frontend.is_installed, frontend.install)
    return [*_environment_steps((environments.HUB, environments.ACTIONS), for_tests=True), packages]


def for_building() -> list[PreparationStep]:
    """What `make build` needs and makes."""
    return [*_environment_steps((environments.HUB,), for_tests=False), *front_end()]


def for_training() -> list[PreparationStep]:
    """What `make train` needs and makes."""
    return [*_environment_steps((environments.BOT,), for_tests=False), *trained_model()]


def _environment_steps(wanted: Sequence[Environment], *, for_tests: bool) -> list[PreparationStep]:
    def all_made() -> bool:
        return all(one.is_made(for_tests=for_tests) for one in wanted)

    def get_uv(shell: Shell) -> None:
        check_space()
        uv.find_or_install(shell)

    def make(environment: Environment, shell: Shell) -> None:
        environment.make(shell, uv.find_or_install(shell), for_tests=for_tests)

    def find_python(shell: Shell) -> None:
        pythons.find_python_310(shell, uv.find_or_install(shell))

    # Its absence is said now, not after minutes of installing the others.
    python = PreparationStep("Python 3.10, which the bot needs", environments.BOT.python.exists, find_python)
    return [
        PreparationStep("uv, which installs the rest", all_made, get_uv),
        *([python] if environments.BOT in wanted else ()),
        *(
            PreparationStep(one.title, partial(one.is_made, for_tests=for_tests), partial(make, one))
            for one in wanted
        ),
    ]


def check_space() -> None:
    """Raises `CannotGoOnError` where the disk is too full to install anything."""
    free_mb = shutil.disk_usage(ROOT).free // 1_000_000
    if free_mb < NEEDED_MB and not environments.BOT.python.exists():
        raise CannotGoOnError(
            f"Only {free_mb} MB are free in {ROOT}: installing needs about {NEEDED_MB} MB; make room first."
        )


def prepare(steps: Sequence[PreparationStep]) -> None:
    """Walks through the steps; raises `CannotGoOnError` at the first that fails."""
    log = var_dir() / "log" / "setup.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    progress = ProgressDisplay(len(steps))
    shell = Shell(progress, log)
    with _alone(log.parent / "setup.lock"):
        for step in steps:
            if step.is_done():
                progress.skip()
                continue
            progress.begin(step.title)
            step.do(shell)
            progress.end()


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Only one preparation at a time in one checkout; a second waits for the first."""
    with path.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another make is preparing this checkout; waiting for it …", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
