"""What the processes of one test run share: a folder, and in it what only the first of them makes.

pytest-xdist starts the workers as children of the process that was called, so the environment reaches them.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_FOLDER = "TEST_RUN_FOLDER"


def begin() -> None:
    """Makes the folder of this run, and names it in the environment."""
    os.environ[_FOLDER] = tempfile.mkdtemp(prefix="yuanqiao-tests-")
    folder().chmod(0o755)  # the account that PostgreSQL runs under passes through it


def has_begun() -> bool:
    """Whether this process belongs to a run; `make faults` and `make bench` are none."""
    return _FOLDER in os.environ


def folder() -> Path:
    """The folder of this run."""
    return Path(os.environ[_FOLDER])


def end() -> None:
    """Removes the folder."""
    shutil.rmtree(folder(), ignore_errors=True)
    del os.environ[_FOLDER]


@contextmanager
def one_at_a_time(name: str) -> Iterator[Path]:
    """Lets one process at a time into the block; gives the path of a file that says the thing is made."""
    with (folder() / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder() / name
