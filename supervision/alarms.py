"""Raises alarms, each with its reason and whom it is for, and ends them when the reason is gone.

One process at a time looks, behind a lease; it writes only where something has changed.
"""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from handoff.agents import OFFER_SETTINGS
from handoff.moving import key_of
from handoff.routing.capacity import CHAT
from handoff.routing.model import STANDARD
from handoff.web.frames import task_id
from hub.errors import DeadlineExceeded, StoreUnavailable, TooMany
from hub.ports import Clock
from hub.staff import Directory
from hub.store import leases
from hub.store.database import Database
from hub.store.leases import Lease
from supervision.addressees import supervisors, told_of
from supervision.board import SILENT_AFTER, queues_of
from supervision.rights import place_of_agent
from supervision.service_level import target_s
from supervision.store import alarms, hands, work

EVERY_S = 3.0
HAND_AFTER = timedelta(seconds=60)
NO_REPLY_AFTER = timedelta(seconds=OFFER_SETTINGS.reply_warn_s[CHAT])

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class SupervisorAlarmCause:
    """Why an alarm is raised: the kind, what it is about, whose agent's it is, and the figures."""

    kind: str
    about: str
    account_id: str | None = None
    reason: dict[str, Any] = field(default_factory=dict)


class Alarms:
    """Looks for causes again and again."""

    def __init__(self, database: Database, clock: Clock, directory: Directory) -> None:
        self._database = database
        self._clock = clock
        self._directory = directory

    async def lead(self, lease: Lease) -> None:
        """Looks until the lease is lost."""
        while True:
            try:
                if not await self.look(lease):
                    return
            except (StoreUnavailable, DeadlineExceeded, TooMany) as error:
                log.warning("supervision.put_off", why=error.code)
            await asyncio.sleep(EVERY_S)

    async def look(self, lease: Lease | None = None) -> bool:
        """Raises what is new and ends what is gone; false where the lease is somebody else's by now."""
        now = self._clock.now()
        async with self._database.read_aside() as connection:
            causes = {(each.kind, each.about): each for each in await causes_of(connection, now)}
            running = {(row.kind, row.about): row for row in await alarms.running(connection)}
        new = [each for key, each in causes.items() if key not in running]
        over = [row.alarm_id for key, row in running.items() if key not in causes]
        if not new and not over:
            return True
        async with self._database.write() as connection:
            if lease is not None and not await leases.holds(connection, lease):
                return False
            await alarms.end(connection, over, now)
            known = await supervisors(connection, self._directory) if new else []
            for each in new:
                place = await place_of_agent(connection, each.account_id)
                addressees = await told_of(connection, place, known)
                await alarms.add(
                    connection,
                    kind=each.kind,
                    about=each.about,
                    account_id=each.account_id,
                    reason=each.reason,
                    addressees=addressees,
                    raised_at=now,
                )
        return True


async def causes_of(connection: AsyncConnection, now: datetime) -> list[SupervisorAlarmCause]:
    """What is wrong at this moment."""
    queues = await queues_of(connection)
    waits = await work.waiting_by_queue(connection)
    served = await work.served(connection)
    seen = {row.account_id: row.seen_at for row in await work.agents_of(connection, served)}
    up = await hands.raised(connection)
    found = [*_waits(waits, queues, now), *_silent(served, seen, now), *_unanswered(served, now)]
    return [*found, *_hands(up, now)]


def _waits(waits: Any, queues: Any, now: datetime) -> Iterator[SupervisorAlarmCause]:
    for row in waits:
        waited_s = (now - row.first).total_seconds()
        target = target_s(queues.get(row.queue_id), STANDARD)
        if waited_s > target:
            figures = {"waited_s": round(waited_s), "target_s": round(target), "waiting": row.waiting}
            yield SupervisorAlarmCause("queue_wait", row.queue_id, reason=figures)


def _silent(served: Any, seen: dict[str, datetime], now: datetime) -> Iterator[SupervisorAlarmCause]:
    holding: dict[str, int] = {}
    for row in served:
        if row.account_id in seen and now - seen[row.account_id] > SILENT_AFTER:
            holding[row.account_id] = holding.get(row.account_id, 0) + 1
    for account_id, count in holding.items():
        silent_s = round((now - seen[account_id]).total_seconds())
        yield SupervisorAlarmCause(
            "silent", account_id, account_id, {"silent_s": silent_s, "conversations": count}
        )


def _unanswered(served: Any, now: datetime) -> Iterator[SupervisorAlarmCause]:
    for row in served:
        if row.state != "accepted" or row.replied_at is not None or row.accepted_at is None:
            continue
        if now - row.accepted_at > NO_REPLY_AFTER:
            waited_s = round((now - row.accepted_at).total_seconds())
            figures = {"waited_s": waited_s, "target_s": round(NO_REPLY_AFTER.total_seconds())}
            yield SupervisorAlarmCause("no_reply", task_id(key_of(row)), row.account_id, figures)


def _hands(up: Any, now: datetime) -> Iterator[SupervisorAlarmCause]:
    for row in up:
        if now - row.raised_at > HAND_AFTER:
            figures = {"waited_s": round((now - row.raised_at).total_seconds())}
            yield SupervisorAlarmCause("hand", task_id(key_of(row)), row.account_id, figures)
