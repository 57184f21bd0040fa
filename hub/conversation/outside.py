"""A person outside the house takes a conversation over, in the provider's own client, and gives it back."""

from datetime import datetime

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.bus import Bus, Topic
from hub.conversation.conversations import Conversations
from hub.conversation.owner import Owner
from hub.ids import identity_key
from hub.messages import Status, Trigger
from hub.ports import Address, Clock
from hub.reactions import DeliveryEnded, Reactions
from hub.store import conversations as stored
from hub.store import identities, messages, outbox
from hub.store.after_commit import after_commit
from hub.store.database import Database

TAKEN_OVER = "taken_over_outside"
GIVEN_BACK = "given_back_outside"
"""The names of the notes that a conversation keeps of it; the bot is asked neither."""

WITHDRAWN = "withdrawn"
"""Why an answer of the bot's did not go: somebody else answers its question."""

log = structlog.get_logger(__name__)


class StoredOutside:
    """Implements `hub.ports.Outside` on the database."""

    def __init__(
        self,
        database: Database,
        bus: Bus,
        clock: Clock,
        conversations: Conversations,
        reactions: Reactions,
    ) -> None:
        self._database = database
        self._bus = bus
        self._clock = clock
        self._conversations = conversations
        self._reactions = reactions

    async def take_over(self, address: Address, *, by: str, key: str) -> bool:
        """Makes the person outside the owner; see `hub.ports.Outside`."""
        identity, now = _key_of(address), self._clock.now()
        async with self._database.write() as connection:
            person = await identities.ensure(connection, identity, address, now)
            if await self._was_told(connection, identity, key):
                return False
            row = await self._conversations.current(
                connection, identity, person.last_conversation, address.channel, now
            )
            if row.owner != Owner.OUTSIDE:
                place = (identity, row.conversation)
                await self._conversations.do_hand_over(
                    connection, *place, to=Owner.OUTSIDE, owner_id=by, epoch=row.epoch
                )
                await self._do_withdraw(connection, *place, now)
            await self._conversations.do_note(connection, identity, Trigger(name=TAKEN_OVER), key=key)
        log.info("outside.taken_over", channel=address.channel, account=address.account)
        return True

    async def give_back(self, address: Address, *, key: str) -> bool:
        """Makes the bot the owner; see `hub.ports.Outside`."""
        identity, now = _key_of(address), self._clock.now()
        async with self._database.write() as connection:
            person = await identities.lock(connection, identity)
            if person is None or await self._was_told(connection, identity, key):
                return False
            place = (identity, person.last_conversation)
            row = await stored.lock(connection, *place)
            if row is None or row.closed_at is not None or row.owner != Owner.OUTSIDE:
                return False
            # While it is still the person's: a note in the bot's conversation would open a turn.
            await self._conversations.do_note(connection, identity, Trigger(name=GIVEN_BACK), key=key)
            await self._conversations.do_hand_over(connection, *place, to=Owner.BOT, epoch=row.epoch)
            await self._do_withdraw(connection, *place, now)
        log.info("outside.given_back", channel=address.channel, account=address.account)
        return True

    async def serves(self, address: Address) -> bool:
        """Whether the newest conversation is open, and theirs."""
        async with self._database.read() as connection:
            return await stored.owner_now(connection, _key_of(address)) == Owner.OUTSIDE

    async def _was_told(self, connection: AsyncConnection, identity: str, key: str) -> bool:
        noted = await messages.by_provider_id(connection, identity, self._conversations.noted_as(key))
        return noted is not None

    async def _do_withdraw(
        self, connection: AsyncConnection, identity: str, conversation: int, now: datetime
    ) -> None:
        """Takes back the bot's answers that nobody has in hand; what people and the house said still goes.

        They are no dead letters: somebody has the customer, so there is nothing that has to be looked after.
        """
        for seq in await outbox.withdraw(connection, identity, conversation):
            await messages.move_status(connection, identity, conversation, seq, Status.FAILED, now)
            ended = DeliveryEnded(identity, conversation, seq, Status.FAILED, WITHDRAWN)
            await self._reactions.tell(connection, ended)
        # What waited behind them may go.
        after_commit(connection, lambda: self._bus.wake(Topic.OUTBOX))


def _key_of(address: Address) -> str:
    return identity_key(address.channel, address.account, address.external_id)
