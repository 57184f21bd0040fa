"""Hands messages on their way to their channel's sender: what is due, and at once what was just written."""

import asyncio
from collections.abc import Coroutine, Mapping
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any

import structlog
from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.bus import Bus, Topic
from hub.crash_points import crash_here
from hub.errors import StoreUnavailable
from hub.messages import Event, EventKind
from hub.outbox.carrier import LEASE_S, Carrier
from hub.outbox.claiming import Claiming, MessageKey, claim_due
from hub.outbox.lane import Lanes, LaneState
from hub.outbox.passive import Expected, PassiveClaim
from hub.outbox.recorder import Recorder
from hub.outgoing import Written
from hub.ports import Address, ChannelRules, Claim, Clock, Delivery, LastHop, Sender, SendOutcome
from hub.reactions import Reactions
from hub.store import identities, lanes, messages, outbox, parts
from hub.store.database import Database
from hub.store.outbox import Lane, Parcel, SendClaim
from hub.watch import Watch

MOST_UNDER_WAY = 256
"""Most sends at once in all lanes; a lane that has none under way may always begin one."""

LOOK_SOON_S = 0.05
"""What is due and was left alone (another process has it, or a webhook) is looked at again so soon."""

HELD_WITHIN_S = 10.0
"""So long may a sender take to ask a customer to write."""

STOP_WITHIN_S = 4.0
"""So long a send that is under way may take when the process stops, which has ten seconds for all."""

log = structlog.get_logger(__name__)


