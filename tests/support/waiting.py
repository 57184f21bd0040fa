"""Waiting for what another part does in its own time."""

import asyncio
import time
from collections.abc import Awaitable, Callable

PATIENCE_S = 60.0
"""How long a test waits for what has to come: a machine that pauses for 15 s fails nothing."""


async def steady(read: Callable[[], Awaitable[int]], for_s: float = 1.0) -> int:
    """The value that did not change for so long: what begins with a house has begun by then."""
    value, since = await read(), time.monotonic()
    async with asyncio.timeout(PATIENCE_S):
        while time.monotonic() - since < for_s:
            await asyncio.sleep(0.02)
            if (now := await read()) != value:
                value, since = now, time.monotonic()
    return value


async def eventually(
    read: Callable[[], Awaitable[object]], wanted: object, timeout_s: float = PATIENCE_S
) -> None:
    """Reads again and again until the wanted value comes."""
    async with asyncio.timeout(timeout_s):
        while await read() != wanted:  # noqa: ASYNC110  (the other part gives no sign)
            await asyncio.sleep(0.02)
