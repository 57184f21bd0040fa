"""Who answers a conversation: each change of owner makes a new epoch, so a former one is not heard."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hub.conversation.abandon import abandon
from hub.errors import Conflict, NotFound
from hub.store import conversations, work
from hub.store.database import Database


class Owner(StrEnum):
    """Who answers: the bot, the bot while a person is awaited, or an agent."""

    BOT = "bot"
    WAITING = "waiting"
    AGENT = "agent"


@dataclass(frozen=True, slots=True)
class Ownership:
    """The owner of a conversation and the epoch in which it became so."""

    owner: Owner
    owner_id: str | None
    epoch: int


async def hand_over(
    database: Database,
    identity: str,
    conversation: int,
    *,
    to: Owner,
    owner_id: str | None,
    epoch: int,
    now: datetime,
) -> Ownership:
    """Gives the conversation to another owner, if `epoch` is still the newest.

    Raises `NotFound`, and `Conflict` when somebody else was faster.
    """
    async with database.write() as connection:
        row = await conversations.lock(connection, identity, conversation)
        if row is None:
            raise NotFound("there is no such conversation")
        if row.epoch != epoch:
            raise Conflict("the conversation has another owner now", owner=row.owner, epoch=row.epoch)
        values: dict[str, object] = {"owner": to, "owner_id": owner_id, "epoch": epoch + 1}
        if row.owner == Owner.AGENT and to is not Owner.AGENT:
            # What was said to the agent is not asked of the bot afterwards.
            values["covered_seq"] = row.last_seq
        await conversations.change(connection, identity, conversation, **values)
        if to is Owner.AGENT:
            await abandon(connection, identity, conversation, code="owner_changed", now=now)
        else:
            await work.schedule(connection, identity, conversation, now)
    return Ownership(to, owner_id, epoch + 1)
