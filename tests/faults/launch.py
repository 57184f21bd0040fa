"""Starts a command of `yuanqiao` that cannot outlive the driver: `python -m tests.faults.launch hub`."""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1  # prctl(2)


def launch(*words: str) -> None:
    """Binds this process's life to its parent's, and then is the command."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() == 1:
        sys.exit("the driver is gone")
    from hub.cli import main

    sys.argv = ["yuanqiao", *words]
    main()


if __name__ == "__main__":
    launch(*sys.argv[1:])
