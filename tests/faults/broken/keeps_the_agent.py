"""Broken: a call whose agent did not come back ends as any other, and the customer waits for nobody."""

from sqlalchemy.ext.asyncio import AsyncConnection

from tests.faults.broken import plant, run_hub
from video.calls.calls import Calls
from video.store.calls import CallKey


async def give_back(self: Calls, connection: AsyncConnection, key: CallKey, why: str) -> None:
    """Ends it, and no more."""
    await self.do_end(connection, key, "line")


CHANGES = ((Calls, "_give_back", give_back),)

if __name__ == "__main__":
    plant(*CHANGES)
    run_hub()
