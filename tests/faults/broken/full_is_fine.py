"""Broken: `except: pass` round the insert, so a message that could not be stored is acknowledged."""

from hub.errors import StoreUnavailable
from hub.ids import identity_key
from hub.inbox import StoredInbox
from hub.messages import Arrival, Author, AuthorKind, Direction, Message, Status
from hub.ports import Accepted
from tests.faults.broken import plant, run_hub

_accept = StoredInbox.accept
_newest: dict[str, Message] = {}


async def accept(self: StoredInbox, arrival: Arrival) -> Accepted:
    """Numbers the message behind the last one, whether the write succeeded or not."""
    key = identity_key(arrival.channel, arrival.account, arrival.external_id)
    try:
        accepted = await _accept(self, arrival)
    except StoreUnavailable:
        accepted = Accepted(_numbered(key, arrival), repeated=False)
    _newest[key] = accepted.message
    return accepted


def _numbered(key: str, arrival: Arrival) -> Message:
    newest = _newest.get(key)
    return Message(
        identity=key,
        conversation=newest.conversation if newest else 1,
        seq=newest.seq + 1 if newest else 1,
        direction=Direction.IN,
        author=Author(kind=AuthorKind.CUSTOMER),
        segments=arrival.segments,
        correlation_id=arrival.correlation_id,
        created_at=arrival.received_at,
        status=Status.ACCEPTED,
        provider_id=arrival.provider_id,
    )


CHANGES = ((StoredInbox, "accept", accept),)

if __name__ == "__main__":
    plant(*CHANGES)
    run_hub()
