"""Waiting for what another part does in its own time."""

import asyncio
from collections.abc import Awaitable, Callable


async def eventually(read: Callable[[], Awaitable[object]], wanted: object, timeout_s: float = 10) -> None:
    """Reads again and again until the wanted value comes."""
    async with asyncio.timeout(timeout_s):
        while await read() != wanted:  # noqa: ASYNC110  (the other part gives no sign)
            await asyncio.sleep(0.02)
