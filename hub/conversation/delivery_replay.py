"""Gives messages that could not be delivered, or of which nobody is sure, another try (G8)."""

from hub.clock import SystemClock
from hub.errors import BadInput, NotFound
from hub.store import dead_letters, identities, messages, outbox, parts
from hub.store.database import Database

KINDS = ("unsure", "delivery")


async def replay_delivery(database: Database, conversation: str, seq: int) -> None:
    """Puts a message on its way again, behind its last accepted part; a person has decided that.

    Where nobody was sure, it may come twice. Raises `BadInput`, `NotFound`.
    """
    key, _, rest = conversation.partition(".")
    if not rest.isdecimal():
        raise BadInput("a conversation id looks like KEY.NUMBER")
    number, now = int(rest), SystemClock().now()
    async with database.write() as connection:
        found = [await dead_letters.one(connection, key, number, kind, seq) for kind in KINDS]
        waiting = [letter for letter in found if letter is not None and letter.replayed_at is None]
        message = await messages.one(connection, key, number, seq)
        if not waiting or message is None:
            raise NotFound("there is no such dead letter that waits")
        await parts.forget_failed(connection, key, number, seq)
        await messages.reopen(connection, key, number, seq)
        await outbox.add(connection, message, await identities.address_of(connection, key), now, tries=1)
        for letter in waiting:
            await dead_letters.mark_replayed(connection, key, number, letter.kind, seq, now)