class OutboxSender:
    """Sends one message of a person at a time, and to many people at once, each lane at its own pace."""

    def __init__(
        self,
        database: Database,
        bus: Bus,
        clock: Clock,
        senders: Mapping[str, Sender],
        rules: Mapping[str, ChannelRules],
        reactions: Reactions,
        *,
        name: str,
        last_hop: LastHop | None = None,
    ) -> None:
        """`senders` and `rules`: those of the channels, by name; both may be filled later."""
        self._database = database
        self._bus = bus
        self._clock = clock
        self._name = name
        self._lanes = Lanes(rules, clock)
        self._expected = Expected(bus)
        self._recorder = Recorder(database, bus, clock, reactions)
        self._carrier = Carrier(database, clock, senders, self._recorder, last_hop)
        self._sending: set[asyncio.Task[None]] = set()
        self._doubtful: set[SendClaim] = set()
        self._stopped = False
        self._watch = Watch(database, bus, clock, Topic.OUTBOX, self._next_due, self._take)

    def hold(self, identity: str, address: Address, now: datetime) -> SendClaim | None:
        """What to write a message to this person with, so that it may be handed to `deliver`.

        None where it has to wait for its lane: for room, for a right to be sent, or for a webhook.
        """
        state = self._lanes.of(Lane(address.channel, address.account))
        if self._stopped or state.rules.quotas or identity in self._expected or state.room() == 0:
            return None
        return self._hold(now, self._recorder.gone(identity))

    def _hold(self, now: datetime, gone: frozenset[tuple[int, int]] = frozenset()) -> SendClaim:
        return SendClaim(self._name, now + timedelta(seconds=LEASE_S), outbox.new_token(), gone)

    def deliver(self, written: Written) -> None:
        """Sends what this process has just written; what waits for an earlier message is claimed later."""
        if written.parcel is None:
            self._bus.wake(Topic.OUTBOX)
            return
        if self._stopped:  # it is freed when this process leaves the registry
            return
        state = self._lanes.of(Lane(written.address.channel, written.address.account))
        state.begin()
        self._run(self._carry(state, written.parcel, written))

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)

    def doubt(self, hold: SendClaim) -> None:
        """Frees with the next claim what is held so: if it was committed, nobody has it in hand.

        Left alone, it would be sent when the lease has run out.
        """
        self._doubtful.add(hold)
        self._bus.wake(Topic.OUTBOX)

    async def run(self) -> None:
        """Sends what is due until cancelled."""
        try:
            await self._watch.run()
        finally:
            await self._stop()

    async def settle(self) -> None:
        """Waits until everything under way is sent and written down."""
        while self._sending:
            await asyncio.gather(*self._sending)
        await self._recorder.settle()

    def expecting(self, identity: str) -> AbstractContextManager[None]:
        """Leaves the answers of a person to a webhook; see `hub.ports.PassiveReplies`."""
        return self._expected.expecting(identity)

    async def claim_for(self, identity: str, *, within_s: float = 0.0) -> Claim | None:
        """What waits first for a person, for a webhook's response; see `hub.ports.PassiveReplies`."""
        until = self._clock.monotonic() + within_s
        # It may be another process that writes it: nothing here would wake.
        while (  # noqa: ASYNC110
            claim := await self._claim_first(identity)
        ) is None and self._clock.monotonic() < until:
            await asyncio.sleep(LOOK_SOON_S)
        return claim

    async def _claim_first(self, identity: str) -> PassiveClaim | None:
        async with self._database.read() as connection:
            if not await outbox.waits_for(connection, identity):
                return None
        now = self._clock.now()
        hold = self._hold(now)
        try:
            async with self._database.write() as connection:
                return await self._do_claim_first(connection, identity, hold, now)
        except StoreUnavailable:
            self.doubt(hold)
            raise

    async def _do_claim_first(
        self, connection: AsyncConnection, identity: str, hold: SendClaim, now: datetime
    ) -> PassiveClaim | None:
        row = await outbox.first_of(connection, identity, now)
        if row is None or (identity, row.conversation, row.seq) in self._recorder.kept():
            return None
        if row.lease_token is not None or await parts.count(connection, identity, row.conversation, row.seq):
            # A part of it has gone, or may have: a response would say that again.
            return None
        parcel = await outbox.take(connection, row, hold)
        written = await self._read(connection, parcel)
        return None if written is None else PassiveClaim(written, parcel)

    async def confirm(self, claim: Claim) -> bool:
        """Stores that a webhook's response carried the message; see `hub.ports.PassiveReplies`."""
        return await self._settle_claim(claim, Delivery(SendOutcome.SENT))

    async def send_after_all(self, claim: Claim) -> None:
        """Puts on its way again what a response did not carry; see `hub.ports.PassiveReplies`."""
        assert isinstance(claim, PassiveClaim)  # noqa: S101  (for the type checker: we made it)
        message, address = claim.written.message, claim.written.address
        async with self._database.write() as connection:
            await identities.lock(connection, message.identity)
            if not await outbox.waits(connection, message.identity, message.conversation, message.seq):
                await outbox.add(connection, message, address, self._clock.now())
        self._bus.wake(Topic.OUTBOX)

    async def give_back(self, claim: Claim) -> bool:
        """Lets the message be sent in the usual way; see `hub.ports.PassiveReplies`."""
        return await self._settle_claim(claim, None)

    async def _settle_claim(self, claim: Claim, delivery: Delivery | None) -> bool:
        assert isinstance(claim, PassiveClaim)  # noqa: S101  (for the type checker: we made it)
        return await self._recorder.record_now(claim.parcel, claim.written, delivery)

    async def _take(self) -> datetime | None:
        """Begins what is due, as much as each lane has room for, and tells when the rest is."""
        claimed, due = await self._claim()
        for written in claimed:
            self.deliver(written)
        return due

    async def _claim(self) -> tuple[list[Written], datetime | None]:
        """What is due, now held by this process, and when the rest is."""
        now = self._clock.now()
        doubtful, self._doubtful = {hold for hold in self._doubtful if hold.until >= now}, set()
        claiming = Claiming(self._hold(now), now, self._recorder.kept(), self._expected.people())
        try:
            async with self._database.write() as connection:
                for hold in doubtful:
                    await outbox.release(connection, hold)
                found = await self._claim_all(connection, claiming)
                due = await self._next_due(connection)
                crash_here("outbox.claim.before_commit")
        except StoreUnavailable:
            self._doubtful |= doubtful
            self.doubt(claiming.hold)
            raise
        crash_here("outbox.claim.after_commit")
        if claiming.held:
            self._run(self._tell_held(claiming.held))
        soon = now + timedelta(seconds=LOOK_SOON_S)
        return found, due if due is None else max(due, soon)

    async def _claim_all(self, connection: AsyncConnection, claiming: Claiming) -> list[Written]:
        found: list[Written] = []
        for lane in await lanes.all_lanes(connection):
            state = self._lanes.of(lane)
            # A lane with nothing under way may begin one, whatever the others do.
            left = max(MOST_UNDER_WAY - self._lanes.under_way - len(found), 0 if state.under_way else 1)
            room = min(state.room(), left)
            parcels = await claim_due(connection, state, claiming, room) if room else []
            read = [await self._read(connection, parcel) for parcel in parcels]
            found += [written for written in read if written is not None]
            state.wanted = len(parcels) >= min(state.slots_left(), left)
        return found

    async def _next_due(self, connection: AsyncConnection) -> datetime | None:
        """When to look again; for a lane that is full, when a send has ended."""
        now, result = self._clock.now(), None
        for lane in await lanes.all_lanes(connection):
            state = self._lanes.of(lane)
            if state.wanted and self._sending:
                continue
            due = await lanes.due_next(connection, lane)
            if due is not None:
                due = max(due, now + timedelta(seconds=state.wait_s()))
                result = due if result is None else min(result, due)
        return result

    async def _read(self, connection: AsyncConnection, parcel: Parcel) -> Written | None:
        try:
            message = await messages.one(connection, parcel.identity, parcel.conversation, parcel.seq)
        except ValidationError:
            # Of a newer version, perhaps: its lease runs out, and nobody else waits for it.
            log.exception("outbox.unreadable", conversation=f"{parcel.identity}.{parcel.conversation}")
            return None
        if message is None:
            await outbox.remove(connection, parcel)
            return None
        return Written(message, await identities.address_of(connection, parcel.identity), parcel)

    async def _carry(self, state: LaneState, parcel: Parcel, written: Written) -> None:
        try:
            await self._carrier.carry(state, parcel, written)
        finally:
            state.end()
            if self._lanes.wanted:
                self._bus.wake(Topic.OUTBOX)

    async def _tell_held(self, held: list[MessageKey]) -> None:
        """Tells the senders what waits for its customer: some can ask them to write.

        Once for each message; what goes wrong with it costs nothing, since the message waits in any case.
        """
        for identity, conversation, seq in held:
            try:
                async with self._database.read() as connection:
                    address = await identities.address_of(connection, identity)
                event = Event(
                    kind=EventKind.HELD,
                    identity=identity,
                    conversation=conversation,
                    seq=seq,
                    at=self._clock.now(),
                )
                async with asyncio.timeout(HELD_WITHIN_S):
                    await self._carrier.show(address, event)
            except (StoreUnavailable, TimeoutError) as error:
                log.warning("outbox.held_not_told", why=type(error).__name__)
            except Exception:
                log.exception("outbox.sender_broke")

    async def _stop(self) -> None:
        """Lets what is under way end: what a provider took, and nobody wrote down, would be sent again."""
        self._stopped = True
        if self._sending:
            await asyncio.wait(self._sending, timeout=STOP_WITHIN_S)
        for task in list(self._sending):
            task.cancel()
        await asyncio.gather(*self._sending, return_exceptions=True)
        await self._recorder.stop()
