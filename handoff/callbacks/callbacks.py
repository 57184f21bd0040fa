"""Puts a request for a person off to an agreed time; each `do_…` writes in the caller's transaction.

A task that is put off so is `scheduled` until its time and then waits like any other, for the agent who
agreed on it first. Order of locks: identity, conversation, reservation, task, agent.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from handoff import moving
from handoff.callbacks import words
from handoff.callbacks.asking import HERE, LATEST, PHONE, number_in
from handoff.callbacks.planned import PlannedCallback
from handoff.placing import place_task
from handoff.routing.capacity import CHAT
from handoff.store import agents, changes, notes, reservations, tasks
from handoff.store.reservations import TaskKey
from handoff.taking_back import do_stop_waiting
from hub.commands import CommandContext
from hub.conversation.conversations import Conversations
from hub.conversation.owner import Owner
from hub.errors import BadInput, NotFound
from hub.messages import Author, AuthorKind, RequestPerson, Text, plain_text
from hub.ports import Clock
from hub.reactions import Closed
from hub.store import conversations as stored
from hub.store import identities, messages

KEPT_FIRST = timedelta(seconds=60)
"""So long at its time a callback is kept for the agent who agreed on it."""

LOOKED_AT = 100
"""So many of the customer's last messages are looked at for a telephone number."""

OUTSIDE_ITS_TURNS = 999_999_999
"""The turn of a task that no turn of its conversation asked for: it came along from an earlier one."""


