"""Carries one claimed message to its provider, while its claim holds, and hands on what became of it."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta

import structlog

from hub.crash_points import crash_here
from hub.errors import LostLease, StoreUnavailable
from hub.messages import Event
from hub.metrics import DELIVERIES, OUTBOX_FENCED
from hub.outbox.lane import LaneState
from hub.outbox.parts import StoredParts
from hub.outbox.recorder import Recorder, SendAttempt
from hub.outgoing import Written
from hub.ports import Address, Clock, Delivery, LastHop, Sender, SendOutcome
from hub.store import outbox, parts
from hub.store.database import Database
from hub.store.outbox import Parcel

LEASE_S = 30.0

log = structlog.get_logger(__name__)


class Carrier:
    """Has no state of its own."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        senders: Mapping[str, Sender],
        recorder: Recorder,
        last_hop: LastHop | None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._senders = senders
        self._recorder = recorder
        self._last_hop = last_hop

    async def show(self, address: Address, event: Event) -> None:
        """Hands a passing event to the channel's sender; raises what that raises."""
        await self._senders[address.channel].show(address, event)

    async def carry(self, state: LaneState, parcel: Parcel, written: Written) -> None:
        """Sends a message and has the result recorded; neither where another process has it by now."""
        message = written.message
        with structlog.contextvars.bound_contextvars(
            correlation_id=message.correlation_id, message=message.id
        ):
            try:
                accepted = await self._check(state, parcel)
                sending = StoredParts(self._database, self._clock, state, parcel, accepted, lease_s=LEASE_S)
                delivery, told = await self._send(state, parcel, written, sending)
            except LostLease:
                OUTBOX_FENCED.labels("send").inc()
                log.warning("outbox.fenced", message=message.id)
                return
            except StoreUnavailable as error:
                # Whether it is still ours cannot be told: it comes again when the lease has run out.
                log.warning("outbox.store_unavailable", code=error.code, cause=error.fields.get("cause"))
                return
            crash_here("outbox.send.after_provider")
            state.took(delivery)
            DELIVERIES.labels(written.address.channel, delivery.outcome).inc()
            self._recorder.record(
                SendAttempt(parcel, written, delivery, state.rules, sending.accepted, counted=told)
            )

    async def _check(self, state: LaneState, parcel: Parcel) -> int:
        """Makes sure that the claim outlives the send; how many parts went before.

        A process that was stopped, or a loop that was held up, may come here long after its claim.
        Raises `LostLease`, `StoreUnavailable`.
        """
        now = self._clock.now()
        fresh = now + timedelta(seconds=state.rules.send_within_s) <= parcel.until
        if fresh and parcel.attempts == 0:
            return 0
        async with self._database.write() as connection:
            until = now + timedelta(seconds=max(LEASE_S, 2 * state.rules.send_within_s))
            if not await outbox.renew(connection, parcel, until):
                raise LostLease("another process sends this message now")
            return await parts.count(connection, *parcel[:3])

    async def _send(
        self, state: LaneState, parcel: Parcel, written: Written, sending: StoredParts
    ) -> tuple[Delivery, bool]:
        """The result, and whether the provider itself told it."""
        message, address, rules = written.message, written.address, state.rules
        if parcel.abandoned and rules.on_timeout is SendOutcome.UNSURE:
            return Delivery(SendOutcome.UNSURE, code="abandoned"), False
        filled = message if self._last_hop is None else await self._last_hop.fill(message)
        if filled is None:
            return Delivery(SendOutcome.REJECTED, code="over"), False
        try:
            async with asyncio.timeout(rules.send_within_s):
                return await self._senders[address.channel].send(address, filled, sending), True
        except TimeoutError:
            return Delivery(rules.on_timeout, code="timeout"), False
        except (LostLease, StoreUnavailable):
            raise
        except Exception:
            log.exception("outbox.sender_broke", channel=address.channel)
            return Delivery(rules.on_timeout, code="sender_broke"), False
