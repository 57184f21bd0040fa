"""What an agent does: takes an offer or not, answers, notes, ends, wraps up.

Each call writes in its caller's transaction. Locks are taken in one order, here and where offers are made:
conversation, reservation, task, agent.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from handoff import moving
from handoff.callbacks.planned import PlannedCallback
from handoff.callbacks.words import begun
from handoff.routing.capacity import BUDGET, CHAT, VIDEO
from handoff.routing.settings import RoutingSettings
from handoff.satisfaction import Satisfaction
from handoff.store import agents, changes, consults, notes, reservations
from handoff.store.reservations import TaskKey
from handoff.taking_back import do_stop_waiting
from hub.conversation.conversations import Conversations
from hub.conversation.owner import Owner
from hub.errors import BadInput, Conflict, NotFound
from hub.messages import Author, AuthorKind, Segment, Text
from hub.ports import Clock
from hub.reactions import Closed, OwnerChanged, PersonCame
from hub.store import conversations as stored
from hub.store.schema import message

WRAP_UP = timedelta(seconds=120)
_WRAP_S = WRAP_UP.total_seconds()
OFFER_SETTINGS = RoutingSettings(
    wrap_s={CHAT: _WRAP_S, VIDEO: _WRAP_S}, reply_s={CHAT: 120}, instead_s={VIDEO: 180}
)
"""The numbers by which customers are led to agents; those that are not named here are the core's.

