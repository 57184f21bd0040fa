"""When the garbage collector runs: left to itself it holds everybody up once thousands of chats are open.

Python counts what is made less what is freed. A chat that goes on replaces its objects, old ones by new: the
count stays low and the young grow to hundreds of thousands, until one round over them takes a tenth of a
second; a round over all takes most of one, and comes again with each quarter of them that was replaced
(https://docs.python.org/3.11/library/gc.html#gc.set_threshold; figures in docs/benchmarks.md).
"""

import asyncio
import gc
import sys

YOUNG_EVERY_S = 0.25
MORE_BY = 0.25
MORE_BLOCKS = 400_000
"""About 40 MB: a process that has just started needs no round for each of its first chats."""


class GarbageRounds:
    """Looks at the young often, and at all only where the process has grown by a quarter since."""

    def __init__(self, *, more_blocks: int = MORE_BLOCKS) -> None:
        """`more_blocks`: so many pieces of memory besides the quarter."""
        self._more_blocks = more_blocks
        self._full_above = 0

    async def run(self) -> None:
        """Takes the place of Python's own choice, for the rest of the process."""
        gc.disable()
        self.look_at_all()
        gc.freeze()  # what was made up to now stays as long as the process
        while True:
            await asyncio.sleep(YOUNG_EVERY_S)
            self.look()

    def look(self) -> None:
        """A round over what was made since the last, and one over all where there is much more than then."""
        gc.collect(0)
        if sys.getallocatedblocks() > self._full_above:
            self.look_at_all()

    def look_at_all(self) -> None:
        """A round over all."""
        gc.collect()
        self._full_above = round((1 + MORE_BY) * sys.getallocatedblocks()) + self._more_blocks
