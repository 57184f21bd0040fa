"""Closes turns. All effects of an answer are written in one transaction, or none is."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.commands import CommandContext
from hub.conversation import notices
from hub.conversation.begin import MESSAGES_LIMIT, room_to_join
from hub.conversation.replies import to_segments
from hub.conversation.together import following, wishes_person
from hub.conversation.turn import ASKS_LIMIT, Turn
from hub.engine.contract import Done, Reply
from hub.errors import LostLease
from hub.hooks import Hooks
from hub.messages import Author, AuthorKind, Message, Notice, NoticeCode, RequestPerson
from hub.outgoing import Committed, Recipient, Written, write_outgoing
from hub.reactions import Said
from hub.store import conversations, dead_letters, messages, turns, work
from hub.store.outbox import Hold


async def check_lease(connection: AsyncConnection, turn: Turn) -> Any:
    """The conversation's row, locked; raises `LostLease` when another worker has the conversation.

    Conversation first, work second, everywhere: that order keeps PostgreSQL free of deadlocks.
    """
    row = await conversations.lock(connection, turn.identity, turn.conversation)
    if row is None or not await work.holds(connection, turn.lease):
        raise LostLease("another worker has this conversation", conversation=turn.conversation_id)
    return row


class Closing(NamedTuple):
    """How an answer was taken: "answered", or "again" with the turn to be asked anew.

    `more`: the conversation has something to do again already.
    """

    state: str
    again: Turn | None = None
    written: Written | None = None
    more: bool = False


async def do_answer(
    connection: AsyncConnection,
    turn: Turn,
    done: Done,
    hooks: Hooks,
    asked_at: datetime,
    now: datetime,
    hold: Hold | None = None,
) -> Closing:
    """Closes the turn with the bot's answer, unless more words came.

    An agent who has taken over meanwhile took the lease with it: raises `LostLease` then.
    """
    row = await check_lease(connection, turn)
    if turn.asks < ASKS_LIMIT:
        joined = await _join(connection, turn, row)
        if joined is not None:
            return Closing("again", joined)
    key, number = turn.identity, turn.conversation
    written = await _write(
        connection,
        turn,
        row,
        done.replies,
        now,
        hooks,
        author=AuthorKind.BOT,
        hold=hold,
        committed=Committed(turn.number, turn.ask),
    )
    await turns.change(
        connection,
        key,
        number,
        turn.number,
        state="answered",
        asked_at=asked_at,
        replied_at=now,
        closed_at=now,
        intents=done.intents,
        events=done.events,
        bot_state=done.state,
        timings=done.timings_ms,
    )
    context = CommandContext(key, number, turn.number, now)
    await hooks.commands.carry_out(connection, done.commands, context)
    return Closing("answered", written=written, more=await _finish_work(connection, turn, row, now))


async def do_take_in(connection: AsyncConnection, turn: Turn) -> Turn:
    """The turn with what came while the bot could not answer: words, and the wish for a person.

    That wish need not wait for the bot (docs/decisions/0004); what joins here costs no ask.
    """
    row = await check_lease(connection, turn)
    return await _join(connection, turn, row, during_outage=True) or turn


async def do_notice_late(
    connection: AsyncConnection, turn: Turn, hooks: Hooks, hotline: str, now: datetime, *, told: bool = True
) -> Turn:
    """Tells the customer once, honestly, that it takes longer, and offers a person.

    Nobody is told of a turn that the house itself opened: nobody waits for it. Nor, without `told`, where
    the channel shows no such notice.
    """
    row = await check_lease(connection, turn)
    if told and not turn.of_house:
        offer, notice = notices.offer_person(turn), notices.late(turn, hotline)
        await _write(connection, turn, row, [offer], now, hooks, notice=notice)
    await turns.change(
        connection, turn.identity, turn.conversation, turn.number, state="late", noticed_at=now
    )
    return replace(turn, noticed=True)


async def do_fail(
    connection: AsyncConnection,
    turn: Turn,
    code: str,
    hooks: Hooks,
    hotline: str,
    now: datetime,
    *,
    told: bool = True,
) -> bool:
    """Gives the turn up: customer told (who asked), people shown, conversation free, in one transaction.

    `told` as with `do_notice_late`. Tells whether the conversation has something to do again.
    """
    row = await check_lease(connection, turn)
    if told and not turn.of_house:
        offer, notice = notices.offer_person(turn), notices.failed(turn, hotline)
        await _write(connection, turn, row, [offer], now, hooks, notice=notice)
    await _end_failed(connection, turn, code, now)
    await _park(connection, turn, code, now)
    return await _finish_work(connection, turn, row, now)


async def do_request_person(
    connection: AsyncConnection,
    turn: Turn,
    hooks: Hooks,
    hotline: str,
    now: datetime,
    *,
    told: bool = True,
) -> bool:
    """Records the wish for a person without the bot, which cannot answer just now.

    `told` as with `do_notice_late`. Tells whether the conversation has something to do again.
    """
    row = await check_lease(connection, turn)
    if told:
        await _write(connection, turn, row, [], now, hooks, notice=notices.person_requested(turn, hotline))
    if len(turn.messages) > 1:
        # Words that came before the wish stay unanswered: people see them, and may have them asked again.
        await _park(connection, turn, NoticeCode.PERSON_REQUESTED, now)
    await _end_failed(connection, turn, NoticeCode.PERSON_REQUESTED, now)
    context = CommandContext(turn.identity, turn.conversation, turn.number, now)
    await hooks.commands.carry_out(connection, [RequestPerson(reason="bot_unavailable")], context)
    return await _finish_work(connection, turn, row, now)


async def _write(
    connection: AsyncConnection,
    turn: Turn,
    row: Any,
    replies: Sequence[Reply],
    now: datetime,
    hooks: Hooks,
    *,
    author: AuthorKind = AuthorKind.SYSTEM,
    notice: Notice | None = None,
    hold: Hold | None = None,
    committed: Committed | None = None,
) -> Written:
    to = Recipient(turn.identity, turn.conversation, turn.address)
    said, picks = to_segments(replies, conversation=turn.conversation, seq=row.last_seq + 1)
    late = author is AuthorKind.BOT and turn.noticed
    written = await write_outgoing(
        connection,
        to,
        (*((notice,) if notice else ()), *said),
        author=Author(kind=author),
        correlation_id=turn.correlation_id,
        now=now,
        after=row.last_seq,
        turn=turn.number,
        # A late answer says which question it answers.
        reply_to=turn.last_seq if late else None,
        picks=picks or None,
        hold=hold,
        committed=committed,
    )
    await hooks.reactions.tell(connection, Said(written.message))
    return written


async def _park(connection: AsyncConnection, turn: Turn, code: str, now: datetime) -> None:
    """Keeps the turn for people as a dead letter."""
    await dead_letters.add(
        connection,
        turn.identity,
        turn.conversation,
        kind="turn",
        number=turn.number,
        code=code,
        detail=f"the bot could not answer turn {turn.number}",
        now=now,
    )


async def _end_failed(connection: AsyncConnection, turn: Turn, code: str, now: datetime) -> None:
    await turns.change(
        connection,
        turn.identity,
        turn.conversation,
        turn.number,
        state="failed",
        error_code=code[:64],
        closed_at=now,
    )


async def _join(
    connection: AsyncConnection, turn: Turn, row: Any, *, during_outage: bool = False
) -> Turn | None:
    """The turn with the words that came meanwhile; None when there are none, or no room for them."""
    key, number = turn.identity, turn.conversation
    room = room_to_join(row, last_seq=turn.last_seq, held=len(turn.messages))
    waiting = (await _behind(connection, turn, row, turn.last_seq))[:room] if room else []
    more = following(turn.messages, waiting)
    behind = waiting[len(more) : len(more) + 1]
    if during_outage and behind and await wishes_person(connection, behind[0]):
        more += behind
    if not more:
        return None
    asks = turn.asks + (0 if during_outage else 1)
    await turns.change(connection, key, number, turn.number, last_seq=more[-1].seq, asks=asks)
    await conversations.change(connection, key, number, covered_seq=more[-1].seq)
    return replace(turn, messages=(*turn.messages, *more), asks=asks)


async def _behind(connection: AsyncConnection, turn: Turn, row: Any, seq: int) -> list[Message]:
    """What the customer wrote behind a number, in a conversation that is locked and so stands still."""
    if row.last_seq <= seq:
        return []
    return await messages.incoming(
        connection, turn.identity, turn.conversation, after=seq, limit=MESSAGES_LIMIT
    )


async def _finish_work(connection: AsyncConnection, turn: Turn, row: Any, now: datetime) -> bool:
    more = bool(await _behind(connection, turn, row, max(turn.last_seq, row.covered_seq)))
    if more:
        await work.put_back(connection, turn.lease, now)
    else:
        await work.finish(connection, turn.lease)
    return more