class Callbacks:
    """`zone`: the bank's clocks, on which customers are told the time."""

    def __init__(self, conversations: Conversations, clock: Clock, zone: ZoneInfo) -> None:
        self._conversations = conversations
        self._clock = clock
        self._zone = zone

    async def do_request(
        self,
        connection: AsyncConnection,
        command: RequestPerson,
        context: CommandContext,
        planned: PlannedCallback,
    ) -> None:
        """Records what a customer has asked for; it takes the place of what they waited for."""
        place = (context.identity, context.conversation)
        await do_stop_waiting(connection, *place, context.now, "callback")
        key = TaskKey(*place, context.turn)
        if await self._add(connection, key, command.reason, planned, context.now):
            await self._do_keep_open(connection, *place)

    async def do_agree(
        self,
        connection: AsyncConnection,
        account_id: str,
        name: str,
        key: TaskKey,
        *,
        by: str,
        at: datetime,
        note: str,
        wish_id: str,
    ) -> None:
        """The agent has agreed on a time: the conversation leaves their hands until then. Again: nothing.

        Raises `BadInput` for a time that is not within 30 days, or where the customer has written no number;
        `NotFound`.
        """
        now = self._clock.now()
        if by not in (PHONE, HERE) or at.tzinfo is None or not now < at <= now + LATEST:
            raise BadInput("a callback is within 30 days, by telephone or here")
        if await notes.is_there(connection, wish_id):
            return
        row = await moving.owned(connection, account_id, key, "accepted")
        conversation = await stored.lock(connection, key.identity, key.conversation)
        row = await moving.owned(connection, account_id, key, "accepted")  # as it is behind the lock
        if conversation is None or conversation.closed_at is not None:
            raise NotFound("the conversation is closed")
        task = await reservations.task_of(connection, key)
        number = await self._number(connection, key.identity) if by == PHONE else None
        if by == PHONE and number is None:
            raise BadInput("the customer has written no telephone number")
        planned = PlannedCallback.of_number(at.astimezone(self._zone), number)
        await self._note(connection, account_id, name, key, planned, note, wish_id, conversation.last_seq)
        place = (key.identity, key.conversation)
        await self._conversations.do_hand_over(connection, *place, to=Owner.WAITING, epoch=conversation.epoch)
        await self._say(connection, place, words.agreed_by_agent(planned))
        values = {
            "opens_at": planned.at,
            "medium": CHAT,
            "facts": {**(task.facts or {}), **planned.facts()},
            "sticky": {
                "agents": [account_id],
                "mode": "prefer",
                "until": (now + KEPT_FIRST).timestamp(),
            },
        }
        released = {"reason": "callback", "ended_at": now, "ends_at": None, "cost": 0}
        if not await reservations.move(connection, row.reservation_id, "accepted", "released", **released):
            raise NotFound("the conversation is not yours")
        await moving.move_task(connection, row, task.state, "scheduled", **values)
        await agents.do_free(connection, row.account_id, row.cost, now)
        await moving.tell(connection, row)

    async def do_closed(self, connection: AsyncConnection, closed: Closed) -> None:
        """A customer who ends the conversation is called all the same: the task goes to a new one."""
        if closed.by != "customer":
            return
        row = await tasks.planned(connection, closed.identity, closed.conversation)
        planned = None if row is None else PlannedCallback.read(row.facts)
        if row is None or planned is None:
            return
        now = self._clock.now()
        await do_stop_waiting(connection, closed.identity, closed.conversation, now, "moved")
        person = await identities.lock(connection, closed.identity)
        if person is None:
            return
        talk = await self._conversations.current(
            connection, closed.identity, person.last_conversation, person.channel, now
        )
        key = TaskKey(closed.identity, talk.conversation, OUTSIDE_ITS_TURNS)
        if await self._add(connection, key, row.reason, planned, now):
            await self._do_keep_open(connection, key.identity, key.conversation)

    async def _add(
        self, connection: AsyncConnection, key: TaskKey, reason: str, planned: PlannedCallback, now: datetime
    ) -> bool:
        placed = await place_task(connection, key.identity, now, urgent=False)
        local = replace(planned, at=planned.at.astimezone(self._zone))
        made = await tasks.add_if_absent(
            connection,
            identity_key=key.identity,
            conversation=key.conversation,
            turn=key.turn,
            kind="person",
            medium=CHAT,
            reason=reason,
            state="scheduled",
            opens_at=planned.at,
            urgent=False,
            facts=local.facts(),
            created_at=now,
            told={},
            **placed,
        )
        if made:
            await changes.tell(connection, changes.TASK, "{}.{}.{}".format(*key))
        return made

    async def _do_keep_open(self, connection: AsyncConnection, identity: str, conversation: int) -> None:
        """Silence does not close a conversation in which a person is awaited."""
        row = await stored.lock(connection, identity, conversation)
        if row is not None and row.owner == Owner.BOT:
            await self._conversations.do_hand_over(
                connection, identity, conversation, to=Owner.WAITING, epoch=row.epoch
            )

    async def _number(self, connection: AsyncConnection, identity: str) -> str | None:
        """The telephone number that the customer wrote last."""
        said = await messages.before(connection, identity, place=None, limit=LOOKED_AT)
        own = [each for each in said if each.author.kind is AuthorKind.CUSTOMER]
        found = (number_in(plain_text(each.segments)) for each in reversed(own))
        return next((number for number in found if number), None)

    async def _note(
        self,
        connection: AsyncConnection,
        account_id: str,
        name: str,
        key: TaskKey,
        planned: PlannedCallback,
        note: str,
        wish_id: str,
        seq: int,
    ) -> None:
        how = f"电话 {planned.to}" if planned.by == PHONE else "在会话中联系"
        text = f"约定 {words.when(planned.at)}，{how}。{note}"
        await notes.add(
            connection,
            key.identity,
            key.conversation,
            seq=seq,
            wish_id=wish_id,
            account_id=account_id,
            author_name=name,
            text=Text(text=text).without_secrets().text,
            created_at=self._clock.now(),
        )

    async def _say(self, connection: AsyncConnection, place: tuple[str, int], said: str) -> Any:
        house = Author(kind=AuthorKind.SYSTEM)
        return await self._conversations.do_say(connection, *place, (Text(text=said),), author=house)
