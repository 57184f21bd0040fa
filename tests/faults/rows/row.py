"""A row of the fault matrix (docs/reliability.md): faults under load, and a build that must be caught."""

from collections.abc import Mapping
from typing import Protocol

from tests.faults.result import Result
from tests.faults.stage import Stage


class Row(Protocol):
    """One row; every run of it starts on a stage of its own.

    `name` as in the matrix; `what` and `control`: the fault, and what the broken build does wrong, in a
    sentence each; `faults`: how many the whole proof makes, by database (`sqlite`, `postgres`).
    """

    name: str
    what: str
    control: str
    faults: Mapping[str, int]

    async def run(self, stage: Stage, faults: int, seed: int) -> Result:
        """So many faults to the product as it is."""
        ...

    async def run_control(self, stage: Stage, seed: int) -> Result:
        """The same with the broken build, no more faults than it takes."""
        ...

    def caught(self, control: Result) -> bool:
        """Whether the checks saw what the broken build did."""
        ...
