"""Slows down who guesses: tries are counted by login and by address, before any password is looked at.

A try counts as a failure until it has succeeded, so a thousand at once are no more than one after the other.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.errors import TooMany
from hub.store.staff import attempts

log = structlog.get_logger(__name__)

LONGEST = timedelta(minutes=15)
"""No lock lasts longer: whoever guesses at somebody's login must not keep them out for a day."""


@dataclass(frozen=True, slots=True)
class Limit:
    """So many tries are free; from then on each one locks for twice as long as the one before."""

    kind: str
    free: int
    first: timedelta
    forgotten_after: timedelta

    def lock_for(self, failures: int) -> timedelta | None:
        """How long nobody may try after so many failures; None where they may."""
        if failures < self.free:
            return None
        doubled: timedelta = self.first * 2 ** min(failures - self.free, 16)
        return min(LONGEST, doubled)


BY_LOGIN = Limit("login", free=5, first=timedelta(seconds=30), forgotten_after=timedelta(hours=24))
BY_ADDRESS = Limit("address", free=100, first=timedelta(seconds=10), forgotten_after=timedelta(hours=1))
"""An address may be a whole office's."""


async def begin(connection: AsyncConnection, login: str, address: str, now: datetime) -> None:
    """Counts a try; raises `TooMany` where it is too early for one."""
    await attempts.forget_before(connection, now - BY_LOGIN.forgotten_after)
    for limit, digest in _counted(login, address):
        await _begin(connection, limit, digest, now)


async def succeeded(connection: AsyncConnection, login: str, address: str) -> None:
    """The try was right: those at this login are forgotten, of the address' this one."""
    await attempts.clear(connection, BY_LOGIN.kind, _digest(login))
    await attempts.take_back(connection, BY_ADDRESS.kind, _digest(address))


async def unfinished(connection: AsyncConnection, login: str, address: str) -> None:
    """The try was right as far as it went, and is no failure."""
    for limit, digest in _counted(login, address):
        await attempts.take_back(connection, limit.kind, digest)


async def _begin(connection: AsyncConnection, limit: Limit, digest: str, now: datetime) -> None:
    row = await attempts.locked_row(connection, limit.kind, digest, now)
    if row.locked_until is not None and row.locked_until > now:
        seconds = (row.locked_until - now).total_seconds()
        raise TooMany("too many tries to sign in: wait a moment", retry_after_s=seconds)
    failures = 1 if row.last_at < now - limit.forgotten_after else row.failures + 1
    lock = limit.lock_for(failures)
    if lock is not None:
        log.warning("staff.sign_in_locked", kind=limit.kind, count=failures, seconds=lock.total_seconds())
    await attempts.count(connection, limit.kind, digest, failures, now, now + lock if lock else None)


def _counted(login: str, address: str) -> Sequence[tuple[Limit, str]]:
    # Always in this order, so that two tries never wait for each other.
    return (BY_LOGIN, _digest(login)), (BY_ADDRESS, _digest(address))


def _digest(text: str) -> str:
    # Not in clear: what is typed into the field of the login is sometimes a password.
    return hashlib.sha256(text.encode()).hexdigest()
