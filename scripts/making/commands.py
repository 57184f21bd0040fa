"""What each target of the Makefile does."""

import os
import signal
import sys
from collections.abc import Callable
from types import FrameType

from making import needs, preparation, stages
from making.environments import HUB
from making.failure import CannotGoOnError
from making.places import ROOT
from making.shell import clean_environment

STATUS_MISSING = 2
STATUS_INTERRUPTED = 130


def main(arguments: list[str]) -> int:
    """Carries out one command; the exit status is documented in `bootstrap.py`."""
    if len(arguments) != 1 or arguments[0] not in COMMANDS:
        print(f"One of these is wanted: {', '.join(COMMANDS)}.", file=sys.stderr)
        return STATUS_MISSING
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _leave)
    os.chdir(ROOT)
    try:
        return COMMANDS[arguments[0]]()
    except CannotGoOnError as error:
        return _say(str(error))
    except OSError as error:  # a full or read-only disk, above all
        return _say(
            f"{error.filename or 'The disk'}: {error.strerror}; make room or set it right, then try again."
        )
    except KeyboardInterrupt:
        print("\nInterrupted; the next make goes on from here.", file=sys.stderr)
        return STATUS_INTERRUPTED


def _leave(number: int, _frame: FrameType | None) -> None:
    sys.exit(128 + number)  # unwinds, so that a running step is ended as well


def _say(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return STATUS_MISSING


def _setup() -> int:
    preparation.prepare(preparation.everything(for_tests=True))
    print("Everything is installed: `make run` starts it.")
    return 0


def _run() -> int:
    preparation.prepare(preparation.everything(for_tests=False))
    command = HUB.venv / "bin" / "yuanqiao"
    sys.stdout.flush()
    os.execve(command, [str(command), "run"], clean_environment())  # noqa: S606 - no shell is wanted


def _test() -> int:
    preparation.prepare(preparation.everything(for_tests=True))
    status = stages.run([*stages.lint(), *stages.tests()])
    for sentence in needs.look().missing():
        print(sentence)
    return status


def _lint() -> int:
    preparation.prepare(preparation.for_linting())
    return stages.run(stages.lint())


def _train() -> int:
    preparation.prepare(preparation.for_training())
    return 0


def _build() -> int:
    preparation.prepare(preparation.for_building())
    return 0


COMMANDS: dict[str, Callable[[], int]] = {
    "setup": _setup,
    "run": _run,
    "test": _test,
    "lint": _lint,
    "train": _train,
    "build": _build,
}
