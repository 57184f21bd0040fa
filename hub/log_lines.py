"""Keeps the lines that only inform for a moment, and puts them into words together.

In the middle of a turn the code that words a line is cold, and the turn waits for it: three lines took a
twentieth of it (docs/benchmarks.md). Who kills the process with -9 loses the lines of that moment.
"""

import asyncio
import atexit
from collections.abc import Callable

from structlog.types import EventDict

AFTER_S = 0.05

Tell = Callable[[EventDict], None]
"""Puts a line into words and writes it."""


class Lines:
    """The lines of this process that wait, in their order."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._waiting: list[EventDict] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        atexit.register(self.write)

    def later(self, event: EventDict) -> None:
        """Takes a line that is written soon; at once where no event loop runs that would see to it."""
        self._waiting.append(event)
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self.write()
            return
        if self._loop is not loop:
            self._loop = loop
            loop.call_later(AFTER_S, self.write)

    def now(self, event: EventDict) -> None:
        """Takes a line that is written before this returns, behind those that wait."""
        self._waiting.append(event)
        self.write()

    def write(self) -> None:
        """Writes all that wait."""
        self._loop = None
        events, self._waiting = self._waiting, []
        for event in events:
            self._tell(event)
