"""Broken: whoever comes is let in, however far behind the house is."""

from hub.admission.gate import Gate
from hub.ports import Wish
from tests.faults.broken import plant, run_hub


def check(self: Gate, wish: Wish) -> None:
    """Says yes."""


CHANGES = ((Gate, "check", check),)

if __name__ == "__main__":
    plant(*CHANGES)
    run_hub()
