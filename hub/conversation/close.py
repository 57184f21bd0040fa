"""Closes turns with an answer. All of its effects are written in one transaction, or none is."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.commands import CommandContext
from hub.conversation.joining import behind, check_lease, join, up_to
from hub.conversation.leading import answering, leading_on
from hub.conversation.replies import to_segments, with_words
from hub.conversation.standing import wishes_person_in_words
from hub.conversation.together import asked_of_bot
from hub.conversation.triage import Urgent
from hub.conversation.turn import ASKS_LIMIT, Turn
from hub.engine.contract import BotAnswer, OfferedChoices, Reply, SpokenText
from hub.hooks import Hooks
from hub.messages import Author, AuthorKind, Link, Notice, RecordGap, plain_text
from hub.outgoing import Committed, Recipient, Written, write_outgoing
from hub.reactions import Said
from hub.store import conversations, dead_letters, turns, work
from hub.store.outbox import SendClaim

NO_ANSWER = "no_answer"
"""The code of an answered turn in which the bot said that it does not know: rules count these."""

URGENT = "urgent"
"""The code of a dead letter whose words stood before something urgent."""


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
        joined = await join(connection, turn, row)
        if joined is not None:
            return Closing("again", joined)
    turn, covered = await up_to(connection, turn, row, len(asked_of_bot(turn.messages)))
    key, number = turn.identity, turn.conversation
    context = CommandContext(key, number, turn.number, now)
    words = await hooks.commands.carry_out_speaking(connection, done.commands, context)
    led = await hooks.guided(connection, answering(turn, done, now))
    written = await write(
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
    more = await finish_work(connection, turn, row, now, covered=covered)
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
    turn, covered = await up_to(connection, turn, row, len(held))
    key, number = turn.identity, turn.conversation
    context = CommandContext(key, number, turn.number, now)
    words = await hooks.commands.carry_out_speaking(connection, urgent.commands, context)
    written = await write(
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
        await park(connection, turn, URGENT, now)
    await hooks.commands.carry_out(connection, urgent.commands, context)
    more = await finish_work(connection, turn, row, now, covered=covered)
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


async def write(
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
    """Writes what the customer is told, behind what the conversation's row says was the last."""
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


async def park(connection: AsyncConnection, turn: Turn, code: str, now: datetime) -> None:
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


async def finish_work(
    connection: AsyncConnection, turn: Turn, row: Any, now: datetime, *, covered: int | None = None
) -> bool:
    """Lets the conversation go; true where it has something to do again already."""
    covered = row.covered_seq if covered is None else covered
    more = bool(await behind(connection, turn, row, max(turn.last_seq, covered)))
    if more:
        await work.put_back(connection, turn.lease, now)
    else:
        await work.finish(connection, turn.lease)
    return more
