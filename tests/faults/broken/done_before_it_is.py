"""Broken: a desk is told that its agent's words are stored half a second before they are."""

import asyncio

from handoff.web.desk import Desk
from handoff.web.frames import SayToCustomer, Wish
from tests.faults.broken import plant, run_hub

STORED_AFTER_S = 0.5

_carry_out = Desk._carry_out


async def carry_out(self: Desk, wish: Wish) -> None:
    """Says so at once; what the hub says in its turn is too late."""
    if isinstance(wish, SayToCustomer):
        await self._put({"type": "done", "id": wish.id})
        await asyncio.sleep(STORED_AFTER_S)
    await _carry_out(self, wish)


CHANGES = ((Desk, "_carry_out", carry_out),)

if __name__ == "__main__":
    plant(*CHANGES)
    run_hub()
