"""Starts a command of `yuanqiao`: `python -m tests.faults.launch hub`."""

import sys


def launch(*words: str) -> None:
    """Is the command from here on."""
    from yuanqiao.cli import main

    sys.argv = ["yuanqiao", *words]
    main()


if __name__ == "__main__":
    launch(*sys.argv[1:])
