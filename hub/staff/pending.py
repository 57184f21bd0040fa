"""What is begun here and ended elsewhere: in an authenticator, or at the bank's own sign-in.

The browser keeps a token and the database its hash, so that any process can go on and each is taken once.
"""

import secrets
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.errors import TooMany
from hub.ports import Clock
from hub.staff.sessions import LONGEST_TOKEN, TOKEN_BYTES, digest_of
from hub.store.staff import outside

LASTS = timedelta(minutes=5)

MOST = 5000
"""Anybody may begin: so much at most waits for its end."""


class Pending:
    """Begins and takes, in the transactions of those who call."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def begin(self, connection: AsyncConnection, kind: str, **detail: str) -> str:
        """The token of something that was begun; raises `TooMany` where too much is."""
        now, token = self._clock.now(), secrets.token_urlsafe(TOKEN_BYTES)
        if await outside.count_pending(connection, now) >= MOST:
            raise TooMany("too many are signing in at once", retry_after_s=10.0)
        await outside.add_pending(connection, digest_of(token), kind, detail, now + LASTS)
        return token

    async def take(self, connection: AsyncConnection, kind: str, token: str) -> dict[str, str] | None:
        """What was begun under a token; None where nothing was, it is over, or was taken already."""
        if not 0 < len(token) <= LONGEST_TOKEN:
            return None
        return await outside.take_pending(connection, digest_of(token), kind, self._clock.now())
