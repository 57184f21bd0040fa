"""Broken: a turn that is given up goes to the dead letters in a transaction of its own, afterwards."""

from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.conversation.serve import TurnServer
from hub.conversation.turn import Turn
from hub.store import dead_letters
from tests.faults.broken import plant, run_hub

_later: ContextVar[list[Callable[[AsyncConnection], Awaitable[None]]]] = ContextVar("later")
_add = dead_letters.add
_fail = TurnServer._fail


async def add_later(_connection: AsyncConnection, *details: Any, **more: Any) -> None:
    """Puts the dead letter off."""
    _later.get().append(lambda later: _add(later, *details, **more))


async def fail(self: TurnServer, turn: Turn, code: str) -> None:
    """Gives the turn up first, and writes the dead letter then."""
    put_off: list[Callable[[AsyncConnection], Awaitable[None]]] = []
    _later.set(put_off)
    await _fail(self, turn, code)
    async with self._database.write() as connection:
        for write in put_off:
            await write(connection)


CHANGES = (
    (dead_letters, "add", add_later),
    (TurnServer, "_fail", fail),
)

if __name__ == "__main__":
    plant(*CHANGES)
    run_hub()
