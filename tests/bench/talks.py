"""Opens conversations over web chat."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.bench.chat import Chat
from tests.bench.load import Opener


def chats(port: int) -> Opener:
    """Each conversation is a new visitor's, in a socket of its own."""

    @asynccontextmanager
    async def talk() -> AsyncIterator[Chat]:
        async with await Chat.open(port) as chat:
            yield chat

    return talk


async def greet(port: int) -> None:
    """A first question and its answer: the house is there."""
    async with await Chat.open(port) as chat:
        await chat.ask("你好")
