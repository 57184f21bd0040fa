"""Tells staff by a card what waits for them, while they are not at the desk; once for each thing.

One process at a time looks, behind a lease with an epoch. What is told is claimed for longer than a send may
take, so that a process that dies in it costs a repeat at most.
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from alerts.card import CHANNEL, card, words_of
from alerts.causes import AlertCause, causes_of
from alerts.metrics import ALERTS
from alerts.presence import at_their_desks
from alerts.store import addresses, alerts
from alerts.store.alerts import GIVEN_UP, SENT, WAITING
from handoff.nights import DUTY
from handoff.nights import MOST as MOST_ON_DUTY
from hub.errors import DeadlineExceeded, StoreUnavailable, TooMany
from hub.messages import Message
from hub.ports import Address, Clock, Delivery, Sender, SendOutcome
from hub.staff import Directory
from hub.store import leases
from hub.store.database import Database
from hub.store.leases import Lease

EVERY_S = 3.0
QUIET = timedelta(seconds=60)
"""So long after one card nobody gets another: what comes meanwhile goes with the next."""
CLAIMED = timedelta(seconds=60)
"""Longer than one send may take."""
FIRST_PAUSE_S, LONGEST_PAUSE_S = 10.0, 600.0
TRIES = 20
KEPT = timedelta(days=30)
"""What was told is not told again for so long."""

log = structlog.get_logger(__name__)


class Alerts:
    """Looks again and again; `senders` by channel, `desk`: the address that the card opens."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        directory: Directory,
        senders: Mapping[str, Sender],
        desk: str,
    ) -> None:
        self._database = database
        self._clock = clock
        self._directory = directory
        self._senders = senders
        self._desk = desk
        self._managed: dict[str, str] = {}

    async def lead(self, lease: Lease) -> None:
        """Looks until the lease is lost."""
        while True:
            try:
                if not await self.look(lease):
                    return
            except (StoreUnavailable, DeadlineExceeded, TooMany) as error:
                log.warning("alerts.put_off", why=error.code)
            await asyncio.sleep(EVERY_S)

    async def look(self, lease: Lease | None = None) -> bool:
        """Notes what is new, ends what is over, tells what is due; false where the lease is another's."""
        if CHANNEL not in self._senders:
            return True
        now = self._clock.now()
        async with self._database.read_aside() as connection:
            where = await addresses.all_active(connection)
            if not where:
                return True
            causes = [each for each in await self._causes(connection, now) if each.account_id in where]
            known = await alerts.known(connection, causes)
            there = await at_their_desks(connection, list(where), now)
        away = [each for each in causes if each.account_id not in there]
        new = [each for each in away if each not in known]
        over = [each for each, row in known.items() if row.state == WAITING and each not in causes]
        due = [each for each in away if each in known and _is_due(known[each], now)]
        if not (new or over or due):
            return True
        async with self._database.write() as connection:
            if lease is not None and not await leases.holds(connection, lease):
                return False
            await alerts.end(connection, over)
            await alerts.raise_new(connection, new, now)
            await alerts.forget_before(connection, now - KEPT)
            ready = _by_account([*new, *due], where, now)
            for each in ready.values():
                await alerts.claim(connection, each, now + CLAIMED)
        for account_id, told in ready.items():
            before = [known[each] for each in told if each in known]
            since = min((row.raised_at for row in before), default=now)
            tries = max((row.tries for row in before), default=0)
            await self._tell(where[account_id], told, since, tries + 1)
        return True

    async def _causes(self, connection: AsyncConnection, now: datetime) -> list[AlertCause]:
        duty = await self._directory.with_right(connection, DUTY)
        on_duty = [each.account_id for each in duty[:MOST_ON_DUTY]]
        return await causes_of(connection, now, on_duty, self._managed)

    async def _tell(self, row: Any, told: Sequence[AlertCause], since: datetime, tries: int) -> None:
        now = self._clock.now()
        to = Address(CHANNEL, row.channel_account, row.member)
        delivery = await self.send(to, words_of(each.kind for each in told), since)
        gone = delivery.outcome is SendOutcome.SENT
        lost = delivery.outcome is SendOutcome.REJECTED or tries >= TRIES
        ALERTS.labels("sent" if gone else "given_up" if lost else "put_off").inc()
        if not gone:
            level = log.error if lost else log.warning
            level("alerts.failed", owner=row.account_id, code=delivery.code, attempt=tries)
        async with self._database.write() as connection:
            await addresses.note_told(connection, row.account_id, now, "" if gone else delivery.code)
            if gone or lost:
                await alerts.settle(connection, told, SENT if gone else GIVEN_UP)
            else:
                await alerts.settle(connection, told, WAITING, now + _pause(delivery, tries))

    async def send(self, to: Address, text: str, since: datetime) -> Delivery:
        """Sends one card."""
        sender = self._senders.get(to.channel)
        if sender is None:
            return Delivery(SendOutcome.REJECTED, code="no_channel")
        return await sender.send(to, self._card(to, text, since), _OneSend())

    def _card(self, to: Address, text: str, since: datetime) -> Message:
        return card(text, self._desk, to, since)


class _OneSend:
    """Implements `hub.ports.Parts` for what takes one send."""

    accepted = 0

    async def accept(self, provider_id: str | None, *, more: bool) -> bool:
        """There is a right to all that there is."""
        return True


def _is_due(row: Any, now: datetime) -> bool:
    return row.state == WAITING and row.due_at is not None and row.due_at <= now


def _by_account(
    causes: Sequence[AlertCause], where: Mapping[str, Any], now: datetime
) -> dict[str, list[AlertCause]]:
    """What each may be told now: nobody gets card upon card."""
    found: dict[str, list[AlertCause]] = {}
    for each in causes:
        row = where[each.account_id]
        if row.code or row.told_at is None or row.told_at <= now - QUIET:
            found.setdefault(each.account_id, []).append(each)
    return found


def _pause(delivery: Delivery, tries: int) -> timedelta:
    pause = min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2 ** min(tries - 1, 10))
    return timedelta(seconds=max(pause, delivery.retry_after_s or 0.0))
