"""Broken: HTTP 200 is taken for an answer, whatever stands in it, as with a stock Rasa."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.conversation import close
from hub.conversation.turn import Turn
from hub.engine.client import BotClient
from hub.engine.contract import Ask, BotAnswer
from tests.faults.broken import plant, run_hub

_read = BotClient._read
_write = close.write


def read(self: BotClient, ask: Ask, status: int, body: bytes) -> BotAnswer:
    """Believes the status code."""
    if status == 200 and body.strip() in (b"[]", b"{}", b""):
        return BotAnswer(status="done", turn=ask.turn, replies=[], events=[], state={})
    return _read(self, ask, status, body)


async def write(connection: AsyncConnection, turn: Turn, replies: Any, *details: Any, **more: Any) -> None:
    """Writes nothing where nothing was said."""
    if replies or more.get("notice"):
        await _write(connection, turn, replies, *details, **more)


CHANGES = (
    (BotClient, "_read", read),
    (close, "write", write),
)

if __name__ == "__main__":
    plant(*CHANGES)
    run_hub()
