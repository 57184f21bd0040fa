"""Writes down what became of each try to send: a moment later, as many together as there are then."""

import asyncio
from datetime import timedelta
from typing import NamedTuple

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.bus import Bus, Topic
from hub.crash_points import crash_here
from hub.errors import StoreUnavailable
from hub.messages import Status
from hub.metrics import STORE_FAILURES
from hub.outbox.backoff import ATTEMPTS_LIMIT, backoff_s
from hub.outgoing import Written
from hub.ports import Clock, Delivery, Outcome
from hub.store import dead_letters, messages, outbox
from hub.store.database import Database
from hub.store.outbox import Parcel

AGAIN_S = 1.0
LINGER_S = 0.1
"""So long a result waits for others, which one write serves then; nobody waits for any of them."""

log = structlog.get_logger(__name__)


class Tried(NamedTuple):
    """One try to send, and its result."""

    parcel: Parcel
    written: Written
    delivery: Delivery


class Recorder:
    """Keeps results until they are stored; one write at a time."""

    def __init__(self, database: Database, bus: Bus, clock: Clock) -> None:
        self._database = database
        self._bus = bus
        self._clock = clock
        self._kept: list[Tried] = []
        self._writing: asyncio.Task[None] | None = None

    def record(self, tried: Tried) -> None:
        """Takes a result; it is written soon, and tried again while the store does not answer."""
        self._kept.append(tried)
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write_all())

    def keeps(self, parcel: Parcel) -> bool:
        """Whether a result of this message is not written yet."""
        return any(tried.parcel[:3] == parcel[:3] for tried in self._kept)

    def gone(self, identity: str) -> frozenset[tuple[int, int]]:
        """The messages to a person (conversation, seq) that were sent, which is not written yet."""
        return frozenset(
            tried.parcel[1:3]
            for tried in self._kept
            if tried.parcel.identity == identity and tried.delivery.outcome is Outcome.SENT
        )

    async def settle(self) -> None:
        """Waits until everything is written."""
        if self._writing is not None:
            await self._writing

    async def stop(self) -> None:
        """Writes what is left, once; what cannot be written is sent again when its lease has run out."""
        if self._writing is not None:
            self._writing.cancel()
            await asyncio.gather(self._writing, return_exceptions=True)
        if self._kept:
            try:
                await self._write(self._kept)
            except StoreUnavailable as error:
                log.warning("outbox.not_recorded", count=len(self._kept), cause=error.fields.get("cause"))

    async def _write_all(self) -> None:
        while self._kept:
            await asyncio.sleep(LINGER_S)
            batch = list(self._kept)
            try:
                await self._write(batch)
            except StoreUnavailable as error:
                STORE_FAILURES.inc()
                log.warning("outbox.store_unavailable", code=error.code, cause=error.fields.get("cause"))
                await asyncio.sleep(AGAIN_S)
                continue
            except Exception:
                log.exception("outbox.broke", count=len(batch))
                batch = await self._write_singly(batch)
            del self._kept[: len(batch)]

    async def _write_singly(self, batch: list[Tried]) -> list[Tried]:
        """What cannot be written holds up nothing else; it is sent again when its lease has run out.

        Tells which are done with: the store may go away meanwhile, and the others wait for it.
        """
        for place, tried in enumerate(batch):
            try:
                await self._write([tried])
            except StoreUnavailable:
                return batch[:place]
            except Exception:
                log.exception("outbox.broke", message=tried.written.message.id)
        return batch

    async def _write(self, batch: list[Tried]) -> None:
        async with self._database.write() as connection:
            for tried in batch:
                await self._do_record(connection, tried)
            due = await outbox.next_due(connection)
            crash_here("outbox.sent.before_commit")
        crash_here("outbox.sent.after_commit")
        for tried in batch:
            _tell(tried)
        if due is not None and due <= self._clock.now():
            # What waited for one of these: nothing else wakes for it.
            self._bus.wake(Topic.OUTBOX)

    async def _do_record(self, connection: AsyncConnection, tried: Tried) -> None:
        parcel, delivery, now = tried.parcel, tried.delivery, self._clock.now()
        key, number, seq = parcel.identity, parcel.conversation, parcel.seq
        if delivery.outcome is Outcome.SENT:
            await messages.move_status(connection, key, number, seq, Status.SENT, now)
            await outbox.remove(connection, parcel)
        elif delivery.outcome is Outcome.RETRY and parcel.attempts + 1 < ATTEMPTS_LIMIT:
            wait = delivery.retry_after_s or backoff_s(parcel.attempts)
            await outbox.put_back(connection, parcel, now + timedelta(seconds=wait), delivery.code)
        else:
            await messages.move_status(connection, key, number, seq, Status.FAILED, now)
            await outbox.remove(connection, parcel)
            await dead_letters.add(
                connection,
                key,
                number,
                kind="delivery",
                number=seq,
                code=delivery.code or delivery.outcome,
                detail=f"{tried.written.address.channel} did not take message {tried.written.message.id}",
                now=now,
            )


def _tell(tried: Tried) -> None:
    message, delivery = tried.written.message, tried.delivery
    log.info(
        "outbox.sent",
        correlation_id=message.correlation_id,
        message=message.id,
        outcome=delivery.outcome,
        code=delivery.code,
        attempt=tried.parcel.attempts + 1,
    )
