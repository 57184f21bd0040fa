"""Leads customers to agents (router): one process at a time decides with the routing core and writes it down.

The leader reads the board once, keeps it in memory, and takes in before each decision what others wrote:
agents' answers, new wishes, what a bank has set up. Every round is one transaction behind the lease's epoch,
so that a process which was stopped writes nothing when it wakes. A round that finds the database otherwise
than the board, or cannot be committed, is as if it had never been: the board is read anew.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from handoff.agents import HOUSE, OFFER_SETTINGS
from handoff.live import wait_messages, writing
from handoff.live.live_board import LiveBoard, StoredTask
from handoff.live.reading import look, read_board, read_changes, read_task_id
from handoff.live.writing import ChangedTask, Stale
from handoff.routing.advancing import advance
from handoff.routing.board import RoutingEvent
from handoff.routing.capacity import CHAT
from handoff.routing.instead import NOBODY
from handoff.routing.model import ReservationState, TaskState
from handoff.routing.offers import make_offers
from handoff.routing.restoring import forget_task, restore_task
from handoff.routing.settings import RoutingSettings
from handoff.store import agents
from hub.conversation.conversations import Conversations
from hub.conversation.owner import Owner
from hub.errors import StoreUnavailable
from hub.messages import Text
from hub.ports import Clock
from hub.store import conversations as stored
from hub.store import leases
from hub.store.database import Database
from hub.store.leases import Lease

EVERY_S = 0.5
AT_ONCE = 64
"""Offers of one transaction; where there are more, the next round follows at once."""

log = structlog.get_logger(__name__)


class OfferRounds:
    """The rounds of whoever leads."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        conversations: Conversations,
        settings: RoutingSettings = OFFER_SETTINGS,
    ) -> None:
        self._database = database
        self._clock = clock
        self._conversations = conversations
        self._settings = settings
        self._live: LiveBoard | None = None

    async def lead(self, lease: Lease) -> None:
        """Goes round until the lease is lost."""
        self.forget()
        more: bool | None = False
        while more is not None:
            more = await self.do_turn(lease)
            await asyncio.sleep(0 if more else EVERY_S)

    async def do_turn(self, lease: Lease) -> bool | None:
        """Looks, and decides where something is due.

        Tells whether there is more to offer at once; None where the lease is lost.
        """
        try:
            if not await self._is_due():
                return False
            async with self._database.write() as connection:
                return await self.do_round(connection) if await leases.holds(connection, lease) else None
        except StoreUnavailable as error:
            self.forget()
            log.warning("offering.put_off", why=error.detail)
        except (Stale, IntegrityError) as error:
            self.forget()
            log.info("offering.stale", why=type(error).__name__)
        except BaseException:
            self.forget()
            raise
        return False

    async def _is_due(self) -> bool:
        """Whether there may be something to decide: what only reads holds up no writer."""
        if self._live is None:
            return True
        next_at = self._live.board.timers.next_at()
        if next_at is not None and next_at <= self._clock.now().timestamp():
            return True
        async with self._database.read() as connection:
            return await look(connection, self._live)

    def forget(self) -> None:
        """Drops the board, as where a round was not committed; the next one reads it anew."""
        self._live = None

    async def do_round(self, connection: AsyncConnection) -> bool:
        """Takes in what is new, decides, writes; tells whether there is more to offer at once."""
        now = self._clock.now()
        live, self._live = self._live, None
        if live is None or not await read_changes(connection, live, now):
            live = await read_board(connection, self._settings, now)
        board, seconds = live.board, now.timestamp()
        advance(board, seconds)
        made = make_offers(board, seconds, AT_ONCE)
        events = board.take_events()
        self._leave_behind(live, events)
        await self._write(connection, live, events, now)
        self._live = live
        return len(made) == AT_ONCE

    def _leave_behind(self, live: LiveBoard, events: Sequence[RoutingEvent]) -> None:
        """Whose desk is lost has left: nobody is available again without saying so."""
        for event in events:
            if event.kind == "agent.lost":
                agent = live.board.agent(event.agent)
                agent.status, agent.next_status = agents.OFFLINE, None
                live.board.refresh(agent)
                log.warning("offering.agent_lost", owner=agent.id)
            elif event.kind == "agent.not_responding":
                live.board.agent(event.agent).status = "busy"
            elif event.kind == "task.alarm":
                log.warning("offering.alarm", task=event.task, cause=event.cause)

    async def _write(
        self, connection: AsyncConnection, live: LiveBoard, events: Sequence[RoutingEvent], now: datetime
    ) -> None:
        changed = writing.decided(live, events)
        before = {each.name: each.kept.state for each in changed}
        for each in changed:
            if each.given_back:
                await self._give_back(connection, each)
            elif each.ended is ReservationState.WRAPPING:
                key = read_task_id(each.name)
                await self._conversations.do_close(connection, key.identity, key.conversation, by="agent")
        for each in changed:
            await writing.write_reservations(connection, live, each, now)
        for each in changed:
            await self._write_task(connection, live, each, before[each.name], now)
        await writing.write_agents(connection, live, changed, events)

    async def _write_task(
        self, connection: AsyncConnection, live: LiveBoard, each: ChangedTask, before: str, now: datetime
    ) -> None:
        told: dict[str, Any] | None = None
        words: str | None = None
        if each.put_off:
            wait_messages.put_off(each.task, now.timestamp())
            told, words = {"put_off": each.cause}, wait_messages.words_of_putting_off(each.task, each.cause)
        elif each.kept.channel != each.task.channel:
            told, words = {}, wait_messages.INSTEAD.get(each.cause, wait_messages.INSTEAD[NOBODY])
        elif each.kept.new and each.task.state is TaskState.QUEUED and each.task.channel == CHAT:
            told = wait_messages.estimate(live.board, each.task, now.timestamp())
            words = wait_messages.words_of_estimate(told)
        elif each.kept.new:
            told = {}  # how long a wait for a call is, nobody can tell from how fast chats go
        await writing.write_task(connection, each, before, now, told)
        if each.put_off:
            self._wait_for_opening(live, each, now)
        elif each.task.state.value in _DONE:
            live.forget(each.name)
        if words is not None:
            await self._tell(connection, each, words)

    def _wait_for_opening(self, live: LiveBoard, each: ChangedTask, now: datetime) -> None:
        task = each.task
        forget_task(live.board, each.name)
        task.state = TaskState.SCHEDULED
        restore_task(live.board, task, None, {}, now.timestamp())
        live.tasks[each.name] = StoredTask(task, TaskState.SCHEDULED.value)

    async def _give_back(self, connection: AsyncConnection, each: ChangedTask) -> None:
        """What an owner could not keep waits again; the customer is told, whom nobody serves now."""
        key = read_task_id(each.name)
        row = await stored.lock(connection, key.identity, key.conversation)
        if row is None or row.closed_at is not None or row.owner != Owner.AGENT:
            raise Stale(each.name)
        place = (key.identity, key.conversation)
        await self._conversations.do_hand_over(connection, *place, to=Owner.WAITING, epoch=row.epoch)
        await self._tell(
            connection, each, wait_messages.NO_REPLY if each.cause == "no_reply" else wait_messages.LOST
        )

    async def _tell(self, connection: AsyncConnection, each: ChangedTask, words: str) -> None:
        key = read_task_id(each.name)
        row = await stored.lock(connection, key.identity, key.conversation)
        if row is not None and row.closed_at is None:
            await self._conversations.do_say(
                connection, key.identity, key.conversation, (Text(text=words),), author=HOUSE
            )


_DONE = frozenset({"completed", "abandoned", "cancelled"})
