"""Closes turns. All effects of an answer are written in one transaction, or none is."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.commands import CommandContext
from hub.conversation import notices
from hub.conversation.begin import MESSAGES_LIMIT, room_to_join
from hub.conversation.leading import answering, leading_on
from hub.conversation.replies import to_segments, with_words
from hub.conversation.standing import wishes_person_in_words
from hub.conversation.together import asked_of_bot, following, taken_in
from hub.conversation.triage import Triage, Urgent
from hub.conversation.turn import ASKS_LIMIT, Turn
from hub.engine.contract import BotAnswer, OfferedChoices, Reply, SpokenText
from hub.errors import LostLease
from hub.hooks import Hooks
from hub.messages import (
    Author,
    AuthorKind,
    Link,
    Message,
    Notice,
    NoticeCode,
    RecordGap,
    RequestPerson,
    plain_text,
)
from hub.outgoing import Committed, Recipient, Written, write_outgoing
from hub.reactions import Said
from hub.store import conversations, dead_letters, messages, turns, work
from hub.store.outbox import SendClaim

NO_ANSWER = "no_answer"
"""The code of an answered turn in which the bot said that it does not know: rules count these."""

URGENT = "urgent"
"""The code of a dead letter whose words stood before something urgent."""


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
    done: BotAnswer,
    hooks: Hooks,
    asked_at: datetime,
    now: datetime,
    hold: SendClaim | None = None,
) -> Closing:
    """Closes the turn with the bot's answer, unless more words came.

    An agent who has taken over meanwhile took the lease with it: raises `LostLease` then.
    """
    row = await check_lease(connection, turn)
    if turn.asks < ASKS_LIMIT:
        joined = await _join(connection, turn, row)
        if joined is not None:
            return Closing("again", joined)
    turn, covered = await _up_to(connection, turn, row, len(asked_of_bot(turn.messages)))
    key, number = turn.identity, turn.conversation
    context = CommandContext(key, number, turn.number, now)
    words = await hooks.commands.carry_out_speaking(connection, done.commands, context)
    led = await hooks.guided(connection, answering(turn, done, now))
    written = await _write(
        connection,
        turn,
        row,
        leading_on(with_words(done.replies, words, first=_wishes_person(turn)), led),
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
        error_code=NO_ANSWER if any(isinstance(each, RecordGap) for each in done.commands) else None,
    )
    await hooks.commands.carry_out(connection, done.commands, context)
    more = await _finish_work(connection, turn, row, now, covered=covered)
    return Closing("answered", written=written, more=more)


async def do_answer_urgently(
    connection: AsyncConnection,
    turn: Turn,
    urgent: Urgent,
    below: BotAnswer | None,
    hooks: Hooks,
    now: datetime,
    hold: SendClaim | None = None,
) -> Closing:
    """Closes the turn with the house's own answer to what is urgent, whether the bot is there or not.

    `below`: the bot's answer with the article that belongs to it; only then the bot goes on from this turn.
    Words of the turn that asked something else are kept for people, and the customer is told so.
    """
    row = await check_lease(connection, turn)
    held = [message for message in turn.messages if message.seq <= urgent.up_to]
    turn, covered = await _up_to(connection, turn, row, len(held))
    key, number = turn.identity, turn.conversation
    context = CommandContext(key, number, turn.number, now)
    words = await hooks.commands.carry_out_speaking(connection, urgent.commands, context)
    written = await _write(
        connection,
        turn,
        row,
        with_words(_with_article(urgent, below), words, first=_wishes_person(turn)),
        now,
        hooks,
        author=AuthorKind.BOT,
        hold=hold,
        committed=None if below is None else Committed(turn.number, turn.ask),
    )
    told: dict[str, Any] = {} if below is None else {"events": below.events, "bot_state": below.state}
    await turns.change(
        connection,
        key,
        number,
        turn.number,
        state="answered",
        closed_at=now,
        intents=[{"name": urgent.name, "confidence": 1.0}],
        **told,
    )
    alert = None if urgent.alert is None else dict(urgent.alert)
    await conversations.change(connection, key, number, alert=alert)
    if urgent.left:
        await _park(connection, turn, URGENT, now)
    await hooks.commands.carry_out(connection, urgent.commands, context)
    more = await _finish_work(connection, turn, row, now, covered=covered)
    return Closing("answered", written=written, more=more)


def article_of(done: BotAnswer) -> list[Reply]:
    """What of the bot's answer is an approved article: nothing where it offered, asked or did not know."""
    found = [each for each in done.replies if isinstance(each, SpokenText) and each.source is not None]
    return [each for each in done.replies if each in found or isinstance(each, Link)] if found else []


