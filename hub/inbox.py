"""Takes customers' messages in: stored once, numbered, on disk before anyone is told so."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.bus import Bus, Topic
from hub.conversation.begin import Starter, open_turn
from hub.conversation.conversations import Conversations
from hub.conversation.notices import SECRET_REMOVED
from hub.conversation.offered import as_choice
from hub.conversation.owner import Owner
from hub.conversation.turn import Turn
from hub.crash_points import crash_here
from hub.errors import StoreUnavailable
from hub.hooks import Hooks
from hub.ids import identity_key
from hub.messages import (
    Arrival,
    Author,
    AuthorKind,
    Direction,
    Event,
    EventKind,
    Facts,
    Message,
    NoticeCode,
    Status,
    Trigger,
)
from hub.metrics import MESSAGES_ACCEPTED, MESSAGES_REPEATED
from hub.outgoing import Recipient, write_outgoing
from hub.ports import Accepted, Address, ChannelRules, Clock, HistoryPlace, ShownAs
from hub.reactions import Arrived, Said
from hub.store import conversations, identities, messages, outbox, quotas, work
from hub.store.after_commit import after_commit
from hub.store.database import Database
from hub.store.identities import KnownIdentity
from hub.store.outbox import Lane

log = structlog.get_logger(__name__)

RECEIVED_KEPT = 10_000
"""Of so many conversations it is remembered up to where they were received; the next looks at all once."""

_RECEIPTS = {EventKind.DELIVERED: Status.DELIVERED, EventKind.READ: Status.READ}


class StoredInbox:
    """Implements `hub.ports.Inbox` on the database; with no `starter` every turn waits to be claimed."""

    def __init__(
        self,
        database: Database,
        bus: Bus,
        clock: Clock,
        rules: Mapping[str, ChannelRules],
        hooks: Hooks,
        starter: Starter | None = None,
        *,
        within_s: float = 8.0,
    ) -> None:
        """`within_s`: how long a customer may wait to hear whether a message is stored."""
        self._database = database
        self._bus = bus
        self._clock = clock
        self._rules = rules
        self._hooks = hooks
        self._conversations = Conversations(bus, clock, rules, hooks.reactions)
        self._starter = starter
        self._within_s = within_s
        self._received: dict[tuple[str, int, Status], int] = {}

    async def accept(self, arrival: Arrival) -> Accepted:
        """Stores the message; on disk when this returns. Raises `StoreUnavailable`, in time."""
        storing = asyncio.create_task(self._store(arrival))
        storing.add_done_callback(self._ended)
        try:
            # What was begun comes to its end by itself: that can take longer than anybody should wait.
            await asyncio.wait({storing}, timeout=self._within_s)
            if not storing.done():
                raise StoreUnavailable("the database takes too long")
            return storing.result()
        finally:
            storing.cancel()

    def _ended(self, storing: "asyncio.Task[Accepted]") -> None:
        """Whose commit was given up, by a database or by a customer who left, may have opened a turn.

        Only now is it over. What was stored shows when it is sent again.
        """
        failed = storing.cancelled() or storing.exception() is not None
        if failed and self._starter is not None:
            self._starter.lose_track()

    async def _store(self, arrival: Arrival) -> Accepted:
        key = identity_key(arrival.channel, arrival.account, arrival.external_id)
        async with self._database.write() as connection:
            accepted, turn = await self._do_accept(connection, key, arrival)
            crash_here("inbox.accept.before_commit")
        crash_here("inbox.accept.after_commit")
        if accepted.repeated:
            MESSAGES_REPEATED.labels(arrival.channel).inc()
        else:
            MESSAGES_ACCEPTED.labels(arrival.channel).inc()
            log.info(
                "inbox.accepted",
                correlation_id=arrival.correlation_id,
                message=accepted.message.id,
                channel=arrival.channel,
            )
            self._set_to_work(turn)
        if arrival.secret_removed:
            self._bus.wake(Topic.OUTBOX)
        return accepted

    def _set_to_work(self, turn: Turn | None) -> None:
        if turn is not None and self._starter is not None:
            self._starter.take_on(turn)
        else:
            self._bus.wake_all(Topic.WORK)  # every hand of this process may be full

    async def _do_accept(
        self, connection: AsyncConnection, key: str, arrival: Arrival
    ) -> tuple[Accepted, Turn | None]:
        """The receipt, and the turn that answers the message where it could be opened at once."""
        now = self._clock.now()
        address = Address(arrival.channel, arrival.account, arrival.external_id)
        # The lock on the identity makes look-up and insert one step; the unique key is the last guard.
        row = await identities.ensure(connection, key, address, now)
        earlier = await messages.by_provider_id(connection, key, arrival.provider_id)
        if earlier is not None:
            return Accepted(earlier, repeated=True), None
        rules = self._rules[arrival.channel]
        current = await self._conversations.current(
            connection, key, row.last_conversation, arrival.channel, now
        )
        segments = await as_choice(
            connection, key, current.conversation, arrival.segments, buttons=rules.buttons
        )
        message = Message(
            identity=key,
            conversation=current.conversation,
            seq=current.last_seq + 1,
            direction=Direction.IN,
            author=Author(kind=AuthorKind.CUSTOMER),
            segments=segments,
            correlation_id=arrival.correlation_id,
            created_at=now,
            status=Status.ACCEPTED,
            provider_id=arrival.provider_id,
        )
        await messages.add(connection, message, received_at=arrival.received_at)
        person = KnownIdentity(address, await self._known(connection, row, arrival.page))
        turn = await self._give_work(connection, current, message, person, rules, now)
        covered = {} if turn is None else {"last_turn": turn.number, "covered_seq": message.seq}
        await conversations.change(
            connection, key, message.conversation, last_seq=message.seq, last_message_at=now, **covered
        )
        await self._hooks.reactions.tell(connection, Arrived(message, current.owner))
        if rules.sending.rations:
            await self._give_rights(connection, key, address, rules, now, by=arrival.gives)
        # Where a person has the customer in another client, nothing is said from here.
        outside = current.owner == Owner.OUTSIDE
        if (
            arrival.secret_removed
            and not outside
            and rules.shown_as(NoticeCode.SECRET_REMOVED) is ShownAs.ITSELF
        ):
            to = Recipient(key, message.conversation, address)
            written = await write_outgoing(
                connection,
                to,
                (SECRET_REMOVED,),
                author=Author(kind=AuthorKind.SYSTEM),
                correlation_id=message.correlation_id,
                now=now,
                after=message.seq,
            )
            await self._hooks.reactions.tell(connection, Said(written.message))
        return Accepted(message, repeated=False), turn

    async def _known(self, connection: AsyncConnection, row: Any, page: str | None) -> Facts:
        """What is known of the customer, with what the page is about on which they write."""
        known = identities.facts_of(row)
        product = None if page is None else self._hooks.subject(page)
        if page is None or product == known.product:
            return known
        facts = known.model_copy(update={"product": product})
        await identities.set_facts(connection, row.identity_key, facts)
        return facts

    async def _give_rights(
        self,
        connection: AsyncConnection,
        key: str,
        address: Address,
        rules: ChannelRules,
        now: datetime,
        *,
        by: str,
    ) -> None:
        """What waited for the customer's next message may go, and as much again as the channel allows."""
        # In this order: who claims locks a row of the outbox first, and the quota behind it.
        released = await outbox.release_held(connection, key, now)
        lane = Lane(address.channel, address.account)
        await quotas.grant(connection, rules.sending.quotas, lane, key, now, by=by)
        if released:
            after_commit(connection, lambda: self._bus.wake(Topic.OUTBOX))

    async def _give_work(
        self,
        connection: AsyncConnection,
        current: Any,
        message: Message,
        person: KnownIdentity,
        rules: ChannelRules,
        now: datetime,
    ) -> Turn | None:
        """Opens the turn where nothing waits for it, which saves a claim and a commit; else schedules it.

        A conversation without a row of work has no turn in hand and no message that waits for one.
        """
        key, number = message.identity, message.conversation
        if Owner(current.owner).is_person:
            return None
        holder = self._starter.room(now) if self._starter is not None and rules.quiet_s == 0 else None
        if holder is not None:
            lease = await work.hold_new(connection, key, number, now, holder)
            if lease is not None:
                return await open_turn(connection, lease, current, (message,), person, now)
        await work.schedule(connection, key, number, now + timedelta(seconds=rules.quiet_s))
        return None

    async def learn(self, address: Address, trigger: Trigger, *, key: str, gives: str = "") -> bool:
        """Takes note of what a customer did without words; see `hub.ports.Inbox`."""
        identity = identity_key(address.channel, address.account, address.external_id)
        rules, now = self._rules[address.channel], self._clock.now()
        async with self._database.write() as connection:
            await identities.ensure(connection, identity, address, now)
            note = await self._conversations.do_note(connection, identity, trigger, key=key)
            if note is not None and gives and rules.sending.rations:
                await self._give_rights(connection, identity, address, rules, now, by=gives)
        return note is not None

    async def report(self, events: Sequence[Event]) -> None:
        """Takes note of receipts, in one write."""
        now, received = self._clock.now(), {}
        async with self._database.write() as connection:
            for event in events:
                place = (event.identity, event.conversation, _RECEIPTS[event.kind])
                key, number, status = place
                # What an earlier receipt spoke of is not looked at again: a conversation may be long.
                behind = self._received.get(place, 0)
                received[place] = await messages.move_up_to(
                    connection, key, number, event.seq, status, now, behind=behind
                )
        if len(self._received) > RECEIVED_KEPT:
            self._received.clear()
        self._received |= {place: seq for place, seq in received.items() if seq}

    async def close(self, identity: str, place: HistoryPlace) -> bool:
        """Closes a conversation for its customer, unless they wrote more behind the place; tells whether.

        A wish to close may be read late, from a socket that was given up: it must not end what came after it.
        """
        number = place.conversation
        async with self._database.write() as connection:
            # What ends may begin something new for the same person, which needs this lock, too.
            await identities.lock(connection, identity)
            row = await conversations.lock(connection, identity, number)
            if row is None or row.closed_at is not None:
                return False
            if await messages.incoming(connection, identity, number, after=place.seq, limit=1):
                return False
            return await self._conversations.do_close(connection, identity, number, by="customer")
