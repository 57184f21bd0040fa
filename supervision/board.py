"""The wallboard: what a supervisor sees of the house at this moment.

Queues are the house's, and everybody sees their numbers; agents, and the conversations that they have in
hand, are seen by who leads them.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from handoff import setups
from handoff.agents import OFFER_SETTINGS
from handoff.live.setting_up import GENERAL
from handoff.moving import key_of
from handoff.routing.model import STANDARD
from handoff.setup import QueueSetup
from handoff.store.reservations import TaskKey
from handoff.web.frames import task_id
from hub.errors import DeadlineExceeded, TooMany
from hub.ports import Clock
from hub.staff import CurrentStaff
from hub.store.database import Database
from hub.store.schema_staff import account
from hub.store.staff import accounts
from supervision.rights import WATCH, head_office
from supervision.service_level import ServiceLevel, level_of, outcomes_by_queue, target_s
from supervision.store import alarms, hands, participations, work

DAY_EVERY = timedelta(seconds=5)
"""So old the figures of the day may be."""

SILENT_AFTER = timedelta(seconds=OFFER_SETTINGS.suspect_s)

Frame = dict[str, Any]


@dataclass(frozen=True, slots=True)
class WallboardDay:
    """What was asked for today, by queue, as it was known at a moment."""

    at: datetime
    levels: Mapping[str, ServiceLevel] = field(default_factory=dict)
    whole: ServiceLevel = field(default_factory=ServiceLevel)


class BoardReader:
    """Reads the wallboard; the figures of the day are read once for all who look."""

    def __init__(self, database: Database, clock: Clock, zone: ZoneInfo) -> None:
        """`zone`: where the day begins at midnight."""
        self._database = database
        self._clock = clock
        self._zone = zone
        self._day: WallboardDay | None = None
        self._reading = asyncio.Lock()

    async def frame(self, staff: CurrentStaff) -> Frame:
        """All that one supervisor sees."""
        now = self._clock.now()
        async with self._database.read() as connection:
            queues = await queues_of(connection)
        day = await self._today(queues, now)
        async with self._database.read() as connection:
            reach = staff.reach(WATCH)
            within = reach.where(account=account.c.account_id, branch=account.c.branch_id)
            agents = await work.agents_within(connection, within, now - SILENT_AFTER)
            names = {row.account_id: row.name for row in agents}
            up = {key_of(row): row for row in await hands.raised(connection) if row.account_id in names}
            served = [row for row in await work.served(connection) if row.account_id in names]
            waits = {row.queue_id: row for row in await work.waiting_by_queue(connection)}
            waiting = await _waiting_within(connection, staff, within)
            raised = await alarms.running(connection)
            beside = _beside(await participations.everywhere(connection))
        return {
            "type": "board",
            "at": now.isoformat(),
            "queues": [_queue(each, waits.get(each.queue_id), day) for each in queues.values()],
            "whole": _level(day.whole),
            "occupancy": occupancy(agents, now),
            "agents": [_agent(row, served, now) for row in agents],
            "conversations": [
                _conversation(row, names, up.get(key_of(row)), beside.get(key_of(row), [])) for row in served
            ],
            "waiting": [_waiting(row) for row in waiting],
            "alarms": [_alarm(row, names, staff.account_id) for row in raised if _concerns(row, names)],
        }

    async def _today(self, queues: Mapping[str, QueueSetup], now: datetime) -> WallboardDay:
        """The figures of the day; somewhat older ones where too much is read beside the chats just now."""
        async with self._reading:
            if self._day is None or now - self._day.at >= DAY_EVERY:
                try:
                    self._day = await self._read_day(queues, now)
                except (TooMany, DeadlineExceeded):
                    return self._day or WallboardDay(now)
            return self._day

    async def _read_day(self, queues: Mapping[str, QueueSetup], now: datetime) -> WallboardDay:
        begun = now.astimezone(self._zone).replace(hour=0, minute=0, second=0, microsecond=0)
        async with self._database.read_aside() as connection:
            rows = await work.asked(connection, begun, now + timedelta(seconds=1))
        found = outcomes_by_queue(rows, queues, now)
        levels = {queue_id: level_of(each) for queue_id, each in found.items()}
        return WallboardDay(now, levels, level_of(one for each in found.values() for one in each))


async def queues_of(connection: AsyncConnection) -> dict[str, QueueSetup]:
    """The queues in their order, by id; `general` is always there."""
    found = {each.setup.queue_id: each.setup for each in await setups.queues(connection)}
    found.setdefault(GENERAL.queue_id, GENERAL)
    return found


async def _waiting_within(connection: AsyncConnection, staff: CurrentStaff, within: Any) -> list[Any]:
    """Requests that wait: those that an agent within reach had last; at the head office new ones, too."""
    rows = await work.waiting(connection)
    had = {row.last_owner for row in rows if row.last_owner is not None}
    theirs = await accounts.among(connection, had, within)
    sees_new = await staff.reach(WATCH).covers(connection, await head_office(connection))
    return [row for row in rows if (row.last_owner in theirs if row.last_owner else sees_new)]


def occupancy(agents: Sequence[Any], now: datetime) -> float | None:
    """The share of the room of those who serve that is taken; None where nobody serves.

    Who serves is heard, and available or with work in hand.
    """
    there = [
        row for row in agents if now - row.seen_at <= SILENT_AFTER and (row.status == "available" or row.used)
    ]
    room = sum(row.room for row in there)
    return sum(row.used for row in there) / room if room else None


def _queue(setup: QueueSetup, wait: Any | None, day: WallboardDay) -> Frame:
    return {
        "queue": setup.queue_id,
        "name": setup.name,
        "name_en": setup.name_en,
        "waiting": wait.waiting if wait else 0,
        "waiting_since": wait.first.isoformat() if wait else None,
        "target_s": target_s(setup, STANDARD),
        "today": _level(day.levels.get(setup.queue_id, ServiceLevel())),
    }


def _level(level: ServiceLevel) -> Frame:
    return {
        "asked": level.asked,
        "taken": level.taken,
        "given_up": level.given_up,
        "in_time": level.in_time,
        "known": level.known,
        "share": level.share,
    }


def _agent(row: Any, served: Sequence[Any], now: datetime) -> Frame:
    own = [each for each in served if each.account_id == row.account_id]
    return {
        "agent": row.account_id,
        "name": row.name,
        "status": row.status,
        "next_status": row.next_status,
        "silent": now - row.seen_at > SILENT_AFTER,
        "load": row.used / row.room if row.room else 0.0,
        "serves": sum(each.state == "accepted" for each in own),
        "wraps_up": sum(each.state == "wrapping" for each in own),
    }


def _beside(rows: Sequence[Any]) -> dict[TaskKey, list[str]]:
    """By conversation, the names of who takes part in it beside its agent."""
    found: dict[TaskKey, list[str]] = {}
    for row in rows:
        found.setdefault(key_of(row), []).append(row.name)
    return found


def _conversation(row: Any, names: Mapping[str, str], hand: Any | None, beside: Sequence[str]) -> Frame:
    return {
        "task": task_id(key_of(row)),
        "customer": row.identity_key[:6].upper(),
        "agent": row.account_id,
        "name": names[row.account_id],
        "channel": row.channel,
        "queue": row.queue_id,
        "urgent": row.urgent,
        "state": "wrapping" if row.state == "wrapping" else row.task_state,
        "since": (row.accepted_at or row.created_at).isoformat(),
        "replied": row.replied_at is not None,
        "hand_since": hand.raised_at.isoformat() if hand is not None else None,
        "participants": beside,
    }


def _waiting(row: Any) -> Frame:
    return {
        "task": task_id(key_of(row)),
        "customer": row.identity_key[:6].upper(),
        "channel": row.channel,
        "queue": row.queue_id,
        "urgent": row.urgent,
        "since": (row.opens_at or row.created_at).isoformat(),
    }


def _concerns(row: Any, names: Mapping[str, str]) -> bool:
    return row.account_id is None or row.account_id in names


def _alarm(row: Any, names: Mapping[str, str], own: str) -> Frame:
    return {
        "alarm": row.alarm_id,
        "kind": row.kind,
        "about": row.about,
        "agent": names.get(row.account_id, "") if row.account_id else "",
        "reason": row.reason,
        "addressees": [each["name"] for each in row.addressees],
        "mine": any(each["account_id"] == own for each in row.addressees),
        "since": row.raised_at.isoformat(),
        "taken_by": row.taker,
    }
