"""Where a run of the harness takes place."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.support.postgres import Postgres


def _nothing() -> None:
    """Tells nobody."""


@dataclass(frozen=True, slots=True)
class Stage:
    """An empty folder and an empty database; `on_fault` is told of each fault made.

    `postgres`: the server of the database, the run's own to break, where it is one.
    """

    folder: Path
    url: str
    on_fault: Callable[[], None] = _nothing
    postgres: Postgres | None = None
