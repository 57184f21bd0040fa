"""Writes outgoing messages: the message and its outbox row, always in one transaction."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.errors import NotFound
from hub.messages import Author, AuthorKind, Direction, Message, Segment
from hub.ports import Address
from hub.store import conversations, messages, outbox


class Recipient(NamedTuple):
    """Whom a message goes to, and in which conversation."""

    identity: str
    conversation: int
    address: Address


async def next_seq(connection: AsyncConnection, to: Recipient) -> int:
    """The number of the next message; the conversation stays locked until the transaction ends."""
    row = await conversations.lock(connection, to.identity, to.conversation)
    if row is None:
        raise NotFound("there is no such conversation", conversation=to.conversation)
    return int(row.last_seq) + 1


async def write_outgoing(
    connection: AsyncConnection,
    to: Recipient,
    segments: tuple[Segment, ...],
    *,
    author: AuthorKind,
    correlation_id: str,
    now: datetime,
    turn: int | None = None,
    reply_to: int | None = None,
    picks: dict[str, Any] | None = None,
) -> Message:
    """Adds one message behind everything said so far in the conversation, and puts it on its way."""
    message = Message(
        identity=to.identity,
        conversation=to.conversation,
        seq=await next_seq(connection, to),
        direction=Direction.OUT,
        author=Author(kind=author),
        segments=segments,
        correlation_id=correlation_id,
        created_at=now,
        turn=turn,
        reply_to=reply_to,
    )
    await messages.add(connection, message, picks=picks)
    await conversations.change(
        connection, to.identity, to.conversation, last_seq=message.seq, last_message_at=now
    )
    await outbox.add(connection, message, to.address, now)
    return message
