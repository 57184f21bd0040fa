"""Hands messages on their way to their channel's sender: what is due, and at once what was just written."""

import asyncio
from datetime import datetime, timedelta

import structlog
from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.bus import Bus, Topic
from hub.crash_points import crash_here
from hub.errors import StoreUnavailable
from hub.metrics import DELIVERIES
from hub.outbox.recorder import Recorder, Tried
from hub.outgoing import Written
from hub.ports import Clock, Delivery, Outcome, Sender
from hub.store import identities, messages, outbox
from hub.store.database import Database
from hub.store.outbox import Hold, Parcel
from hub.watch import Watch

BATCH = 32
LEASE_S = 30.0
SEND_DEADLINE_S = 10.0

log = structlog.get_logger(__name__)


class OutboxSender:
    """Sends one message of a person at a time, and to many people at once: nobody waits for another."""

    def __init__(
        self, database: Database, bus: Bus, clock: Clock, senders: dict[str, Sender], *, name: str
    ) -> None:
        self._database = database
        self._bus = bus
        self._clock = clock
        self._senders = senders
        self._name = name
        self._recorder = Recorder(database, bus, clock)
        self._sending: set[asyncio.Task[None]] = set()
        self._doubtful: set[Hold] = set()
        self._watch = Watch(database, bus, clock, Topic.OUTBOX, outbox.next_due, self._take)

    def hold(self, identity: str, now: datetime) -> Hold:
        """What to write a message to this person with, so that it may be handed to `deliver`."""
        return Hold(self._name, now + timedelta(seconds=LEASE_S), self._recorder.gone(identity))

    def deliver(self, written: Written) -> None:
        """Sends what this process has just written; what waits for an earlier message is claimed later."""
        if written.parcel is None:
            self._bus.wake(Topic.OUTBOX)
            return
        task = asyncio.create_task(self._carry(written.parcel, written))
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)

    def doubt(self, hold: Hold) -> None:
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

    async def _take(self) -> datetime | None:
        while (room := BATCH - len(self._sending)) > 0:
            claimed, due = await self._claim(room)
            for written in claimed:
                self.deliver(written)
            if len(claimed) < room:
                return due
        return None

    async def _claim(self, limit: int) -> tuple[list[Written], datetime | None]:
        """What is due, now held by this process, and when the rest is."""
        now = self._clock.now()
        doubtful, self._doubtful = {hold for hold in self._doubtful if hold.until >= now}, set()
        try:
            async with self._database.write() as connection:
                for hold in doubtful:
                    await outbox.release(connection, hold)
                parcels = await outbox.claim(connection, self._name, now, lease_s=LEASE_S, limit=limit)
                found = [
                    await self._read(connection, parcel)
                    for parcel in parcels
                    # Sent already: the store was away until the lease had run out.
                    if not self._recorder.keeps(parcel)
                ]
                due = await outbox.next_due(connection)
                crash_here("outbox.claim.before_commit")
        except StoreUnavailable:
            self._doubtful |= doubtful
            self.doubt(Hold(self._name, now + timedelta(seconds=LEASE_S)))
            raise
        crash_here("outbox.claim.after_commit")
        return [written for written in found if written is not None], due

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

    async def _carry(self, parcel: Parcel, written: Written) -> None:
        self._recorder.record(Tried(parcel, written, await self._send(parcel, written)))

    async def _send(self, parcel: Parcel, written: Written) -> Delivery:
        message, address = written.message, written.address
        with structlog.contextvars.bound_contextvars(
            correlation_id=message.correlation_id, message=message.id
        ):
            try:
                async with asyncio.timeout(SEND_DEADLINE_S):
                    delivery = await self._senders[address.channel].send(address, message)
            except TimeoutError:
                delivery = Delivery(Outcome.RETRY, code="timeout")
            except Exception:
                log.exception("outbox.sender_broke", channel=address.channel)
                delivery = Delivery(Outcome.RETRY, code="sender_broke")
            crash_here("outbox.send.after_provider")
            DELIVERIES.labels(address.channel, delivery.outcome).inc()
            return delivery

    async def _stop(self) -> None:
        for task in list(self._sending):
            task.cancel()
        await asyncio.gather(*self._sending, return_exceptions=True)
        await self._recorder.stop()
