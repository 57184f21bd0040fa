"""The token keeper: one access token for an account and kind, asked for by one process, read by all.

Providers count how often a token is asked for, and some void the old one by issuing the next. So a process
asks only under a lease, and writes what it got only while it holds that lease; everybody else reads what is
stored. A token is replaced before it expires, or when the provider refuses it: then once in
`FORCED_EVERY_S` and no more, because a token that is refused as soon as it is issued means something that
no further token mends. Providers let the old token hold for five minutes beside the new one, so `REREAD_S`
in memory does no harm.
"""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from connectors.kit.store import tokens
from connectors.kit.store.tokens import StoredToken, TokenKey
from hub.errors import Unavailable, YuanqiaoError
from hub.ports import Clock, Store
from hub.store import leases
from hub.store.encrypted import DataKeys
from hub.store.leases import Lease

MARGIN_S = 300.0
"""So long before it expires a token is replaced; WeChat's stable token does the same on its side."""

FORCED_EVERY_S = 30.0
"""WeChat takes no two forced refreshes within 30 s (/cgi-bin/stable_token)."""

REREAD_S = 60.0
ISSUE_S = 10.0
LEASE_S = 15.0
"""Longer than one ask may take: who still holds the lease is not overtaken."""

LOOK_EVERY_S = 0.25
BACKOFF_S = (1.0, 2.0, 5.0, 15.0, 60.0)

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Issued:
    """A token as the provider issued it."""

    value: str = field(repr=False)
    expires_in_s: float


Issue = Callable[[bool], Awaitable[Issued]]
"""Asks the provider for a token; True where the one that is valid by the clock was refused.

Raises an error of the house's tree; what it raises reaches whoever waits for the token.
"""


