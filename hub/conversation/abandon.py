"""Ends what the bot was doing in a conversation, because it is no longer the bot's to answer."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store import turns, work


async def abandon(
    connection: AsyncConnection, identity: str, conversation: int, *, code: str, now: datetime
) -> None:
    """Fails the open turn, if there is one, and takes its worker's lease: a late answer finds no way in.

    The caller holds the conversation's row.
    """
    left = await turns.unfinished(connection, identity, conversation)
    if left is not None:
        await turns.change(
            connection, identity, conversation, left.turn, state="failed", error_code=code, closed_at=now
        )
    await work.remove(connection, identity, conversation)
