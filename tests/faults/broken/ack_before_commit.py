"""Broken: a message is acknowledged before its transaction is committed."""

import asyncio

from hub.crash_points import crash_here
from hub.ids import identity_key
from hub.inbox import StoredInbox
from hub.messages import Arrival
from hub.ports import Accepted
from tests.faults.broken import plant, run_hub

COMMIT_TAKES_S = 0.03
"""Time for the acknowledgement to leave; a slow disk gives as much."""

_writing: set[asyncio.Task[None]] = set()


async def accept(self: StoredInbox, arrival: Arrival) -> Accepted:
    """Answers as soon as the message has a number, and commits behind the caller's back."""
    early: asyncio.Future[Accepted] = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(_write(self, arrival, early))
    _writing.add(task)
    task.add_done_callback(_writing.discard)
    return await early


async def _write(self: StoredInbox, arrival: Arrival, early: "asyncio.Future[Accepted]") -> None:
    key = identity_key(arrival.channel, arrival.account, arrival.external_id)
    async with self._database.write() as connection:
        accepted, turn = await self._do_accept(connection, key, arrival)
        early.set_result(accepted)
        await asyncio.sleep(COMMIT_TAKES_S)
        crash_here("inbox.accept.before_commit")
    crash_here("inbox.accept.after_commit")
    self._set_to_work(turn)


CHANGES = ((StoredInbox, "accept", accept),)

if __name__ == "__main__":
    plant(*CHANGES)
    run_hub()
