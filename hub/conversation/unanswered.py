"""What is written of a turn that the bot does not answer, or not yet: late, given up, a person wished for."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.commands import CommandContext
from hub.conversation import notices
from hub.conversation.close import finish_work, park, write
from hub.conversation.joining import check_lease
from hub.conversation.turn import Turn
from hub.hooks import Hooks
from hub.messages import NoticeCode, RequestPerson
from hub.store import turns


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
        await write(connection, turn, row, [offer], now, hooks, notice=notice)
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
        await write(connection, turn, row, [offer], now, hooks, notice=notice)
    await _end_failed(connection, turn, code, now)
    await park(connection, turn, code, now)
    return await finish_work(connection, turn, row, now)


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
        await write(connection, turn, row, [], now, hooks, notice=notices.person_requested(turn, hotline))
    if len(turn.messages) > 1:
        # Words that came before the wish stay unanswered: people see them, and may have them asked again.
        await park(connection, turn, NoticeCode.PERSON_REQUESTED, now)
    await _end_failed(connection, turn, NoticeCode.PERSON_REQUESTED, now)
    context = CommandContext(turn.identity, turn.conversation, turn.number, now)
    wish = [RequestPerson(reason="bot_unavailable")]
    await hooks.commands.carry_out_speaking(connection, wish, context)  # the notice has said all there is
    await hooks.commands.carry_out(connection, wish, context)
    return await finish_work(connection, turn, row, now)


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
