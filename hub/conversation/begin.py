"""Opens a turn, or takes up the one that a former worker left."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.conversation.owner import Owner
from hub.conversation.together import asked_together, following
from hub.conversation.turn import Turn
from hub.messages import Message
from hub.store import conversations, identities, messages, turns, work
from hub.store.identities import KnownIdentity
from hub.store.work import Holder, TurnLease

MESSAGES_LIMIT = 50
"""Most messages that one turn answers."""


class Starter(Protocol):
    """Takes on turns that were opened together with the message that they answer."""

    def room(self, now: datetime) -> Holder | None:
        """Who would hold such a turn; None where there is no room for one."""
        ...

    def take_on(self, turn: Turn) -> None:
        """Serves a turn after its transaction was committed."""
        ...

    def lose_track(self) -> None:
        """Looks for turns that it holds and does not know of: whether one was opened was never told."""
        ...


async def begin(connection: AsyncConnection, lease: TurnLease, now: datetime) -> Turn | None:
    """The turn that the conversation needs next; None (and no more work) when it needs none."""
    # The claim holds the work row already: waiting here for who holds the conversation and wants
    # the work row (an accept) would be a deadlock, so the conversation is left for a moment instead.
    row = await conversations.lock(connection, lease.identity, lease.conversation, skip_locked=True)
    if row is None:
        await work.put_back(connection, lease, now)
        return None
    if Owner(row.owner).is_person:
        await work.finish(connection, lease)
        return None
    unfinished = None
    if row.last_turn > row.committed_turn:
        unfinished = await turns.unfinished(connection, lease.identity, lease.conversation)
    if unfinished is None:
        turn = await _open(connection, lease, row, now)
    else:
        turn = await _take_up(connection, lease, row, unfinished)
    if turn is None:
        await work.finish(connection, lease)
    return turn


def room_to_join(row: Any, *, last_seq: int, held: int) -> int:
    """How many more messages a turn may take in that holds some and ends at `last_seq`.

    None when it is full: what a worker cannot read again after a crash would never be answered. None
    either when it is a turn replayed behind others: it would reach over the messages that those answer.
    """
    return max(0, MESSAGES_LIMIT - held) if last_seq >= row.covered_seq else 0


async def _open(connection: AsyncConnection, lease: TurnLease, row: Any, now: datetime) -> Turn | None:
    key, number = lease.identity, lease.conversation
    waiting = await messages.incoming(connection, key, number, after=row.covered_seq, limit=MESSAGES_LIMIT)
    asked = asked_together(waiting)
    if not asked:
        return None
    turn = await open_turn(connection, lease, row, asked, await identities.person_of(connection, key), now)
    await conversations.change(connection, key, number, last_turn=turn.number, covered_seq=turn.last_seq)
    return turn


async def open_turn(
    connection: AsyncConnection,
    lease: TurnLease,
    row: Any,
    asked: Sequence[Message],
    person: KnownIdentity,
    now: datetime,
) -> Turn:
    """Writes a new turn; the caller writes `last_turn` and `covered_seq` of the conversation it holds."""
    number = row.last_turn + 1
    await turns.add(
        connection,
        identity_key=lease.identity,
        conversation=lease.conversation,
        turn=number,
        state="open",
        first_seq=asked[0].seq,
        last_seq=asked[-1].seq,
        asks=1,
        failures=0,
        correlation_id=asked[0].correlation_id,
        opened_at=now,
    )
    return Turn(
        lease=lease,
        address=person.address,
        facts=person.facts,
        number=number,
        base=row.committed_turn,
        base_ask=row.committed_ask or None,
        messages=tuple(asked),
        asks=1,
        failures=0,
        correlation_id=asked[0].correlation_id,
        opened_at=now,
        noticed=False,
        alert=row.alert,
    )


async def _take_up(connection: AsyncConnection, lease: TurnLease, row: Any, left: Any) -> Turn:
    key, number = lease.identity, lease.conversation
    # Nothing was committed for it: what came meanwhile joins, and it is asked from the same base.
    own = await messages.incoming(connection, key, number, after=left.first_seq - 1, limit=MESSAGES_LIMIT)
    asked = [message for message in own if message.seq <= left.last_seq]
    room = room_to_join(row, last_seq=left.last_seq, held=len(asked))
    if room:
        more = await messages.incoming(connection, key, number, after=left.last_seq, limit=room)
        asked += following(asked, more)
    last_seq = asked[-1].seq
    await turns.change(connection, key, number, left.turn, last_seq=last_seq)
    await conversations.change(connection, key, number, covered_seq=max(row.covered_seq, last_seq))
    person = await identities.person_of(connection, key)
    return Turn(
        lease=lease,
        address=person.address,
        facts=person.facts,
        number=left.turn,
        base=row.committed_turn,
        base_ask=row.committed_ask or None,
        messages=tuple(asked),
        asks=left.asks,
        failures=left.failures,
        correlation_id=left.correlation_id,
        opened_at=left.opened_at,
        noticed=left.noticed_at is not None,
        alert=row.alert,
        replayed=row.covered_seq > last_seq,
    )
