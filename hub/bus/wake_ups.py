"""Wake-ups inside one process: whoever writes work says so, whoever does work waits for it.

A wake-up is never the only sign of work: every waiter also looks by itself after a while.
"""

import asyncio
from collections.abc import Callable
from enum import StrEnum


class Topic(StrEnum):
    """What there may be to do."""

    WORK = "work"
    OUTBOX = "outbox"


class Bus:
    """One event for each topic."""

    def __init__(self) -> None:
        self._events = {topic: asyncio.Event() for topic in Topic}
        self.tell_others: Callable[[Topic], None] = _nobody
        """Hints to the other processes that there is something to do; set by `WakeHints`."""

    def wake(self, topic: Topic) -> None:
        """Wakes who waits for the topic in this process, now or when it next waits."""
        self._events[topic].set()

    def wake_all(self, topic: Topic) -> None:
        """Wakes who waits for the topic in any process: for work that this one may have no hand free for."""
        self.wake(topic)
        self.tell_others(topic)

    async def wait(self, topic: Topic, timeout_s: float) -> bool:
        """Waits for a wake-up, at most so long; tells whether one came."""
        event = self._events[topic]
        try:
            async with asyncio.timeout(timeout_s):
                await event.wait()
        except TimeoutError:
            return False
        else:
            return True
        finally:
            event.clear()


def _nobody(_topic: Topic) -> None:
    """There is one process alone."""