def _wishes_person(turn: Turn) -> bool:
    """Whether the newest words of the turn ask for a person and for nothing else."""
    return wishes_person_in_words(plain_text(turn.messages[-1].segments))


def _with_article(urgent: Urgent, below: BotAnswer | None) -> list[Reply]:
    """What stops the loss first, then how it is done, and a question last."""
    said = [reply for reply in urgent.replies if not isinstance(reply, OfferedChoices)]
    asked = [reply for reply in urgent.replies if isinstance(reply, OfferedChoices)]
    return [*said, *(article_of(below) if below is not None else []), *asked]


async def do_take_in(connection: AsyncConnection, turn: Turn, triage: Triage) -> Turn:
    """The turn with what came while the bot could not answer: words, a wish for a person, what is urgent.

    The last two need not wait for the bot (docs/decisions/0004); what joins here costs no ask.
    """
    row = await check_lease(connection, turn)
    room = _room(turn, row)
    waiting = (await _behind(connection, turn, row, turn.last_seq))[:room] if room else []
    more = await taken_in(connection, turn.messages, waiting, triage)
    return await _joined(connection, turn, more, asks=turn.asks) if more else turn


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
    wish = [RequestPerson(reason="bot_unavailable")]
    await hooks.commands.carry_out_speaking(connection, wish, context)  # the notice has said all there is
    await hooks.commands.carry_out(connection, wish, context)
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
    hold: SendClaim | None = None,
    committed: Committed | None = None,
) -> Written:
    to = Recipient(turn.identity, turn.conversation, turn.address)
    if author is AuthorKind.BOT and replies:
        # Outside of the bot's own words, so that no article and no state of the bot's holds it.
        replies = [*map(_line, hooks.announced(turn.address.channel)), *replies]
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


def _line(text: str) -> SpokenText:
    return SpokenText(text=text)


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


async def _join(connection: AsyncConnection, turn: Turn, row: Any) -> Turn | None:
    """The turn with the words that came meanwhile and are asked together with its own; None without any."""
    room = _room(turn, row)
    waiting = (await _behind(connection, turn, row, turn.last_seq))[:room] if room else []
    more = following(turn.messages, waiting)
    return await _joined(connection, turn, more, asks=turn.asks + 1) if more else None


def _room(turn: Turn, row: Any) -> int:
    return room_to_join(row, last_seq=turn.last_seq, held=len(turn.messages))


async def _joined(connection: AsyncConnection, turn: Turn, more: Sequence[Message], *, asks: int) -> Turn:
    key, number = turn.identity, turn.conversation
    await turns.change(connection, key, number, turn.number, last_seq=more[-1].seq, asks=asks)
    await conversations.change(connection, key, number, covered_seq=more[-1].seq)
    return replace(turn, messages=(*turn.messages, *more), asks=asks)


async def _up_to(connection: AsyncConnection, turn: Turn, row: Any, count: int) -> tuple[Turn, int]:
    """The turn with the first of its messages alone, and up to where the conversation is covered then.

    The others are the next turn's. A replayed turn keeps all: what stands behind it is answered already.
    """
    if turn.replayed or count >= len(turn.messages):
        return turn, int(row.covered_seq)
    kept = replace(turn, messages=turn.messages[:count])
    await turns.change(connection, turn.identity, turn.conversation, turn.number, last_seq=kept.last_seq)
    await conversations.change(connection, turn.identity, turn.conversation, covered_seq=kept.last_seq)
    return kept, kept.last_seq


async def _behind(connection: AsyncConnection, turn: Turn, row: Any, seq: int) -> list[Message]:
    """What the customer wrote behind a number, in a conversation that is locked and so stands still."""
    if row.last_seq <= seq:
        return []
    return await messages.incoming(
        connection, turn.identity, turn.conversation, after=seq, limit=MESSAGES_LIMIT
    )


async def _finish_work(
    connection: AsyncConnection, turn: Turn, row: Any, now: datetime, *, covered: int | None = None
) -> bool:
    covered = row.covered_seq if covered is None else covered
    more = bool(await _behind(connection, turn, row, max(turn.last_seq, covered)))
    if more:
        await work.put_back(connection, turn.lease, now)
    else:
        await work.finish(connection, turn.lease)
    return more
