"""Emergency announcements (应急公告): written by one, approved by another, said until they end.

Each function works in the caller's transaction.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.errors import Conflict, NotFound
from hub.staff.four_eyes import By, OwnWork
from kb.store import announcements as store

LONGEST = 200
"""Characters of one announcement: it stands in front of every answer."""

LONGEST_MINUTES = 7 * 24 * 60

MOST_RUNNING = 3
"""Announcements that are said at once: more would bury the answers."""


class AnnouncementStage(StrEnum):
    """How far an announcement got."""

    WAITING = "waiting"
    RUNNING = "running"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Announcement:
    """One announcement; no `channels` mean all of them, `minutes` count from its approval."""

    announcement_id: str
    text: str
    channels: tuple[str, ...]
    minutes: int
    written_by: str
    written_at: datetime
    approved_by: str | None = None
    approved_at: datetime | None = None
    ends_at: datetime | None = None
    ended_by: str | None = None

    def stage(self, now: datetime) -> AnnouncementStage:
        """How far it is at a moment; one that was taken back before its approval is over, too."""
        if self.ends_at is not None:
            return AnnouncementStage.RUNNING if now < self.ends_at else AnnouncementStage.OVER
        return AnnouncementStage.WAITING if self.ended_by is None else AnnouncementStage.OVER

    def is_for(self, channel: str) -> bool:
        """Whether it is said on a channel."""
        return not self.channels or channel in self.channels


async def write(
    connection: AsyncConnection, text: str, channels: Sequence[str], minutes: int, by: By
) -> Announcement:
    """Writes an announcement, which is said once somebody else approves it."""
    written = Announcement(
        announcement_id=f"n-{secrets.token_hex(6)}",
        text=text,
        channels=tuple(dict.fromkeys(channels)),
        minutes=minutes,
        written_by=by.account_id,
        written_at=by.now,
    )
    await store.add(
        connection,
        announcement_id=written.announcement_id,
        text=written.text,
        channels=list(written.channels),
        minutes=written.minutes,
        written_by=written.written_by,
        written_at=written.written_at,
    )
    return written


async def approve(connection: AsyncConnection, announcement_id: str, by: By) -> Announcement:
    """Has it said from now on, for its minutes; raises `NotFound`, `OwnWork`, `Conflict`."""
    found = await _in_stage(connection, announcement_id, by.now, AnnouncementStage.WAITING)
    if found.written_by == by.account_id:
        raise OwnWork("somebody else has to approve what you wrote")
    if len(await running(connection, by.now)) >= MOST_RUNNING:
        raise Conflict(f"{MOST_RUNNING} announcements are said already: end one of them first")
    ends_at = by.now + timedelta(minutes=found.minutes)
    await store.change(
        connection, announcement_id, approved_by=by.account_id, approved_at=by.now, ends_at=ends_at
    )
    return await read(connection, announcement_id)


async def end(connection: AsyncConnection, announcement_id: str, by: By) -> Announcement:
    """Takes back one that is said, or waits to be approved; raises `NotFound`, `Conflict`."""
    found = await _in_stage(
        connection, announcement_id, by.now, AnnouncementStage.WAITING, AnnouncementStage.RUNNING
    )
    ends_at = None if found.ends_at is None else by.now
    await store.change(connection, announcement_id, ended_by=by.account_id, ends_at=ends_at)
    return await read(connection, announcement_id)


async def read(connection: AsyncConnection, announcement_id: str) -> Announcement:
    """One announcement; raises `NotFound`."""
    row = await store.one(connection, announcement_id)
    if row is None:
        raise NotFound("there is no such announcement")
    return _announcement(row)


async def running(connection: AsyncConnection, now: datetime) -> list[Announcement]:
    """What is said at a moment, what was approved first in front."""
    return [_announcement(row) for row in await store.running(connection, now)]


async def newest(connection: AsyncConnection, limit: int) -> list[Announcement]:
    """What was written last, the newest in front."""
    return [_announcement(row) for row in await store.newest(connection, limit)]


async def _in_stage(
    connection: AsyncConnection, announcement_id: str, now: datetime, *stages: AnnouncementStage
) -> Announcement:
    row = await store.one(connection, announcement_id, lock=True)
    if row is None:
        raise NotFound("there is no such announcement")
    found = _announcement(row)
    if found.stage(now) not in stages:
        raise Conflict("the announcement has moved on", state=found.stage(now).value)
    return found


def _announcement(row: Any) -> Announcement:
    fields = dict(row._mapping)
    return Announcement(**fields | {"channels": tuple(fields["channels"])})
