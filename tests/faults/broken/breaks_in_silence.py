"""Broken: the call goes on in the books although nothing can be recorded any more."""

from sqlalchemy.ext.asyncio import AsyncConnection

from tests.faults.broken import plant, run_hub
from video.calls.calls import Calls
from video.store.calls import CallKey


async def do_break(self: Calls, connection: AsyncConnection, key: CallKey, side: str) -> None:
    """Does nothing."""


CHANGES = ((Calls, "do_break", do_break),)

if __name__ == "__main__":
    plant(*CHANGES)
    run_hub()
