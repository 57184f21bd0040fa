"""Signing in with a password and, where the account has one, a one-time code."""

import unicodedata
from dataclasses import dataclass, field
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.errors import CodeNeeded, NotSignedIn, TooMany, WrongCredentials
from hub.metrics import STAFF_SIGN_INS
from hub.ports import Clock
from hub.staff import attempts
from hub.staff.audit import Audit
from hub.staff.current import Means
from hub.staff.passwords import Passwords
from hub.staff.sessions import StaffSessions
from hub.staff.totp import Totp
from hub.store.database import Database
from hub.store.staff import accounts

log = structlog.get_logger(__name__)

NOBODY = "nobody"
"""Who acts in the audit where somebody was refused; a login that is no account's is not kept at all."""


@dataclass(frozen=True, slots=True)
class SignInOrigin:
    """Where somebody comes from: an address, and a session that they leave for another one."""

    address: str
    session: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Presented:
    """What somebody presents, and from where; `session`: the token of a session that they leave for it."""

    login: str
    password: str = field(repr=False)
    code: str = field(repr=False)
    address: str
    session: str = field(default="", repr=False)


class StaffSignIn:
    """Looks at what is presented, and begins a session."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        passwords: Passwords,
        sessions: StaffSessions,
        totp: Totp,
        audit: Audit,
    ) -> None:
        self._database = database
        self._clock = clock
        self._passwords = passwords
        self._sessions = sessions
        self._totp = totp
        self._audit = audit

    async def do_sign_in(self, presented: Presented) -> str:
        """The token of a new session.

        Raises `WrongCredentials`, `CodeNeeded`, `TooMany`, `Overloaded`, `StoreUnavailable`.
        """
        try:
            row, right = await self._check_password(presented)
            token = await self._begin(presented, row, right=right)
        except (NotSignedIn, TooMany) as error:
            STAFF_SIGN_INS.labels(error.code).inc()
            raise
        STAFF_SIGN_INS.labels("done").inc()
        return token

    async def begin_with(
        self, connection: AsyncConnection, account_id: str, means: Means, left: SignInOrigin
    ) -> str:
        """The token of a session of who has shown by other means who they are; written into the audit."""
        await self._sessions.end(connection, left.session)
        token = await self._sessions.begin(connection, account_id, means)
        await self._audit.append(
            connection,
            "session.signed_in",
            actor=account_id,
            object_kind="account",
            object_id=account_id,
            address=left.address,
            means=means,
        )
        STAFF_SIGN_INS.labels("done").inc()
        return token

    async def note_refused(self, means: Means, left: SignInOrigin) -> None:
        """Writes down that somebody was refused who came by other means."""
        STAFF_SIGN_INS.labels(WrongCredentials.code).inc()
        async with self._database.write() as connection:
            await self._audit.append(
                connection,
                "session.signed_in",
                actor=NOBODY,
                result="refused",
                address=left.address,
                means=means,
            )

    async def check_again(self, presented: Presented, *, with_code: bool = False) -> Any:
        """The row of who is signed in and shows the password once more; counted as a try to sign in.

        `with_code`: a one-time code, too, where the account has any. Raises `WrongCredentials`, `TooMany`,
        `Overloaded`, `StoreUnavailable`.
        """
        row, right = await self._check_password(presented)
        if row is None or not right:
            raise WrongCredentials("the password is wrong")
        async with self._database.write() as connection:
            sealed = row.totp if with_code else None
            now = self._clock.now()
            if sealed is None or await self._totp.use(
                connection, row.account_id, sealed, presented.code, now
            ):
                await attempts.succeeded(connection, row.login, presented.address)
                return row
        raise WrongCredentials("the code is wrong")

    async def _check_password(self, presented: Presented) -> tuple[Any | None, bool]:
        """The row of the login, and whether the password is right; the try is counted first.

        Raises `TooMany`, `Overloaded`, `StoreUnavailable`.
        """
        login = normal_login(presented.login)
        async with self._database.write() as connection:
            await attempts.begin(connection, login, presented.address, self._clock.now())
            row = await accounts.by_login(connection, login)
        # Outside of any transaction, since it takes its time.
        right = await self._passwords.matches(row.password_hash if row else None, presented.password)
        return row, right

    async def _begin(self, presented: Presented, row: Any | None, *, right: bool) -> str:
        fresh = await self._fresh_hash(presented, row) if right else ""
        async with self._database.write() as connection:
            refused = await self._refusal(connection, presented, row if right else None)
            token = ""
            if refused is None and row is not None:
                await attempts.succeeded(connection, row.login, presented.address)
                if fresh:
                    await accounts.set_values(connection, row.account_id, password_hash=fresh)
                await self._sessions.end(connection, presented.session)
                token = await self._sessions.begin(connection, row.account_id)
            await self._write_down(connection, presented, row, refused)
        if refused is not None:
            raise refused
        return token

    async def _write_down(
        self, connection: AsyncConnection, presented: Presented, row: Any | None, refused: NotSignedIn | None
    ) -> None:
        """Of who was refused nobody knows who it was, but at whose account."""
        account_id = row.account_id if row is not None else ""
        await self._audit.append(
            connection,
            "session.signed_in",
            actor=account_id if refused is None else NOBODY,
            object_kind="account" if account_id else "",
            object_id=account_id,
            result="done" if refused is None else "refused",
            address=presented.address,
            **({} if refused is None else {"why": refused.code}),
        )

    async def _fresh_hash(self, presented: Presented, row: Any | None) -> str:
        if row is None or not self._passwords.is_outdated(row.password_hash):
            return ""
        return await self._passwords.hash(presented.password)

    async def _refusal(
        self, connection: AsyncConnection, presented: Presented, row: Any | None
    ) -> NotSignedIn | None:
        """Why nobody is signed in, as things stand now; None where somebody is."""
        wrong = WrongCredentials("login, password or code are wrong")
        now = await accounts.by_id(connection, row.account_id, lock=True) if row is not None else None
        if row is None or now is None or now.state != "active" or now.password_hash != row.password_hash:
            return wrong
        if now.totp is None:
            return None
        if not presented.code:
            await attempts.unfinished(connection, now.login, presented.address)
            return CodeNeeded("a one-time code is needed, too")
        used = await self._totp.use(connection, now.account_id, now.totp, presented.code, self._clock.now())
        return None if used else wrong


def normal_login(login: str) -> str:
    """A login as it is stored: no matter how it was typed."""
    return unicodedata.normalize("NFKC", login).strip().lower()
