"""The steps of what is written: before each change of a row, before and behind each commit."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.database import Database
from hub.store.sqlite import _AtOnce


class Steps:
    """Counts, and does something once, when it is time; `at` 0: never."""

    def __init__(self, at: int, do: Callable[[], None]) -> None:
        self.count = 0
        self._at = at
        self._do = do

    def step(self) -> None:
        """One more is reached."""
        self.count += 1
        if self.count == self._at:
            self._do()


class SteppingDatabase(Database):
    """A database whose commits have a step before and one behind."""

    steps: Steps | None = None

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """See `Database.write`."""
        async with super().write() as connection:
            yield connection
            self._step()
        self._step()

    def _step(self) -> None:
        if self.steps is not None:
            self.steps.step()


@contextmanager
def counted_changes(steps: Steps) -> Iterator[None]:
    """Makes each statement that changes rows a step, in this process, while the block runs."""
    kinds = (AsyncConnection, _AtOnce)
    usual = [vars(kind)["execute"] for kind in kinds]

    def stepping(execute: Any) -> Any:
        async def stepped(self: Any, statement: Any, *arguments: Any, **options: Any) -> Any:
            if getattr(statement, "is_dml", False):
                steps.step()
            return await execute(self, statement, *arguments, **options)

        return stepped

    for kind, execute in zip(kinds, usual, strict=True):
        setattr(kind, "execute", stepping(execute))  # noqa: B010  (mypy knows no other way)
    try:
        yield
    finally:
        for kind, execute in zip(kinds, usual, strict=True):
            setattr(kind, "execute", execute)  # noqa: B010
