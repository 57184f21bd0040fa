"""What is to be done once a transaction is on disk, noted by whoever writes in it.

A transaction that is rolled back, or whose commit was never answered, does none of it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy.ext.asyncio import AsyncConnection

Afterwards = Callable[[], None]

_noted: dict[int, list[Afterwards]] = {}
"""By the id of the connection, for as long as its transaction lasts."""


def after_commit(connection: AsyncConnection, do: Afterwards) -> None:
    """Notes something for after the commit; `connection` is of `Database.write`. It must not raise."""
    _noted[id(connection)].append(do)


@contextmanager
def noting(connection: AsyncConnection, into: list[Afterwards]) -> Iterator[None]:
    """Collects what is noted for this connection while the block runs."""
    _noted[id(connection)] = into
    try:
        yield
    finally:
        del _noted[id(connection)]
