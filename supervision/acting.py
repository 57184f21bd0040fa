"""What a supervisor does in a conversation: whispers, joins, takes over.

Each `do_…` writes in its caller's transaction. Locks are taken in the hand-off's order: conversation,
reservation, task, agents by id.
"""

import secrets
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from handoff import moving
from handoff.routing.capacity import BUDGET
from handoff.store import agents, changes, notes, reservations
from handoff.store.reservations import TaskKey
from handoff.words.checking import check_text
from handoff.words.keeping import rules_at
from handoff.words.speaking import refuse, said_by_agents
from hub.conversation.conversations import Conversations
from hub.conversation.owner import Owner
from hub.errors import Conflict, NotAllowed
from hub.messages import Author, AuthorKind, Text
from hub.ports import Clock
from hub.reactions import PersonCame
from hub.staff import CurrentStaff
from hub.store import conversations as stored
from hub.store.schema import message
from supervision.rights import SERVE
from supervision.store import hands, participations

HOUSE = Author(kind=AuthorKind.SYSTEM)
TAKEN_OVER = "supervisor"
"""Why the supervisor has it, as the desk tells it."""


class Helping:
    """Beside the agent, who keeps the conversation."""

    def __init__(self, conversations: Conversations, clock: Clock) -> None:
        self._conversations = conversations
        self._clock = clock

    async def do_whisper(
        self, connection: AsyncConnection, staff: CurrentStaff, key: TaskKey, text: str, wish_id: str
    ) -> None:
        """Tells the agent something that nobody else reads, once for each `wish_id`.

        It is a note of the staff: no message, so that no channel, socket or history of the customer's has
        it. Raises `Conflict` where no agent has the conversation.
        """
        conversation = await self._served(connection, key)
        if await notes.is_there(connection, wish_id):
            return
        await notes.add(
            connection,
            key.identity,
            key.conversation,
            seq=conversation.last_seq,
            wish_id=wish_id,
            account_id=staff.account_id,
            author_name=staff.name,
            text=Text(text=text).without_secrets().text,
            created_at=self._clock.now(),
            whispered=True,
        )
        await hands.lower(connection, key, staff.account_id, self._clock.now())

    async def do_join(
        self, connection: AsyncConnection, staff: CurrentStaff, key: TaskKey, text: str, wish_id: str
    ) -> None:
        """Says something to customer and agent, under the supervisor's own name, once for each `wish_id`.

        The rules about words hold as for agents. Raises `Conflict`, `ForbiddenWords`.
        """
        conversation = await self._served(connection, key)
        correlation_id = wish_id.replace("-", "")
        if await _was_said(connection, key, correlation_id):
            return
        rules = await rules_at(connection, staff.branch_path)
        refuse(check_text(text, rules, await said_by_agents(connection, key)))
        await self._conversations.do_say(
            connection,
            key.identity,
            key.conversation,
            (Text(text=text),),
            author=Author(kind=AuthorKind.AGENT, name=staff.name),
            epoch=conversation.epoch,
            correlation_id=correlation_id,
        )
        await hands.lower(connection, key, staff.account_id, self._clock.now())

    async def _served(self, connection: AsyncConnection, key: TaskKey) -> Any:
        """The conversation, locked, which an agent serves."""
        conversation = await stored.lock(connection, key.identity, key.conversation)
        row = await reservations.owner_of(connection, key)
        if conversation is None or row is None or row.state != "accepted":
            raise Conflict("no agent serves the conversation now")
        return conversation


class Taking:
    """The supervisor serves the customer from now on."""

    def __init__(self, conversations: Conversations, clock: Clock) -> None:
        self._conversations = conversations
        self._clock = clock

    async def do_take_over(self, connection: AsyncConnection, staff: CurrentStaff, key: TaskKey) -> None:
        """Makes the supervisor the owner; the agent has the room back at once.

        A supervisor whose room is full takes it all the same, at no more than is left of it. Raises
        `Conflict` where no agent has the conversation, `NotAllowed` for who may not serve customers.
        """
        if not staff.may(SERVE):
            raise NotAllowed("who takes over has to be allowed to serve customers")
        place = (key.identity, key.conversation)
        conversation = await stored.lock(connection, *place)
        row = await reservations.owner_of(connection, key)
        if conversation is None or conversation.closed_at is not None or row is None:
            raise Conflict("no agent serves the conversation now")
        if row.state != "accepted" or row.account_id == staff.account_id:
            raise Conflict("the conversation is being wrapped up, or yours already", state=row.state)
        task = await reservations.task_of(connection, key)
        for account_id in sorted((row.account_id, staff.account_id)):
            await agents.lock(connection, account_id)
        owned = await self._conversations.do_hand_over(
            connection, *place, to=Owner.AGENT, owner_id=staff.account_id, epoch=conversation.epoch
        )
        await self._release(connection, row)
        if task.state == "on_hold":
            await moving.move_task(connection, row, "on_hold", "assigned")
        await self._own(connection, staff.account_id, key, task, owned.epoch)
        await participations.leave(connection, key, self._clock.now(), staff.account_id)
        await hands.lower(connection, key, staff.account_id, self._clock.now())
        await moving.tell(connection, row)
        await changes.tell(connection, changes.AGENT, staff.account_id)
        words = (Text(text=f"客服 {staff.name} 已接手，将继续为您服务。"),)
        await self._conversations.do_say(connection, *place, words, author=HOUSE)
        await self._conversations.do_tell(connection, PersonCame(*place, task.medium))

    async def _release(self, connection: AsyncConnection, row: Any) -> None:
        now = self._clock.now()
        released = {"reason": "taken_over", "ended_at": now, "ends_at": None, "cost": 0}
        if not await reservations.move(connection, row.reservation_id, "accepted", "released", **released):
            raise Conflict("no agent serves the conversation now")
        await agents.do_free(connection, row.account_id, row.cost, now)

    async def _own(
        self, connection: AsyncConnection, account_id: str, key: TaskKey, task: Any, epoch: int
    ) -> None:
        now = self._clock.now()
        agent = await agents.ensure(connection, account_id, BUDGET, now)
        limit = await moving.limit_of(connection, account_id, task.medium)
        cost = min(limit.cost, agent.room - agent.used)
        await reservations.add(
            connection,
            reservation_id=secrets.token_hex(16),
            identity_key=key.identity,
            conversation=key.conversation,
            turn=key.turn,
            account_id=account_id,
            state="accepted",
            why={"rule": TAKEN_OVER, "queue": task.queue_id, "idle_s": 0, "able": 1},
            epoch=epoch,
            created_at=now,
            accepted_at=now,
            cost=cost,
            counted=True,
        )
        await agents.add_used(connection, account_id, cost)
        await agents.change(connection, account_id, seen_at=now)


async def _was_said(connection: AsyncConnection, key: TaskKey, correlation_id: str) -> bool:
    query = select(message.c.seq).where(
        message.c.identity_key == key.identity,
        message.c.conversation == key.conversation,
        message.c.correlation_id == correlation_id,
    )
    return (await connection.execute(query)).first() is not None