With video the house itself replies at once: with the link, which the customer opens in their own time.
"""

STATUSES = ("available", "busy", "break", "lunch", "training", "offline")
DISPOSITIONS = ("solved", "forwarded", "unsolved", "not_a_request")
REASONS = ("busy", "not_my_field", "conflict_of_interest", "technical")
UNSET = "unset"
HOUSE = Author(kind=AuthorKind.SYSTEM)

Check = Callable[[], Awaitable[None]]
"""Looks at something before it is done, and raises what keeps it back."""


class Agents:
    """The agents' own commands; each `do_…` writes in the caller's transaction."""

    def __init__(self, conversations: Conversations, clock: Clock) -> None:
        self._conversations = conversations
        self._clock = clock
        self._satisfaction = Satisfaction(conversations, clock)

    async def do_hear(self, connection: AsyncConnection, account_id: str) -> None:
        """The agent's desk is there."""
        now = self._clock.now()
        await agents.ensure(connection, account_id, BUDGET, now)
        await agents.change(connection, account_id, seen_at=now)

    async def do_set_status(self, connection: AsyncConnection, account_id: str, status: str) -> None:
        """Chooses a status; with something in hand any but available applies once it is done.

        Raises `BadInput`.
        """
        if status not in STATUSES:
            raise BadInput("there is no such status")
        now = self._clock.now()
        row = await agents.ensure(connection, account_id, BUDGET, now)
        if status == "available" or not await agents.has_work(connection, account_id):
            idle = {} if row.status == "available" else {"idle_since": now}
            values = {"status": status, "next_status": None, "missed": 0, "seen_at": now, **idle}
            await agents.change(connection, account_id, **values)
        else:
            await agents.change(connection, account_id, next_status=status, seen_at=now)
        await changes.tell(connection, changes.AGENT, account_id)

    async def do_accept(
        self, connection: AsyncConnection, account_id: str, name: str, reservation_id: str
    ) -> None:
        """Makes the agent the owner of an offered conversation; again it does nothing.

        `name`: as customers see it. Raises `NotFound` where the offer is over.
        """
        row = await moving.own(connection, account_id, reservation_id)
        place, now = (row.identity_key, row.conversation), self._clock.now()
        conversation = await stored.lock(connection, *place)
        row = await moving.own(connection, account_id, reservation_id)  # as it is behind the lock
        if row.state in ("accepted", "wrapping"):
            return
        if row.state != "pending" or row.ends_at <= now:
            raise NotFound("the offer is over")
        if conversation is None or conversation.closed_at is not None:
            raise NotFound("the conversation is closed")
        owned = await self._conversations.do_hand_over(
            connection, *place, to=Owner.AGENT, owner_id=account_id, epoch=conversation.epoch
        )
        values = {"epoch": owned.epoch, "ends_at": None, "accepted_at": now}
        if not await reservations.move(connection, reservation_id, "pending", "accepted", **values):
            raise NotFound("the offer is over")
        await moving.move_task(connection, row, "offered", "assigned", sticky=None, returned=False)
        await agents.change(connection, account_id, missed=0, seen_at=now, idle_since=now)
        await moving.tell(connection, row)
        task = await reservations.task_of(connection, moving.key_of(row))
        planned = PlannedCallback.read(task.facts)
        taken = f"客服 {name} 已接入，将继续为您服务。" if planned is None else begun(planned, name)
        await self._tell(connection, place, taken)
        await self._conversations.do_tell(connection, PersonCame(*place, task.medium))

    async def do_decline(
        self, connection: AsyncConnection, account_id: str, reservation_id: str, reason: str
    ) -> None:
        """Gives an offer back; the task keeps its place. Raises `BadInput`, `NotFound`."""
        if reason not in REASONS:
            raise BadInput("there is no such reason")
        row = await moving.own(connection, account_id, reservation_id)
        if row.state == "declined":
            return
        values = {"reason": reason, "ended_at": self._clock.now(), "cost": 0}
        if not await reservations.move(connection, reservation_id, "pending", "declined", **values):
            raise NotFound("the offer is over")
        if not await reservations.decline_task(connection, moving.key_of(row), OFFER_SETTINGS.failed_offers):
            raise Conflict("the task is in another state by now")
        await agents.change(connection, account_id, missed=0)
        await agents.do_give_room(connection, account_id, row.cost)
        await moving.tell(connection, row)

    async def do_say(
        self, connection: AsyncConnection, account_id: str, name: str, key: TaskKey, text: str, wish_id: str
    ) -> None:
        """Says words to the customer: see `do_send`."""
        await self.do_send(connection, account_id, name, key, (Text(text=text),), wish_id)

    async def do_send(
        self,
        connection: AsyncConnection,
        account_id: str,
        name: str,
        key: TaskKey,
        segments: Sequence[Segment],
        wish_id: str,
        check: Check | None = None,
    ) -> None:
        """Sends something to the customer, once for each `wish_id`; `check` raises what keeps it back.

        Raises `NotFound`, and `Conflict` where somebody else owns the conversation by now.
        """
        row = await moving.owned(connection, account_id, key, "accepted")
        correlation_id = wish_id.replace("-", "")
        if await self._was_said(connection, key, correlation_id):
            return
        if check is not None:
            await check()
        await self._conversations.do_say(
            connection,
            key.identity,
            key.conversation,
            segments,
            author=Author(kind=AuthorKind.AGENT, name=name),
            epoch=row.epoch,
            correlation_id=correlation_id,
        )
        if row.replied_at is None:
            await reservations.change(connection, row.reservation_id, replied_at=self._clock.now())
            await moving.tell(connection, row)

    async def do_note(
        self, connection: AsyncConnection, account_id: str, name: str, key: TaskKey, text: str, wish_id: str
    ) -> None:
        """Notes something for the staff, once for each `wish_id`; so does a colleague who was asked.

        Raises `NotFound`.
        """
        if await consults.asked_of(connection, key, account_id) is None:
            await moving.owned(connection, account_id, key, "accepted", "wrapping")
        conversation = await stored.lock(connection, key.identity, key.conversation)
        if conversation is None:
            raise NotFound("there is no such conversation")
        if await notes.is_there(connection, wish_id):
            return
        cleaned = Text(text=text).without_secrets()
        await notes.add(
            connection,
            key.identity,
            key.conversation,
            seq=conversation.last_seq,
            wish_id=wish_id,
            account_id=account_id,
            author_name=name,
            text=cleaned.text,
            created_at=self._clock.now(),
        )

    async def do_end(self, connection: AsyncConnection, account_id: str, key: TaskKey) -> None:
        """Ends the conversation; what is left is to wrap it up. Raises `NotFound`."""
        row = await moving.owned(connection, account_id, key, "accepted", "wrapping")
        if row.state == "wrapping":
            return
        place = (key.identity, key.conversation)
        await self._satisfaction.do_ask(connection, row, HOUSE)
        await self._conversations.do_close(connection, *place, by="agent")
        await self._wrap(connection, row)

    async def do_complete(
        self, connection: AsyncConnection, account_id: str, key: TaskKey, disposition: str, summary: str
    ) -> None:
        """Finishes the wrap-up. Raises `BadInput`, `NotFound`."""
        if disposition not in DISPOSITIONS:
            raise BadInput("there is no such disposition")
        row = await moving.owned(connection, account_id, key, "wrapping")
        cleaned = Text(text=summary).without_secrets().text if summary else ""
        await self.do_finish(connection, row, disposition, cleaned)

    async def do_finish(
        self, connection: AsyncConnection, row: Any, disposition: str, summary: str | None
    ) -> bool:
        """Completes a wrap-up and gives the room back; false where that was done before."""
        now = self._clock.now()
        if not await reservations.move(
            connection, row.reservation_id, "wrapping", "completed", ended_at=now, ends_at=None, cost=0
        ):
            return False
        values = {"disposition": disposition, "summary": summary, "ended_at": now}
        await moving.move_task(connection, row, "wrapping", "completed", **values)
        await agents.do_free(connection, row.account_id, row.cost, now)
        await moving.tell(connection, row)
        return True

    async def do_closed(self, connection: AsyncConnection, closed: Closed) -> None:
        """Somebody else ended the conversation: who waits is waited for no more, who serves wraps up."""
        if closed.by != "agent":
            reason = "closed_by_supervisor" if closed.by == "supervisor" else "customer_left"
            await self._leave(connection, closed.identity, closed.conversation, reason)

    async def do_taken_outside(self, connection: AsyncConnection, changed: OwnerChanged) -> None:
        """A person outside the house has the customer: nobody here is waited for, or serves, any more."""
        if changed.after == Owner.OUTSIDE:
            await self._leave(connection, changed.identity, changed.conversation, "taken_outside")

    async def _leave(
        self, connection: AsyncConnection, identity: str, conversation: int, reason: str
    ) -> None:
        for row in await reservations.live_of(connection, identity, conversation):
            if row.state == "accepted":
                await self._wrap(connection, row)
        await do_stop_waiting(connection, identity, conversation, self._clock.now(), reason=reason)

    async def _wrap(self, connection: AsyncConnection, row: Any) -> None:
        task = await reservations.task_of(connection, moving.key_of(row))
        ends_at = self._clock.now() + WRAP_UP
        if await reservations.move(connection, row.reservation_id, "accepted", "wrapping", ends_at=ends_at):
            await moving.move_task(connection, row, task.state, "wrapping")
            limit = await moving.limit_of(connection, row.account_id, task.medium)
            await moving.recost(connection, row, min(limit.wrap_cost, row.cost), counted=True)
            await moving.tell(connection, row)

    async def _was_said(self, connection: AsyncConnection, key: TaskKey, correlation_id: str) -> bool:
        query = select(message.c.seq).where(
            message.c.identity_key == key.identity,
            message.c.conversation == key.conversation,
            message.c.correlation_id == correlation_id,
        )
        return (await connection.execute(query)).first() is not None

    async def _tell(self, connection: AsyncConnection, place: tuple[str, int], words: str) -> None:
        await self._conversations.do_say(connection, *place, (Text(text=words),), author=HOUSE)
