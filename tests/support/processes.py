"""Looks at processes of the system, by their ids."""

from pathlib import Path


def children_of(pid: int) -> list[int]:
    """The processes that this one started and that still run."""
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]


def command_line(pid: int) -> str:
    """With what it was started; empty once it has ended."""
    return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")


def runs(pid: int) -> bool:
    """Whether it runs: one that has ended, and whom nobody asked how, does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in "ZX"
