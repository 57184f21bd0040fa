"""A warm transfer: the owner asks a colleague, keeps the customer meanwhile, then hands over or goes on.

The colleague reads what was said and writes notes, which no channel reads. The customer has an owner at every
commit: what gives the conversation to the colleague is one transaction.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from handoff import moving
from handoff.store import agents, changes, consults, notes, reservations
from handoff.store.reservations import TaskKey
from handoff.transferring import MOST
from hub.conversation.conversations import Conversations
from hub.conversation.owner import Owner
from hub.errors import BadInput, Conflict, NotFound
from hub.messages import Author, AuthorKind, Text
from hub.ports import Clock
from hub.reactions import PersonCame
from hub.store import conversations as stored

RULE = "warm_transfer"
"""Why the colleague has the conversation then, as the desk tells it."""

WORDS = "客服 {name} 已接手，之前的内容已一并转达，将继续为您服务。"


@dataclass(frozen=True, slots=True)
class ConsultRequest:
    """Who asks (account and name), whom, and what."""

    by: str
    by_name: str
    agent: str
    note: str


class Consulting:
    """Asking, ending, handing over; each `do_…` writes in the caller's transaction."""

    def __init__(self, conversations: Conversations, clock: Clock) -> None:
        self._conversations = conversations
        self._clock = clock

    async def do_ask(
        self, connection: AsyncConnection, key: TaskKey, asked: ConsultRequest, wish_id: str
    ) -> None:
        """Asks a colleague who is there, once for each `wish_id`.

        Raises `BadInput`, `Conflict` where somebody is asked already or the colleague is away, `NotFound`.
        """
        if asked.agent == asked.by or not asked.note.strip():
            raise BadInput("a colleague is asked something")
        if await consults.is_there(connection, wish_id):
            return
        await moving.owned(connection, asked.by, key, "accepted")
        conversation = await stored.lock(connection, key.identity, key.conversation)
        await moving.owned(connection, asked.by, key, "accepted")  # as it is behind the lock
        colleague = await agents.get(connection, asked.agent)
        if conversation is None or colleague is None:
            raise NotFound("there is no such agent")
        if colleague.status == agents.OFFLINE:
            raise Conflict("the agent is away")
        if await consults.open_of(connection, key) is not None:
            raise Conflict("a colleague is asked already")
        now = self._clock.now()
        await consults.end_all(connection, key, now)
        made = await consults.add(
            connection,
            consult_id=wish_id,
            identity_key=key.identity,
            conversation=key.conversation,
            turn=key.turn,
            account_id=asked.agent,
            asked_by=asked.by,
            asked_by_name=asked.by_name,
            created_at=now,
        )
        if not made:
            raise Conflict("a colleague is asked already")
        await notes.add(
            connection,
            key.identity,
            key.conversation,
            seq=conversation.last_seq,
            wish_id=wish_id,
            account_id=asked.by,
            author_name=asked.by_name,
            text=Text(text=asked.note).without_secrets().text,
            created_at=now,
        )

    async def do_end(self, connection: AsyncConnection, account_id: str, key: TaskKey) -> None:
        """Ends the consult, by either of the two; again it does nothing. Raises `NotFound`."""
        row = await consults.open_of(connection, key)
        if row is None:
            return
        if account_id not in (row.account_id, row.asked_by):
            raise NotFound("you have no part in this conversation")
        await consults.end_all(connection, key, self._clock.now())

    async def do_give(
        self, connection: AsyncConnection, account_id: str, key: TaskKey, names: Mapping[str, str]
    ) -> None:
        """Makes the colleague the owner at once. `names`: who may serve, as customers see them.

        Raises `Conflict` where nobody is asked, or the colleague has no room or is away; `NotFound`.
        """
        row = await moving.owned(connection, account_id, key, "accepted")
        conversation = await stored.lock(connection, key.identity, key.conversation)
        row = await moving.owned(connection, account_id, key, "accepted")  # as it is behind the lock
        asked = await consults.open_of(connection, key)
        task = await reservations.task_of(connection, key)
        if conversation is None or conversation.closed_at is not None:
            raise NotFound("the conversation is closed")
        if asked is None or asked.account_id not in names:
            raise Conflict("no colleague is asked")
        if task.state != "assigned" or task.transfers >= MOST:
            raise Conflict("this conversation cannot be handed over now")
        now = self._clock.now()
        released = {"reason": "transferred", "ended_at": now, "ends_at": None, "cost": 0}
        if not await reservations.move(connection, row.reservation_id, "accepted", "released", **released):
            raise NotFound("the conversation is not yours")
        await self._take(connection, row, task, asked.account_id, conversation.epoch)
        await consults.end_all(connection, key, now, "given")
        await agents.do_free(connection, account_id, row.cost, now)
        place = (key.identity, key.conversation)
        said = Text(text=WORDS.format(name=names[asked.account_id]))
        await self._conversations.do_say(connection, *place, (said,), author=Author(kind=AuthorKind.SYSTEM))
        await self._conversations.do_tell(connection, PersonCame(*place, task.medium))
        await moving.tell(connection, row)
        await changes.tell(connection, changes.AGENT, asked.account_id)

    async def _take(self, connection: AsyncConnection, row: Any, task: Any, to: str, epoch: int) -> None:
        """The colleague's own reservation, with the room that it takes; raises `Conflict` without."""
        key, now = moving.key_of(row), self._clock.now()
        limit = await moving.limit_of(connection, to, task.medium)
        excluded = [each for each in task.excluded or () if each != to]
        values = {"transfers": task.transfers + 1, "excluded": excluded, "sticky": None}
        await moving.move_task(connection, row, "assigned", "assigned", **values)
        for each in sorted((to, row.account_id)):  # two who hand over to each other wait in one order
            await agents.lock(connection, each)
        colleague = await agents.get(connection, to)
        counted = await reservations.counted(connection, to, task.medium)
        if colleague is None or colleague.status == agents.OFFLINE:
            raise Conflict("the agent is away")
        if colleague.used + limit.cost > colleague.room or counted >= limit.most:
            raise Conflict("the colleague has no room for it")
        owned = await self._conversations.do_hand_over(
            connection,
            key.identity,
            key.conversation,
            to=Owner.AGENT,
            owner_id=to,
            epoch=epoch,
        )
        await reservations.add(
            connection,
            reservation_id=secrets.token_hex(16),
            identity_key=key.identity,
            conversation=key.conversation,
            turn=key.turn,
            account_id=to,
            state="accepted",
            why={"rule": RULE, "idle_s": 0.0, "able": 1},
            cost=limit.cost,
            created_at=now,
            accepted_at=now,
            epoch=owned.epoch,
        )
        await agents.change(connection, to, used=colleague.used + limit.cost, missed=0, idle_since=now)
