"""Queries on what the bot left under way in conversations."""

from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.schema import identity, turn


async def last_answer(connection: AsyncConnection, key: str, conversation: int) -> Any | None:
    """The last turn that the bot answered itself, with the state after it; None for none."""
    query = (
        select(turn.c.turn, turn.c.bot_state, turn.c.intents)
        .where(
            turn.c.identity_key == key,
            turn.c.conversation == conversation,
            turn.c.state == "answered",
            turn.c.events.is_not(None),
        )
        .order_by(turn.c.turn.desc())
        .limit(1)
    )
    return (await connection.execute(query)).one_or_none()


async def person(connection: AsyncConnection, key: str) -> Any | None:
    """An identity's newest conversation and facts; None where there is no such identity."""
    query = select(identity.c.last_conversation, identity.c.facts).where(identity.c.identity_key == key)
    return (await connection.execute(query)).one_or_none()


async def set_state(
    connection: AsyncConnection, key: str, conversation: int, number: int, state: Any
) -> None:
    """Writes the state after a turn anew, of a conversation that is over."""
    this = (turn.c.identity_key == key) & (turn.c.conversation == conversation) & (turn.c.turn == number)
    await connection.execute(update(turn).where(this).values(bot_state=state))
