"""Claims messages on their way and hands each to its channel's sender."""

import asyncio
import random
from datetime import datetime, timedelta

import structlog
from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.bus import Bus, Topic
from hub.crash_points import crash_here
from hub.errors import StoreUnavailable
from hub.messages import Message, Status
from hub.metrics import DELIVERIES, STORE_FAILURES
from hub.ports import Address, Clock, Delivery, Outcome, Sender
from hub.store import dead_letters, identities, messages, outbox
from hub.store.database import Database
from hub.store.outbox import Parcel

LOOK_AGAIN_S = 1.0
BATCH = 32
LEASE_S = 30.0
BACKOFF_FIRST_S = 1.0
BACKOFF_LONGEST_S = 300.0
ATTEMPTS_LIMIT = 20
SEND_DEADLINE_S = 10.0

log = structlog.get_logger(__name__)


class OutboxSender:
    """Sends what is due; one of a conversation at a time, many conversations at once."""

    def __init__(
        self, database: Database, bus: Bus, clock: Clock, senders: dict[str, Sender], *, name: str
    ) -> None:
        self._database = database
        self._bus = bus
        self._clock = clock
        self._senders = senders
        self._name = name

    async def start(self) -> None:
        """Frees what a former process of this name held; call once before `run`."""
        async with self._database.write() as connection:
            await outbox.release_all(connection, self._name)

    async def run(self) -> None:
        """Sends until cancelled; a database that does not answer is waited for."""
        while True:
            try:
                if not await self._send_due():
                    await self._bus.wait(Topic.OUTBOX, await self._pause())
                continue
            except StoreUnavailable as error:
                STORE_FAILURES.inc()
                log.warning("outbox.store_unavailable", code=error.code, cause=error.fields.get("cause"))
            except Exception:
                # Nobody else sends: whatever broke, the loop has to go on.
                log.exception("outbox.broke")
            await asyncio.sleep(LOOK_AGAIN_S)

    async def _send_due(self) -> int:
        parcels = await self._claim()
        if not parcels:
            return 0
        sent = await asyncio.gather(*(self._send(*parcel) for parcel in parcels))
        now = self._clock.now()
        async with self._database.write() as connection:
            for (parcel, message, address), delivery in zip(parcels, sent, strict=True):
                await self._do_record(connection, parcel, message, address, delivery, now)
            crash_here("outbox.sent.before_commit")
        crash_here("outbox.sent.after_commit")
        return len(parcels)

    async def _claim(self) -> list[tuple[Parcel, Message, Address]]:
        now = self._clock.now()
        async with self._database.read() as connection:
            if not await outbox.any_due(connection, now):
                return []
        claimed = []
        async with self._database.write() as connection:
            for parcel in await outbox.claim(connection, self._name, now, lease_s=LEASE_S, limit=BATCH):
                try:
                    message = await messages.one(connection, parcel.identity, parcel.conversation, parcel.seq)
                except ValidationError:
                    # Of a newer version, perhaps: its lease runs out, and nobody else waits for it.
                    log.exception(
                        "outbox.unreadable", conversation=f"{parcel.identity}.{parcel.conversation}"
                    )
                    continue
                if message is None:
                    await outbox.remove(connection, parcel)
                    continue
                address = await identities.address_of(connection, parcel.identity)
                claimed.append((parcel, message, address))
            crash_here("outbox.claim.before_commit")
        crash_here("outbox.claim.after_commit")
        return claimed

    async def _send(self, parcel: Parcel, message: Message, address: Address) -> Delivery:
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
            log.info("outbox.sent", outcome=delivery.outcome, code=delivery.code, attempt=parcel.attempts + 1)
            return delivery

    async def _do_record(
        self,
        connection: AsyncConnection,
        parcel: Parcel,
        message: Message,
        address: Address,
        delivery: Delivery,
        now: datetime,
    ) -> None:
        key, number, seq = parcel.identity, parcel.conversation, parcel.seq
        if delivery.outcome is Outcome.SENT:
            await messages.move_status(connection, key, number, [seq], Status.SENT, now)
            await outbox.remove(connection, parcel)
        elif delivery.outcome is Outcome.RETRY and parcel.attempts + 1 < ATTEMPTS_LIMIT:
            wait = delivery.retry_after_s or backoff_s(parcel.attempts)
            await outbox.put_back(connection, parcel, now + timedelta(seconds=wait), delivery.code)
        else:
            await messages.move_status(connection, key, number, [seq], Status.FAILED, now)
            await outbox.remove(connection, parcel)
            await dead_letters.add(
                connection,
                key,
                number,
                kind="delivery",
                number=seq,
                code=delivery.code or delivery.outcome,
                detail=f"{address.channel} did not take message {message.id}",
                now=now,
            )

    async def _pause(self) -> float:
        async with self._database.read() as connection:
            due = await outbox.next_due(connection)
        if due is None:
            return LOOK_AGAIN_S
        return min(LOOK_AGAIN_S, max(0.01, (due - self._clock.now()).total_seconds()))


def backoff_s(attempts: int) -> float:
    """Seconds until the next try: doubling, with full jitter, so that many do not come back at once."""
    longest = min(BACKOFF_LONGEST_S, BACKOFF_FIRST_S * 2.0**attempts)
    return random.uniform(longest / 2, longest)  # noqa: S311  (spreads load, guards nothing)