class TokenKeeper:
    """Keeps one token; any number of tasks and processes may ask for it."""

    def __init__(
        self,
        token: TokenKey,
        issue: Issue,
        *,
        store: Store,
        keys: DataKeys,
        clock: Clock,
        owner: str,
        lease_s: float = LEASE_S,
    ) -> None:
        """`owner` names this process; `lease_s` has to be longer than an ask may take."""
        self._token = token
        self._issue = issue
        self._store = store
        self._keys = keys
        self._clock = clock
        # Two keepers of one token must not take each other's lease for their own.
        self._owner = f"{owner}-{secrets.token_hex(4)}"
        self._lease_s = lease_s
        self._held: StoredToken | None = None
        self._reread_at = 0.0
        self._refreshing: asyncio.Task[str] | None = None
        self._log = log.bind(**token.key._asdict(), kind=token.kind)

    async def token(self) -> str:
        """A token that holds; raises `Unavailable`, or what asking the provider raises."""
        if self._held is not None and self._clock.monotonic() < self._reread_at:
            value = self._fresh(self._held, None)
            if value is not None:
                return value
        return await self._together(None)

    async def refused(self, value: str) -> str:
        """Another token than the one that the provider has just refused.

        Raises `Unavailable` where a refused one was replaced a moment ago, or what asking raises.
        """
        self._held = None
        return await self._together(value)

    async def close(self) -> None:
        """Ends an ask that runs; its lease runs out by itself."""
        if self._refreshing is not None:
            self._refreshing.cancel()
            await asyncio.gather(self._refreshing, return_exceptions=True)

    async def _together(self, refused: str | None) -> str:
        """One search of this process at a time; who stops waiting for it does not stop it."""
        while self._refreshing is not None:
            await asyncio.wait((self._refreshing,))
        if self._held is not None and (value := self._fresh(self._held, refused)) is not None:
            return value
        self._refreshing = task = asyncio.create_task(self._find(refused))
        task.add_done_callback(self._found)
        return await asyncio.shield(task)

    def _found(self, task: "asyncio.Task[str]") -> None:
        self._refreshing = None
        if not task.cancelled():
            task.exception()  # everybody who waited may be gone

    async def _find(self, refused: str | None) -> str:
        """Reads, or takes the lease and asks, or waits for who has it, as long as a lease lasts twice."""
        for _ in range(round(2 * self._lease_s / LOOK_EVERY_S)):
            async with self._store.read() as connection:
                stored = await tokens.find(connection, self._token, self._keys)
            value = self._without_asking(stored, refused)
            if value is not None:
                return value
            if (value := await self._ask_under_lease(refused)) is not None:
                return value
            if (value := self._valid(stored, refused)) is not None:
                return value  # somebody is replacing it, and it holds until then
            await asyncio.sleep(LOOK_EVERY_S)
        raise Unavailable("no token was issued in time", account=self._token.key.account)

    def _without_asking(self, stored: StoredToken, refused: str | None) -> str | None:
        """The stored token where it need not be replaced yet, or cannot be just now.

        None where the provider is to be asked; raises `Unavailable` where it must not be, and none holds.
        """
        value = self._fresh(stored, refused)
        if value is not None:
            self._keep(stored)
            return value
        wait_s = self._not_before(stored, refused)
        if wait_s <= 0:
            return None
        value = self._valid(stored, refused)
        if value is None:
            account = self._token.key.account
            raise Unavailable("the provider issues no token just now", account=account, retry_after_s=wait_s)
        return value

    def _not_before(self, stored: StoredToken, refused: str | None) -> float:
        """Seconds until the provider may be asked again."""
        now, times = self._clock.now(), [stored.retry_at]
        if self._is_forced(stored, refused) and stored.forced_at is not None:
            times.append(stored.forced_at + timedelta(seconds=FORCED_EVERY_S))
        return max(((each - now).total_seconds() for each in times if each is not None), default=0.0)

    async def _ask_under_lease(self, refused: str | None) -> str | None:
        """Asks the provider where this process gets the lease; None where it does not, or has lost it."""
        async with self._store.write() as connection:
            now = self._clock.now()
            lease = await leases.take(connection, self._lease_name, self._owner, now, self._lease_s)
            if lease is None:
                return None
            # Who had the lease until now may have stored a token since it was looked for.
            stored = await tokens.find(connection, self._token, self._keys)
            if self._fresh(stored, refused) is not None or self._not_before(stored, refused) > 0:
                await leases.release(connection, lease)
                return self._valid(stored, refused)
        return await self._ask(lease, stored, refused)

    async def _ask(self, lease: Lease, stored: StoredToken, refused: str | None) -> str | None:
        forced, began = self._is_forced(stored, refused), self._clock.monotonic()
        try:
            issued = await self._issue_in_time(forced)
        except YuanqiaoError as error:
            await self._note_failure(lease, stored, error)
            value = self._valid(stored, refused)
            if value is None:
                raise
            return value
        taken_ms = round((self._clock.monotonic() - began) * 1000)
        if not await self._save(lease, issued, forced=forced):
            self._log.warning("token.lease_lost", duration_ms=taken_ms)
            return None
        self._log.info("token.issued", reason="refused" if forced else "due", duration_ms=taken_ms)
        return issued.value

    async def _issue_in_time(self, forced: bool) -> Issued:
        try:
            async with asyncio.timeout(min(ISSUE_S, self._lease_s)):
                return await self._issue(forced)
        except TimeoutError as error:
            raise Unavailable("the provider did not issue a token in time") from error

    async def _save(self, lease: Lease, issued: Issued, *, forced: bool) -> bool:
        """Stores the token, unless another process has taken the lease meanwhile; tells whether it did."""
        now = self._clock.now()
        # Of a short one half its life is margin enough, or each look would replace it.
        fresh_s = max(issued.expires_in_s - MARGIN_S, issued.expires_in_s / 2)
        refresh_at, expires_at = (now + timedelta(seconds=s) for s in (fresh_s, issued.expires_in_s))
        async with self._store.write() as connection:
            if not await leases.holds(connection, lease):
                return False
            await tokens.save(
                connection,
                self._token,
                self._keys,
                value=issued.value,
                refresh_at=refresh_at,
                expires_at=expires_at,
            )
            if forced:
                await tokens.note_forced(connection, self._token, now)
            await leases.release(connection, lease)
        self._keep(StoredToken(issued.value, refresh_at, expires_at, None, 0, None))
        return True

    async def _note_failure(self, lease: Lease, stored: StoredToken, error: YuanqiaoError) -> None:
        failures = stored.failures + 1
        wait_s = BACKOFF_S[min(failures, len(BACKOFF_S)) - 1]
        self._log.warning("token.not_issued", code=error.code, failures=failures, retry_after_s=wait_s)
        retry_at = self._clock.now() + timedelta(seconds=wait_s)
        async with self._store.write() as connection:
            if await leases.holds(connection, lease):
                await tokens.note_failure(connection, self._token, failures=failures, retry_at=retry_at)
                await leases.release(connection, lease)

    def _keep(self, stored: StoredToken) -> None:
        self._held = stored
        self._reread_at = self._clock.monotonic() + REREAD_S

    def _fresh(self, stored: StoredToken, refused: str | None) -> str | None:
        """The token where it need not be replaced yet."""
        return stored.value if _before(self._clock.now(), stored.refresh_at, stored, refused) else None

    def _valid(self, stored: StoredToken, refused: str | None) -> str | None:
        """The token where the provider should still take it."""
        return stored.value if _before(self._clock.now(), stored.expires_at, stored, refused) else None

    def _is_forced(self, stored: StoredToken, refused: str | None) -> bool:
        return refused is not None and stored.value == refused

    @property
    def _lease_name(self) -> str:
        return f"token/{self._token.key.channel}/{self._token.key.account}/{self._token.kind}"


def _before(now: datetime, end: datetime | None, stored: StoredToken, refused: str | None) -> bool:
    return stored.value is not None and stored.value != refused and end is not None and now < end
