"""Broken: the ingress tells the provider that it has a call which waits in memory to be written."""

import asyncio

from ingress.records import Spooled
from ingress.spool import Spool
from tests.faults.broken import plant
from tests.faults.launch import launch

LATER_S = 0.5


async def append(self: Spool, spooled: Spooled) -> None:
    """Writes it down some other time."""
    loop = asyncio.get_running_loop()
    loop.call_later(LATER_S, lambda: loop.create_task(_append(self, spooled)))


CHANGES = ((Spool, "append", append),)

if __name__ == "__main__":
    _append = Spool.append
    plant(*CHANGES)
    launch("ingress")
