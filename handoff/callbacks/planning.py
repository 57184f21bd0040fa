"""The callbacks that are to come: listed by time, given to somebody else, called off.

A callback belongs to the agent who agreed on it, or to whom it was given; one that a customer asked for
belongs to nobody until its time, when it waits for whoever can do it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from handoff.callbacks import words
from handoff.callbacks.callbacks import KEPT_FIRST
from handoff.callbacks.planned import PlannedCallback
from handoff.store import changes, tasks
from handoff.store.reservations import TaskKey
from handoff.taking_back import do_stop_waiting
from hub.conversation.conversations import Conversations
from hub.conversation.owner import Owner
from hub.errors import NotFound
from hub.messages import Author, AuthorKind, Text
from hub.ports import Clock
from hub.store import conversations as stored

SHOWN = 200


@dataclass(frozen=True, slots=True)
class ToCome:
    """One callback; `account_id`: whose it is, None for nobody's yet."""

    key: TaskKey
    planned: PlannedCallback
    reason: str
    account_id: str | None


async def to_come(connection: AsyncConnection) -> list[ToCome]:
    """All of them, the soonest first."""
    return [each for row in await tasks.all_planned(connection, SHOWN) if (each := _read(row)) is not None]


async def one_to_come(connection: AsyncConnection, key: TaskKey) -> ToCome | None:
    """One of them; None where there is none by now."""
    row = await tasks.planned(connection, key.identity, key.conversation)
    return None if row is None or row.turn != key.turn else _read(row)


def _read(row: Any) -> ToCome | None:
    planned = PlannedCallback.read(row.facts)
    if planned is None:
        return None
    whose = next(iter((row.sticky or {}).get("agents", ())), None)
    return ToCome(TaskKey(row.identity_key, row.conversation, row.turn), planned, row.reason, whose)


class Planning:
    """What is done with one of them; each `do_…` writes in the caller's transaction."""

    def __init__(self, conversations: Conversations, clock: Clock, zone: ZoneInfo) -> None:
        self._conversations = conversations
        self._clock = clock
        self._zone = zone

    async def do_give(self, connection: AsyncConnection, key: TaskKey, account_id: str | None) -> None:
        """It is somebody else's from now on, or nobody's. Raises `NotFound` where its time has come."""
        each = await self._one(connection, key)
        until: datetime = each.planned.at + KEPT_FIRST
        sticky = {"agents": [account_id], "mode": "prefer", "until": until.timestamp()}
        if not await tasks.change_planned(connection, key, sticky=sticky if account_id else None):
            raise NotFound("there is no such callback any more")
        await changes.tell(connection, changes.TASK, "{}.{}.{}".format(*key))

    async def do_call_off(self, connection: AsyncConnection, key: TaskKey) -> None:
        """Nobody calls; the customer is told, and the bot goes on. Raises `NotFound`."""
        place = (key.identity, key.conversation)
        conversation = await stored.lock(connection, *place)
        each = await self._one(connection, key)
        await do_stop_waiting(connection, *place, self._clock.now(), "called_off")
        if conversation is None or conversation.closed_at is not None:
            return
        if conversation.owner == Owner.WAITING:
            await self._conversations.do_hand_over(connection, *place, to=Owner.BOT, epoch=conversation.epoch)
        said = words.called_off(each.planned.at.astimezone(self._zone))
        house = Author(kind=AuthorKind.SYSTEM)
        await self._conversations.do_say(connection, *place, (Text(text=said),), author=house)

    async def _one(self, connection: AsyncConnection, key: TaskKey) -> ToCome:
        each = await one_to_come(connection, key)
        if each is None:
            raise NotFound("there is no such callback any more")
        return each
