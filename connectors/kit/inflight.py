"""Work that a provider's repeated calls share: who asks again waits for what the first one began."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

Made = TypeVar("Made")

KEPT_S = 60.0


class InFlight(Generic[Made]):
    """Begins work once for each key, in this process; its result is kept for a minute."""

    def __init__(self) -> None:
        self._tasks: dict[Hashable, asyncio.Task[Made]] = {}

    async def wait(self, key: Hashable, begin: Callable[[], Awaitable[Made]], within_s: float) -> Made:
        """The result, of this call's work or an earlier one's; raises `TimeoutError` while it is at work.

        Who stops waiting does not stop it. What the work raises reaches everybody who waits, and is not kept.
        """
        task = self._tasks.get(key)
        if task is None:
            task = asyncio.ensure_future(_of(begin()))
            self._tasks[key] = task
            task.add_done_callback(lambda done: self._ended(key, done))
        async with asyncio.timeout(within_s):
            return await asyncio.shield(task)

    def _ended(self, key: Hashable, task: "asyncio.Task[Made]") -> None:
        if task.cancelled() or task.exception() is not None:
            self._tasks.pop(key, None)
            return
        asyncio.get_running_loop().call_later(KEPT_S, self._tasks.pop, key, None)

    async def close(self) -> None:
        """Ends what is at work."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _of(work: Awaitable[Made]) -> Made:
    return await work
