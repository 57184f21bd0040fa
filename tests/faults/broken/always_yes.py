"""Broken: whoever comes is let in, however far behind the house is."""

from hub.admission.gate import Gate
from hub.ports import Wish
from tests.faults.broken import run_hub


def check(self: Gate, wish: Wish) -> None:
    """Says yes."""


if __name__ == "__main__":
    Gate.check = check  # type: ignore[method-assign]
    run_hub()
