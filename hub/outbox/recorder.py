"""Writes down what became of each try to send: a moment later, as many together as there are then."""

import asyncio
from datetime import datetime, timedelta
from typing import NamedTuple

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.bus import Bus, Topic
from hub.crash_points import crash_here
from hub.errors import StoreUnavailable
from hub.messages import Status
from hub.metrics import OUTBOX_FENCED, OUTBOX_HELD, STORE_FAILURES
from hub.outbox.backoff import backoff_s
from hub.outbox.claiming import HELD_S
from hub.outbox.lane import USUAL
from hub.outbox.receipts import do_carry_over
from hub.outgoing import Written
from hub.ports import Clock, Delivery, SendingRules, SendOutcome
from hub.reactions import DeliveryEnded, Reactions
from hub.store import dead_letters, lanes, messages, outbox, parts, quotas
from hub.store.database import Database
from hub.store.outbox import Lane, Parcel

AGAIN_S = 1.0
LINGER_S = 0.1
"""So long a result waits for others, which one write serves then; not while messages wait behind it."""

log = structlog.get_logger(__name__)


class SendAttempt(NamedTuple):
    """One try to send, and its result.

    `parts`: how many sends the provider took, but for one that `delivery` itself names; `counted`: whether
    a quota was charged for a send that the provider says it did not take.
    """

    parcel: Parcel
    written: Written
    delivery: Delivery
    rules: SendingRules = USUAL
    parts: int = 0
    counted: bool = False

    @property
    def lane(self) -> Lane:
        """The channel account that it was sent by."""
        return Lane(self.written.address.channel, self.written.address.account)


