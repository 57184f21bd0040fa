"""Broken: the answer goes to the outbox in a transaction of its own, after the one that closes the turn."""

from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.conversation import close
from hub.conversation.diverting import FoundWay
from hub.conversation.serve import TurnServer
from hub.conversation.turn import Turn
from hub.engine.contract import BotAnswer
from hub.messages import AuthorKind
from tests.faults.broken import plant, run_hub

_later: ContextVar[list[Callable[[AsyncConnection], Awaitable[None]]]] = ContextVar("later")
_write = close.write
_answer = TurnServer._answer


async def write_later(connection: AsyncConnection, *details: Any, **more: Any) -> None:
    """Puts the bot's answers off; notices are written as they should be."""
    if more.get("author") is not AuthorKind.BOT:
        await _write(connection, *details, **more)
        return
    _later.get().append(lambda later: _write(later, *details, **more))


async def answer(
    self: TurnServer, turn: Turn, done: BotAnswer, asked_at: datetime, decided: FoundWay | None
) -> Turn | None:
    """Closes the turn first, and writes what was put off then."""
    put_off: list[Callable[[AsyncConnection], Awaitable[None]]] = []
    _later.set(put_off)
    again = await _answer(self, turn, done, asked_at, decided)
    async with self._database.write() as connection:
        for write in put_off:
            await write(connection)
    return again


CHANGES = (
    (close, "write", write_later),
    (TurnServer, "_answer", answer),
)

if __name__ == "__main__":
    plant(*CHANGES)
    run_hub()
