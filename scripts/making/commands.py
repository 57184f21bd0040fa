"""What each target of the Makefile does."""

import os
import signal
import sys
from collections.abc import Callable
from types import FrameType

from making import needs, preparation, results, sbom, stages, suites, testing
from making.environments import HUB
from making.failure import CannotGoOnError
from making.places import ROOT
from making.shell import clean_environment

STATUS_MISSING = 2
STATUS_INTERRUPTED = 130


def main(arguments: list[str]) -> int:
    """Carries out one command; the exit status is documented in `bootstrap.py`."""
    command, part = _read(arguments)
    if command is None:
        print(f"One of these is wanted: {', '.join(COMMANDS)}.", file=sys.stderr)
        return STATUS_MISSING
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _leave)
    os.chdir(ROOT)
    try:
        return command(part)
    except CannotGoOnError as error:
        return _say(str(error))
    except OSError as error:  # a full or read-only disk, above all
        return _say(
            f"{error.filename or 'The disk'}: {error.strerror}; make room or set it right, then try again."
        )
    except KeyboardInterrupt:
        print("\nInterrupted; the next make goes on from here.", file=sys.stderr)
        return STATUS_INTERRUPTED


def _read(arguments: list[str]) -> tuple[Callable[[str], int] | None, str]:
    """The command, and the part that it is about: only `test` knows parts."""
    name, *parts = arguments or [""]
    fits = len(parts) <= (name == "test")
    return COMMANDS.get(name) if fits else None, "".join(parts)


def _leave(number: int, _frame: FrameType | None) -> None:
    sys.exit(128 + number)  # unwinds, so that a running step is ended as well


def _say(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return STATUS_MISSING


def _setup(_part: str) -> int:
    preparation.prepare(preparation.everything(for_tests=True))
    print("Everything is installed: `make run` starts it.")
    return 0


def _run(_part: str) -> int:
    preparation.prepare(preparation.everything(for_tests=False))
    command = HUB.venv / "bin" / "yuanqiao"
    sys.stdout.flush()
    os.execve(command, [str(command), "run"], clean_environment())  # noqa: S606 - no shell is wanted


def _test(part: str) -> int:
    if part == "help":
        print(suites.listing())
        return 0
    if part:
        suites.chosen(part)  # a wrong name is told before anything is installed
    missing = needs.look().missing()
    if missing and os.environ.get("CI") == "true":
        raise CannotGoOnError("\n".join(missing))
    _name(missing)
    preparation.prepare(preparation.everything(for_tests=True))
    results.begin()
    done = stages.run([*([] if part else stages.lint()), *testing.stages(part)])
    ran = any(count.tests for count in results.tell(done).values())
    _name(missing)
    status = stages.summarise(done, results.failures(done))
    return status if ran else 1


def _name(missing: list[str]) -> None:
    for sentence in missing:
        print(sentence, flush=True)


def _lint(_part: str) -> int:
    preparation.prepare(preparation.for_linting())
    return stages.summarise(stages.run(stages.lint()))


def _elasticsearch(_part: str) -> int:
    preparation.prepare(preparation.for_trying_elasticsearch())
    sys.stdout.flush()
    command = [str(HUB.python), "-m", "tests.support.try_elasticsearch"]
    os.execve(command[0], command, clean_environment())  # noqa: S606 - no shell is wanted


def _video(_part: str) -> int:
    preparation.prepare(preparation.for_trying_video())
    sys.stdout.flush()
    command = [str(HUB.python), "-m", "tests.support.try_video"]
    os.execve(command[0], command, clean_environment())  # noqa: S606 - no shell is wanted


def _train(_part: str) -> int:
    preparation.prepare(preparation.for_training())
    return 0


def _build(_part: str) -> int:
    preparation.prepare(preparation.for_building())
    return 0


def _sbom(_part: str) -> int:
    preparation.prepare(preparation.for_linting())
    for path in sbom.write():
        print(path.relative_to(ROOT) if path.is_relative_to(ROOT) else path)
    return 0


COMMANDS: dict[str, Callable[[str], int]] = {
    "setup": _setup,
    "run": _run,
    "test": _test,
    "lint": _lint,
    "elasticsearch": _elasticsearch,
    "train": _train,
    "build": _build,
    "video": _video,
    "sbom": _sbom,
}