class Recorder:
    """Keeps results until they are stored; one write at a time."""

    def __init__(self, database: Database, bus: Bus, clock: Clock, reactions: Reactions) -> None:
        self._database = database
        self._bus = bus
        self._clock = clock
        self._reactions = reactions
        self._kept: list[SendAttempt] = []
        self._writing: asyncio.Task[None] | None = None
        self._somebody_waits = False

    def record(self, tried: SendAttempt) -> None:
        """Takes a result; it is written soon, and tried again while the store does not answer."""
        self._kept.append(tried)
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write_all())

    def kept(self) -> dict[tuple[str, int, int], int]:
        """The messages whose result is not written yet, with the tokens of their claims."""
        return {tried.parcel[:3]: tried.parcel.token for tried in self._kept}

    def gone(self, identity: str) -> frozenset[tuple[int, int]]:
        """The messages to a person (conversation, seq) that were sent, which is not written yet."""
        return frozenset(
            tried.parcel[1:3]
            for tried in self._kept
            if tried.parcel.identity == identity and tried.delivery.outcome is SendOutcome.SENT
        )

    async def record_now(self, parcel: Parcel, written: Written, delivery: Delivery | None) -> bool:
        """Writes one result at once (None: it was not tried); False where another has the message by now."""
        async with self._database.write() as connection:
            if delivery is None:
                now, tries = self._clock.now(), parcel.attempts
                held = await outbox.put_back(connection, parcel, now, "", tries=tries)
            else:
                held = await self._do_write(connection, SendAttempt(parcel, written, delivery))
        if not held:
            OUTBOX_FENCED.labels("record").inc()
        self._bus.wake(Topic.OUTBOX)
        return held

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
            await asyncio.sleep(0 if self._somebody_waits else LINGER_S)
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

    async def _write_singly(self, batch: list[SendAttempt]) -> list[SendAttempt]:
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

    async def _write(self, batch: list[SendAttempt]) -> None:
        async with self._database.write() as connection:
            for tried in batch:
                await self._do_record(connection, tried)
            self._somebody_waits = await self._is_more_due(connection, batch)
            crash_here("outbox.sent.before_commit")
        crash_here("outbox.sent.after_commit")
        for tried in batch:
            _tell(tried)
        if self._somebody_waits:
            # What waited for one of these: nothing else wakes for it.
            self._bus.wake(Topic.OUTBOX)

    async def _is_more_due(self, connection: AsyncConnection, batch: list[SendAttempt]) -> bool:
        now = self._clock.now()
        for lane in {tried.lane for tried in batch}:
            due = await lanes.due_next(connection, lane)
            if due is not None and due <= now:
                return True
        return False

    async def _do_record(self, connection: AsyncConnection, tried: SendAttempt) -> None:
        if not await self._do_write(connection, tried):
            OUTBOX_FENCED.labels("record").inc()
            log.warning("outbox.fenced", message=tried.written.message.id, outcome=tried.delivery.outcome)

    async def _do_write(self, connection: AsyncConnection, tried: SendAttempt) -> bool:
        """Writes one result; False, and nothing written, where another has the message by now."""
        parcel, delivery, now = tried.parcel, tried.delivery, self._clock.now()
        match delivery.outcome:
            case SendOutcome.SENT:
                return await self._do_sent(connection, tried, now)
            case SendOutcome.RETRY if _may_come_again(tried, now, tries=parcel.attempts + 1):
                wait = delivery.retry_after_s or backoff_s(parcel.attempts, tried.rules.retry)
                due_at, tries = now + timedelta(seconds=wait), parcel.attempts + 1
                held = await outbox.put_back(connection, parcel, due_at, delivery.code, tries=tries)
            case SendOutcome.HELD if _may_come_again(tried, now, tries=parcel.attempts):
                OUTBOX_HELD.labels(tried.lane.channel).inc()
                due_at = delivery.until or now + timedelta(seconds=HELD_S)
                # It was not tried: there was no right to.
                # Once a part has gone, the next try has to look which ones have.
                tries = max(parcel.attempts, min(1, tried.parts))
                held = await outbox.put_back(
                    connection, parcel, due_at, delivery.code, tries=tries, held=True
                )
            case _:
                held = await self._do_give_up(connection, tried, now)
        if held and tried.counted and delivery.outcome in (SendOutcome.RETRY, SendOutcome.REJECTED):
            await quotas.give_back(connection, tried.rules.quotas, tried.lane, parcel.identity, now)
        return held

    async def _do_sent(self, connection: AsyncConnection, tried: SendAttempt, now: datetime) -> bool:
        parcel = tried.parcel
        place = parcel.identity, parcel.conversation, parcel.seq
        if not await outbox.remove(connection, parcel):
            return False
        await messages.move_status(connection, *place, Status.SENT, now)
        await self._reactions.tell(connection, DeliveryEnded(*place, Status.SENT, ""))
        if tried.delivery.provider_id is not None:
            own = tried.delivery.provider_id
            await parts.add(connection, parcel, tried.parts, tried.lane, own, now)
        if tried.parts or tried.delivery.provider_id is not None:
            # Receipts may have come before it was known that this was all of it.
            await do_carry_over(connection, self._reactions, *place, now)
        return True

    async def _do_give_up(self, connection: AsyncConnection, tried: SendAttempt, now: datetime) -> bool:
        parcel, delivery = tried.parcel, tried.delivery
        place = parcel.identity, parcel.conversation, parcel.seq
        if not await outbox.remove(connection, parcel):
            return False
        code = delivery.code or delivery.outcome
        unsure = delivery.outcome is SendOutcome.UNSURE
        what = "may have got" if unsure else "did not take"
        await messages.move_status(connection, *place, Status.FAILED, now)
        await dead_letters.add(
            connection,
            parcel.identity,
            parcel.conversation,
            kind="unsure" if unsure else "delivery",
            number=parcel.seq,
            code=code,
            detail=f"{tried.lane.channel} {what} message {tried.written.message.id}",
            now=now,
        )
        await self._reactions.tell(connection, DeliveryEnded(*place, Status.FAILED, code))
        return True


def _may_come_again(tried: SendAttempt, now: datetime, *, tries: int) -> bool:
    """Whether the message is neither tried too often nor too old."""
    rule, age = tried.rules.retry, now - tried.written.message.created_at
    return tries < rule.attempts and (rule.deadline_s is None or age.total_seconds() < rule.deadline_s)


def _tell(tried: SendAttempt) -> None:
    message, delivery = tried.written.message, tried.delivery
    log.info(
        "outbox.sent",
        correlation_id=message.correlation_id,
        message=message.id,
        outcome=delivery.outcome,
        code=delivery.code,
        attempt=tried.parcel.attempts + 1,
    )
