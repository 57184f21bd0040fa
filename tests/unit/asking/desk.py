"""A hub for the tests of those who ask: it welcomes everybody and says what a test lets it say."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from websockets.asyncio.server import ServerConnection, serve

from tests.support.ports import free_port

VISITOR = "0123456789abcdef" * 2
HOTLINE = "95XXX"
TOKEN = f"v1.{VISITOR}.2000000000.{'ab' * 32}"

Frame = dict[str, Any]
Hear = Callable[["Desk", Frame], Awaitable[None]]


class Desk:
    """The bank's end of one socket."""

    def __init__(self, connection: ServerConnection) -> None:
        self.connection = connection

    async def say(self, **frame: Any) -> None:
        """Sends a frame."""
        await self.connection.send(json.dumps(frame))

    async def tell(self, seq: int, *segments: Frame, author: str = "bot", conversation: int = 1) -> None:
        """Sends a message of the bank."""
        await self.say(
            type="message",
            message={
                "conversation": conversation,
                "seq": seq,
                "direction": "out",
                "author": {"kind": author, "name": ""},
                "segments": list(segments),
                "client_id": None,
            },
        )

    async def ack(self, frame: Frame) -> None:
        """Says that a question is stored."""
        await self.say(type="ack", id=frame["id"], conversation=1, seq=1)


def text(words: str) -> Frame:
    """A text segment."""
    return {"type": "text", "text": words}


@asynccontextmanager
async def hub(hear: Hear, heard: list[Frame]) -> AsyncIterator[str]:
    """A hub that welcomes everybody and lets `hear` do the rest; gives its address."""

    async def converse(connection: ServerConnection) -> None:
        desk = Desk(connection)
        async for data in connection:
            frame = json.loads(data)
            heard.append(frame)
            if frame["type"] == "hello":
                await desk.say(type="welcome", v=1, token=TOKEN, bank={"hotline": HOTLINE})
            elif frame["type"] == "close":
                await desk.say(type="event", event="closed", conversation=frame["conversation"], seq=0)
            await hear(desk, frame)

    port = free_port()
    async with serve(converse, "127.0.0.1", port):
        yield f"http://127.0.0.1:{port}"
