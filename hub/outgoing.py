"""Writes outgoing messages: the message and its outbox row, always in one transaction."""

from datetime import datetime
from typing import Any, NamedTuple, Protocol

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.messages import Author, Direction, Message, Segment
from hub.ports import Address
from hub.store import conversations, messages, outbox
from hub.store.outbox import Parcel, SendClaim


class Recipient(NamedTuple):
    """Whom a message goes to, and in which conversation."""

    identity: str
    conversation: int
    address: Address


class Committed(NamedTuple):
    """The answered ask that the bot goes on from: its turn, and which of that turn's asks it was."""

    turn: int
    ask: int


class Written(NamedTuple):
    """A message that was written; `parcel` where its sending is the writer's to see to."""

    message: Message
    address: Address
    parcel: Parcel | None


class Courier(Protocol):
    """Sends at once what was written by who asked for it; everything else waits to be claimed."""

    def hold(self, identity: str, address: Address, now: datetime) -> SendClaim | None:
        """What to write a message to this person with, to be given its parcel; None where it has to wait."""
        ...

    def deliver(self, written: Written) -> None:
        """Takes a message after its transaction was committed."""
        ...

    def doubt(self, hold: SendClaim) -> None:
        """Takes note of a hold whose transaction may or may not have been committed."""
        ...


async def write_outgoing(
    connection: AsyncConnection,
    to: Recipient,
    segments: tuple[Segment, ...],
    *,
    author: Author,
    correlation_id: str,
    now: datetime,
    after: int,
    turn: int | None = None,
    reply_to: int | None = None,
    picks: dict[str, Any] | None = None,
    hold: SendClaim | None = None,
    committed: Committed | None = None,
) -> Written:
    """Adds a message behind the newest one (`after`) of a locked conversation, and puts it on its way.

    `committed`: the ask that it answers, and that the bot goes on from.
    """
    base = {} if committed is None else {"committed_turn": committed.turn, "committed_ask": committed.ask}
    message = Message(
        identity=to.identity,
        conversation=to.conversation,
        seq=after + 1,
        direction=Direction.OUT,
        author=author,
        segments=segments,
        correlation_id=correlation_id,
        created_at=now,
        turn=turn,
        reply_to=reply_to,
    )
    await messages.add(connection, message, picks=picks)
    await conversations.change(
        connection,
        to.identity,
        to.conversation,
        last_seq=message.seq,
        last_message_at=now,
        **base,
    )
    parcel = await outbox.add(connection, message, to.address, now, hold)
    return Written(message, to.address, parcel)
