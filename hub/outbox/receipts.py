"""Delivery receipts: what providers tell of sends later, by their own ids, in any order."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.messages import Status
from hub.ports import Clock, Receipt
from hub.reactions import DeliveryEnded, Reactions
from hub.store import dead_letters, outbox, parts
from hub.store.database import Database
from hub.store.outbox import Lane

EARLY_KEPT_S = 600.0
"""So long a receipt of an unknown send is kept: its send may not be stored yet."""


class StoredReceipts:
    """Implements `hub.ports.Receipts` on the database."""

    def __init__(self, database: Database, clock: Clock, reactions: Reactions) -> None:
        self._database = database
        self._clock = clock
        self._reactions = reactions

    async def report(self, receipts: Sequence[Receipt]) -> None:
        """Stores receipts; see `hub.ports.Receipts`. Raises `StoreUnavailable`."""
        # One transaction each: what they lock is then one message's, and no two wait for each other.
        for receipt in receipts:
            async with self._database.write() as connection:
                await self._do_report(connection, receipt)

    async def _do_report(self, connection: AsyncConnection, receipt: Receipt) -> None:
        now, lane = self._clock.now(), Lane(receipt.channel, receipt.account)
        await parts.forget_early(connection, now - timedelta(seconds=EARLY_KEPT_S))
        places = await parts.report(connection, lane, receipt.provider_id, receipt.status, receipt.code, now)
        for key, conversation, seq in places:
            # While it is still on its way, nobody knows yet whether that was all of it.
            if not await outbox.waits(connection, key, conversation, seq):
                await do_carry_over(connection, self._reactions, key, conversation, seq, now)


async def do_carry_over(
    connection: AsyncConnection,
    reactions: Reactions,
    key: str,
    conversation: int,
    seq: int,
    now: datetime,
) -> None:
    """Moves a message as far as the last of its sends; one that failed is shown to people."""
    moved = await parts.carry_over(connection, key, conversation, seq, now)
    if moved is None or moved[0] is not Status.FAILED:
        return
    code = moved[1] or "failed"
    await dead_letters.add(
        connection,
        key,
        conversation,
        kind="delivery",
        number=seq,
        code=code,
        detail=f"the provider took message {key}.{conversation}.{seq} and could not deliver it",
        now=now,
    )
    await reactions.tell(connection, DeliveryEnded(key, conversation, seq, Status.FAILED, code))
