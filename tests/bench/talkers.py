"""Customers that talk with a hub over web chat, and how long each answer took."""

import asyncio
import time
from collections.abc import Sequence

from tests.support.webchat import WebchatClient

ANSWER_S = 60.0


async def converse(port: int, questions: Sequence[str]) -> list[float]:
    """One new visitor asks question after question; seconds from each to its answer."""
    spans = []
    async with WebchatClient(port) as client:
        await client.until(lambda: any(f["type"] == "caught_up" for f in client.frames))
        for number, question in enumerate(questions, start=1):
            begun = time.perf_counter()
            await client.send(question)
            await client.replies(number, ANSWER_S)
            spans.append(time.perf_counter() - begun)
    return spans


async def talk(port: int, *, conversations: int, at_once: int, questions: Sequence[str]) -> list[float]:
    """So many conversations, a bounded number of them at once; the spans of all answers."""
    room = asyncio.Semaphore(at_once)

    async def one() -> list[float]:
        async with room:
            return await converse(port, questions)

    return [span for spans in await asyncio.gather(*(one() for _ in range(conversations))) for span in spans]
