"""Broken: a message whose commit was not answered is stored once more, under another key."""

import uuid

from hub.errors import StoreUnavailable
from hub.inbox import StoredInbox
from hub.messages import Arrival
from hub.ports import Accepted
from tests.faults.broken import plant, run_hub

_accept = StoredInbox.accept


async def accept(self: StoredInbox, arrival: Arrival) -> Accepted:
    """Takes a failure for a proof that nothing was stored."""
    try:
        return await _accept(self, arrival)
    except StoreUnavailable:
        again = arrival.model_copy(update={"provider_id": str(uuid.uuid4())})
        return await _accept(self, again)


CHANGES = ((StoredInbox, "accept", accept),)

if __name__ == "__main__":
    plant(*CHANGES)
    run_hub()
