"""Tasks that end together."""

import asyncio
from collections.abc import Coroutine
from typing import Any


async def first_to_end(*work: Coroutine[Any, Any, None]) -> None:
    """Runs all until one ends, and raises what that one raised."""
    tasks = [asyncio.create_task(each) for each in work]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for task in done:
        task.result()
