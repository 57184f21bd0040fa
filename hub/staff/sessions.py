"""Sessions of staff: opaque random tokens, of which the database knows the SHA-256 alone."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.errors import NotSignedIn
from hub.ports import Clock
from hub.staff.current import CurrentStaff, Means, read_current
from hub.store.staff import sessions

TOKEN_BYTES = 32
LONGEST_TOKEN = 100


class StaffSessions:
    """Begins, reads and ends sessions, in the transactions of those who call."""

    def __init__(self, clock: Clock, *, idle_s: float, longest_s: float, second_factor: bool) -> None:
        self._clock = clock
        self.idle = timedelta(seconds=idle_s)
        self.longest = timedelta(seconds=longest_s)
        self._second_factor = second_factor

    async def begin(self, connection: AsyncConnection, account_id: str, means: Means = Means.PASSWORD) -> str:
        """A new session's token, which nobody has seen before; those that have expired are removed."""
        now, token = self._clock.now(), secrets.token_urlsafe(TOKEN_BYTES)
        await sessions.forget_expired(connection, *self._earliest(now))
        await sessions.add(connection, digest_of(token), account_id, means, now)
        return token

    async def begin_alone(
        self, connection: AsyncConnection, account_id: str, means: Means = Means.PASSWORD
    ) -> str:
        """As `begin`; every other session of the account is over."""
        await sessions.end_all(connection, [account_id])
        return await self.begin(connection, account_id, means)

    async def end(self, connection: AsyncConnection, token: str) -> None:
        """Ends the session of a token, where there is one."""
        await sessions.end(connection, digest_of(token))

    async def current(self, connection: AsyncConnection, token: str, *, lock: bool = False) -> CurrentStaff:
        """Whose session it is, with what the account may do now; raises `NotSignedIn`.

        `lock`: the session, and so the rights, stay as they are until the transaction ends.
        """
        if not 0 < len(token) <= LONGEST_TOKEN:
            raise NotSignedIn("nobody is signed in here")
        return await self.of_digest(connection, digest_of(token), lock=lock)

    async def of_digest(
        self, connection: AsyncConnection, digest: str, *, lock: bool = False
    ) -> CurrentStaff:
        """As `current`, by what the database knows of the token."""
        row = await sessions.whose(connection, digest, lock=lock)
        created, seen = self._earliest(self._clock.now())
        if row is None or row.state != "active" or row.created_at < created or row.seen_at < seen:
            raise NotSignedIn("the session is over: sign in again")
        return await read_current(connection, row, second_factor=self._second_factor)

    def is_worth_noting(self, staff: CurrentStaff) -> bool:
        """Whether the use of a session has to be written down: not each time, or each reading would write."""
        return self._clock.now() - staff.seen_at > self.idle / 30

    async def touch(self, connection: AsyncConnection, staff: CurrentStaff) -> None:
        """Notes that somebody used a session."""
        await sessions.touch(connection, staff.session, self._clock.now())

    async def still_there(self, connection: AsyncConnection, digests: Sequence[str]) -> set[str]:
        """Which of these sessions are not over."""
        return await sessions.still_there(connection, digests, *self._earliest(self._clock.now()))

    def ends_at(self, staff: CurrentStaff) -> datetime:
        """When a session is over, whatever is done in it."""
        return staff.signed_in_at + self.longest

    def _earliest(self, now: datetime) -> tuple[datetime, datetime]:
        """A session that began, or was last used, before these is over."""
        return now - self.longest, now - self.idle


def digest_of(token: str) -> str:
    """What the database knows of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
